// @ts-check
/**
 * Reads numbers as people type them, in any of the usual decimal and thousands marks, with or without a unit.
 *
 * @typedef {{value: number, text: string, note: string | null}} Parsed
 *   value in the field's own unit; text is the shortest decimal for the link; note says how an ambiguous input was read
 */
import { GROUP, POINT, tr } from "./i18n/tr.js";

/** Factors to the field's unit, by the unit that the engine names. */
const UNITS = /** @type {Record<string, Record<string, number>>} */ ({
  h: { s: 1 / 3600, sec: 1 / 3600, m: 1 / 60, min: 1 / 60, minutes: 1 / 60, h: 1, hr: 1, hour: 1, hours: 1, d: 24, day: 24, days: 24, week: 168, weeks: 168, heure: 1, heures: 1, j: 24, jour: 24, jours: 24, semaine: 168, semaines: 168 },
  s: { ms: 1e-3, s: 1, sec: 1, seconds: 1, secondes: 1, min: 60, minutes: 60, h: 3600 },
  days: { d: 1, day: 1, days: 1, week: 7, weeks: 7, j: 1, jour: 1, jours: 1, semaine: 7, semaines: 7 },
  years: { y: 1, yr: 1, year: 1, years: 1, month: 1 / 12, months: 1 / 12, an: 1, ans: 1, "année": 1, "années": 1, mois: 1 / 12 },
  W: { w: 1, watt: 1, watts: 1, kw: 1e3, mw: 1e6 },
  J: { j: 1, mj: 1e-3, kj: 1e3 },
  kWh: { mwh: 1e3, wh: 1e-3, kwh: 1, gwh: 1e6, j: 1 / 3.6e6 },
  GB: { gb: 1, tb: 1e3, pb: 1e6, go: 1, to: 1e3, po: 1e6 },
  TB: { gb: 1e-3, tb: 1, pb: 1e3, go: 1e-3, to: 1, po: 1e3 },
  kg: { g: 1e-3, kg: 1, t: 1e3 },
  "%": { "%": 1 },
  "g/kWh": { "g/kwh": 1, g: 1, "kg/kwh": 1e3 },
  "L/kWh": { "l/kwh": 1, l: 1, "ml/kwh": 1e-3 },
  "$/kWh": { "$/kwh": 1, "$": 1, "$/mwh": 1e-3, "ct/kwh": 0.01, ct: 0.01 },
  "$/h": { "$/h": 1, "$": 1 },
  "$/t": { "$/t": 1, "$": 1 },
  FLOP: { flop: 1, flops: 1, gflop: 1e9, tflop: 1e12, pflop: 1e15, eflop: 1e18, zflop: 1e21, "pf-days": 8.64e19, "pflop/s-days": 8.64e19 },
  "TFLOP/s": { "gflop/s": 1e-3, "tflop/s": 1, tflops: 1, "pflop/s": 1e3 },
});
const SUFFIX = /** @type {Record<string, number>} */ ({ k: 1e3, m: 1e6, million: 1e6, thousand: 1e3, billion: 1e9, trillion: 1e12, millions: 1e6, md: 1e9, milliard: 1e9, milliards: 1e9 });
/** Letters that mean a size in plain counts, and a unit elsewhere. */
const COUNTS = /** @type {Record<string, number>} */ ({ b: 1e9, bn: 1e9, g: 1e9, t: 1e12, tn: 1e12 });
/** What a count may be followed by: it is the field that says what is counted. */
const NOUN = /(^|\s)(tokens?|param(eter)?s?|examples?|samples?|requests?|steps?|runs?|devices?|gpus?|paramètres?|exemples?|échantillons?|requêtes?|pas|essais?|appareils?)$/;

/**
 * @param {string} typed
 * @param {string} [unit] the field's unit
 * @returns {Parsed | null} null when it is not a number
 */
