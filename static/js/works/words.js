// @ts-check
/** What the checks come to, as a verdict, as a list and as a text to pass on. */
import { h } from "../dom.js";
import { tr } from "../i18n/tr.js";

/** @typedef {import("./checks.js").Check & Partial<import("./checks.js").Finding>} Tried  without a state while it is being tried */

const STATES = { ok: tr`✓ works`, limited: tr`△ limited`, no: tr`✕ missing`, note: tr`· note` };

/** @param {Tried[]} all @returns {{state: "checking" | "ok" | "limited" | "no", say: string}} */
export function verdict(all) {
  const in_ = (/** @type {string} */ state) => all.filter((c) => c.state === state);
  const names = (/** @type {Tried[]} */ list) => list.map((c) => c.name).join(", ");
  if (all.some((c) => !c.state)) return { state: "checking", say: tr`Checking…` };
  const no = in_("no"), limited = in_("limited");
  if (no.length) return { state: "no", say: tr`gramwatt does not work in this browser: ${names(no)}.` };
  return limited.length ? { state: "limited", say: tr`gramwatt works here, with limits: ${names(limited)}.` } : { state: "ok", say: tr`gramwatt works here.` };
}

/** @param {Tried[]} all @returns {import("../dom.js").Loose} */
export function verdictParts(all) {
  const { state, say } = verdict(all), worst = all.find((c) => c.state === (state === "no" ? "no" : "limited"));
  return [h("p", { class: "verdict-words", "data-verdict": state }, say), worst && state !== "checking" ? h("p", null, worst.remedy) : null];
}

/** @param {Tried[]} all @returns {import("../dom.js").Loose} */
export function list(all) {
  return all.map((c) => h("li", { "data-check": c.id, "data-state": c.state ?? "wait" },
    h("span", { class: "check-state" }, c.state ? STATES[c.state] : "…"),
    h("span", { class: "check-name" }, c.name),
    c.say ? h("p", null, c.say) : null,
    c.remedy ? h("p", { class: "remedy" }, c.remedy) : null));
}

/** @param {Tried[]} all @param {string} build @returns {string} */
export function report(all, build) {
  return [verdict(all).say, "", ...all.map((c) => `${c.state}\t${c.name}: ${c.say}`), "", `page ${build}, ${location.protocol}//${location.hostname}`, navigator.userAgent].join("\n");
}
