// @ts-check
/**
 * The controls of a lesson. Where it is read without scripts each is its first value as text; here it becomes a native
 * control, whose value is known to asks by its name. One with data-key is also that key of the lesson's scenario.
 *
 *   <span data-control="h" data-key="h" data-label="Hours">24</span>                        a number in the sentence
 *   <span data-control="h" data-kind="range" data-min data-max data-step data-unit …>24</span>   a slider with its number
 *   <span data-control="r" data-kind="select" data-options="FR=France|PL=Poland" …>FR</span>     a choice of words
 *   <span data-control="move" data-kind="toggle" data-set="r=CA-QC" …>off</span>               changes keys while it is on
 */
import { h, patch } from "../dom.js";

/** @typedef {{name: string, key: string, set: string, kind: string, value: () => string}} Control */

/** @param {Element} root @param {Map<string, string>} params the lesson's scenario @returns {Control[]} */
export function mountControls(root, params) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-control]"))].map((span, i) => {
    const { control: name = "", key = "", set = "", kind = "number" } = span.dataset;
    const first = (key && params.get(key)) || span.textContent?.trim() || "";
    patch(span, KINDS[kind](span.dataset, `control-${name}-${i}`, first));
    const field = () => /** @type {HTMLInputElement} */ (span.querySelector("select, input"));
    return { name, key, set, kind, value: () => (kind === "toggle" ? String(Number(field().checked)) : field().value.trim()) };
  });
}

/** @type {Record<string, (d: DOMStringMap, id: string, value: string) => import("../dom.js").Loose>} */
const KINDS = {
  number: (d, id, value) => h("input", { class: "slot num", id, type: "text", inputmode: "decimal", value, size: Math.max(2, value.length), "aria-label": d.label, placeholder: d.placeholder ?? null, autocomplete: "off", spellcheck: "false" }),
  range: (d, id, value) => h("span", { class: "row" }, h("label", { for: id }, d.label), h("output", { class: "row-value", for: id }, written(d, value)),
    h("input", { id, type: "range", min: d.min, max: d.max, step: d.step ?? "1", value })),
  select: (d, id, value) => h("span", { class: "choose" },
    h("select", { id, "aria-label": d.label }, d.placeholder ? h("option", { value: "" }, d.placeholder) : null,
      [...(value && !options(d).some(([v]) => v === value) ? [[value, value]] : []), ...options(d)].map(([v, text]) => h("option", { value: v, selected: v === value }, text)))),
  toggle: (d, id) => h("label", { class: "toggle" }, h("input", { id, type: "checkbox" }), " ", d.label),
};

/** Tells a slider's value beside it. @param {HTMLInputElement} input */
export function tellRange(input) {
  const span = /** @type {HTMLElement | null} */ (input.closest("[data-control]")), output = span?.querySelector("output");
  if (span && output) output.textContent = written(span.dataset, input.value);
}

/** @param {DOMStringMap} d @param {string} value */
const written = (d, value) => (d.unit ? `${value}\u00a0${d.unit}` : value);

/** @param {DOMStringMap} d @returns {[string, string][]} */
const options = (d) => (d.options ?? "").split("|").map((o) => {
  const cut = o.indexOf("=");
  return cut < 0 ? [o, o] : [o.slice(0, cut), o.slice(cut + 1)];
});
