// @ts-check
import { rect, ruleX, text } from "@observablehq/plot";
import { bare } from "./bare.js";

const ROW = 30; // px

/**
 * How a ratio comes about, factor by factor, in logarithms: bars to the right raise it, bars to the left lower it, and
 * their lengths add up to the whole.
 * @param {{label: string, ratio: number}[]} rows
 * @param {{show: (ratio: number) => string, width: number}} o
 */
export function drawDrivers(rows, o) {
  const data = rows.map((r, i) => ({ ...r, i, log: Math.log(r.ratio) }));
  const most = Math.max(...data.map((d) => Math.abs(d.log)));
  const left = Math.min(0, ...data.map((d) => d.log)), right = Math.max(0, ...data.map((d) => d.log));
  return bare({
    width: o.width, height: data.length * ROW + 4, marginLeft: 150, marginRight: 12, marginTop: 2, marginBottom: 2,
    x: { domain: [left < 0 ? Math.min(left, -0.3 * most) : 0, right > 0 ? Math.max(right, 0.3 * most) * 1.25 : 0.3 * most] }, y: { domain: [0, data.length] },
    marks: [
      rect(data, { x1: (d) => Math.min(0, d.log), x2: (d) => Math.max(0, d.log), y1: (d) => d.i + 0.22, y2: (d) => d.i + 0.78, fill: (d) => (d.log > 0 ? "var(--series-building)" : "var(--series-device)"), rx: 2 }),
      ruleX([0], { stroke: "var(--line-strong)" }),
      text(data, { frameAnchor: "left", y: (/** @type {any} */ d) => d.i + 0.5, dx: -148, text: "label", textAnchor: "start", fill: "var(--text)" }),
      text(data, { x: (d) => Math.max(0, d.log), y: (/** @type {any} */ d) => d.i + 0.5, dx: 6, text: (d) => o.show(d.ratio), textAnchor: "start", fill: "var(--text)", fontWeight: 600 }),
    ],
  });
}
