// @ts-check
/** Sliders that share a hundred: what one takes, the others give in proportion. */
import { tellRange } from "./controls.js";

const WHOLE = 100;

/** @param {HTMLElement} box with range controls in it */
export function mountMix(box) {
  const sliders = () => [.../** @type {NodeListOf<HTMLInputElement>} */ (box.querySelectorAll("input[type=range]"))];
  box.addEventListener("input", (e) => {
    const all = sliders(), moved = all.indexOf(/** @type {HTMLInputElement} */ (e.target));
    if (moved < 0) return;
    shared(all.map((s) => Number(s.value)), moved).forEach((v, i) => {
      all[i].value = String(v);
      tellRange(all[i]);
    });
  });
}

/** Whole shares that sum to a hundred and keep the one that moved. @param {number[]} shares @param {number} moved */
export function shared(shares, moved) {
  const left = WHOLE - shares[moved], others = shares.reduce((sum, v, i) => (i === moved ? sum : sum + v), 0);
  const exact = shares.map((v, i) => (i === moved ? v : others > 0 ? (v * left) / others : left / (shares.length - 1)));
  const whole = exact.map(Math.floor);
  const order = exact.map((v, i) => ({ i, rest: v - Math.floor(v) })).sort((a, b) => b.rest - a.rest);
  for (let missing = WHOLE - whole.reduce((a, b) => a + b, 0), k = 0; missing > 0; missing--, k++) whole[order[k % order.length].i]++;
  return whole;
}
