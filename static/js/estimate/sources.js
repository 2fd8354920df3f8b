// @ts-check
/** On paper: what went in, with the source of each, because a sheet has no numbers to press. */
import { h } from "../dom.js";
import { chem } from "./words.js";
import { inEnglish, say, tr } from "../i18n/tr.js";

const MOST = 10; // sources that fit on the one sheet; every export has them all

/** Each published figure of the answer once. @param {any} r @returns {{name: string, value: number, unit: string, source: string, year: number | null}[]} */
export function figuresOf(r) {
  const seen = new Set();
  return r.terms.filter((/** @type {any} */ t) => t.group === "energy" || t.group === "carbon").flatMap((/** @type {any} */ t) => t.inputs)
    .filter((/** @type {any} */ i) => i.source && i.source !== "as given" && !seen.has(`${i.name} ${i.value}`) && seen.add(`${i.name} ${i.value}`));
}

/** @param {import("./model.js").Model} m */
export function sources(m) {
  if (!m.result) return null;
  const all = figuresOf(m.result);
  const from = (/** @type {any} */ i) => `${i.source}${i.year && !String(i.source).includes(String(i.year)) ? `, ${i.year}` : ""}`;
  return [h("h2", null, tr`What went in`),
    h("ul", null, all.slice(0, MOST).map((i) => h("li", null, [chem(tr`${say(i.name)} ${m.fmt.show(i.value, i.unit).text}: `), inEnglish(chem(from(i)))]))),
    all.length > MOST ? h("p", null, tr`And ${all.length - MOST} more, in every export.`) : null];
}
