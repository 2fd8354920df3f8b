// @ts-check
import { axisX, dot, gridX, ruleX, ruleY, text } from "@observablehq/plot";
import { bare, short } from "./bare.js";

const ROW = 44; // px
const VALUE = 96; // px, room for an amount

/**
 * Damage by each estimate with its range, on an even scale that has zero in it: left of zero is a gain.
 * @param {{label: string, low: number, mid: number, high: number, world: boolean}[]} rows
 * @param {{show: (usd: number) => string, width: number}} o
 */
export function drawDamages(rows, o) {
  const data = rows.map((r, i) => ({ ...r, i, label: short(r.label, o.width - VALUE) }));
  const left = Math.min(0, ...data.map((d) => d.low)), right = Math.max(0, ...data.map((d) => d.high)), more = (right - left) * 0.02 || 1;
  const at = (/** @type {any} */ d) => d.i + 0.68, name = { y: (/** @type {any} */ d) => d.i + 0.26, fill: "var(--text)" };
  const tone = (/** @type {any} */ d) => (d.world ? "var(--series-place)" : "var(--accent)");
  return bare({
    width: o.width, height: data.length * ROW + 28, marginLeft: 4, marginRight: 4, marginTop: 2, marginBottom: 24,
    x: { domain: [left - more, right + more] }, y: { domain: [data.length, 0] },
    marks: [
      axisX({ ticks: Math.max(2, Math.min(5, Math.floor(o.width / 100))), tickFormat: (/** @type {any} */ v) => o.show(v), tickSize: 0, color: "var(--muted)" }),
      gridX({ ticks: 4, stroke: "var(--line)", strokeOpacity: 1 }),
      ruleX([0], { stroke: "var(--line-strong)" }),
      ruleY(data, { y: at, x1: "low", x2: "high", stroke: tone, strokeWidth: 4, strokeOpacity: 0.38, strokeLinecap: "round" }),
      dot(data, { x: "mid", y: at, r: 5.5, fill: tone, stroke: "var(--page)", strokeWidth: 1.5 }),
      text(data, { ...name, frameAnchor: "left", text: "label", textAnchor: "start" }),
      text(data, { ...name, frameAnchor: "right", text: (/** @type {any} */ d) => o.show(d.mid), textAnchor: "end", fontWeight: 600 }),
    ],
  });
}
