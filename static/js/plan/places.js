// @ts-check
/** Where and when the same work emits less: places in order, and hours of the day where figures by hour are kept. */
import { h } from "../dom.js";
import { figure } from "../estimate/figure.js";
import { chem, ratioWords, told } from "../estimate/words.js";
import { rich, say, tr } from "../i18n/tr.js";
import { takeaway } from "../takeaways.js";
import { significant } from "../units.js";
import { clock } from "./parts.js";

/** @typedef {import("./parts.js").PlanModel} PlanModel */

const NAMED = 9; // places that the picture names, beside one's own
const LISTED = 100; // rows of the table

/** The reader's place, the cleanest countries, and the dirtiest for scale. @param {PlanModel} m */
export function namedPlaces(m) {
  const countries = (m.regions ?? []).filter((r) => r.level === "country" && r.code.toUpperCase() !== m.own?.code.toUpperCase());
  const rows = [...countries.slice(0, NAMED), ...countries.slice(NAMED).slice(-1)].map((r) => ({ ...r, own: false }));
  return m.own ? [...rows, { ...m.own, own: true }].sort((a, b) => a.total_kgco2e.mid - b.total_kgco2e.mid) : rows;
}

/** @param {PlanModel} m */
export function regions(m) {
  if (!m.regions || !m.own) return null;
  const kg = (/** @type {number} */ v) => chem(m.fmt.text(v, "kgCO2e")), own = m.own.total_kgco2e.mid;
  return figure("places", {
    finding: takeaway(m.regionsFound), rows: namedPlaces(m).length, name: tr`The same work by place, from the least carbon up`, columns: [tr`Place`, "CO2e", tr`Low`, tr`High`, tr`Against yours`, tr`Year`, tr`Search`],
    hint: m.linear ? tr`Even scale. Named are the cleanest countries, yours, and the one that emits the most.` : tr`Each step is ten times more. Named are the cleanest countries, yours, and the one that emits the most.`,
    tools: h("div", { class: "chips" }, h("button", { type: "button", class: "chip", "data-scale": "", "aria-pressed": String(m.linear) }, tr`Even scale`)),
    table: m.regions.slice(0, LISTED).map((r) => ({ id: r.code, cells: [say(r.name), kg(r.total_kgco2e.mid), kg(r.total_kgco2e.low), kg(r.total_kgco2e.high), ratioWords(own, r.total_kgco2e.mid), r.year ?? "–",
      h("button", { type: "button", class: "quiet", "data-only": r.code, "aria-label": tr`Search only in ${say(r.name)}` }, tr`only here`)] })),
  });
}

/** @param {PlanModel} m */
export function hours(m) {
  if (!m.hours) return [h("p", { class: "hint" }, m.hourless), m.hourly.length ? h("p", { class: "hint" }, tr`Places with figures by hour: ${m.hourly.join(", ")}.`) : null];
  const kg = m.hours.rows.map((r) => r.kg), least = m.hours.rows[kg.indexOf(Math.min(...kg))], most = m.hours.rows[kg.indexOf(Math.max(...kg))];
  const text = (/** @type {number} */ v) => m.fmt.text(v, "kgCO2e");
  return figure("hours", {
    finding: tr`In ${m.hours.place} a start at ${clock(least.hour)} emits ${text(least.kg)}; at ${clock(most.hour)} it is ${text(most.kg)}, ${ratioWords(least.kg, most.kg)}.`,
    rows: 1, name: tr`Carbon by the hour of the start`, columns: [tr`Start`, "CO2e"], hint: tr`A mean day, by the published figures of the place; a single day can differ.`,
    table: m.hours.rows.map((r) => ({ id: `h${r.hour}`, cells: [clock(r.hour), chem(text(r.kg))] })),
  });
}

/** What a budget buys. @param {PlanModel} m */
export function budget(m) {
  const a = m.afford, e = m.budgetErrors[0];
  return [h("p", { class: "sentence-small" }, h("label", null, rich`With ${h("input", { type: "text", "data-budget": "", "data-id": "budget", value: m.budget, size: 8, "aria-invalid": e ? "true" : null, "aria-describedby": e ? "budget-fault" : null, autocomplete: "off" })}, how many trials?`), " ", h("span", { class: "hint" }, tr`kg, kWh or USD`)),
    h("div", { class: "chips", role: "group", "aria-label": tr`Budgets` }, ["1kg", "10kg", "100kg", "100kWh", "100USD"].map((b) => h("button", { type: "button", class: "chip", "data-spend": b, "aria-pressed": String(m.budget.replace(/\s/g, "") === b) }, b.replace(/^(\d+)/, "$1 ")))),
    e ? h("p", { class: "fault", id: "budget-fault" }, told(e)) : null,
    a ? spent(m, a) : null];
}

/** @param {PlanModel} m @param {any} a */
function spent(m, a) {
  const amounts = [a.runs ? tr`${significant(a.runs.mid, 3)} trials like one of its runs` : null, a.hours ? tr`${m.fmt.text(a.hours.mid, "h")} on these machines` : null, a.tokens ? tr`${significant(a.tokens.mid, 3)} tokens` : null].filter(Boolean);
  return [h("p", { "data-id": "finding" }, takeaway(a.takeaway)),
    h("p", { class: "live-big" }, significant(a.fits.mid, 3), " ", h("span", { class: "of" }, tr`times this scenario`)),
    h("p", null, amounts.length ? tr`That is ${amounts.join(", ")}. Within the ranges it is between ${significant(a.fits.low, 2)} and ${significant(a.fits.high, 2)} times.` : tr`Within the ranges it is between ${significant(a.fits.low, 2)} and ${significant(a.fits.high, 2)} times.`),
    a.notes.map((/** @type {{message: string}} */ n) => h("p", { class: "hint" }, say(n.message))),
    h("p", { class: "actions" }, h("a", { href: `#/estimate?${a.query}` }, tr`Open what it buys in Estimate`)),
    a.budget.kind === "money" && a.regions.length ? h("p", { class: "hint" }, tr`It is enough in ${significant(a.regions.length, 15)} places with a known price; the cleanest are ${a.regions.slice(0, 3).map((/** @type {any} */ r) => say(r.name)).join(", ")}.`) : null,
    a.budget.kind === "carbon" && a.regions.length ? h("details", { class: "table" }, h("summary", null, tr`Where it would go furthest`), h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": tr`Where the budget would go furthest` }, h("table", null,
      h("thead", null, h("tr", null, [tr`Place`, tr`The scenario emits`, tr`Against yours`].map((t) => h("th", { scope: "col" }, t)))),
      h("tbody", null, a.regions.slice(0, 12).map((/** @type {any} */ r) => h("tr", { "data-id": r.code }, h("th", { scope: "row" }, say(r.name)), h("td", null, chem(m.fmt.text(r.total_kgco2e.mid, "kgCO2e"))), h("td", null, ratioWords(a.use.mid, r.total_kgco2e.mid)))))))) : null];
}
