// @ts-check
/** How much of a budget is used, and what the whole run is forecast to come to, with a range that narrows. */
import { h } from "../dom.js";
import { chem } from "../estimate/words.js";
import { tr } from "../i18n/tr.js";
import { significant } from "../units.js";
import { kwh } from "./words.js";

const UNITS = /** @type {Record<string, string>} */ ({ carbon: "kgCO2e", energy: "kWh", money: "USD" });
const LEVELS = /** @type {[number, string][]} */ ([[1, tr`The budget is used up.`], [0.8, tr`More than 80 % of the budget is used.`], [0.5, tr`More than half of the budget is used.`]]);
const WIDTH = 300, HEIGHT = 60;
const STEADY = { steady: true };

/** @param {import("./render.js").LiveModel} m */
export function render(m) {
  const { budget, forecast } = m.session.sample ?? {};
  return [budget ? used(m, budget) : null, forecast ? ahead(m, forecast) : null];
}

/** @param {import("./render.js").LiveModel} m @param {any} b */
function used(m, b) {
  const unit = UNITS[b.kind] ?? "", part = b.used / b.amount, level = LEVELS.find(([at]) => part >= at), f = b.forecast;
  const text = (/** @type {number} */ v) => m.fmt.text(v, unit, STEADY);
  return h("section", { class: "card", "data-id": "budget", "data-level": level?.[0] }, h("h2", null, tr`Budget`),
    h("p", { class: "live-big" }, chem(text(b.used)), " ", h("span", { class: "of" }, chem(tr`of ${m.fmt.text(b.amount, unit)}`))),
    h("progress", { max: 1, value: Math.min(1, part), "aria-label": tr`Budget used: ${significant(100 * part, 2)} %` }),
    h("p", { class: "hint" }, tr`${significant(100 * part, 2)}\u00a0% is used${m.session.hello.simulated ? tr`, by simulated hardware` : ""}. A notice comes at 50, 80 and 100\u00a0%.`),
    level ? h("p", { class: level[0] === 1 ? "fault" : "told" }, level[1]) : null,
    f ? h("p", null, chem(tr`The whole run is forecast to use ${text(f.mid)}, likely ${text(f.low)} to ${text(f.high)}: ${f.mid > b.amount ? tr`more than the budget.` : f.high > b.amount ? tr`perhaps more than the budget.` : tr`within the budget.`}`)) : null);
}

/** @param {import("./render.js").LiveModel} m @param {any} f */
function ahead(m, f) {
  const first = m.session.outlooks[0] ?? f, e = (/** @type {any} */ r) => tr`${m.fmt.text(kwh(r.low), "kWh", STEADY)} to ${m.fmt.text(kwh(r.high), "kWh", STEADY)}`;
  const time = (/** @type {number} */ hours) => m.fmt.text(hours, "h");
  return h("section", { class: "card", "data-id": "forecast" }, h("h2", null, tr`The whole run`),
    h("p", { class: "live-big" }, m.fmt.text(kwh(f.joules.mid), "kWh", STEADY), " ", h("span", { class: "of" }, tr`forecast`)),
    h("p", null, tr`Likely ${e(f.joules)}, in ${time(f.hours.low)} to ${time(f.hours.high)}, after ${significant(f.steps_done, 6)} of ${significant(f.steps_total, 6)} steps${m.session.hello.simulated ? tr` (simulated)` : ""}.`),
    first === f || first.steps_done >= f.steps_done ? null : h("p", { class: "hint" }, tr`After ${significant(first.steps_done, 6)} steps it was ${e(first.joules)}.`), fan(m.session.outlooks, f));
}

/** The range as it narrowed, over the steps done. @param {any[]} list @param {any} f */
function fan(list, f) {
  if (list.length < 3 || !(f.steps_total > 0)) return null;
  const top = Math.max(...list.map((x) => x.joules.high)) || 1;
  const at = (/** @type {any} */ x, /** @type {number} */ v) => `${((WIDTH * x.steps_done) / f.steps_total).toFixed(1)} ${(HEIGHT * (1 - v / top)).toFixed(1)}`;
  const band = [...list.map((x) => at(x, x.joules.high)), ...list.toReversed().map((x) => at(x, x.joules.low))];
  return h("svg", { class: "fan", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" },
    h("path", { class: "fan-band", d: `M${band.join("L")}Z` }), h("path", { class: "fan-mid", d: `M${list.map((x) => at(x, x.joules.mid)).join("L")}` }));
}
