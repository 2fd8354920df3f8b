// @ts-check
/** What would help most: the engine tries each change on this very scenario; the page shows what it saves and offers it. */
import { h } from "../dom.js";
import { english, rich, say, tr } from "../i18n/tr.js";
import { percent, takeaway } from "../takeaways.js";
import { chem, sentence } from "./words.js";

/** @typedef {import("./model.js").Model} Model */

/** @param {Model} m */
export function levers(m) {
  const all = m.slow?.levers.levers;
  if (!all) return null;
  return [
    m.moved?.at === "levers" ? h("p", { class: "moved", "data-id": "moved" }, h("strong", null, m.moved.label), ". ", h("button", { type: "button", class: "quiet", "data-act": "undo" }, tr`Undo`)) : null,
    h("p", { "data-id": "finding" }, takeaway(m.slow?.levers.takeaway, { label: lower(say(all[0]?.label ?? "")) })),
    h("ol", { class: "levers" }, all.map((/** @type {any} */ l) => h("li", { "data-id": l.key },
      h("div", { class: "lever-head" }, h("strong", null, say(l.label)), h("span", { class: "lever-saved" }, rich`saves ${h("b", null, chem(m.fmt.text(l.saved_kgco2e.mid, "kgCO2e")))}`, ", ", percent(l.saved_ratio))),
      h("meter", { min: "0", max: "1", value: Math.min(1, Math.max(0, l.saved_ratio)), "aria-label": tr`share of the total that is saved` }),
      h("p", { class: "hint" }, sentence(say(l.basis)), pace(m, l.hours_change), range(m, l.saved_kgco2e)),
      h("p", { class: "lever-act" }, l.query ? h("button", { type: "button", class: "quiet", "data-lever": l.key, "aria-label": tr`Apply it: ${say(l.label)}` }, tr`Apply it`) : null,
        l.source ? [" ", l.url ? h("a", { class: "hint", href: l.url, rel: "noreferrer noopener", target: "_blank", ...english }, l.source) : h("span", { class: "hint", ...english }, l.source)] : null)))),
    all.length > 1 ? h("p", { class: "hint" }, tr`Each is alone: two of them together save less than their sum.`) : null,
  ];
}

const lower = (/** @type {string | undefined} */ s) => (s ? s[0].toLowerCase() + s.slice(1) : s);

/** Whether the work gets longer or shorter by it. @param {Model} m @param {number | null} hours */
const pace = (m, hours) => (hours === null || hours === 0 ? "" : hours > 0 ? tr` It takes ${m.fmt.text(hours, "h")} longer.` : tr` It takes ${m.fmt.text(-hours, "h")} less.`);

/** @param {Model} m @param {{low: number, mid: number, high: number}} saved */
function range(m, saved) {
  if (saved.low === saved.high) return "";
  const text = (/** @type {number} */ v) => m.fmt.show(v, "kgCO2e", { digits: 2, like: saved.mid });
  return chem(tr` Within the ranges it saves ${text(saved.low).number} to ${text(saved.high).text}.`);
}

