// @ts-check
/**
 * Where the electricity and the emissions come from, part by part: a finding in words, a picture that Plot draws later, and a
 * table, all made from the same rows. And what to know beside them.
 */
import { h } from "../dom.js";
import { rich, say, tr } from "../i18n/tr.js";
import { percent } from "../takeaways.js";
import { figure } from "./figure.js";
import { chem } from "./words.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {{id: string, label: string, from: number, to: number, low: number, high: number, total: boolean}} Step  in kWh */

/**
 * Energy as a staircase: each part starts where the last one ended.
 * @param {any} result @returns {Step[]}
 */
export function steps(result) {
  let at = 0;
  /** @type {Step[]} */
  const rows = result.terms.filter((/** @type {any} */ t) => t.group === "energy").map((/** @type {any} */ t) => {
    const from = at;
    at += t.value.mid;
    return { id: t.id, label: say(t.label), from, to: at, low: t.value.low, high: t.value.high, total: false };
  });
  const e = result.energy_kwh;
  return [...rows, { id: "energy", label: tr`electricity in all`, from: 0, to: e.mid, low: e.low, high: e.high, total: true }];
}

/**
 * Carbon in the same way: electricity, then what is counted beside it.
 * @param {any} result @returns {Step[]}
 */
export function carbonSteps(result) {
  let at = 0;
  /** @type {Step[]} */
  const rows = result.terms.filter((/** @type {any} */ t) => t.group === "carbon").map((/** @type {any} */ t) => {
    const from = at;
    at += t.value.mid;
    return { id: t.id, label: t.id === "grid" ? tr`electricity, ${say(t.label)}` : say(t.label), from, to: at, low: t.value.low, high: t.value.high, total: false };
  });
  const e = result.total_kgco2e;
  return [...rows, { id: "total", label: tr`emissions in all`, from: 0, to: e.mid, low: e.low, high: e.high, total: true }];
}

/** @param {Model} m */
export function breakdown(m) {
  const r = m.result;
  if (!r) return null;
  const rows = steps(r);
  const largest = rows.filter((s) => !s.total).reduce((a, b) => (b.to - b.from > a.to - a.from ? b : a));
  const share = (largest.to - largest.from) / r.energy_kwh.mid;
  const kwh = (/** @type {number} */ v) => m.fmt.text(v, "kWh");
  const grid = r.terms.find((/** @type {any} */ t) => t.id === "grid");
  const carbon = carbonSteps(r), kg = (/** @type {number} */ v) => m.fmt.text(v, "kgCO2e");
  const one = r.per_unit.find((/** @type {any} */ u) => u.unit === "run");
  return [
    figure("waterfall", {
      finding: share > 0 ? tr`${largest.label[0].toUpperCase()}${largest.label.slice(1)}: ${percent(share)} of the electricity.` : tr`No electricity is counted.`, rows: rows.length, name: tr`Where the electricity goes`,
      columns: [tr`Part`, tr`Electricity`, tr`Range`, tr`How`], table: partRows(rows, kwh),
      tools: h("p", { class: "chart-total" }, kwh(r.energy_kwh.mid), " × ", chem(m.fmt.text(r.grid.g_per_kwh.mid, "gCO2e/kWh")), " = ", h("strong", null, chem(kg(grid.value.mid)))),
    }),
    carbon.length > 2 ? figure("carbon", {
      finding: tr`With what is counted beside it: ${kg(r.total_kgco2e.mid)}.`, rows: carbon.length, name: tr`Where the emissions come from`, columns: [tr`Part`, tr`Emissions`, tr`Range`, tr`How`], table: partRows(carbon, kg),
    }) : null,
    one && one.kgco2e.mid < r.total_kgco2e.mid ? h("p", { class: "hint", "data-id": "one-run" }, rich`All of this is for the whole project; one run of it emits ${chem(kg(one.kgco2e.mid))}.`) : null,
  ];
}

/** @param {Step[]} rows @param {(v: number) => string} show */
const partRows = (rows, show) => rows.map((s) => ({ id: s.id, cells: [s.label, chem(show(s.to - s.from)), chem(`${show(s.low)} – ${show(s.high)}`),
  h("button", { type: "button", class: "number", "data-explain": s.id, "aria-label": tr`formula of ${s.label}` }, tr`formula`)] }));

/** What is left out, and what to know about the answer. @param {Model} m */
export function omitted(m) {
  return h("ul", { class: "plain" }, (m.result?.not_counted ?? []).map((/** @type {any} */ o) => h("li", null, say(o.label))));
}

/** @param {Model} m */
export function notes(m) {
  const list = [...(m.result?.notes ?? []).map((/** @type {any} */ n) => say(n.message)),
    ...(m.unknown.length ? [m.unknown.length === 1 ? tr`This link has a part that this version does not know and leaves alone: ${m.unknown[0]}.` : tr`This link has parts that this version does not know and leaves alone: ${m.unknown.join(", ")}.`] : []),
    ...(m.params.get("d") && m.params.get("d") !== m.version.data ? [tr`This link was made with data version ${m.params.get("d")}; the figures here are ${m.version.data}.`] : [])];
  return list.length ? h("ul", { class: "plain" }, list.map((n) => h("li", null, chem(n)))) : null;
}
