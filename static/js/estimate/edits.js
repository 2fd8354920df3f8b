// @ts-check
/** What a choice in a select, radio or box does to the scenario. */
import { shortest } from "../numbers.js";
import { parseQuery } from "../url.js";
import { PRESETS, queryOf } from "./presets.js";
import { change, groupCount, keyOf, metered, setAside, setLoad, setPlace, setWork, WORK_KEYS, WORK_START, workOf } from "./scenario.js";
import { setWay } from "./ways.js";

/** @typedef {import("./view.js").EstimateView} View */
/** @typedef {import("../url.js").Params} Params */

const MAKING = ["emb", "ekg", "ehk", "eph", "life", "util"];
const LOAD = "80"; // percent of rated power, to start with
const HOST = "1000"; // W
const COST = "100"; // $/t

/**
 * The scenario after a choice, or null when the choice is not one of these.
 * @param {View} view @param {string} choice @param {string} value @param {{group?: number, checked?: boolean}} [o] @returns {Params | null}
 */
export function chosen(view, choice, value, { group = 1, checked = false } = {}) {
  const { m } = view, p = m.params;
  /** @type {Record<string, () => Params>} */
  const next = {
    work: () => setWork(p, /** @type {any} */ (value), start(view, value), view.aside),
    load: () => setLoad(p, group, /** @type {any} */ (value), value === "u" ? LOAD : rated(view, group)),
    hw: () => change(p, value === "other" ? { [keyOf("hw", group)]: null, [keyOf("w", group)]: p.get(keyOf("w", group)) ?? rated(view, group) }
      : { [keyOf("hw", group)]: value, [keyOf("w", group)]: null }),
    place: () => (value === "mix" ? setWay(p, "grid", "mix") : setPlace(p, value === "custom" ? null : value, intensity(view))),
    host: () => change(p, { host: value === "auto" ? null : value === "watts" ? HOST : "0" }),
    site: () => (value ? change(p, { site: value }) : setWay(p, "building", "pue")),
    preset: () => { const preset = PRESETS.find((x) => x.id === value); return preset ? parseQuery(queryOf(preset, m.defaults)) : p; },
    scc: () => change(p, { scc: value === "hidden" ? null : value === "own" ? COST : value }),
    emb: () => change(p, { ...Object.fromEntries(MAKING.map((k) => [k, null])), emb: checked ? "1" : null }),
  };
  return next[choice]?.() ?? null;
}

/** The scenario with another way to say one thing. @param {View} view @param {string} name @param {string} id */
export function otherWay(view, name, id) {
  const next = setWay(view.m.params, name, id);
  if (name === "grid" && id === "ci") next.set("ci", intensity(view));
  if (name === "example" && metered(next)) return change(next, { mem: null, host: null, ssd: null, hdd: null, ih: null });
  return next;
}

/** Requests beside the work, or none. @param {View} view @param {boolean} counted */
export function withRequests(view, counted) {
  const { qd, qdays, ...one } = WORK_START.use;
  return change(view.m.params, counted ? { qd, qdays, ...(groupCount(view.m.params, "hw") ? one : { qe: "0.0003" }) } : Object.fromEntries(WORK_KEYS.use.map((k) => [k, null])));
}

/** Keeps what a change of the work will take away. @param {View} view */
export const keep = (view) => { view.aside = setAside(view.aside, view.m.params); };

/** A start for another way to know the work: near the present one, where the engine has said how much that is. @param {View} view @param {string} work */
function start(view, work) {
  const r = view.m.result, runs = Number(view.m.params.get("x") ?? 1) || 1;
  const amount = { h: r?.hours?.mid, dh: r?.device_hours?.mid, kwh: r?.it_energy_kwh?.mid, flop: r?.flop?.mid }[work];
  const known = amount > 0 && workOf(view.m.params) !== "use" ? { [work]: shortest(Number((amount / runs).toPrecision(3))) } : null;
  return known ?? WORK_START[/** @type {"h"} */ (work)];
}

/** Grams per kWh of the present grid. @param {View} view */
const intensity = (view) => shortest(Math.round(view.m.result?.grid.g_per_kwh.mid ?? 473));

/** @param {View} view @param {number} group */
function rated(view, group) {
  const id = view.m.params.get(keyOf("hw", group));
  return shortest(view.m.lists.accelerators.find((a) => a.id === id)?.tdp_w ?? 400);
}