export function parseNumber(typed, unit = "") {
  const m = /^([+-]?[\d.,'’_\s\u00a0\u2009\u202f]*\d[.,]?(?:e[+-]?\d+)?)\s*([^\d\s].*)?$/i.exec(typed.trim());
  if (!m) return null;
  const digits = plain(m[1]);
  if (!digits) return null;
  const typedWord = (m[2] ?? "").trim().toLowerCase();
  const word = unit === "" ? typedWord.replace(NOUN, "") : typedWord;
  const factor = word === "" ? 1 : UNITS[unit]?.[word] ?? SUFFIX[word] ?? (unit === "" ? COUNTS[word] : undefined);
  if (factor === undefined) return null;
  const value = Number(digits.text) * factor;
  if (!Number.isFinite(value)) return null;
  const text = shortest(value);
  const told = digits.ambiguous || (factor !== 1 && compact(text) !== typed.trim());
  return { value, text, note: told ? tr`read as ${compact(text)}${unit ? ` ${unit}` : ""}` : null };
}

/**
 * Rewrites a typed number with a decimal point and no thousands marks. One mark followed by exactly three digits is
 * ambiguous: it is read as the language writes numbers, and the caller tells the reader so.
 * @param {string} s
 */
function plain(s) {
  let t = s.replace(/(?<=\d)['’_\s\u00a0\u2009\u202f](?=\d{3})/g, "");
  if (/[\s'’_\u00a0\u2009\u202f]/.test(t)) return null;
  const [, sign, body, exp] = /** @type {RegExpExecArray} */ (/^([+-]?)(.*?)(e[+-]?\d+)?$/i.exec(t));
  const point = body.lastIndexOf("."), comma = body.lastIndexOf(",");
  const marks = body.replace(/\d/g, "");
  let ambiguous = false;
  let mantissa = body;
  if (point >= 0 && comma >= 0) {
    const decimal = point > comma ? "." : ",";
    const other = decimal === "." ? "," : ".";
    if (body.split(decimal).length > 2 || !grouped(body.split(decimal)[0], other)) return null;
    mantissa = body.split(other).join("").replace(decimal, ".");
  } else if (marks.length > 1) {
    if (!grouped(body, marks[0])) return null;
    mantissa = body.split(marks[0]).join("");
  } else if (marks === "," || marks === ".") {
    ambiguous = grouped(body, marks) && !/^0/.test(body);
    mantissa = marks === GROUP && ambiguous ? body.replace(GROUP, "") : body.replace(",", ".");
  }
  return { text: sign + mantissa + (exp ?? ""), ambiguous };
}

/** @param {string} s @param {string} mark */
const grouped = (s, mark) => {
  const [first, ...rest] = s.split(mark);
  return rest.length > 0 && /^\d{1,3}$/.test(first) && rest.every((g) => /^\d{3}$/.test(g));
};

const PLAIN = 1e15; // from here on digits say less than an exponent

/** The shortest decimal that reads back the same, without an exponent where that is bearable.
 * @param {number} v */
export function shortest(v) {
  const rounded = Number(v.toPrecision(12));
  return (Math.abs(rounded) < PLAIN ? String(rounded) : rounded.toExponential()).replace("e+", "e");
}

const SIZES = /** @type {[number, string][]} */ ([[1e12, "T"], [1e9, "B"], [1e6, "M"]]);
const FEW = 4; // digits that a count may have to be written with a letter

/** A large count as people say it, 7B or 3.14e23, when nothing is lost by it; else grouped digits. parseNumber reads both.
 * @param {string} text a number of a link */
export const compact = (text) => localized(short(text));

/** @param {string} text */
function short(text) {
  const v = Number(text);
  if (text === "" || !(v >= 1e6)) return thousands(text);
  if (v >= PLAIN) return shortest(v);
  for (const [size, letter] of SIZES) {
    const digits = shortest(v / size);
    if (v >= size && digits.replace(".", "").length <= FEW && Number(digits) * size === v) return digits + letter;
  }
  return thousands(shortest(v));
}

/** Puts marks between thousands of a plain decimal.
 * @param {string} text */
export const group = (text) => localized(thousands(text));

/** @param {string} text */
function thousands(text) {
  if (!/^-?\d{5,}(\.\d+)?$/.test(text)) return text;
  const [whole, fraction] = text.split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (fraction ? "." + fraction : "");
}

/** What was typed, with its number as a link has it, where the language writes it otherwise. @param {string} typed */
export const linked = (typed) => (POINT === "." ? typed : parseNumber(typed)?.text ?? typed);

/** A number that is written with an English comma and point, as the language writes it. @param {string} text */
export const localized = (text) => text.replace(/[.,]/g, (mark) => (mark === "." ? POINT : GROUP));
