// @ts-check
/** The answer: the number, its range, something to compare it with, and the energy behind it. */
import { h } from "../dom.js";
import { rich, tr } from "../i18n/tr.js";
import { takeaway } from "../takeaways.js";
import { chooseEquivalent, comparison } from "./equivalents.js";
import { chem, rangeWords } from "./words.js";

/** @typedef {import("./model.js").Model} Model */

/** @param {Model} m */
export function answer(m) {
  const r = m.result;
  if (!r) return h("p", { class: "likely" }, m.errors.length ? tr`No answer: the sentence above needs a correction.` : tr`Working it out.`);
  const total = m.fmt.show(r.total_kgco2e.mid, "kgCO2e");
  const range = m.fmt.range(r.total_kgco2e, "kgCO2e");
  return [
    m.stale ? h("p", { class: "badge", "data-id": "stale" }, m.errors.length ? tr`last valid values` : tr`working it out`) : null,
    h("p", { class: "headline" },
      h("button", { type: "button", class: "big", "data-explain": "total", "aria-label": tr`${total.text}: show how this number is made` },
        h("span", { class: "figure" }, total.number), " ", h("span", { class: "of" }, chem(total.unit)))),
    h("p", { class: "likely" }, chem(rangeWords(range)), range && !range.exact && !range.same ? "." : ""),
    interval(r.total_kgco2e),
    equivalent(m),
    energy(m),
    h("p", { class: "finding" }, takeaway(r.takeaway)),
  ];
}

/** The range on a scale from zero: a band with a dot. @param {{low: number, mid: number, high: number}} q */
export function interval(q) {
  const top = q.high * 1.04 || 1; // the band ends a little before the edge
  const at = (/** @type {number} */ v) => Math.round((v / top) * 10000) / 100;
  return h("svg", { class: "interval", "aria-hidden": "true", width: "100%", height: "18" },
    h("line", { class: "axis", x1: "0", x2: "100%", y1: "9", y2: "9" }),
    h("line", { class: "zero", x1: "0.5", x2: "0.5", y1: "3", y2: "15" }),
    h("line", { class: "band", x1: `${at(q.low)}%`, x2: `${at(q.high)}%`, y1: "9", y2: "9" }),
    h("circle", { cx: `${at(q.mid)}%`, cy: "9", r: "6" }));
}

/** The comparison, and a list of the others over its first words. @param {Model} m */
function equivalent(m) {
  const all = m.result.equivalents, chosen = chooseEquivalent(all, m.result.total_kgco2e.mid, m.equivalent);
  if (!chosen) return null;
  return h("p", { class: "equivalent" },
    h("span", { class: "pick" }, h("span", { class: "pick-text" }, tr`About the same as`), h("select", { "aria-label": tr`Compare with`, "data-equivalent": "", "data-id": "equivalent" },
      all.map((/** @type {any} */ e) => h("option", { value: e.id, selected: e.id === chosen.row.id }, comparison(e)[1])))),
    " ", chosen.words[0](h("button", { type: "button", class: "number", "data-explain": `equivalent:${chosen.row.id}` }, m.fmt.show(chosen.row.value.mid, "").number)), ".");
}

/** Energy in one line: the parts add up to the whole. @param {Model} m */
function energy(m) {
  const r = m.result;
  const number = (/** @type {number} */ v, /** @type {string} */ id) =>
    h("button", { type: "button", class: "number", "data-explain": id }, m.fmt.text(v, "kWh"));
  const parts = groups(r).map((g) => [number(g.kwh, g.ids), ` ${g.label}`]);
  return h("p", { class: "energy" }, rich`${number(r.energy_kwh.mid, "energy")} of electricity`,
    parts.length > 1 ? [tr`: `, parts.map((p, i) => [i === 0 ? "" : i === parts.length - 1 ? tr` and ` : ", ", p])] : "", ".");
}

/** The breakdown in the words of everyday, from the terms. @param {any} r */
export function groups(r) {
  const sum = (/** @type {(id: string) => boolean} */ test) => r.terms.filter((/** @type {any} */ t) => t.group === "energy" && test(t.id));
  const rows = [
    { label: tr`at the accelerators`, terms: sum((id) => id.startsWith("accelerator")) },
    { label: tr`at the meter`, terms: sum((id) => id === "metered") },
    { label: tr`for answering requests`, terms: sum((id) => /^use\b/.test(id)) },
    { label: tr`while waiting`, terms: sum((id) => /^idle\b/.test(id)) },
    { label: tr`in the CPUs`, terms: sum((id) => id.startsWith("cpu")) },
    { label: tr`in memory`, terms: sum((id) => /^memory\b/.test(id)) },
    { label: tr`in storage`, terms: sum((id) => /^storage\b/.test(id)) },
    { label: tr`in the rest of the server`, terms: sum((id) => /^host\b/.test(id)) },
    { label: tr`for the building`, terms: sum((id) => id === "facility") },
  ];
  return rows.map((g) => ({ label: g.label, ids: g.terms.map((/** @type {any} */ t) => t.id).join(","), kwh: g.terms.reduce((/** @type {number} */ a, /** @type {any} */ t) => a + t.value.mid, 0) })).filter((g) => g.kwh > 0);
}

/** The answer in one line, for small screens while the controls are in view. @param {Model} m */
export function mini(m) {
  if (!m.result) return null;
  const range = m.fmt.range(m.result.total_kgco2e, "kgCO2e");
  return [h("strong", null, chem(m.fmt.text(m.result.total_kgco2e.mid, "kgCO2e"))), h("span", null, m.stale ? tr`last valid values` : range && !range.exact && !range.same ? tr`${range.low.number} to ${range.high.number}` : "")];
}
