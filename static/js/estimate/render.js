// @ts-check
/** Every part of the Estimate view by the name of its place in the page. Used in Node at build time and in the browser. */
import { answer, mini, tries } from "./answer.js";
import { beside } from "./beside.js";
import { quantiles, tornado } from "./certainty.js";
import { controls, detailKeys } from "./controls.js";
import { damages } from "./damages.js";
import { hardware, place, project } from "./details.js";
import { equation } from "./equation.js";
import { breakdown, elsewhere, notes, omitted } from "./figures.js";
import { keep, open } from "./keep.js";
import { levers } from "./levers.js";
import { faults, sentence } from "./sentence.js";
import { sources } from "./sources.js";
import { staircase } from "./staircase.js";

/** @typedef {import("./model.js").Model} Model */

/** @type {Record<string, (m: Model) => import("../dom.js").Loose>} */
export const slots = {
  sentence,
  faults: (m) => faults(m, detailKeys(m)),
  answer, controls, hardware, place, project, tries, mini, equation, levers, breakdown, elsewhere, beside, omitted, notes,
  tornado, staircase, quantiles, damages, keep, open, sources,
  versions: (m) => `Model ${m.version.engine}, data ${m.version.data}.`,
};

/** What the status region says after an edit. @param {Model} m */
export function spoken(m) {
  if (m.errors.length) return `${m.errors.length === 1 ? "One value needs" : `${m.errors.length} values need`} attention. ${m.errors[0].reason}.`;
  if (!m.result || m.stale) return "";
  const total = m.fmt.text(m.result.total_kgco2e.mid, "kgCO2e"), r = m.fmt.range(m.result.total_kgco2e, "kgCO2e");
  return `${total}${r && !r.exact && !r.same ? `, between ${r.low.number} and ${r.high.text}` : ""}`;
}
