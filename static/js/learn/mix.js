// @ts-check
/** Sliders that share a hundred: what one takes, the others give in proportion. */
import { tellRange } from "./controls.js";

const WHOLE = 100;

/** @param {HTMLElement} box with range controls in it */
export function mountMix(box) {
  const sliders = () => [.../** @type {NodeListOf<HTMLInputElement>} */ (box.querySelectorAll("input[type=range]"))];
  let shares = sliders().map((s) => Number(s.value)); // exact, so that many small moves lose nothing to rounding
  box.addEventListener("input", (e) => {
    const all = sliders(), moved = all.indexOf(/** @type {HTMLInputElement} */ (e.target));
    if (moved < 0) return;
    shares = moveTo(shares, moved, Number(all[moved].value));
    whole(shares, moved).forEach((v, i) => {
      all[i].value = String(v);
      tellRange(all[i]);
    });
  });
}

/** Shares of a hundred after one of them was moved. @param {number[]} shares @param {number} moved @param {number} to */
export function moveTo(shares, moved, to) {
  const left = WHOLE - to, others = shares.reduce((sum, v, i) => (i === moved ? sum : sum + v), 0);
  return shares.map((v, i) => (i === moved ? to : others > 0 ? (v * left) / others : left / (shares.length - 1)));
}

/** The same in whole numbers that sum to a hundred; the one that moved stays. @param {number[]} shares @param {number} moved */
export function whole(shares, moved) {
  const floors = shares.map((v) => Math.floor(v + 1e-9));
  const order = shares.map((v, i) => ({ i, rest: v - floors[i] })).filter(({ i }) => i !== moved).sort((a, b) => b.rest - a.rest);
  for (let missing = WHOLE - floors.reduce((a, b) => a + b, 0), k = 0; missing > 0; missing--, k++) floors[order[k % order.length].i]++;
  return floors;
}
