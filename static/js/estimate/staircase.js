// @ts-check
/** One run, the search for its settings, the whole project: the same work counted three times, each wider. */
import { h } from "../dom.js";
import { tr } from "../i18n/tr.js";
import { figure, scale } from "./figure.js";
import { chem, ratioWords } from "./words.js";

/** @param {import("./model.js").Model} m */
export function staircase(m) {
  const steps = m.extras?.widths;
  if (!steps?.length) return null;
  const kg = (/** @type {number} */ v) => m.fmt.text(v, "kgCO2e");
  const first = steps[0], last = steps[steps.length - 1];
  if (last.kg === first.kg) return h("p", null, tr`How many runs there are changes nothing here: all of it comes from use.`);
  return figure("staircase", {
    finding: tr`One run emits ${kg(first.kg)}. All the jobs behind one published paper came to ${ratioWords(first.kg, last.kg)}: ${kg(last.kg)} for this model.`, rows: steps.length, name: tr`From one run to the whole project`,
    columns: [tr`What is counted`, tr`Emissions`, tr`Against one run`, ""], hint: m.linear ? tr`Even scale. The search (24 runs) and the project (4,789 jobs) are those of Strubell et al. 2019, by their hours.` : tr`Each line up is ten times more. The search (24 runs) and the project (4,789 jobs) are those of Strubell et al. 2019, by their hours.`,
    tools: scale(m.linear), table: steps.map((/** @type {any} */ s) => ({ id: s.id, cells: [s.label, chem(kg(s.kg)), s === first ? "–" : ratioWords(first.kg, s.kg), s.own ? tr`in the answer` : h("button", { type: "button", class: "quiet", "data-width": s.id, "aria-label": tr`Count this: ${s.label}` }, tr`Count this`)] })),
  });
}
