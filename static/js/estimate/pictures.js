// @ts-check
/**
 * What each picture is drawn from. `from` is everything that it shows, so that it is drawn again only when that changes;
 * null means that there is nothing to draw yet.
 */
import { causeName } from "../labels.js";
import { SHOWN } from "./certainty.js";
import { bearer } from "./damages.js";
import { ranked } from "./devices.js";
import { named } from "./elsewhere.js";
import { carbonSteps, steps } from "./figures.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {{from: (m: Model) => any, make: (plot: any, from: any, m: Model, width: number) => Element[]}} Picture */

/** A carbon amount without the words that every label would repeat. @param {Model} m */
const short = (m) => (/** @type {number} */ v) => m.fmt.text(v, "kgCO2e").replace(" CO2e", "");

/** @type {Record<string, Picture>} */
export const PICTURES = {
  waterfall: { from: (m) => steps(m.result), make: (plot, from, m, width) => [plot.drawWaterfall(from, (/** @type {number} */ v) => m.fmt.text(v, "kWh"), width)] },
  carbon: { from: (m) => carbonSteps(m.result), make: (plot, from, m, width) => [plot.drawWaterfall(from, short(m), width)] },
  regions: {
    from: (m) => m.regions && { linear: m.linear, named: named(m), all: m.regions.map((r) => ({ total_kgco2e: r.total_kgco2e })) },
    make: (plot, from, m, width) => plot.drawRegions(from.all, from.named, { show: short(m), tick: short(m), linear: from.linear, width }),
  },
  tornado: {
    from: (m) => m.extras?.effects.length ? { mid: m.result.total_kgco2e.mid, rows: m.extras.effects.slice(0, SHOWN).map((/** @type {any} */ e) => ({ label: causeName(e), low: e.at_low_kgco2e, high: e.at_high_kgco2e })) } : null,
    make: (plot, from, m, width) => [plot.drawTornado(from.rows, { mid: from.mid, show: short(m), width })],
  },
  quantiles: {
    from: (m) => m.extras && { ...m.result.total_kgco2e, outcomes: m.extras.draws.total_kgco2e.outcomes },
    make: (plot, from, m, width) => [plot.drawQuantiles(from.outcomes, { mid: from.mid, low: from.low, high: from.high, tick: short(m), width })],
  },
  devices: {
    from: (m) => { const rows = ranked(m); return rows && { rows, linear: m.linear }; },
    make: (plot, from, m, width) => [plot.drawRanked(from.rows, { show: short(m), width, linear: from.linear })],
  },
  staircase: {
    from: (m) => m.extras && { linear: m.linear, rows: m.extras.widths.map((/** @type {any} */ s) => ({ label: s.label, kg: s.kg, own: s.own })) },
    make: (plot, from, m, width) => [plot.drawStaircase(from.rows, { show: short(m), width, linear: from.linear })],
  },
  damages: {
    from: (m) => m.extras?.damages.map((/** @type {any} */ d) => ({ label: bearer(d), ...d.usd, world: d.code === "WORLD" })) ?? null,
    make: (plot, from, m, width) => [plot.drawDamages(from, { show: (/** @type {number} */ v) => m.fmt.text(v, "USD"), width })],
  },
};
