// @ts-check
/** What a comparison comes to, in words; the engine says which sentence and with which numbers. */
import { tr } from "../i18n/tr.js";
import { significant } from "../units.js";

const FACTORS = /** @type {Record<string, string>} */ ({ work: tr`amount of work`, power: tr`power of the devices`, rest: tr`rest of the server`, pue: tr`building`, grid: tr`grid`, project: tr`number of runs`, network: tr`network`, making: tr`making of the hardware`,
  work_power: tr`work and its power`, power_rest: tr`power of the machines`, work_power_rest: tr`work and the machines` });

/** @param {any} factor an id, or a driver @returns {string} */
export const factorName = (factor) => {
  const id = typeof factor === "string" ? factor : factor?.id ?? "";
  return FACTORS[id] ?? id.replaceAll("_", " ");
};

/** Less than twice as much, or as little. @param {{times: number, less: boolean}} t */
function aLittle(t) {
  const percent = Math.round((t.less ? 1 - 1 / t.times : t.times - 1) * 100);
  return t.less ? tr`${percent}\u00a0% less than` : tr`${percent}\u00a0% more than`;
}

/**
 * @param {any} s a compared scenario @param {string} letter @param {string} first
 * @returns {string}
 */
export function verdict(s, letter, first) {
  const t = s.takeaway, times = t.times === null ? "" : t.times < 1.995 ? aLittle(t) : t.less ? tr`${significant(t.times, t.times < 10 ? 2 : 3)} times less than` : tr`${significant(t.times, t.times < 10 ? 2 : 3)} times as much as`;
  const main = factorName(t.first), second = factorName(t.second);
  if (t.key === "compare.first") return "";
  if (t.key === "compare.no_ratio") return tr`${letter} and ${first} have no ratio: one of them emits nothing.`;
  if (t.key === "compare.same") return tr`${letter} emits about as much as ${first}.`;
  if (t.key === "compare.opposed") return tr`${letter} emits ${times} ${first}: the ${main} decides, against the ${second}.`;
  if (t.key === "compare.mixed") return tr`${letter} emits ${times} ${first}, by the ${main}${second ? tr` and the ${second}` : ""}.`;
  return tr`${letter} emits ${times} ${first}, because of the ${main}.`;
}

/** How sure it is, as a count that can be pictured. @param {any} s */
export function odds(s) {
  const of20 = (/** @type {number} */ p) => Math.round(20 * p);
  const [lower, higher] = [s.probability_lower, s.probability_higher];
  if (lower >= 0.995) return tr`lower in practically every case within the ranges`;
  if (higher >= 0.995) return tr`higher in practically every case within the ranges`;
  if (lower === 0 && higher === 0) return tr`the same in every case`;
  return lower >= higher ? tr`lower in ${of20(lower)} of 20 cases within the ranges` : tr`higher in ${of20(higher)} of 20 cases within the ranges`;
}
