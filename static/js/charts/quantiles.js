// @ts-check
import { axisX, dotX, dodgeY, ruleX } from "@observablehq/plot";
import { bare } from "./bare.js";

const RADIUS = 8; // px
const HEIGHT = 120; // px

/**
 * Twenty outcomes as twenty dots, piled where they are close: odds that can be counted. The line is the answer.
 * @param {number[]} outcomes
 * @param {{mid: number, low: number, high: number, tick: (kg: number) => string, width: number}} o
 */
export function drawQuantiles(outcomes, o) {
  return bare({
    width: o.width, height: HEIGHT, marginLeft: RADIUS + 2, marginRight: RADIUS + 2, marginTop: 4, marginBottom: 24,
    x: { domain: [Math.min(o.low, outcomes[0]), Math.max(o.high, outcomes[outcomes.length - 1])] },
    marks: [
      axisX({ ticks: Math.max(2, Math.min(5, Math.floor(o.width / 90))), tickFormat: (/** @type {any} */ v) => o.tick(v), tickSize: 0, color: "var(--muted)" }),
      ruleX([o.mid], { stroke: "var(--accent)", strokeWidth: 2 }),
      dotX(outcomes, dodgeY({ anchor: "bottom", padding: 1 }, { x: (/** @type {number} */ v) => v, r: RADIUS, fill: "var(--series-place)", stroke: "var(--page)" })),
    ],
  });
}
