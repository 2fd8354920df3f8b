// @ts-check
/**
 * What each answer comes to, in one sentence: the engine says which (a key) and with which values, the words are here.
 *
 * @typedef {{key: string, label?: string | null, share?: number | null, least?: string | null, most?: string | null, ratio?: number | null}} Finding
 */
import { say, tr } from "./i18n/tr.js";
import { significant } from "./units.js";

/** @param {number | null | undefined} v */
const times = (v) => (v === null || v === undefined ? "" : v < 1.05 ? tr`about as much` : tr`${significant(v, v < 10 ? 2 : 3)} times as much`);
/** @param {number | null | undefined} v a part of one */
export const percent = (v) => (v === null || v === undefined ? "" : v > 0.995 && v < 1 ? tr`nearly all` : v > 0 && v < 0.005 ? tr`less than 1\u00a0%` : `${Math.round(100 * v)}\u00a0%`);

/** A part of the total, and the largest thing in it. @param {string} what @returns {(f: Finding) => string} */
const part = (what) => (f) => {
  const share = percent(f.share), label = f.label && !what.includes(f.label) ? tr`, above all ${f.label}` : "";
  return f.share === 1 ? tr`All of it is ${what}${label}.` : tr`${share[0].toUpperCase()}${share.slice(1)} of it is ${what}${label}.`;
};

/** A spread between two things. @param {(least: string, most: string, ratio: string) => string} differ @param {(most: string, least: string) => string} none */
const spread = (differ, none) => (/** @type {Finding} */ f) => (f.ratio === null || f.ratio === undefined ? none(f.most ?? "", f.least ?? "") : differ(f.least ?? "", f.most ?? "", times(f.ratio)));

/** @type {Record<string, (f: Finding) => string>} */
export const TAKEAWAYS = {
  "estimate.devices": part(tr`electricity of the devices`),
  "estimate.host": part(tr`electricity of the rest of the server`),
  "estimate.building": part(tr`cooling and power of the building`),
  "estimate.requests": part(tr`electricity for answering requests`),
  "estimate.embodied": part(tr`making the hardware`),
  "estimate.network": part(tr`moving data over the network`),
  "estimate.wide": (f) => tr`The high end is ${significant(f.ratio ?? 0, 2)} times the low one: better inputs would say more than more digits.`,
  "estimate.none": () => tr`Nothing that is counted here emits anything.`,
  "regions.spread": spread((least, most, ratio) => tr`In ${most} the same work emits ${ratio} as in ${least}.`, (most, least) => tr`It emits the most in ${most}, and nothing in ${least}.`),
  "tornado.largest": (f) => tr`What is not known about ${f.label} moves the answer most: ${percent(f.share)} of what all inputs do, each alone.`,
  "tornado.exact": () => tr`Every input was given exactly, so nothing moves the answer.`,
  "draws.range": (f) => (f.ratio === null || f.ratio === undefined ? tr`Some outcomes emit nothing.` : f.ratio < 1.005 ? tr`All outcomes are the same.` : tr`Nine of ten outcomes lie within a factor of ${significant(f.ratio, 2)}.`),
  "rivals.spread": spread((least, most, ratio) => tr`${most} says ${ratio} as ${least}.`, (most, least) => tr`${most} says the most, and ${least} nothing at all.`),
  "rivals.few": () => tr`There are no two calculators whose answers could differ.`,
  "afford.fits": (f) => tr`The budget holds this scenario ${(f.ratio ?? 0) < 1.05 ? tr`once` : tr`${significant(f.ratio ?? 0, 2)} times`}.`,
  "afford.part": (f) => tr`The budget holds ${percent(f.share)} of this scenario.`,
  "levers.most": (f) => tr`One change alone would save ${percent(f.share)}${f.label ? tr`: ${f.label}` : ""}.`,
  "levers.none": () => tr`Nothing that was tried would save anything here.`,
  "devices.spread": spread((least, most, ratio) => tr`On ${most} the same work emits ${ratio} as on ${least}.`, (most, least) => tr`It emits the most on ${most}, and nothing on ${least}.`),
  "damages.spread": spread((least, most, ratio) => tr`Published estimates of the world's damage differ: ${most} says ${ratio} as ${least}.`, (most, least) => tr`${most} says the most, and ${least} nothing.`),
  "plan.front": spread((least, most, ratio) => least === most ? tr`All the way on ${most}, the dirtiest of these plans emits ${ratio} as the cleanest.` : tr`The dirtiest plan, on ${most}, emits ${ratio} as the cleanest, on ${least}.`, (most, least) => tr`The dirtiest plan is on ${most}; the cleanest, on ${least}, emits nothing.`),
  "plan.empty": () => tr`Nothing keeps within these limits.`,
  "accuracy.front": (f) => tr`${percent(f.share)} of the runs are worth what they took: none of the others is better for less.`,
};

/** @param {Finding | null | undefined} f @param {Partial<Finding>} [words] the page's own names for what the engine calls by a key */
export function takeaway(f, words = {}) {
  const sentence = f && TAKEAWAYS[f.key];
  if (!sentence) return "";
  const name = (/** @type {string | null | undefined} */ s) => (s ? say(s) : s);
  return sentence({ ...f, label: name(f.label), least: name(f.least), most: name(f.most), ...words });
}
