// @ts-check
/** The parts of the Estimate view that one answer fills, by the name of their place in the page. Used in Node at build time and in the browser. */
import { answer, mini } from "./answer.js";
import { beside } from "./beside.js";
import { controls } from "./controls.js";
import { hardware } from "./details.js";
import { equation } from "./equation.js";
import { breakdown, notes, omitted } from "./figures.js";
import { h } from "../dom.js";
import { contents } from "./fields.js";
import { keep, open } from "./keep.js";
import { making, money } from "./money.js";
import { place } from "./place.js";
import { presets } from "./presets.js";
import { project } from "./project.js";
import { faults, sentence } from "./sentence.js";
import { sources } from "./sources.js";
import { requests, work } from "./work.js";
import { say, tr } from "../i18n/tr.js";

/** @typedef {import("./model.js").Model} Model */

/** @typedef {(m: Model) => import("../dom.js").Loose} Render */

/** The detail sections, closed until a reader opens them: they are drawn then. @type {Record<string, Render>} */
export const sections = { work, hardware, place, project, requests, money, making };

/** How much a closed section says. @param {Render} render @returns {Render} */
const saidIn = (render) => (m) => {
  const n = [...contents(render(m)).keys].filter((k) => m.params.get(k)).length;
  return n ? h("span", { class: "badge" }, tr`${n} set`) : null;
};

/** @type {Record<string, Render>} */
export const slots = {
  presets, sentence, faults, answer, controls, mini, equation, breakdown, beside, omitted, notes, keep, open, sources,
  ...Object.fromEntries(Object.entries(sections).map(([name, render]) => [`said-${name}`, saidIn(render)])),
  versions: (m) => tr`Model ${m.version.engine}, data ${m.version.data}.`,
};

/** What the status region says after an edit. @param {Model} m */
export function spoken(m) {
  if (m.errors.length) return `${m.errors.length === 1 ? tr`One value needs attention.` : tr`${m.errors.length} values need attention.`} ${say(m.errors[0].reason)}.`;
  if (!m.result || m.stale) return "";
  const total = m.fmt.text(m.result.total_kgco2e.mid, "kgCO2e"), r = m.fmt.range(m.result.total_kgco2e, "kgCO2e");
  return `${total}${r && !r.exact && !r.same ? tr`, between ${r.low.number} and ${r.high.text}` : ""}`;
}
