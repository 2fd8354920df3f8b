// @ts-check
/** What the Fleet view draws: sums as the probe tells them from its Prometheus, machines and runs as tables. */
import { h } from "../dom.js";
import { kwh } from "../live/words.js";
import { plural, tr } from "../i18n/tr.js";

/**
 * @typedef {{cluster?: string, instance: string, gpus: number, joules: number | null, grams: number | null, watts: number | null, simulated: string}} Machine
 * @typedef {{run_id: string, name?: string, labels: Record<string, string>, machines: number, joules: number | null, grams: number | null, running: boolean, simulated: boolean, link: string}} Run
 * @typedef {{seconds: number, end: number, totals: {joules: number | null, grams: number | null, watts: number | null, simulated: boolean}, machines: Machine[], runs: Run[]}} Fleet
 * @typedef {{fmt: import("../estimate/model.js").Model["fmt"], fleet: Fleet | null, fault: string, absent: boolean, asking: boolean, period: string, query: string, clock: (t: number) => string}} FleetModel
 */

/** The periods to choose from, as the probe takes them. */
export const PERIODS = /** @type {[string, string][]} */ ([["1h", tr`last hour`], ["6h", tr`last 6 hours`], ["24h", tr`last day`], ["168h", tr`last 7 days`], ["720h", tr`last 30 days`]]);
const MOST_ROWS = 100;

const simulated = () => [" ", h("span", { class: "badge", "data-word": "simulated" }, tr`simulated`)];

/** A number with its unit; the exact one goes along for programs. @param {FleetModel} m @param {number | null} v @param {string} unit @param {number | null} [exact] */
const number = (m, v, unit, exact = v) => (v === null ? tr`unknown` : h("data", { value: exact }, m.fmt.text(v, unit)));

/** @param {FleetModel} m @param {number | null} joules */
const energy = (m, joules) => number(m, kwh(joules), "kWh", joules);

/** @param {FleetModel} m @param {number | null} grams */
const air = (m, grams) => number(m, grams, "gCO2e");

/** @param {FleetModel} m */
export function bar(m) {
  return h("p", { class: "picker" }, h("label", null, tr`Period`, " ", h("select", { name: "period" }, PERIODS.map(([value, text]) => h("option", { value, selected: value === m.period }, text)))),
    h("button", { type: "button", class: "quiet", "data-fleet": "refresh", disabled: m.asking }, tr`Ask again`),
    m.fleet && h("span", { class: "hint" }, tr`As of ${m.clock(m.fleet.end)}`));
}

/** Why there is nothing to see. @param {FleetModel} m */
export function standing(m) {
  if (m.absent) {
    return h("div", { class: "banner" }, h("p", null, tr`This probe knows no Prometheus. Start it with the address of the one that scrapes your machines:`),
      h("p", null, h("code", null, "gramwatt serve --prometheus http://prometheus:9090")));
  }
  return m.fault && h("p", { class: "banner", role: "alert" }, tr`Prometheus cannot be asked: ${m.fault}.`);
}

/** @param {FleetModel} m */
export function totals(m) {
  const f = m.fleet;
  if (!f) return null;
  const n = f.machines.length, up = f.machines.filter((x) => x.watts !== null).length;
  const card = (/** @type {string} */ id, /** @type {string} */ title, /** @type {any} */ value, /** @type {any} */ more) => h("div", { class: "card", "data-id": id }, h("h2", null, title), h("p", { class: "live-big" }, value), h("p", { class: "hint" }, more));
  return [
    card("energy", tr`Energy`, energy(m, f.totals.joules), tr`GPUs, CPU packages and their memory`),
    card("air", tr`Emissions`, air(m, f.totals.grams), tr`PUE included, with the grid intensity of each moment`),
    card("power", tr`Power now`, number(m, f.totals.watts, "W"), plural(up, { one: tr`${up} machine answers`, other: tr`${up} machines answer` })),
    card("machines", tr`Machines`, String(n), f.totals.simulated ? [tr`some hardware is simulated`] : [plural(f.runs.length, { one: tr`${f.runs.length} run`, other: tr`${f.runs.length} runs` })]),
  ];
}

/** @param {string[]} head @param {any[]} rows @param {string} name */
const table = (head, rows, name) => h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": name }, h("table", null, h("thead", null, h("tr", null, head.map((t) => h("th", { scope: "col" }, t)))), h("tbody", null, rows)));

/** @param {FleetModel} m @param {number} shown @param {number} all */
const rest = (m, shown, all) => all > shown && h("p", { class: "hint" }, tr`${shown} of ${all}, those that used most.`);

/** @param {FleetModel} m */
export function runs(m) {
  const all = m.fleet?.runs ?? [];
  if (!m.fleet) return null;
  if (!all.length) return h("p", { class: "hint" }, tr`No run in this period. A run has an id: gramwatt run, or gramwatt serve --run-id.`);
  const rows = all.slice(0, MOST_ROWS).map((r) => {
    const name = r.name || r.run_id;
    const act = (/** @type {string} */ what, /** @type {string} */ text, /** @type {string} */ long, off = false) => h("button", { type: "button", class: "quiet", "data-fleet": what, "data-run": r.run_id, "aria-label": long, disabled: off }, text);
    return h("tr", { "data-id": r.run_id }, h("th", { scope: "row", class: "source" }, name, r.simulated ? simulated() : ""), h("td", null, Object.entries(r.labels).map(([k, v]) => `${k}: ${v}`).join(", ")), h("td", null, String(r.machines)),
      h("td", { "data-joules": true }, energy(m, r.joules)), h("td", null, air(m, r.grams)), h("td", null, r.running ? tr`running` : tr`ended`),
      h("td", null, h("span", { class: "tools" }, act("open", tr`Open`, tr`Open ${name}`), act("compare", tr`Compare`, tr`Compare ${name} with estimates`, !r.link))));
  });
  return [table([tr`Run`, tr`Labels`, tr`Machines`, tr`Energy`, tr`Emissions`, tr`State`, tr`What to do with it`], rows, tr`Runs of this period`), rest(m, MOST_ROWS, all.length)];
}

/** @param {FleetModel} m */
export function machines(m) {
  if (!m.fleet) return null;
  const all = m.fleet.machines.filter((x) => `${x.cluster ?? ""} ${x.instance}`.toLowerCase().includes(m.query.toLowerCase()));
  const rows = all.slice(0, MOST_ROWS).map((x) => h("tr", { "data-id": `${x.cluster ?? ""} ${x.instance}` }, h("th", { scope: "row", class: "source" }, x.cluster ? `${x.cluster} · ${x.instance}` : x.instance, x.simulated ? simulated() : ""), h("td", null, String(x.gpus)),
    h("td", null, x.watts === null ? tr`no answer` : number(m, x.watts, "W")), h("td", { "data-joules": true }, energy(m, x.joules)), h("td", null, air(m, x.grams))));
  return [h("p", { class: "picker" }, h("label", null, tr`Find a machine`, " ", h("input", { type: "search", name: "machine", value: m.query, autocomplete: "off" }))),
    table([tr`Machine`, tr`GPUs`, tr`Power now`, tr`Energy`, tr`Emissions`], rows, tr`Machines of this period`), rest(m, MOST_ROWS, all.length)];
}
