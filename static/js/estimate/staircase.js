// @ts-check
/** One run, the search for its settings, the whole project: the same work counted three times, each wider. */
import { h } from "../dom.js";
import { tr } from "../i18n/tr.js";
import { toQuery } from "../url.js";
import { figure, scale } from "./figure.js";
import { chem, ratioWords } from "./words.js";

/**
 * @typedef {import("../url.js").Params} Params
 * @typedef {{id: string, label: string, query: string, own: boolean}} Width
 */

/** Keys that say how many runs there are. */
const PROJECT = ["x", "pp", "pgr", "ptr", "pts", "pse", "pfa", "pfi", "pre", "pye"];

/**
 * The widths to ask the engine for. The wider two are the published project that the engine knows, because most readers
 * cannot yet say how many runs theirs will take.
 * @param {Params} params @returns {Width[]}
 */
export function widths(params) {
  const bare = new Map([...params].filter(([k]) => !PROJECT.includes(k)));
  const counted = [...params].some(([k, v]) => PROJECT.includes(k) && !(k === "x" && v === "1") && !(k === "pp"));
  const at = (/** @type {string} */ pp) => toQuery(new Map([...bare, ["pp", pp]]));
  return [
    { id: "one", label: tr`One run`, query: toQuery(new Map([...bare, ["x", "1"]])), own: !counted && !params.has("pp") },
    ...(counted ? [{ id: "own", label: tr`Your project`, query: toQuery(params), own: true }] : []),
    { id: "sweep", label: tr`One search`, query: at("one-sweep"), own: params.get("pp") === "one-sweep" },
    { id: "project", label: tr`Whole project`, query: at("whole-project"), own: params.get("pp") === "whole-project" },
  ];
}

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
