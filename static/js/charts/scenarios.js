// @ts-check
import { axisX, dot, gridX, ruleX, ruleY, text } from "@observablehq/plot";
import { bare } from "./bare.js";

const ROW = 34; // px

/**
 * The totals of some scenarios with their ranges, on an even scale from zero.
 * @param {{letter: string, low: number, mid: number, high: number}[]} rows
 * @param {{show: (kg: number) => string, width: number}} o
 */
export function drawScenarios(rows, o) {
  const top = Math.max(...rows.map((r) => r.high)) * 1.04 || 1;
  return bare({
    width: o.width, height: rows.length * ROW + 30, marginLeft: 26, marginRight: 12, marginTop: 6, marginBottom: 24,
    x: { domain: [0, top] }, y: { domain: rows.map((r) => r.letter), type: "point", padding: 0.6 },
    marks: [
      axisX({ ticks: 4, tickFormat: (/** @type {any} */ v) => o.show(v), tickSize: 0, color: "var(--muted)" }),
      gridX({ ticks: 4, stroke: "var(--line)", strokeOpacity: 1 }),
      ruleX([rows[0].mid], { stroke: "var(--accent)", strokeDasharray: "2 3" }),
      ruleY(rows, { y: "letter", x1: "low", x2: "high", stroke: tone, strokeWidth: 4, strokeOpacity: 0.38, strokeLinecap: "round" }),
      dot(rows, { x: "mid", y: "letter", r: 6, fill: tone, stroke: "var(--page)", strokeWidth: 1.5 }),
      text(rows, { frameAnchor: "left", y: "letter", dx: -22, text: "letter", textAnchor: "start", fill: "var(--text)", fontWeight: 600 }),
    ],
  });
}

const tone = (/** @type {any} */ r) => (r.letter === "A" ? "var(--accent)" : "var(--series-place)");
