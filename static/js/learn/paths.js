// @ts-check
/** The addresses of Learn: #/learn, #/learn/7, #/learn/7/print?seed=4821&copies=30, each with teach=1 or present=1. */
import { parseHash } from "../url.js";

/**
 * @param {string} hash @param {number} lessons how many there are
 * @returns {{lesson: number, print: boolean, teach: boolean, present: boolean, seed: number, copies: number}} lesson 0 is the list; seed 0 is none
 */
export function route(hash, lessons) {
  const m = /^#\/learn\/(\d+)(\/print)?/.exec(hash), number = Number(m?.[1]), { params } = parseHash(hash);
  const lesson = number >= 1 && number <= lessons ? number : 0;
  const whole = (/** @type {string} */ key, /** @type {number} */ most) => Math.min(most, Math.max(0, Math.floor(Number(params.get(key)) || 0)));
  return { lesson, print: lesson > 0 && !!m?.[2], teach: params.get("teach") === "1", present: lesson > 0 && params.get("present") === "1", seed: whole("seed", SEEDS), copies: Math.max(1, whole("copies", COPIES)) };
}

/** How many draws of the questions there are. */
export const SEEDS = 9999;
const COPIES = 60; // sheets at once
