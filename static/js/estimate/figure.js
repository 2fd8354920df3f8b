// @ts-check
/** One figure: a finding in words, a picture that Plot draws later, and a table of the same rows. */
import { h } from "../dom.js";
import { chem } from "./words.js";
import { tr } from "../i18n/tr.js";

/**
 * @param {string} plot name of the picture
 * @param {{finding: string, rows: number, name: string, columns: string[], table: {id: string, cells: import("../dom.js").Loose[]}[], hint?: import("../dom.js").Loose, tools?: import("../dom.js").Loose, picture?: boolean}} o
 *   rows: how many the picture has, for its height before it is drawn; the first cell of a table row is its head; picture: false where there is nothing to draw
 */
export function figure(plot, o) {
  return h("figure", { class: "chart", "data-id": `figure-${plot}` },
    h("figcaption", null, chem(o.finding)),
    o.picture === false ? null : h("div", { class: `plot ${plot}`, "data-plot": plot, "data-rows": o.rows, opaque: true, "aria-hidden": "true" }),
    o.hint ? h("p", { class: "hint" }, o.hint) : null,
    o.tools ?? null,
    h("details", { class: "table" }, h("summary", null, tr`Show as table`),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": tr`${o.name}, table` }, h("table", null,
        h("caption", { class: "visually-hidden" }, o.name),
        h("thead", null, h("tr", null, o.columns.map((t) => h("th", { scope: "col" }, chem(t))))),
        h("tbody", null, o.table.map((r) => h("tr", { "data-id": r.id }, r.cells.map((c, i) => (i === 0 ? h("th", { scope: "row" }, c) : h("td", null, c))))))))),
    o.picture === false ? null : save(plot, o.name));
}

/** The choice between an even scale and steps of ten: one for all pictures that have it. @param {boolean} linear */
export const scale = (linear) => h("div", { class: "chips" }, h("button", { type: "button", class: "chip", "data-act": "linear", "aria-pressed": String(linear) }, tr`Even scale`));

/** @param {string} plot @param {string} name */
export const save = (plot, name) => h("button", { type: "button", class: "quiet save", "data-save": plot, "aria-label": tr`Save as SVG: ${name}` }, tr`Save as SVG`);
