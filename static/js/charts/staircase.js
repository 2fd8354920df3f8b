// @ts-check
import { axisY, dot, gridY, line, text } from "@observablehq/plot";
import { bare } from "./bare.js";

const HEIGHT = 240; // px

/**
 * The same work counted wider and wider: one step each, in steps of ten or on an even scale.
 * @param {{label: string, kg: number, own: boolean}[]} steps
 * @param {{show: (kg: number) => string, width: number, linear: boolean}} o
 */
export function drawStaircase(steps, o) {
  const data = steps.map((s, i) => ({ ...s, i })), kg = data.map((s) => s.kg);
  const ends = [...data, { ...data[data.length - 1], i: data.length }];
  return bare({
    width: o.width, height: HEIGHT, marginLeft: 62, marginRight: 8, marginTop: 16, marginBottom: 6,
    x: { domain: [0, data.length] }, y: o.linear ? { domain: [0, Math.max(...kg) * 1.2] } : { type: "log", domain: [Math.min(...kg) / 2, Math.max(...kg) * 3] },
    marks: [
      gridY({ ticks: 3, stroke: "var(--line)", strokeOpacity: 1 }),
      axisY({ label: null, ticks: 3, tickFormat: (/** @type {any} */ v) => o.show(v), tickSize: 0, color: "var(--muted)" }),
      line(ends, { x: "i", y: "kg", curve: "step-after", stroke: "var(--series-place)", strokeWidth: 2 }),
      dot(data, { x: (s) => s.i + 0.5, y: "kg", r: 5, fill: (s) => (s.own ? "var(--accent)" : "var(--series-place)"), stroke: "var(--page)", strokeWidth: 1.5 }),
      text(data, { x: (/** @type {any} */ s) => s.i + 0.5, y: "kg", dy: -30, text: "label", fill: "var(--text)" }),
      text(data, { x: (/** @type {any} */ s) => s.i + 0.5, y: "kg", dy: -14, text: (/** @type {any} */ s) => o.show(s.kg), fill: (/** @type {any} */ s) => (s.own ? "var(--accent-text)" : "var(--text)"), fontWeight: 600 }),
    ],
  });
}
