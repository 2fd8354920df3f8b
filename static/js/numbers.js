// @ts-check
/**
 * Reads numbers as people type them, in any of the usual decimal and thousands marks, with or without a unit.
 *
 * @typedef {{value: number, text: string, note: string | null}} Parsed
 *   value in the field's own unit; text is the shortest decimal for the link; note says how an ambiguous input was read
 */

/** Factors to the field's unit, by the unit that the engine names. */
const UNITS = /** @type {Record<string, Record<string, number>>} */ ({
  h: { s: 1 / 3600, sec: 1 / 3600, min: 1 / 60, minutes: 1 / 60, h: 1, hr: 1, hour: 1, hours: 1, d: 24, day: 24, days: 24, week: 168, weeks: 168 },
  W: { w: 1, watt: 1, watts: 1, kw: 1e3, mw: 1e6 },
  kWh: { wh: 1e-3, kwh: 1, mwh: 1e3, gwh: 1e6 },
  GB: { gb: 1, tb: 1e3 },
  "%": { "%": 1 },
  "g/kWh": { "g/kwh": 1, g: 1 },
});
const SUFFIX = /** @type {Record<string, number>} */ ({ k: 1e3, m: 1e6, million: 1e6, thousand: 1e3 });

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
  const word = (m[2] ?? "").trim().toLowerCase();
  const factor = word === "" ? 1 : UNITS[unit]?.[word] ?? SUFFIX[word];
  if (factor === undefined) return null;
  const value = Number(digits.text) * factor;
  if (!Number.isFinite(value)) return null;
  const text = shortest(value);
  const told = digits.ambiguous || factor !== 1;
  return { value, text, note: told ? `read as ${group(text)}${unit ? ` ${unit}` : ""}` : null };
}

/**
 * Rewrites a typed number with a decimal point and no thousands marks. One mark followed by exactly three digits is
 * ambiguous: a comma is then read as thousands and a point as decimal, and the caller tells the reader so.
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
    mantissa = marks === "," && ambiguous ? body.replace(",", "") : body.replace(",", ".");
  }
  return { text: sign + mantissa + (exp ?? ""), ambiguous };
}

/** @param {string} s @param {string} mark */
const grouped = (s, mark) => {
  const [first, ...rest] = s.split(mark);
  return rest.length > 0 && /^\d{1,3}$/.test(first) && rest.every((g) => /^\d{3}$/.test(g));
};

/** The shortest decimal that reads back the same, without an exponent where that is bearable.
 * @param {number} v */
export function shortest(v) {
  const s = String(Number(v.toPrecision(12)));
  return s.replace("e+", "e");
}

/** Puts commas between thousands of a plain decimal.
 * @param {string} text */
export function group(text) {
  if (!/^-?\d{5,}(\.\d+)?$/.test(text)) return text;
  const [whole, fraction] = text.split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (fraction ? "." + fraction : "");
}
