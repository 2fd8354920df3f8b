// @ts-check
/** The panel of sliders beside the answer: one row for each number of the sentence, with presets. */
import { h } from "../dom.js";
import { fault } from "./fields.js";
import { acceleratorName, idOf, placeholder, shown } from "./model.js";
import { groupCount, metered, splitKey, workOf } from "./scenario.js";
import { POSITIONS, toPosition, track } from "./slider.js";
import { wayOf } from "./ways.js";
import { say, tr } from "../i18n/tr.js";
import { localized } from "../numbers.js";

/** @typedef {import("./model.js").Model} Model */

/** Values worth a button, with the reason. */
const PRESETS = /** @type {Record<string, [string, string, string][]>} */ ({
  pue: [["1", "1.0", tr`at home or in an office: no cooling plant`], ["1.1", "1.1", tr`large cloud data centre`], ["1.56", "1.56", tr`mean of the Uptime Institute survey, 2024`], ["2", "2.0", tr`server closet`]],
  x: [["1", "1", tr`a single run`], ["24", "24", tr`a sweep: the hyperparameter search in Strubell et al. 2019`], ["4789", "4,789", tr`the whole project in Strubell et al. 2019`]],
});

/** A field's unit as it is shown; the engine's own name reads what is typed. @param {any} field */
const unitOf = (field) => field.unit_said ?? say(field.unit);

/** @param {Model} m @param {string} key */
export const fieldOf = (m, key) => m.fields.get(splitKey(key)[0]);

/**
 * One labelled slider. The number itself is typed in the sentence (or in the field beside, for details).
 * @param {Model} m @param {string} key @param {string} [label]
 */
export function slider(m, key, label) {
  const field = fieldOf(m, key);
  if (!field) return null;
  const t = track(field);
  const raw = m.params.get(key) ?? "";
  const value = Number(raw);
  const known = raw !== "" && Number.isFinite(value);
  const text = `${shown(m, key)}${field.unit === "%" ? " %" : field.unit ? " " + unitOf(field) : ""}`;
  const id = `range-${idOf(key)}`;
  return h("div", { class: "row", "data-id": `row-${key}` },
    h("label", { for: id }, label ?? say(field.label)),
    h("span", { class: "row-value", "aria-hidden": "true" }, known ? text : "–"),
    h("input", {
      type: "range", id, "data-range": key, min: t.log ? 0 : t.min, max: t.log ? POSITIONS : t.max, step: t.log ? 1 : t.step,
      value: known ? toPosition(t, value) : t.log ? 0 : t.min, "aria-valuetext": known ? text : tr`not set`,
    }),
    PRESETS[key] ? h("div", { class: "chips" }, PRESETS[key].map(([v, words, why]) =>
      h("button", { type: "button", class: "chip", "data-set": key, "data-value": v, title: why, "aria-pressed": String(raw === v), "aria-label": tr`${label ?? say(field.label)} ${localized(words)}: ${why}` }, localized(words)))) : null);
}

/** The numbers of each way that a slider suits, where they are given. @type {Record<string, string[]>} */
const SLIDERS = { flop: ["flop"], par: ["par", "act", "tok", "etok", "dtok"], steps: ["st", "epo", "sps"], red: ["xf", "xe", "xd", "xn"], use: ["qd", "qdays", "qy"] };

/** @param {Model} m */
export function controls(m) {
  const p = m.params, work = workOf(p), groups = groupCount(p, "hw");
  const first = groups > 0 && !metered(p), given = (/** @type {string} */ key) => (p.has(key) ? slider(m, key) : null);
  return [
    first && (work !== "dh" || p.has("n")) ? slider(m, "n", groups > 1 ? tr`Devices: ${acceleratorName(m, 1)}` : undefined) : null,
    SLIDERS[work] ? SLIDERS[work].map(given) : slider(m, work),
    first ? slider(m, p.has("pw") ? "pw" : "u", groups > 1 ? tr`Load: ${acceleratorName(m, 1)}` : undefined) : null,
    ["site", "puec"].includes(wayOf(p, "building")) ? null : slider(m, "pue"),
    given("ci"),
    wayOf(p, "project") === "x" && (work !== "use" || p.has("x")) ? slider(m, "x") : null,
  ];
}

/**
 * A field of the detail sections: label, text, unit, slider and its own error.
 * @param {Model} m @param {string} key @param {{label?: string, hint?: string, optional?: boolean, range?: boolean}} [o]
 */
export function detail(m, key, o = {}) {
  const field = fieldOf(m, key);
  if (!field) return null;
  const error = m.errors.find((e) => e.key === key);
  const id = `in-${idOf(key)}`;
  const about = [error ? `err-${idOf(key)}` : "", o.hint ? `hint-${idOf(key)}` : ""].filter(Boolean).join(" ");
  return h("div", { class: "detail", "data-id": `detail-${key}` },
    h("label", { for: id }, o.label ?? say(field.label), field.unit ? h("span", { class: "unit" }, ` (${unitOf(field)})`) : ""),
    h("input", { id, class: "num", type: "text", inputmode: "decimal", "data-id": key, "data-key": key, "data-optional": o.optional ? "1" : null, value: shown(m, key), placeholder: placeholder(m, key),
      autocomplete: "off", spellcheck: "false", enterkeyhint: "done", "aria-invalid": error ? "true" : null, "aria-describedby": about || null }),
    o.hint ? h("p", { class: "hint", id: `hint-${idOf(key)}` }, o.hint) : null,
    fault(m, key));
}
