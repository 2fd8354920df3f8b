// @ts-check
import { axisX, dot, dotX, dodgeY, gridX, ruleX, ruleY, text } from "@observablehq/plot";
import { say } from "../i18n/tr.js";
import { bare } from "./bare.js";

const ROW = 30; // px
const NARROW = 520; // px: below this, names stand above their dots
const CROWD = 148; // px, height of the strip of all places
const RADII = [1.8, 1.5, 1.2, 1]; // px: a dot of the crowd, as large as the highest pile allows

/**
 * The same work on every grid: a crowd of dots, one a place, and below it one line for each named place, with its
 * range. Dots and not bars, because a bar on a logarithmic scale would lie about its length.
 * @param {any[]} all
 * @param {any[]} named
 * @param {{show: (kg: number) => string, tick: (kg: number) => string, linear: boolean, width: number}} o
 * @returns {SVGSVGElement[]}
 */
export function drawRegions(all, named, o) {
  const positive = all.filter((r) => r.total_kgco2e.mid > 0);
  const ends = [...positive.map((r) => r.total_kgco2e.mid), ...named.flatMap((r) => [r.total_kgco2e.low, r.total_kgco2e.high])].filter((v) => v > 0);
  const low = Math.min(...ends), high = Math.max(...ends);
  const narrow = o.width < NARROW;
  const marginLeft = narrow ? 4 : 160, marginRight = narrow ? 12 : 76;
  const x = o.linear ? { type: /** @type {const} */ ("linear"), domain: [0, high * 1.02] } : { type: /** @type {const} */ ("log"), domain: [low / 1.15, high * 1.15] };
  const ticks = o.linear ? 4 : decades(low, high);
  const shared = { width: o.width, marginLeft, marginRight, x, insetLeft: 4, insetRight: 4 };
  const mine = named.find((r) => r.own);
  const kg = (/** @type {any} */ r) => r.total_kgco2e.mid;
  const pile = (/** @type {number} */ r, /** @type {number} */ height) => bare({
    ...shared, height, marginTop: 4, marginBottom: 22,
    marks: [
      axisX({ ticks, tickFormat: (/** @type {any} */ v) => o.tick(v), tickSize: 0, color: "var(--muted)" }),
      gridX({ ticks, stroke: "var(--line)", strokeOpacity: 1 }),
      dotX(positive, dodgeY({ anchor: "bottom", padding: 0.2 }, { x: kg, r, fill: "var(--mark-quiet)" })),
      mine ? ruleX([kg(mine)], { stroke: "var(--accent)", strokeWidth: 2 }) : null,
    ],
  });
  const crowd = fitting(pile);
  const y = (/** @type {any} */ r) => r.code;
  const words = (/** @type {any[]} */ data, /** @type {number} */ fontWeight) => [
    text(data, { frameAnchor: "left", y, dx: narrow ? 0 : -marginLeft, dy: narrow ? -11 : 0, text: (r) => short(say(r.name)), textAnchor: "start", fill: ink, fontWeight }),
    text(data, { frameAnchor: "right", y, dx: narrow ? 10 : 70, dy: narrow ? -11 : 0, text: (r) => o.show(kg(r)), textAnchor: "end", fill: ink, fontWeight }),
  ];
  const rows = bare({
    ...shared, height: named.length * (narrow ? ROW + 12 : ROW) + 6, marginTop: narrow ? 10 : 2, marginBottom: 2,
    y: { domain: named.map((r) => r.code), type: "point", padding: 0.6 },
    marks: [
      gridX({ ticks, stroke: "var(--line)", strokeOpacity: 1 }),
      ruleY(named, { y, x1: (r) => Math.max(r.total_kgco2e.low, o.linear ? 0 : low / 1.15), x2: (r) => r.total_kgco2e.high, stroke: tone, strokeWidth: 3, strokeOpacity: 0.35, strokeLinecap: "round" }),
      mine ? ruleX([kg(mine)], { stroke: "var(--accent)", strokeDasharray: "2 3" }) : null,
      dot(named.filter((r) => !r.own), { x: kg, y, r: 5, fill: tone, symbol: "diamond", stroke: "var(--page)" }),
      dot(named.filter((r) => r.own), { x: kg, y, r: 6, fill: tone, stroke: "var(--page)", strokeWidth: 1.5 }),
      words(named.filter((r) => !r.own), 400),
      words(named.filter((r) => r.own), 700),
    ],
  });
  return [crowd, rows];
}

/**
 * The pile that stands inside its strip: where many places share a value, smaller dots; where that is not enough, a
 * higher strip, because a pile that is cut off would hide how many there are.
 * @param {(r: number, height: number) => SVGSVGElement} pile
 */
function fitting(pile) {
  let svg = pile(RADII[0], CROWD);
  for (const r of RADII.slice(1)) {
    if (top(svg) >= 0) return svg;
    svg = pile(r, CROWD);
  }
  return top(svg) >= 0 ? svg : pile(RADII[RADII.length - 1], Math.ceil(CROWD - top(svg)));
}

/** The upper edge of the highest dot, in px. @param {SVGSVGElement} svg */
const top = (svg) => Math.min(...[...svg.querySelectorAll("circle")].map((c) => Number(c.getAttribute("cy")) - Number(c.getAttribute("r") ?? c.parentElement?.getAttribute("r") ?? 0)));

const tone = (/** @type {any} */ r) => (r.own ? "var(--accent)" : "var(--series-place)");
const ink = (/** @type {any} */ r) => (r.own ? "var(--accent-text)" : "var(--text)");
const short = (/** @type {string} */ s) => (s.length > 23 ? s.slice(0, 22).trimEnd() + "…" : s);

/** The powers of ten between two values. @param {number} low @param {number} high */
function decades(low, high) {
  const out = [];
  for (let e = Math.ceil(Math.log10(low / 1.15)); 10 ** e <= high * 1.15; e++) out.push(10 ** e);
  return out;
}
