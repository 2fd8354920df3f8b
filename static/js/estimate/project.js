// @ts-check
/** Project in detail: how many runs stand behind one result, and what they are called. */
import { h } from "../dom.js";
import { detail } from "./controls.js";
import { choice, ways, written } from "./fields.js";
import { tr } from "../i18n/tr.js";
import { localized } from "../numbers.js";

/** @typedef {import("./model.js").Model} Model */

/** Projects of one paper at three widths: a run, a search, all of it. Source: Strubell et al. 2019, table 4. */
const RUNS = [["1", "1", tr`a single run`], ["24", "24", tr`one search: Strubell et al. 2019`], ["4789", "4,789", tr`a whole project: Strubell et al. 2019`]];

/** @param {Model} m */
export function project(m) {
  const x = m.params.get("x");
  return [
    ways(m, "project", {
      x: () => h("div", { class: "chips" }, RUNS.map(([v, words, why]) => h("button", { type: "button", class: "chip", "data-set": "x", "data-value": v, title: why, "aria-pressed": String(x === v), "aria-label": tr`${localized(words)} runs: ${why}` }, localized(words)))),
      trials: () => [ways(m, "trials", { ptr: () => detail(m, "ptr"), pgr: () => written(m, "pgr", { keep: true, hint: tr`How many values of each: 3,4,2 is 24 combinations.` }) }),
        detail(m, "pts", { optional: true, hint: tr`The strongest number here: trials on less data cost a part of a run.` }), detail(m, "pse", { optional: true }), detail(m, "pfa", { optional: true }),
        detail(m, "pfi", { optional: true }), detail(m, "pre", { optional: true }), detail(m, "pye", { optional: true })],
      pp: () => choice(m, "pp", { rows: m.lists.projects, empty: tr`choose one`, hint: tr`Counted in full runs, because most jobs of a project are shorter.` }),
    }),
    choice(m, "tt", { empty: tr`not said` }),
    written(m, "name", { label: tr`Name of this scenario`, attrs: { maxlength: 80 } }),
  ];
}
