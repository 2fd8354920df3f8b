// @ts-check
/** Controls of the detail sections beside plain numbers: words to choose, words to type, and a choice between ways. */
import { h } from "../dom.js";
import { errorOf, idOf } from "./model.js";
import { CHOICES, wayOf } from "./ways.js";
import { say, tr } from "../i18n/tr.js";
import { told } from "./words.js";

/** @typedef {import("./model.js").Model} Model */

/** The engine's words in a reader's. What is not here is shown as it is. @type {Record<string, Record<string, string>>} */
const WORDS = {
  arch: { decoder: tr`decoder: GPT, Llama`, encoder: tr`encoder: BERT, ViT`, "encoder-decoder": tr`both: T5, Whisper` },
  met: { full: tr`full training`, "fine-tune": tr`fine-tuning of all parameters`, lora: tr`LoRA: small matrices only`, frozen: tr`a head on a frozen model` },
  rec: { none: tr`no`, selective: tr`attention only`, full: tr`every layer` },
  basis: { lifecycle: tr`life cycle: plants and fuel too`, direct: tr`direct: what leaves the stack`, marginal: tr`marginal: one more kilowatt-hour` },
};

/** @param {Model} m @param {string} key what is wrong with a field, and its id for aria-describedby */
export function fault(m, key) {
  const error = errorOf(m, key);
  return error ? h("p", { class: "fault", id: `err-${idOf(key)}` }, told(error)) : null;
}

/**
 * A choice of words. Without a word for "not said", the first is what the engine takes when nothing is said.
 * @param {Model} m @param {string} key @param {{label?: string, empty?: string, rows?: {id: string, label: string}[], hint?: string}} [o]
 */
export function choice(m, key, o = {}) {
  const text = m.texts.get(key), value = m.params.get(key) ?? "";
  if (!text) return null;
  const rows = o.rows ?? (text.choices ?? []).map((id) => ({ id, label: WORDS[key]?.[id] ?? id }));
  const chosen = value || (o.empty === undefined ? rows[0]?.id : "");
  const known = chosen === "" || rows.some((r) => r.id === chosen) ? rows : [...rows, { id: chosen, label: chosen }];
  const about = [errorOf(m, key) ? `err-${idOf(key)}` : "", o.hint ? `hint-${idOf(key)}` : ""].filter(Boolean).join(" ");
  return h("div", { class: "detail wide", "data-id": `detail-${key}` },
    h("label", { for: `in-${key}` }, o.label ?? say(text.label)),
    h("select", { id: `in-${key}`, "data-id": key, "data-select": key, "aria-invalid": errorOf(m, key) ? "true" : null, "aria-describedby": about || null },
      o.empty !== undefined ? h("option", { value: "", selected: chosen === "" }, o.empty) : null,
      known.map((r, i) => h("option", { value: o.empty === undefined && i === 0 ? "" : r.id, selected: r.id === chosen }, say(r.label)))),
    o.hint ? h("p", { class: "hint", id: `hint-${idOf(key)}` }, o.hint) : null, fault(m, key));
}

/**
 * A text, such as a name or a list.
 * @param {Model} m @param {string} key @param {{label?: string, hint?: string, keep?: boolean, attrs?: Record<string, any>}} [o] keep: an empty field still says that this way is meant
 */
export function written(m, key, o = {}) {
  const error = errorOf(m, key), id = idOf(key);
  const about = [error ? `err-${id}` : "", o.hint ? `hint-${id}` : ""].filter(Boolean).join(" ");
  return h("div", { class: "detail", "data-id": `detail-${key}` },
    h("label", { for: `in-${id}` }, o.label ?? say(m.texts.get(key)?.label ?? key)),
    h("input", { id: `in-${id}`, "data-id": key, "data-text": key, "data-keep": o.keep ? "1" : null, type: "text", value: m.drafts.get(key) ?? m.params.get(key) ?? "",
      autocomplete: "off", spellcheck: "false", "aria-invalid": error ? "true" : null, "aria-describedby": about || null, ...o.attrs }),
    o.hint ? h("p", { class: "hint", id: `hint-${id}` }, o.hint) : null, fault(m, key));
}

/**
 * A choice between ways to say one thing, and the fields of the way chosen.
 * @param {Model} m @param {string} name of CHOICES @param {Record<string, () => import("../dom.js").Loose>} fields by way
 */
export function ways(m, name, fields = {}) {
  const c = CHOICES[name], now = wayOf(m.params, name);
  return [h("div", { class: "detail wide", "data-id": `ways-${name}` },
    h("label", { for: `way-${name}` }, c.legend),
    h("select", { id: `way-${name}`, "data-id": `way-${name}`, "data-way": name }, c.ways.map((w) => h("option", { value: w.id, selected: w.id === now }, w.words)))),
  fields[now]?.() ?? null];
}

/** @param {string} id @param {string} legend @param {...import("../dom.js").Loose} children */
export const fieldset = (id, legend, ...children) => h("fieldset", { "data-id": `group-${id}` }, h("legend", null, legend), children);

/** Every key and id in a piece of the page, to find where a field stands. @param {import("../dom.js").Loose} part */
export function contents(part) {
  /** @type {Set<string>} */ const keys = new Set();
  /** @type {Set<string>} */ const ids = new Set();
  const walk = (/** @type {any} */ c) => {
    if (Array.isArray(c)) return c.forEach(walk);
    if (!c || typeof c !== "object") return;
    const key = c.attrs["data-key"] ?? c.attrs["data-text"] ?? c.attrs["data-select"];
    if (key) keys.add(key);
    if (c.attrs.id) ids.add(c.attrs.id);
    walk(c.children);
  };
  walk(part);
  return { keys, ids };
}
