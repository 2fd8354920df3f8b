// @ts-check
/**
 * A term of the result as arithmetic that a reader can repeat: its inputs as numbers, and its units by themselves. Every
 * term is a product; an input is divided by, or enters less one, where the engine says so.
 *
 * @typedef {{name: string, value: number, unit: string, role?: string | null}} Input
 * @typedef {{formula: string, unit: string, value: {mid: number}, inputs: Input[]}} Term
 * @typedef {ReturnType<typeof import("../units.js").formatter>} Formatter
 */
import { tr } from "../i18n/tr.js";
import { significant } from "../units.js";

/** Base units by letter: energy (J), time (s), mass of CO2e (kg), volume (L), money, data (byte), arithmetic, antimony. @type {Record<string, [scale: number, dims: string, power?: number]>} */
const UNITS = {
  "": [1, ""], W: [1, "E T-"], J: [1, "E"], kWh: [3.6e6, "E"], MJ: [1e6, "E"], s: [1, "T"], h: [3600, "T"], kg: [1, "M"], kgCO2e: [1, "M"], gCO2e: [1e-3, "M"], g: [1e-3, "M"], t: [1e3, "M"],
  L: [1, "V"], USD: [1, "D"], GB: [1e9, "B"], TB: [1e12, "B"], FLOP: [1, "F"], kgSb: [1, "S"], tokens: [1, ""], years: [1, ""], // the hours of a year stand beside them
};

/** @typedef {{scale: number, dims: Map<string, number>}} Size */

/** @param {string} unit such as "gCO2e/kWh" @returns {Size | null} null when a part of it is not known */
function size(unit) {
  /** @type {Size} */ const out = { scale: 1, dims: new Map() };
  for (const [i, part] of unit.split("/").entries()) {
    const known = UNITS[part];
    if (!known) return null;
    multiply(out, { scale: known[0], dims: new Map(known[1].split(" ").filter(Boolean).map((d) => [d[0], d.endsWith("-") ? -1 : 1])) }, i === 0 ? 1 : -1);
  }
  return out;
}

/** @param {Size} into @param {Size} by @param {1 | -1} power */
function multiply(into, by, power) {
  into.scale *= by.scale ** power;
  for (const [d, n] of by.dims) into.dims.set(d, (into.dims.get(d) ?? 0) + power * n);
}

/** The term with its numbers in place of names: "8 × 24 h × 400 W × 0.8". @param {Term} t @param {Formatter} fmt */
export const withNumbers = (t, fmt) => chain(t.inputs, (i) => (i.role === "excess" ? `(${fmt.show(i.value, i.unit).text} − 1)` : fmt.show(i.value, i.unit).text));

/** @param {Input[]} inputs @param {(i: Input) => string} say */
const chain = (inputs, say) => inputs.map((i, n) => (n ? (i.role === "divided" ? " ÷ " : " × ") : "") + say(i)).join("");

/**
 * The units of a term by themselves: "h × W = 0.001 kWh".
 * @param {Term} t @returns {{agree: boolean, text: string} | null} null when there is a unit that is not known here
 */
export function unitCheck(t) {
  /** @type {Size} */ const product = { scale: 1, dims: new Map() };
  for (const i of t.inputs) {
    const s = size(i.unit);
    if (!s) return null;
    multiply(product, s, i.role === "divided" ? -1 : 1);
  }
  const own = size(t.unit), named = t.inputs.filter((i) => i.unit !== "" && i.unit !== "years");
  if (!own || !named.length) return null;
  const agree = [...new Set([...product.dims.keys(), ...own.dims.keys()])].every((d) => (product.dims.get(d) ?? 0) === (own.dims.get(d) ?? 0));
  const left = chain(named, (i) => i.unit), opening = named[0].role === "divided" ? "1 ÷ " : "";
  return { agree, text: agree ? `${opening}${left} = ${significant(product.scale / own.scale, 6)} ${t.unit}` : tr`${opening}${left} is not ${t.unit}` };
}
