// @ts-check
/** The same work on every grid: a picture of those that matter to the reader, and a table of all. */
import { h } from "../dom.js";
import { english, say, tr } from "../i18n/tr.js";
import { takeaway } from "../takeaways.js";
import { save } from "./figure.js";
import { placeName } from "./model.js";
import { chem, ratioWords } from "./words.js";

/** @typedef {import("./model.js").Model} Model */

/** The places that the picture names: the reader's, the pinned ones, the least and the most. @param {Model} m */
export function named(m) {
  const rows = m.regions ?? [];
  if (!rows.length || !m.result) return [];
  const own = (m.result.grid.code ?? "").toUpperCase();
  const zone = rows.find((r) => r.code.toUpperCase() === own);
  const mine = { code: "own", name: m.params.has("ci") ? tr`Your grid` : tr`${placeName(m)} (yours)`, g_per_kwh: m.result.grid.g_per_kwh.mid,
    total_kgco2e: m.result.total_kgco2e, own: true };
  const wanted = m.pins.filter((c) => c !== zone?.code);
  const others = rows.filter((r) => wanted.includes(r.code)).map((r) => ({ ...r, own: false }));
  return [mine, ...others].sort((a, b) => a.total_kgco2e.mid - b.total_kgco2e.mid);
}

/** @param {Model} m */
export function elsewhere(m) {
  const rows = m.regions;
  if (!rows?.length || !m.result) return null;
  return h("figure", { class: "chart" },
    h("figcaption", null, chem(takeaway(m.extras?.takeaways.regions))),
    h("div", { class: "plot regions", "data-plot": "regions", "data-rows": named(m).length, opaque: true, "aria-hidden": "true" }),
    h("div", { class: "chart-tools" },
      h("p", { class: "hint" }, m.linear ? tr`Even scale.` : tr`Each step is ten times more.`, tr` ${rows.length} places; a dot each.`),
      h("button", { type: "button", class: "chip", "data-act": "linear", "aria-pressed": String(m.linear) }, tr`Even scale`),
      h("label", { class: "pin" }, h("span", null, tr`Pin a place `), h("select", { id: "pin", opaque: true, "data-value": "", "data-fill": "pins", "data-choice": "pin" }, h("option", { value: "", selected: true }, tr`choose`))),
      m.pins.length ? h("details", { class: "pins" }, h("summary", null, tr`Places shown`), h("p", { class: "chips" },
        m.pins.map((c) => h("button", { type: "button", class: "chip", "data-act": "unpin", "data-code": c, "data-id": `pin-${c}`, "aria-label": tr`Leave out ${placeName(m, c)}` }, placeName(m, c), " ×")))) : null),
    save("regions", tr`The same work elsewhere`),
    h("details", { class: "table", "data-lazy": "regions" }, h("summary", null, tr`Show as table (${rows.length} places)`),
      h("div", { class: "scroll tall", tabindex: "0", role: "region", "aria-label": tr`The same work elsewhere, table` }, h("table", { opaque: true, "data-table": "regions" }))));
}

/** The rows of the region table; drawn when it is open. @param {Model} m */
export function regionTable(m) {
  const own = m.result.total_kgco2e.mid;
  return [
    h("caption", { class: "visually-hidden" }, tr`The same work on every grid, from least to most`),
    h("thead", null, h("tr", null, [tr`Place`, tr`Emissions`, tr`Grid, g CO2e/kWh`, tr`Against yours`, tr`Year`, tr`Source`].map((t) => h("th", { scope: "col" }, chem(t))))),
    h("tbody", null, (m.regions ?? []).map((r) => h("tr", { "data-id": r.code },
      h("th", { scope: "row" }, say(r.name), " ", h("span", { class: "code" }, r.code)), h("td", null, chem(m.fmt.text(r.total_kgco2e.mid, "kgCO2e"))),
      h("td", null, m.fmt.show(r.g_per_kwh, "").number, r.scope === "direct" ? tr` direct` : ""), h("td", null, ratioWords(own, r.total_kgco2e.mid)), h("td", null, r.year ?? "–"), h("td", { class: "source", ...english }, m.sources[r.source]?.source ?? "–")))),
  ];
}
