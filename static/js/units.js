// @ts-check
/**
 * Numbers as text, by the table that the engine exports: three significant digits, prefix chosen by size. This is
 * formatting only; no result is computed here.
 *
 * @typedef {{from: number, factor: number, symbol: string}} Step  use from this size on; shown = value × factor
 * @typedef {Record<string, Step[]>} UnitTable
 * @typedef {{number: string, unit: string, text: string}} Shown
 * @typedef {{low: number, mid: number, high: number}} Range
 */
import { GROUP, POINT, say, tr } from "./i18n/tr.js";

export const UNKNOWN = tr`unknown`;
const DIGITS = 3;

/** @param {UnitTable} table */
export function formatter(table) {
  /**
   * @param {number | null | undefined} v in the unit named
   * @param {string} unit
   * @param {{digits?: number, like?: number, steady?: boolean}} [o] like: choose the prefix that fits this other value;
   *   steady: keep zeros at the end, for digits that change before the eyes
   * @returns {Shown}
   */
  function show(v, unit, o = {}) {
    if (v === null || v === undefined || !Number.isFinite(v)) return { number: UNKNOWN, unit: "", text: UNKNOWN };
    const digits = o.digits ?? DIGITS;
    const step = pick(table[unit] ?? [{ from: 0, factor: 1, symbol: unit }], o.like ?? v);
    const number = significant(v * step.factor, digits, o.steady);
    const symbol = say(step.symbol || "");
    return { number, unit: symbol, text: symbol ? `${number}\u00a0${symbol}` : number };
  }

  /** @param {number | null | undefined} v @param {string} unit @param {{steady?: boolean}} [o] */
  const text = (v, unit, o) => show(v, unit, o).text;

  /**
   * Low and high in the prefix of mid. Two digits say "about"; three when the ends are close.
   * @param {Range | null | undefined} r
   * @param {string} unit
   */
  function range(r, unit) {
    if (!r) return null;
    const close = Math.abs(r.high - r.low) < 0.2 * Math.abs(r.mid);
    const o = { digits: close ? DIGITS : 2, like: r.mid };
    const low = show(r.low, unit, o), high = show(r.high, unit, o);
    return { low, high, same: low.number === high.number, exact: r.low === r.high };
  }
  return { show, text, range };
}

/**
 * Chooses by the value as it will be printed, so that 999.7 kg becomes 1 t and not 1,000 kg.
 * @param {Step[]} steps from small to large; the first also serves everything below it
 * @param {number} size
 * @returns {Step}
 */
function pick(steps, size) {
  if (size === 0) return steps.find((s) => s.factor === 1) ?? steps[0]; // nothing is neither milli nor mega
  const rounded = Number(Math.abs(size).toPrecision(DIGITS));
  return steps.findLast((s, i) => i === 0 || rounded >= s.from * (1 - 1e-12)) ?? steps[0];
}

/**
 * Significant digits without an exponent, as the language writes them, no zeros at the end.
 * @param {number} v
 * @param {number} [digits]
 * @param {boolean} [steady] keep the zeros
 */
export function significant(v, digits = DIGITS, steady = false) {
  if (!Number.isFinite(v)) return UNKNOWN;
  if (v === 0) return "0";
  const rounded = Number(v.toPrecision(digits));
  const places = Math.min(100, Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(rounded)))));
  const [whole, fraction = ""] = rounded.toFixed(places).split(".");
  const tail = steady ? fraction : fraction.replace(/0+$/, "");
  return whole.replace(/\B(?=(\d{3})+$)/g, GROUP) + (tail ? POINT + tail : "");
}
