// @ts-check
/** Prices, and the making of the hardware: asked for by few, so closed until then. */
import { h } from "../dom.js";
import { detail } from "./controls.js";
import { ways, written } from "./fields.js";
import { inEnglish, rich, tr } from "../i18n/tr.js";

/** @typedef {import("./model.js").Model} Model */

/** @param {Model} m */
export function money(m) {
  return [
    ways(m, "price", { ep: () => detail(m, "ep"), tar: () => written(m, "tar", { keep: true, label: tr`Prices in $/kWh by hour in UTC`, hint: tr`Spans that cover the day once, such as 22-6:0.08,6-22:0.2, or 24 prices from midnight on.` }) }),
    detail(m, "dp", { optional: true, hint: tr`For one device and hour.` }),
    social(m),
    detail(m, "cp", { optional: true, hint: tr`What somebody pays for a tonne: a tax, or a price of trading.` }),
  ];
}

/** Low, central and high are the engine's published ones. @param {Model} m */
function social(m) {
  const row = m.lists.social, value = m.params.get("scc"), known = row ? [[tr`low`, row.low], [tr`central`, row.central], [tr`high`, row.high]] : [];
  const now = value === undefined ? "hidden" : known.find(([, v]) => String(v) === value)?.[0] ?? "own";
  return [h("div", { class: "detail wide", "data-id": "ways-scc" },
    h("label", { for: "way-scc" }, tr`Social cost of carbon`),
    h("select", { id: "way-scc", "data-id": "way-scc", "data-choice": "scc" },
      h("option", { value: "hidden", selected: now === "hidden" }, tr`hidden`),
      known.map(([name, v]) => h("option", { value: String(v), selected: now === name }, tr`${name}: ${v} $/t`)),
      h("option", { value: "own", selected: now === "own" }, tr`a value of my own`)),
    row ? h("p", { class: "hint" }, rich`Damage of one more tonne, by ${inEnglish(row.source)}.`) : null),
  now === "hidden" ? null : detail(m, "scc", { label: tr`Cost of a tonne` })];
}

/** @param {Model} m */
export function making(m) {
  const counted = m.params.get("emb") !== "0" && ["emb", "ekg", "ehk", "eph", "life", "util"].some((k) => m.params.has(k));
  return [
    h("label", { class: "radio" }, h("input", { type: "checkbox", id: "in-emb", "data-id": "emb", "data-choice": "emb", checked: counted }), " ", tr`Count making the hardware`),
    h("p", { class: "hint" }, tr`Its emissions are spread over the hours that it works in its life. The figures are rough; the answer shows them apart.`),
    counted ? [detail(m, "life", { optional: true }), detail(m, "util", { optional: true }), detail(m, "ekg", { optional: true, hint: tr`Leave empty to use the catalog's figure.` }),
      detail(m, "ehk", { optional: true }), detail(m, "eph", { optional: true })] : null,
  ];
}
