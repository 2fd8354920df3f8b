// @ts-check
import { rect, ruleX, text } from "@observablehq/plot";
import { bare, short } from "./bare.js";

const ROW = 46; // px: the name above its bar
const ENDS = 150; // px, room for both ends in figures

/**
 * What each input does to the total: a bar from the total at its low end to that at its high end. The line is the answer.
 * @param {{label: string, low: number, high: number}[]} rows
 * @param {{mid: number, show: (kg: number) => string, width: number}} o
 */
export function drawTornado(rows, o) {
  const data = rows.map((r, i) => ({ ...r, i, label: short(r.label, o.width - ENDS), from: Math.min(r.low, r.high), to: Math.max(r.low, r.high) }));
  const left = Math.min(o.mid, ...data.map((d) => d.from)), right = Math.max(o.mid, ...data.map((d) => d.to));
  const bar = { y1: (/** @type {any} */ d) => d.i + 0.5, y2: (/** @type {any} */ d) => d.i + 0.86 };
  const y = (/** @type {any} */ d) => d.i + 0.24;
  return bare({
    width: o.width, height: data.length * ROW, marginLeft: 4, marginRight: 4, marginTop: 0, marginBottom: 0,
    x: { domain: [left, right] }, y: { domain: [data.length, 0] },
    marks: [
      rect(data, { ...bar, x1: "from", x2: o.mid, fill: "var(--series-device)", rx: 2, insetRight: 0.5 }),
      rect(data, { ...bar, x1: o.mid, x2: "to", fill: "var(--series-building)", rx: 2, insetLeft: 0.5 }),
      ruleX([o.mid], { stroke: "var(--line-strong)" }),
      text(data, { y, frameAnchor: "left", text: "label", textAnchor: "start", fill: "var(--text)" }),
      text(data, { y, frameAnchor: "right", text: (/** @type {any} */ d) => `${o.show(d.from)} – ${o.show(d.to)}`, textAnchor: "end", fill: "var(--muted)" }),
    ],
  });
}
