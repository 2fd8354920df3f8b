// @ts-check
import { rect, ruleX, text } from "@observablehq/plot";
import { bare, short } from "./bare.js";

const ROW = 46; // px: the name above its bar
const VALUE = 70; // px, room for a ratio

/**
 * How a ratio comes about, factor by factor, in logarithms: bars to the right raise it, bars to the left lower it, and
 * their lengths add up to the whole. Name and ratio stand above each bar, so that no width cuts them off.
 * @param {{label: string, ratio: number}[]} rows
 * @param {{show: (ratio: number) => string, width: number}} o
 */
export function drawDrivers(rows, o) {
  const data = rows.map((r, i) => ({ ...r, i, label: short(r.label, o.width - VALUE), log: Math.log(r.ratio) }));
  const left = Math.min(0, ...data.map((d) => d.log)), right = Math.max(0, ...data.map((d) => d.log));
  const words = { y: (/** @type {any} */ d) => d.i + 0.24, fill: "var(--text)" };
  return bare({
    width: o.width, height: data.length * ROW, marginLeft: 4, marginRight: 4, marginTop: 0, marginBottom: 0,
    x: { domain: [left, right] }, y: { domain: [data.length, 0] },
    marks: [
      rect(data, { x1: (d) => Math.min(0, d.log), x2: (d) => Math.max(0, d.log), y1: (d) => d.i + 0.5, y2: (d) => d.i + 0.86, fill: (d) => (d.log > 0 ? "var(--series-building)" : "var(--series-device)"), rx: 2 }),
      ruleX([0], { stroke: "var(--line-strong)" }),
      text(data, { ...words, frameAnchor: "left", text: "label", textAnchor: "start" }),
      text(data, { ...words, frameAnchor: "right", text: (/** @type {any} */ d) => o.show(d.ratio), textAnchor: "end", fontWeight: 600 }),
    ],
  });
}
