// @ts-check
/** Where a number comes from: formula, inputs, source and year, in a panel that any number opens. */
import { h } from "../dom.js";
import { chem, product, sentence } from "./words.js";
import { english, inEnglish, say, tr } from "../i18n/tr.js";
import { GROUP_SCOPES, KIND_SCOPES } from "../labels.js";
import { groups } from "./answer.js";
import { gridScope, quantities } from "./quantities.js";

/** @typedef {import("./model.js").Model} Model */

/**
 * @param {Model} m
 * @param {string} id "total", "energy", "equivalent:ID", "q:ID" of a quantity, or term ids joined by commas
 * @returns {{title: string, body: import("../dom.js").Loose} | null}
 */
export function explain(m, id) {
  const r = m.result;
  if (!r) return null;
  if (id === "total") return {
    title: tr`How this number is made`,
    body: [h("p", null, tr`Energy at the machines × building overhead (PUE) × carbon intensity of the grid${r.terms.some((/** @type {any} */ t) => t.group === "carbon" && t.id !== "grid") ? tr`, and what is counted beside it` : ""}. Every part below opens in the same way from its own number.`),
      r.terms.filter((/** @type {any} */ t) => t.group === "energy" || t.group === "carbon").map((/** @type {any} */ t) => term(m, t))],
  };
  if (id === "energy") return {
    title: tr`Electricity in all`,
    body: [h("p", null, tr`The parts add up to the whole:`), h("ul", { class: "plain" }, groups(r).map((g) => h("li", null, h("strong", null, m.fmt.text(g.kwh, "kWh")), ` ${g.label}`))),
      r.terms.filter((/** @type {any} */ t) => t.group === "energy").map((/** @type {any} */ t) => term(m, t))],
  };
  if (id.startsWith("equivalent:")) {
    const e = r.equivalents.find((/** @type {any} */ x) => x.id === id.slice(11));
    return e && { title: sentence(say(e.label)).replace(/\.$/, ""), body: [h("p", { class: "formula" }, chem(tr`${m.fmt.text(r.total_kgco2e.mid, "kgCO2e")} ÷ ${m.fmt.text(e.kgco2e_per_unit, "kgCO2e")} per ${say(e.unit)} = ${m.fmt.text(e.value.mid, say(e.unit))}`)),
      h("p", null, tr`It says how much, not what to feel.`), origin(e)] };
  }
  if (id.startsWith("q:")) {
    const q = quantities(r).find((x) => x.id === id.slice(2));
    return q ? { title: q.label, body: quantity(m, q) } : null;
  }
  const wanted = id.split(",");
  const terms = r.terms.filter((/** @type {any} */ t) => wanted.includes(t.id));
  return terms.length ? { title: sentence(say(terms[0].label)).replace(/\.$/, ""), body: terms.map((/** @type {any} */ t) => term(m, t)) } : null;
}

/** A number that is no term of its own: its formula, and the terms behind it. @param {Model} m @param {import("./quantities.js").Quantity} q */
function quantity(m, q) {
  const r = m.result, terms = r.terms.filter(q.terms), request = q.id === "request" ? r.request : null;
  return [
    h("section", { class: "term" },
      h("p", { class: "term-value" }, h("strong", null, chem(m.fmt.text(q.value.mid, q.unit))), span(m, q.value, q.unit)),
      h("p", { class: "formula" }, "= ", product(q.formula)), h("p", { class: "scope" }, q.scope),
      request ? [inputs(m, request.inputs), request.source ? origin(request) : null] : null,
      q.id === "market_based_kgco2e" ? h("p", { class: "origin" }, tr`Energy ${m.fmt.text(r.energy_kwh.mid, "kWh")}, intensity of the contract typed here.`) : null,
      terms.length ? h("p", null, tr`It comes from:`) : null),
    terms.map((/** @type {any} */ t) => term(m, t)),
  ];
}

/** @param {Model} m @param {{low: number, mid: number, high: number}} v @param {string} unit */
const span = (m, v, unit) => (v.low === v.high ? "" : chem(tr`, between ${m.fmt.text(v.low, unit)} and ${m.fmt.text(v.high, unit)}`));

/** @param {Model} m @param {any[]} list */
const inputs = (m, list) => h("dl", null, list.map((/** @type {any} */ i) => [
  h("dt", null, say(i.name)),
  h("dd", null, h("strong", null, chem(m.fmt.show(i.value, i.unit).text)),
    i.low !== undefined ? tr` (${m.fmt.show(i.low, i.unit).number} to ${m.fmt.show(i.high, i.unit).number})` : "", i.source ? [", ", origin(i, false)] : ""),
]));

/** What a term is measured at, in a sentence. @param {Model} m @param {any} t */
export const scopeOf = (m, t) => (t.id === "grid" ? gridScope(m.result.grid) : KIND_SCOPES[t.id.split(".")[0]] ?? GROUP_SCOPES[t.group] ?? "");

/** @param {Model} m @param {any} t */
function term(m, t) {
  return h("section", { class: "term" },
    h("h3", null, sentence(say(t.label)).replace(/\.$/, "")),
    h("p", { class: "term-value" }, h("strong", null, chem(m.fmt.text(t.value.mid, t.unit))), span(m, t.value, t.unit)),
    h("p", { class: "formula" }, "= ", product(t.formula)),
    h("p", { class: "scope" }, scopeOf(m, t)),
    inputs(m, t.inputs),
    t.source && t.source !== "as given" && !t.inputs.some((/** @type {any} */ i) => i.source === t.source) ? h("p", { class: "origin" }, tr`Method: `, origin(t, false)) : null);
}

/** @param {any} o @param {boolean} [block] */
export function origin(o, block = true) {
  const text = o.source === "as given" ? tr`typed here` : `${o.source}${o.year && !String(o.source).includes(String(o.year)) ? `, ${o.year}` : ""}`;
  const body = o.url ? h("a", { href: o.url, rel: "noreferrer noopener", target: "_blank", ...english }, text) : o.source === "as given" ? text : inEnglish(text);
  return block ? h("p", { class: "origin" }, tr`Source: `, body) : body;
}
