// @ts-check
/** The result in other forms, to copy or save; and the way back: a link, a scenario or an export, pasted or from a file. */
import { h } from "../dom.js";
import { tr } from "../i18n/tr.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {{id: string, name: string, file: string, type: string, why: string}} Format */

/** The forms of the engine's report, by its name for each; a link and the lines to embed are the page's own. @type {Format[]} */
export const FORMATS = [
  { id: "link", name: tr`Link`, file: "gramwatt.url.txt", type: "text/plain", why: tr`opens this very scenario, with the data version it was made with` },
  { id: "sentence", name: tr`Sentence`, file: "gramwatt-sentence.txt", type: "text/plain", why: tr`for an e-mail or a methods section` },
  { id: "text", name: tr`Text`, file: "gramwatt.txt", type: "text/plain", why: tr`everything, readable as it is` },
  { id: "latex", name: "LaTeX", file: "gramwatt.tex", type: "application/x-tex", why: tr`a paragraph and a table with its bibliography` },
  { id: "markdown", name: "Markdown", file: "gramwatt.md", type: "text/markdown", why: tr`for a README` },
  { id: "modelcard", name: tr`Model card`, file: "gramwatt-model-card.md", type: "text/markdown", why: tr`the head and the paragraph that model hubs read` },
  { id: "csv", name: "CSV", file: "gramwatt.csv", type: "text/csv", why: tr`one row, with the columns of CodeCarbon` },
  { id: "json", name: "JSON", file: "gramwatt.json", type: "application/json", why: tr`every term and source; opens here again` },
  { id: "embed", name: tr`Embed`, file: "gramwatt-embed.html", type: "text/html", why: tr`this estimate inside another web page; view may be card, whatif or region` },
  { id: "boamps", name: "BoAmps", file: "gramwatt-boamps.json", type: "application/json", why: tr`the open data model for reporting energy of AI` },
];

/** @param {string} id */
export const formatOf = (id) => FORMATS.find((f) => f.id === id) ?? FORMATS[0];

/** @param {Model} m */
export function keep(m) {
  const now = formatOf(m.export.format);
  return [
    h("div", { class: "chips", role: "group", "aria-label": tr`Form of the result` }, FORMATS.map((f) => h("button", { type: "button", class: "chip", "data-format": f.id, "data-id": f.id, "aria-pressed": String(f.id === now.id) }, f.name))),
    h("p", { class: "hint" }, tr`${now.name}: ${now.why}.`),
    h("textarea", { id: "export-text", readonly: true, rows: 7, spellcheck: "false", "aria-label": tr`The result as ${now.name}`, opaque: true }),
    h("p", { class: "actions" }, h("button", { type: "button", class: "primary", "data-keep": "copy", disabled: m.export.text === "" }, tr`Copy`), h("button", { type: "button", class: "quiet", "data-keep": "save", disabled: m.export.text === "" }, tr`Save as ${now.file}`), h("span", { class: "hint" }, m.export.said)),
  ];
}

/** @param {Model} m */
export function open(m) {
  return [
    h("label", { for: "import-text" }, tr`A link of this page, a scenario in JSON, a JSON that was saved here, or a row of CodeCarbon's emissions.csv with its head`),
    h("textarea", { id: "import-text", rows: 5, spellcheck: "false", "data-import": "text", opaque: true, "aria-invalid": m.import ? "true" : null, "aria-describedby": m.import ? "import-fault" : null }),
    m.import ? h("p", { class: "fault", id: "import-fault" }, m.import) : null,
    h("p", { class: "actions" }, h("button", { type: "button", class: "primary", "data-keep": "open" }, tr`Open it`),
      h("label", { class: "quiet file" }, tr`Choose a file`, h("input", { type: "file", class: "visually-hidden", accept: ".json,.txt,.url,.csv,application/json,text/plain,text/csv", "data-import": "file" }))),
  ];
}
