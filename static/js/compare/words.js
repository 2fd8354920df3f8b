// @ts-check
/** What a comparison comes to, in words; the engine says which sentence and with which numbers. */
import { significant } from "../units.js";

const FACTORS = /** @type {Record<string, string>} */ ({ work: "amount of work", power: "power of the devices", rest: "rest of the server", pue: "building", grid: "grid", project: "number of runs", network: "network", making: "making of the hardware",
  work_power: "work and its power", power_rest: "power of the machines", work_power_rest: "work and the machines" });

/** @param {any} factor an id, or a driver @returns {string} */
export const factorName = (factor) => {
  const id = typeof factor === "string" ? factor : factor?.id ?? "";
  return FACTORS[id] ?? id.replaceAll("_", " ");
};

/**
 * @param {any} s a compared scenario @param {string} letter @param {string} first
 * @returns {string}
 */
export function verdict(s, letter, first) {
  const t = s.takeaway, times = t.times === null ? "" : t.times < 1.995 ? `${Math.round((t.less ? 1 - 1 / t.times : t.times - 1) * 100)}\u00a0% ${t.less ? "less" : "more"} than` : `${significant(t.times, t.times < 10 ? 2 : 3)} times ${t.less ? "less than" : "as much as"}`;
  const main = factorName(t.first), second = factorName(t.second);
  if (t.key === "compare.first") return "";
  if (t.key === "compare.no_ratio") return `${letter} and ${first} have no ratio: one of them emits nothing.`;
  if (t.key === "compare.same") return `${letter} emits about as much as ${first}.`;
  if (t.key === "compare.opposed") return `${letter} emits ${times} ${first}: the ${main} decides, against the ${second}.`;
  if (t.key === "compare.mixed") return `${letter} emits ${times} ${first}, by the ${main}${second ? ` and the ${second}` : ""}.`;
  return `${letter} emits ${times} ${first}, because of the ${main}.`;
}

/** How sure it is, as a count that can be pictured. @param {any} s */
export function odds(s) {
  const of20 = (/** @type {number} */ p) => Math.round(20 * p);
  const [lower, higher] = [s.probability_lower, s.probability_higher];
  if (lower >= 0.995) return "lower in practically every case within the ranges";
  if (higher >= 0.995) return "higher in practically every case within the ranges";
  if (lower === 0 && higher === 0) return "the same in every case";
  return lower >= higher ? `lower in ${of20(lower)} of 20 cases within the ranges` : `higher in ${of20(higher)} of 20 cases within the ranges`;
}
