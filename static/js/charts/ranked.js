// @ts-check
import { axisX, dot, gridX, ruleX, ruleY, text } from "@observablehq/plot";
import { bare, short } from "./bare.js";

const ROW = 40; // px: the name above its dot
const VALUE = 90; // px, room for an amount

/**
 * Amounts of some things in order, each with its range: the reader's own is marked by shape, weight and colour.
 * @param {{label: string, low: number, mid: number, high: number, own: boolean}[]} rows
 * @param {{show: (v: number) => string, width: number, linear: boolean}} o
 */
export function drawRanked(rows, o) {
  const data = rows.map((r, i) => ({ ...r, i, label: short(r.label, o.width - VALUE) })), mine = data.find((d) => d.own);
  const least = Math.min(...data.map((d) => d.low).filter((v) => v > 0)), most = Math.max(...data.map((d) => d.high));
  const x = o.linear ? { domain: [0, most * 1.04 || 1] } : { type: /** @type {const} */ ("log"), domain: [least / 1.15, most * 1.15] };
  const at = (/** @type {any} */ d) => d.i + 0.7, tone = (/** @type {any} */ d) => (d.own ? "var(--accent)" : "var(--series-place)");
  const words = (/** @type {any[]} */ some, /** @type {number} */ fontWeight) => [
    text(some, { y: (/** @type {any} */ d) => d.i + 0.28, frameAnchor: "left", text: "label", textAnchor: "start", fill: "var(--text)", fontWeight }),
    text(some, { y: (/** @type {any} */ d) => d.i + 0.28, frameAnchor: "right", text: (/** @type {any} */ d) => o.show(d.mid), textAnchor: "end", fill: "var(--text)", fontWeight: 600 }),
  ];
  const shown = o.linear ? data : data.filter((d) => d.mid > 0);
  return bare({
    width: o.width, height: data.length * ROW + 26, marginLeft: 4, marginRight: 4, marginTop: 2, marginBottom: 22, x: { ...x, label: null }, y: { domain: [data.length, 0] }, insetLeft: 16, insetRight: 24,
    marks: [
      axisX({ label: null, ticks: Math.max(2, Math.min(5, Math.floor(o.width / 110))), tickFormat: (/** @type {any} */ v) => o.show(v), tickSize: 0, color: "var(--muted)" }),
      gridX({ ticks: 4, stroke: "var(--line)", strokeOpacity: 1 }),
      mine ? ruleX([mine.mid], { stroke: "var(--accent)", strokeDasharray: "2 3" }) : null,
      ruleY(shown.filter((d) => d.high > d.low), { y: at, x1: (d) => (o.linear ? d.low : Math.max(d.low, least / 1.15)), x2: "high", stroke: tone, strokeWidth: 4, strokeOpacity: 0.38, strokeLinecap: "round" }),
      dot(shown, { x: "mid", y: at, r: 5.5, symbol: (d) => (d.own ? "circle" : "diamond"), fill: tone, stroke: "var(--page)", strokeWidth: 1.5 }),
      words(data.filter((d) => !d.own), 400), words(data.filter((d) => d.own), 700),
    ],
  });
}
