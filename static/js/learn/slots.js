// @ts-check
/**
 * The numbers of a lesson. Its text holds none: each stands in a slot, <data ask="…" as="…">, that the engine fills; see
 * Ask in the engine for what an ask says. {name} in an ask is the value of the lesson's control of that name.
 *
 * @typedef {{value: number | null, low: number | null, high: number | null, unit: string, holds: boolean | null, sources: {source: string, url: string, year: number | null}[], errors?: any[]}} Answer
 * @typedef {ReturnType<typeof import("../units.js").formatter>} Formatter
 */
import { tr } from "../i18n/tr.js";
import { significant, UNKNOWN } from "../units.js";

const WHOLE = 15; // digits: enough for any count

const NAME = /\{([\w-]+)\}/g;

/** An ask with the values of the lesson's controls in it; a value may name another control. @param {string} ask @param {Map<string, string>} values */
export function put(ask, values) {
  const once = (/** @type {string} */ text) => text.replace(NAME, (_, name) => values.get(name) ?? "");
  return once(once(ask));
}

/** How a slot says its number. @type {Record<string, (v: number, a: Answer) => string>} */
const WAYS = {
  ratio: (v) => significant(v, v < 10 ? 2 : 3),
  number: (v) => significant(v, 3),
  count: (v) => significant(Math.round(v), WHOLE),
  exact: (v) => significant(v, WHOLE),
  percent: (v) => `${significant(v, 3)}\u00a0%`,
  share: (v) => `${significant(100 * v, 2)}\u00a0%`,
  year: (v) => String(v),
  "year-of": (_, a) => String(a.sources[0]?.year ?? tr`undated`),
};

/**
 * @param {Formatter} fmt
 * @param {Answer | undefined} answer
 * @param {string} as one of the ways above, or a unit; "unit" and nothing are the unit that the engine tells
 */
export function say(fmt, answer, as) {
  if (!answer || answer.errors || answer.value === null) return UNKNOWN;
  const way = WAYS[as];
  return way ? way(answer.value, answer) : fmt.text(answer.value, !as || as === "unit" ? answer.unit : as);
}

/** A number that is at hand in the words of a slot. @param {Formatter} fmt @param {number} v @param {string} as */
export const sayNumber = (fmt, v, as) => say(fmt, { value: v, low: v, high: v, unit: "", holds: null, sources: [] }, as);

/** The sources of some answers, each once; what the reader typed has no address. @param {Answer[]} answers */
export function sourcesOf(answers) {
  const all = new Map();
  for (const { sources } of answers) for (const s of sources ?? []) all.set(`${s.source} ${s.year}`, s);
  return [...all.values()].filter((s) => s.url).sort((a, b) => (a.source < b.source ? -1 : 1));
}

/**
 * The conditions of a task, joined by " and ": an ask with a comparison, or "NAME is VALUE" of a control.
 * @param {string} text
 */
export function conditions(text) {
  return text.split(" and ").map((part) => {
    const m = /^([\w-]+) is (.*)$/.exec(part.trim());
    return m ? { name: m[1], value: m[2] } : { ask: part.trim() };
  });
}
