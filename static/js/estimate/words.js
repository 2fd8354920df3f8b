// @ts-check
/** The page's words for results: sentences made from what the engine returned. */
import { h } from "../dom.js";
import { tr } from "../i18n/tr.js";

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

/** How much one amount is of another, in words. @param {number} from @param {number} to */
export function ratioWords(from, to) {
  if (!(from > 0) || !(to > 0)) return "";
  const less = to < from;
  const factor = less ? from / to : to / from;
  if (factor < 1.005) return tr`about the same`;
  if (factor < 2) return `${Math.round(Math.abs(to / from - 1) * 100)} % ${less ? tr`less` : tr`more`}`;
  const text = factor < 10 ? String(Number(factor.toPrecision(2))) : Math.round(factor).toLocaleString("en-GB");
  return less ? tr`${text} times less` : tr`${text} times as much`;
}
