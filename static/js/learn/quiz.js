// @ts-check
/**
 * Questions from templates (learn/quiz.json). A template's parameters are picked by a seed, and its key, its tolerance and
 * the numbers that a misconception leads to are asked of the engine at that moment, so that no key is ever older than the
 * data. The words of a language are apart from the asks, which are the same in all.
 *
 * @typedef {import("./slots.js").Answer} Answer
 * @typedef {{id: string, lesson: number, pick?: Record<string, string[]>, key?: string, as?: string, tolerance?: string, traps?: {ask: string}[], right?: number}} Template
 *   pick: values of each parameter; "CODE=Name" is the code in an ask and the name in a text. A template with a key asks for
 *   a number in the unit of its words; one without has options, of which right is the right one
 * @typedef {{text: string, traps?: string[], options?: {text: string, why?: string}[], unit?: string, names?: Record<string, string>}} Words
 * @typedef {{id: string, text: string, unit: string, shown: string, key: Answer | null, tolerance: number, traps: {value: number, why: string}[], options: {text: string, why: string, right: boolean}[]}} Question
 */
import { put, say } from "./slots.js";

/**
 * @param {Template} t @param {Words} words @param {number} seed
 * @param {(asks: string[]) => Promise<Answer[]> | Answer[]} ask
 * @param {import("./slots.js").Formatter} fmt
 * @returns {Promise<Question>}
 */
export async function question(t, words, seed, ask, fmt) {
  const names = Object.entries(t.pick ?? {});
  const drawn = await ask([...names.map(([name, all]) => `pick ${seed} ${t.id}:${name} ${all.length}`), ...(words.options ?? []).map((_, i) => `pick ${seed} ${t.id}:order-${i} 1000`)]);
  const codes = new Map(), shown = new Map();
  names.forEach(([name, all], i) => {
    const [code, text] = split(all[drawn[i].value ?? 0]);
    codes.set(name, code);
    shown.set(name, words.names?.[code] ?? text);
  });
  const slots = [...words.text.matchAll(SLOT)].map((m) => m[1]);
  const asks = [...slots, ...(t.key ? [t.key, t.tolerance ?? "0.03", ...(t.traps ?? []).map((trap) => trap.ask)] : [])].map((a) => put(a, codes));
  const answers = asks.length ? await ask(asks) : [];
  const rest = answers.slice(slots.length);
  let i = 0;
  const text = put(words.text.replace(SLOT, (_, __, as) => say(fmt, answers[i++], as ?? "")), shown);
  const order = (words.options ?? []).map((o, j) => ({ text: put(o.text, shown), why: o.why ?? "", right: j === t.right, at: drawn[names.length + j].value ?? 0 })).sort((a, b) => a.at - b.at);
  const unit = words.unit ?? "", number = t.key ? say(fmt, rest[0], t.as === "count" ? "count" : "number") : "";
  return {
    id: t.id, text, unit, key: t.key ? rest[0] : null, tolerance: rest[1]?.value ?? 0, shown: [number, unit].filter(Boolean).join("\u00a0"), // in the unit that was asked for
    traps: (t.traps ?? []).map((_, j) => ({ value: rest[2 + j]?.value ?? NaN, why: put(words.traps?.[j] ?? "", shown) })), options: order,
  };
}

/** A slot in a question's text: [ask] or [ask|as]. */
const SLOT = /\[([^\]|]+)(?:\|([^\]]+))?\]/g;

/** @param {string} value */
function split(value) {
  const cut = value.indexOf("=");
  return cut < 0 ? [value, value] : [value.slice(0, cut), value.slice(cut + 1)];
}

/**
 * Whether a number is right, else the misconception that leads to it.
 * @param {Question} q @param {number} value
 * @returns {{right: boolean, why: string}}
 */
export function judge(q, value) {
  const near = (/** @type {number | null | undefined} */ to) => to !== null && to !== undefined && Math.abs(value - to) <= q.tolerance * Math.abs(to) + 1e-12;
  if (near(q.key?.value)) return { right: true, why: "" };
  return { right: false, why: q.traps.find((t) => near(t.value))?.why ?? "" };
}
