// @ts-check
/** How sure the answer is: which inputs move it, and twenty outcomes that are equally likely if the ranges are right. */
import { h } from "../dom.js";
import { english, tr } from "../i18n/tr.js";
import { causeName } from "../labels.js";
import { takeaway } from "../takeaways.js";
import { figure } from "./figure.js";
import { chem, sentence } from "./words.js";

/** @typedef {import("./model.js").Model} Model */

export const SHOWN = 8; // causes in the picture; the table has all

/** @param {Model} m */
export function tornado(m) {
  const effects = m.extras?.effects;
  if (!effects) return null;
  const finding = takeaway(m.extras?.takeaways.tornado, { label: effects[0] && causeName(effects[0]) });
  if (!effects.length) return h("p", null, finding);
  const kg = (/** @type {number} */ v) => chem(m.fmt.text(v, "kgCO2e"));
  return figure("tornado", {
    finding, rows: Math.min(effects.length, SHOWN), name: tr`What moves the answer`, columns: [tr`What is not known`, tr`At its low end`, tr`At its high end`, tr`Low`, tr`High`, tr`Source`],
    hint: tr`Each bar: the total when this one input goes from its low end to its high end and all others stay.`,
    table: effects.map((/** @type {any} */ e, /** @type {number} */ i) => ({ id: `${e.key ?? e.kind}-${i}`, cells: [sentence(causeName(e)).replace(/\.$/, ""), kg(e.at_low_kgco2e), kg(e.at_high_kgco2e), input(m, e, e.value.low), input(m, e, e.value.high), h("span", { class: "source", ...english }, e.source ?? "–")] })),
  });
}

/** @param {Model} m @param {any} e @param {number} v */
const input = (m, e, v) => chem(m.fmt.show(v, e.unit).text);

/** @param {Model} m */
export function quantiles(m) {
  const d = m.extras?.draws.total_kgco2e;
  if (!d) return null;
  const kg = (/** @type {number} */ v) => m.fmt.text(v, "kgCO2e");
  const finding = takeaway(m.extras?.draws.takeaway);
  if (d.p5 === d.p95) return h("p", null, finding);
  return figure("quantiles", {
    finding: tr`${finding} In one of twenty it is below ${kg(d.p5)}, and in one above ${kg(d.p95)}.`, rows: 1, name: tr`Twenty equally likely outcomes`, columns: [tr`Outcome`, tr`Emissions`],
    hint: tr`Each dot is one case of twenty, if our ranges are right. The line is what the answer above says.`,
    table: d.outcomes.map((/** @type {number} */ v, /** @type {number} */ i) => ({ id: `o${i}`, cells: [tr`${i + 1} of 20`, chem(kg(v))] })),
  });
}
