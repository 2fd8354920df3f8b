// @ts-check
/** The page's words for results: sentences made from what the engine returned. */
import { h } from "../dom.js";
import { say, tr } from "../i18n/tr.js";
import { significant } from "../units.js";

/** "CO2e" with its 2 set low; the text stays "CO2e" for copying and search.
 * @param {string} text @returns {import("../dom.js").Loose[]} */
export function chem(text) {
  return text.split(/(CO2)/).map((part) => (part === "CO2" ? ["CO", h("sub", null, "2")] : part));
}

/** @param {string} s */
export const sentence = (s) => (s ? s[0].toUpperCase() + s.slice(1) + (/[.?!]$/.test(s) ? "" : ".") : "");

/**
 * @param {ReturnType<ReturnType<typeof import("../units.js").formatter>["range"]>} r
 * @returns {string}
 */
export function rangeWords(r) {
  if (!r) return "";
  if (r.exact) return tr`No range: every input was given exactly.`;
  if (r.same) return tr`Low and high differ by less than a digit of ${r.low.text}.`;
  return r.low.unit === r.high.unit
    ? tr`between ${r.low.number} and ${r.high.text}`
    : tr`between ${r.low.text} and ${r.high.text}`;
}

/** A formula in words, by its factors. @param {string} formula */
export const product = (formula) => formula.split(/( [×÷+−] |[()])/).map((part) => say(part)).join("");

/** What is wrong with a value, and what to do. @param {{reason: string, remedy: string}} e as the engine says it */
export const told = (e) => `${say(e.reason)}. ${say(e.remedy)}.`;

/** How much one amount is of another, in words. @param {number} from @param {number} to */
export function ratioWords(from, to) {
  if (!(from > 0) || !(to > 0)) return "";
  const less = to < from;
  const factor = less ? from / to : to / from;
  if (factor < 1.005) return tr`about the same`;
  const percent = Math.round(Math.abs(to / from - 1) * 100);
  if (factor < 2) return less ? tr`${percent} % less` : tr`${percent} % more`;
  const text = factor < 10 ? significant(factor, 2) : significant(Math.round(factor), 15);
  return less ? tr`${text} times less` : tr`${text} times as much`;
}
