// @ts-check
/** Project in detail: how many runs stand behind one result, and what they are called. */
import { h } from "../dom.js";
import { detail } from "./controls.js";
import { choice, ways, written } from "./fields.js";

/** @typedef {import("./model.js").Model} Model */

/** Projects of one paper at three widths: a run, a search, all of it. Source: Strubell et al. 2019, table 4. */
const RUNS = [["1", "1", "a single run"], ["24", "24", "one search: Strubell et al. 2019"], ["4789", "4,789", "a whole project: Strubell et al. 2019"]];

/** @param {Model} m */
export function project(m) {
  const x = m.params.get("x");
  return [
    ways(m, "project", {
      x: () => h("div", { class: "chips" }, RUNS.map(([v, words, why]) => h("button", { type: "button", class: "chip", "data-set": "x", "data-value": v, title: why, "aria-pressed": String(x === v), "aria-label": `${words} runs: ${why}` }, words))),
      trials: () => [ways(m, "trials", { ptr: () => detail(m, "ptr"), pgr: () => written(m, "pgr", { keep: true, hint: "How many values of each: 3,4,2 is 24 combinations." }) }),
        detail(m, "pts", { optional: true, hint: "The strongest number here: trials on less data cost a part of a run." }), detail(m, "pse", { optional: true }), detail(m, "pfa", { optional: true }),
        detail(m, "pfi", { optional: true }), detail(m, "pre", { optional: true }), detail(m, "pye", { optional: true })],
      pp: () => choice(m, "pp", { rows: m.lists.projects, empty: "choose one", hint: "Counted in full runs, because most jobs of a project are shorter." }),
    }),
    choice(m, "tt", { empty: "not said" }),
    written(m, "name", { label: "Name of this scenario", attrs: { maxlength: 80 } }),
  ];
}
