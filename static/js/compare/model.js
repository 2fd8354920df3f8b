// @ts-check
/**
 * Up to four scenarios side by side. The link carries each as the whole string of its own link, under a, b, c and d;
 * the first is the one that the others are held against.
 *
 * @typedef {import("../url.js").Params} Params
 */
import { parseQuery, toQuery } from "../url.js";

export const LETTERS = ["A", "B", "C", "D"];
export const MOST = LETTERS.length;
const SILENT = new Set(["v", "d"]); // keys that are no input of the model

/** @param {Params} params of the link @returns {Params[]} */
export function scenariosOf(params) {
  return LETTERS.map((l) => params.get(l.toLowerCase())).filter((q) => q !== undefined && q !== "").map((q) => parseQuery(/** @type {string} */ (q)));
}

/** @param {Params[]} list @returns {Params} */
export const linkOf = (list) => new Map(list.map((p, i) => [LETTERS[i].toLowerCase(), toQuery(p)]));

/** @param {Params[]} list @param {number} i a copy stands behind its original */
export const duplicate = (list, i) => [...list.slice(0, i + 1), new Map(list[i]), ...list.slice(i + 1)].slice(0, MOST);

/** @param {Params[]} list @param {number} i */
export const remove = (list, i) => list.filter((_, k) => k !== i);

/** Exchanges a scenario with the one before it. @param {Params[]} list @param {number} i */
export const swap = (list, i) => (i > 0 ? [...list.slice(0, i - 1), list[i], list[i - 1], ...list.slice(i + 1)] : list);

/** @param {Params[]} list @param {number} i becomes the first */
export const baseline = (list, i) => [list[i], ...remove(list, i)];

/** Changes one value; an empty one leaves the link. @param {Params[]} list @param {number} i @param {string} key @param {string} value */
export function set(list, i, key, value) {
  const next = new Map(list[i]);
  if (value === "") next.delete(key);
  else next.set(key, value);
  return list.map((p, k) => (k === i ? next : p));
}

/** The keys that any scenario gives, in the order in which they first appear. @param {Params[]} list */
export function keys(list) {
  /** @type {string[]} */ const out = [];
  for (const p of list) for (const k of p.keys()) if (!SILENT.has(k) && !out.includes(k)) out.push(k);
  return ["name", ...out.filter((k) => k !== "name")];
}
