// @ts-check
/** The widths in which the same work is counted: one run, the search for its settings, the whole project. */
import { tr } from "../i18n/tr.js";
import { toQuery } from "../url.js";

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
