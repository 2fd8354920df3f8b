// @ts-check
/** Why this number: each factor as it enters, and a way back to its control. */
import { h } from "../dom.js";
import { chem } from "./words.js";
import { idOf } from "./model.js";
import { keyOf } from "./scenario.js";
import { say, tr } from "../i18n/tr.js";

/** @typedef {import("./model.js").Model} Model */

/** The control behind an input of a term, by the name the engine gives it. @type {Record<string, string>} */
const CONTROL = { count: "n", "rated power": "w", load: "u", "measured power": "pw", "power limit": "cap", hours: "h", runs: "x", "runs of the project": "x", "overhead factor": "of", "own share": "sh",
  "metered energy": "kwh", PUE: "pue", "grid intensity": "ci", memory: "mem", "power of the rest": "host", work: "flop", "share of it used": "mfu", "seconds per step": "sps", steps: "st",
  "one example": "xe", "data set": "xd", experiments: "xn", requests: "qd", "measured energy": "qe", parameters: "qp", "prompt tokens": "qin", "output tokens": "qout", "tokens per second": "qr", "devices that answer": "qn" };
const NAMES = /** @type {Record<string, string>} */ ({ count: tr`devices`, hours: tr`time`, "overhead factor": tr`restarts and evaluation`, "share of it used": tr`share of peak speed used`, "one example": tr`energy of one example` });
/** Energy of the machines themselves; the rest stands beside it in one box each. */
const MACHINES = /^(accelerator|cpu|metered|use)\b/;

/** @param {Model} m */
export function equation(m) {
  const r = m.result;
  if (!r) return null;
  const energy = r.terms.filter((/** @type {any} */ t) => t.group === "energy" && t.id !== "facility");
  const making = r.terms.filter((/** @type {any} */ t) => t.group === "carbon" && t.id !== "grid");
  const machines = energy.filter((/** @type {any} */ t) => MACHINES.test(t.id)), rest = energy.filter((/** @type {any} */ t) => !MACHINES.test(t.id));
  const single = machines.length === 1;
  const hour = r.terms.find((/** @type {any} */ t) => t.id === "grid").inputs.slice(2); // such as the hour of the day
  return h("ol", { class: "equation" },
    rest.length || !single ? bracket("(") : null,
    single ? machines[0].inputs.map((/** @type {any} */ i, /** @type {number} */ n) => [n > 0 ? sign(i.role === "divided" ? "÷" : "×") : null, factor(m, i, machines[0])]) : join(machines.map((/** @type {any} */ t) => block(m, t)), "+"),
    rest.map((/** @type {any} */ t) => [sign("+"), block(m, t)]),
    rest.length || !single ? bracket(")") : null,
    sign("×"), chip("pue", "PUE", m.fmt.show(r.pue.value.mid, "").text, "pue", "facility"),
    sign("×"), chip("grid", tr`grid`, m.fmt.show(r.grid.g_per_kwh.mid, "gCO2e/kWh").text, m.params.has("ci") ? "ci" : "r", "grid"),
    hour.map((/** @type {any} */ i) => [sign("×"), chip(i.name, say(i.name), m.fmt.show(i.value, i.unit).text, "t0", "grid")]),
    making.map((/** @type {any} */ t) => [sign("+"), block(m, t)]),
    sign("="), h("li", { class: "factor total" }, h("button", { type: "button", "data-explain": "total" },
      h("span", { class: "factor-value" }, chem(m.fmt.text(r.total_kgco2e.mid, "kgCO2e"))), " ", h("span", { class: "factor-name" }, tr`total`))));
}

/** @param {string} id */
const groupOf = (id) => Number(id.split(".")[1] ?? 1);

/** @param {Model} m @param {any} input @param {any} term */
function factor(m, input, term) {
  const percent = input.unit === "" && ["load", "share of it used", "own share"].includes(input.name);
  const text = percent ? `${m.fmt.show(input.value * 100, "").number} %` : m.fmt.show(input.value, input.unit).text;
  return chip(input.name, NAMES[input.name] ?? say(input.name), text, controlOf(m, input.name, term), term.id);
}

/** @param {Model} m @param {string} name @param {any} term @returns {string} the key of its control, or "" */
function controlOf(m, name, term) {
  const base = CONTROL[name] ?? "";
  if (name === "count" && term.id.startsWith("cpu")) return keyOf("cn", groupOf(term.id));
  if (["w", "u", "pw", "n", "cap"].includes(base)) return keyOf(term.id.startsWith("cpu") ? `c${base}` : base, groupOf(term.id));
  if (base === "h" && m.params.has("dh")) return "dh";
  if (base === "flop" && m.params.has("par")) return "par";
  return base;
}

/** A whole term in one box. @param {Model} m @param {any} t */
const block = (m, t) => h("li", { class: "factor", "data-id": `f-${t.id}` }, h("button", { type: "button", "data-explain": t.id },
  h("span", { class: "factor-value" }, chem(m.fmt.text(t.value.mid, t.unit))), " ", h("span", { class: "factor-name" }, say(t.label))));

/** A factor that leads to its control; where the page has none, to the term that it stands in.
 * @param {string} id @param {string} name @param {string} text @param {string} key @param {string} term */
const chip = (id, name, text, key, term) => h("li", { class: "factor", "data-id": `f-${id}` },
  h("button", key ? { type: "button", "data-focus": key === "r" ? "r" : `in-${idOf(key)}`, "data-term": term, title: tr`Go to its control` } : { type: "button", "data-explain": term },
    h("span", { class: "factor-value" }, chem(text)), " ", h("span", { class: "factor-name" }, name)));

const sign = (/** @type {string} */ s) => h("li", { class: "sign" }, s);
const bracket = (/** @type {string} */ s) => h("li", { class: "sign bracket" }, s);
/** @param {any[]} items @param {string} s */
const join = (items, s) => items.map((c, i) => [i > 0 ? sign(s) : null, c]);
