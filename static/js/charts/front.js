// @ts-check
import { axisX, axisY, dot, gridX, gridY, line, text } from "@observablehq/plot";
import { significant } from "../units.js";
import { bare } from "./bare.js";

const HEIGHT = 340; // px

/**
 * Points that nothing beats: time or cost across, carbon up, both in steps of ten. The largest dots are the best of one
 * thing.
 * @param {{at: number, kg: number, label: string, best: boolean, priced: boolean}[]} points
 * @param {{across: (v: number) => string, kg: (kg: number) => string, width: number}} o
 */
export function drawFront(points, o) {
  const best = points.filter((p) => p.best);
  return bare({
    width: o.width, height: HEIGHT, marginLeft: 62, marginRight: 38, marginTop: 14, marginBottom: 26, insetTop: 14, insetRight: 10,
    x: { type: "log", label: null }, y: { type: "log", label: null },
    marks: [
      gridX({ ticks: 5, stroke: "var(--line)", strokeOpacity: 1 }), gridY({ ticks: 4, stroke: "var(--line)", strokeOpacity: 1 }),
      axisX({ label: null, ticks: Math.max(2, Math.min(5, Math.floor(o.width / 110))), tickFormat: (/** @type {any} */ v) => o.across(v), tickSize: 0, color: "var(--muted)" }),
      axisY({ label: null, ticks: 4, tickFormat: (/** @type {any} */ v) => o.kg(v), tickSize: 0, color: "var(--muted)" }),
      dot(points, { x: "at", y: "kg", r: 3, symbol: (p) => (p.priced ? "circle" : "diamond"), fill: (p) => (p.priced ? "var(--series-place)" : "var(--mark-quiet)") }),
      dot(best, { x: "at", y: "kg", r: 6, fill: "var(--accent)", stroke: "var(--page)", strokeWidth: 1.5 }),
      text(best, { x: "at", y: "kg", text: "label", dy: -13, fill: "var(--accent-text)", fontWeight: 600, textAnchor: "middle" }),
    ],
  });
}

/**
 * What each run gains against what it takes: carbon across, accuracy up, the line joins those that nothing beats, and each
 * stretch of it says what one more point takes.
 * @param {{kg: number, accuracy: number, label: string, front: boolean}[]} rows
 * @param {{kg: (kg: number) => string, width: number, steps: {from: number, to: number, text: string}[]}} o
 */
export function drawAccuracy(rows, o) {
  const front = rows.filter((r) => r.front).sort((a, b) => a.kg - b.kg);
  const steps = o.steps.map((s) => ({ text: s.text, kg: Math.sqrt(rows[s.from].kg * rows[s.to].kg), accuracy: (rows[s.from].accuracy + rows[s.to].accuracy) / 2 })); // the middle of a stretch
  return bare({
    width: o.width, height: 300, marginLeft: 44, marginRight: 44, marginTop: 16, marginBottom: 26, insetTop: 8, insetLeft: 12,
    x: { type: "log", label: null }, y: { nice: true, label: null },
    marks: [
      gridX({ ticks: 4, stroke: "var(--line)", strokeOpacity: 1 }), gridY({ ticks: 4, stroke: "var(--line)", strokeOpacity: 1 }),
      axisX({ label: null, ticks: 4, tickFormat: (/** @type {any} */ v) => o.kg(v), tickSize: 0, color: "var(--muted)" }),
      axisY({ label: null, ticks: 4, tickFormat: (/** @type {any} */ v) => significant(v, 4), tickSize: 0, color: "var(--muted)" }),
      line(front, { x: "kg", y: "accuracy", stroke: "var(--accent)", strokeWidth: 2 }),
      dot(rows, { x: "kg", y: "accuracy", r: 5, symbol: (r) => (r.front ? "circle" : "diamond"), fill: (r) => (r.front ? "var(--accent)" : "var(--mark-quiet)"), stroke: "var(--page)" }),
      text(rows, { x: "kg", y: "accuracy", text: "label", dy: -12, fill: "var(--text)" }),
      text(steps, { x: "kg", y: "accuracy", text: "text", dy: 16, dx: 4, textAnchor: "start", fill: "var(--accent-text)", fontWeight: 600 }),
    ],
  });
}

/**
 * Carbon of a run by the hour at which it starts.
 * @param {{hour: number, kg: number}[]} rows
 * @param {{kg: (kg: number) => string, width: number}} o
 */
export function drawHours(rows, o) {
  const least = rows.reduce((a, b) => (b.kg < a.kg ? b : a));
  return bare({
    width: o.width, height: 150, marginLeft: 62, marginRight: 10, marginTop: 10, marginBottom: 24,
    x: { type: "point", domain: rows.map((r) => r.hour), padding: 0.5 }, y: { domain: [0, Math.max(...rows.map((r) => r.kg)) * 1.05] },
    marks: [
      gridY({ ticks: 3, stroke: "var(--line)", strokeOpacity: 1 }),
      axisX({ label: null, ticks: rows.map((r) => r.hour).filter((h) => h % 6 === 0), tickFormat: (/** @type {any} */ h) => `${String(h).padStart(2, "0")}:00`, tickSize: 0, color: "var(--muted)" }),
      axisY({ label: null, ticks: 3, tickFormat: (/** @type {any} */ v) => o.kg(v), tickSize: 0, color: "var(--muted)" }),
      line(rows, { x: "hour", y: "kg", stroke: "var(--series-place)", strokeWidth: 2, curve: "step" }),
      dot([least], { x: "hour", y: "kg", r: 6, fill: "var(--accent)", stroke: "var(--page)", strokeWidth: 1.5 }),
    ],
  });
}
