// @ts-check
import { rect, ruleX, text } from "@observablehq/plot";
import { bare, short } from "./bare.js";

const ROW = 48; // px
const BAR = [0.48, 0.8]; // of a row, from its top
const VALUE = 76; // px, room for an amount
const LABEL = 0.24; // of a row: the middle of its text

/**
 * Where the electricity goes: label and amount above each bar, each bar starting where the last one ended, the whole
 * at the foot. Bars start at zero and the scale is even.
 * @param {import("../estimate/figures.js").Step[]} steps
 * @param {(amount: number) => string} show
 * @param {number} width px
 */
export function drawWaterfall(steps, show, width) {
  const rows = steps.map((s, i) => ({ ...s, i, label: short(s.label, width - VALUE) }));
  const last = steps[steps.length - 1].to;
  const words = { y: (/** @type {any} */ s) => s.i + LABEL, fill: "var(--text)" };
  return bare({
    width, height: rows.length * ROW, marginLeft: 0, marginRight: 0, marginTop: 0, marginBottom: 0,
    x: { domain: [0, last] }, y: { domain: [rows.length, 0] },
    marks: [
      ruleX(rows.slice(0, -1), { x: "to", y1: (s) => s.i + BAR[1], y2: (s) => s.i + 1 + BAR[0], stroke: "var(--line-strong)", strokeDasharray: "2 3", insetLeft: -0.5 }),
      rect(rows, { x1: "from", x2: "to", y1: (s) => s.i + BAR[0], y2: (s) => s.i + BAR[1], fill: (s) => (s.total ? "var(--series-total)" : hue(s.id)), rx: 2 }),
      text(rows.slice(0, -1), { ...words, frameAnchor: "left", text: "label", textAnchor: "start" }),
      text(rows.slice(-1), { ...words, frameAnchor: "left", text: "label", textAnchor: "start", fontWeight: 600 }),
      text(rows, { ...words, frameAnchor: "right", text: (/** @type {any} */ s) => show(s.to - s.from), textAnchor: "end", fontWeight: 600 }),
    ],
  });
}

/** One hue per meaning: machines, server around them, building; making has a grey of its own. @param {string} id */
function hue(id) {
  if (/^(accelerator|metered|use|idle|grid)/.test(id)) return "var(--series-device)";
  if (/^embodied/.test(id)) return "var(--mark-quiet)";
  if (id === "facility") return "var(--series-building)";
  return "var(--series-host)";
}
