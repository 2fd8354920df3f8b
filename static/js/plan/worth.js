// @ts-check
/** Accuracy against carbon, from rows that a reader pastes: which runs are worth it, and what one more point takes. */
import { h } from "../dom.js";
import { figure } from "../estimate/figure.js";
import { chem, told } from "../estimate/words.js";
import { rich, say, tr } from "../i18n/tr.js";
import { takeaway } from "../takeaways.js";
import { significant } from "../units.js";

/** @typedef {import("./parts.js").PlanModel} PlanModel */

/** What a point takes on the way to each row. @param {PlanModel} m @param {number} i @returns {any} */
const stepTo = (m, i) => m.accuracy.steps.find((/** @type {any} */ s) => s.to === i) ?? null;

/** @param {PlanModel} m */
export function accuracy(m) {
  const a = m.accuracy, faults = m.rowErrors.length ? h("ul", { class: "faults" }, m.rowErrors.slice(0, 5).map((e) => h("li", { class: "fault" }, tr`${say(e.field)}: ${told(e)}`))) : null;
  if (!a) return faults;
  const kg = (/** @type {number} */ v) => m.fmt.text(v, "kgCO2e"), dearest = a.steps.at(-1);
  const worth = dearest ? tr` The last point, from ${a.rows[dearest.from].label} to ${a.rows[dearest.to].label}, takes ${perPoint(m, dearest)}.` : "";
  return [faults, figure("accuracy", {
    finding: `${takeaway(a.takeaway)}${worth}`, rows: a.rows.length, name: tr`Accuracy against carbon`, columns: [tr`Run`, tr`Accuracy`, "CO2e", tr`More points`, tr`For each point`, tr`Beaten by`],
    hint: tr`Carbon to the right, each line ten times more; accuracy upwards. The line joins the runs that nothing beats, and says what one more point takes on each stretch of it.`,
    table: a.rows.map((/** @type {any} */ r, /** @type {number} */ i) => {
      const step = stepTo(m, i);
      return { id: `r${i}`, cells: [r.label, significant(r.accuracy, 4), chem(kg(r.kgco2e)), step ? significant(step.points, 3) : "–", step ? chem(perPoint(m, step)) : "–", r.beaten_by === null ? "–" : a.rows[r.beaten_by].label] };
    }),
  }),
  a.steps.length ? h("ul", { class: "plain" }, a.steps.map((/** @type {any} */ s) => h("li", null, rich`From ${a.rows[s.from].label} to ${a.rows[s.to].label}: ${significant(s.points, 3)} more points for ${chem(kg(s.kgco2e))}, ${h("strong", null, chem(perPoint(m, s)))} for each.`))) : null,
  h("p", { class: "hint" }, chem(a.grid?.name ? tr`At ${significant(a.g_per_kwh, 3)} g CO2e/kWh, ${say(a.grid.name)}${a.grid.year ? `, ${a.grid.year}` : ""}.` : tr`At ${significant(a.g_per_kwh, 3)} g CO2e/kWh.`))];
}

/** @param {PlanModel} m @param {any} step */
export const perPoint = (m, step) => m.fmt.text(step.g_per_point / 1000, "kgCO2e"); // the engine says it in grams
