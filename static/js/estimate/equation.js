// @ts-check
/** Why this number: each factor as it enters, and a way back to its control. */
import { h } from "../dom.js";
import { chem } from "./words.js";
import { idOf } from "./model.js";
import { keyOf } from "./scenario.js";

/** @typedef {import("./model.js").Model} Model */

/** The control behind an input of a term, by the name the engine gives it. @type {Record<string, string>} */
const CONTROL = { count: "n", "rated power": "w", load: "u", "measured power": "pw", hours: "h", runs: "x", "overhead factor": "of",
  "metered energy": "kwh", PUE: "pue", "grid intensity": "ci", memory: "mem", "power of the rest": "host" };
const NAMES = /** @type {Record<string, string>} */ ({ count: "devices", hours: "time", "rated power": "rated power" });

/** @param {Model} m */
export function equation(m) {
  const r = m.result;
  if (!r) return null;
  const devices = r.terms.filter((/** @type {any} */ t) => t.group === "energy" && !["host", "memory", "facility"].includes(t.id));
  const making = r.terms.filter((/** @type {any} */ t) => t.group === "carbon" && t.id !== "grid");
  const rest = r.terms.filter((/** @type {any} */ t) => t.id === "host" || t.id === "memory");
  const single = devices.length === 1;
  const machine = single ? devices[0].inputs.map((/** @type {any} */ i) => factor(m, i, groupOf(devices[0].id)))
    : devices.map((/** @type {any} */ t) => block(m, t));
  const strip = [
    rest.length || !single ? bracket("(") : null,
    single ? machine.map((/** @type {any} */ c, /** @type {number} */ i) => [i > 0 ? sign(devices[0].inputs[i].role === "divided" ? "÷" : "×") : null, c]) : join(machine, "+"),
    rest.map((/** @type {any} */ t) => [sign("+"), block(m, t)]),
    rest.length || !single ? bracket(")") : null,
    sign("×"), chip("pue", "PUE", m.fmt.show(r.pue.value.mid, "").text, "pue"),
    sign("×"), chip("grid", "grid", m.fmt.show(r.grid.g_per_kwh.mid, "gCO2e/kWh").text, m.params.has("ci") ? "ci" : "r"),
    making.map((/** @type {any} */ t) => [sign("+"), block(m, t)]),
    sign("="), h("li", { class: "factor total" }, h("button", { type: "button", "data-explain": "total" },
      h("span", { class: "factor-value" }, chem(m.fmt.text(r.total_kgco2e.mid, "kgCO2e"))), " ", h("span", { class: "factor-name" }, "total"))),
  ];
  return h("ol", { class: "equation" }, strip);
}

/** @param {string} id */
const groupOf = (id) => Number(id.split(".")[1] ?? 1);

/** @param {Model} m @param {any} input @param {number} group */
function factor(m, input, group) {
  const base = CONTROL[input.name] ?? "";
  const percent = input.name === "load";
  const text = percent ? `${m.fmt.show(input.value * 100, "").number} %` : m.fmt.show(input.value, input.unit).text;
  const key = base === "w" || base === "u" || base === "pw" || base === "n" ? keyOf(base, group) : base === "h" && m.params.has("dh") ? "dh" : base;
  return chip(input.name, NAMES[input.name] ?? input.name, text, key);
}

/** A whole term in one box. @param {Model} m @param {any} t */
const block = (m, t) => h("li", { class: "factor", "data-id": `f-${t.id}` }, h("button", { type: "button", "data-explain": t.id },
  h("span", { class: "factor-value" }, chem(m.fmt.text(t.value.mid, t.unit))), " ", h("span", { class: "factor-name" }, t.label)));

/** @param {string} id @param {string} name @param {string} text @param {string} key */
const chip = (id, name, text, key) => h("li", { class: "factor", "data-id": `f-${id}` },
  h("button", { type: "button", "data-focus": key === "r" ? "r" : `in-${idOf(key)}`, title: "Go to its control" },
    h("span", { class: "factor-value" }, chem(text)), " ", h("span", { class: "factor-name" }, name)));

const sign = (/** @type {string} */ s) => h("li", { class: "sign" }, s);
const bracket = (/** @type {string} */ s) => h("li", { class: "sign bracket" }, s);
/** @param {any[]} items @param {string} s */
const join = (items, s) => items.map((c, i) => [i > 0 ? sign(s) : null, c]);
