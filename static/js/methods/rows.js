// @ts-check
/** A table of the catalog as a table of the page: columns by what its rows carry, narrowed by words. */
import { h } from "../dom.js";
import { sentence } from "../estimate/words.js";
import { english, inEnglish, rich, say, tr } from "../i18n/tr.js";
import { significant } from "../units.js";
import { conflictsOf } from "./sources.js";

export const TABLES = /** @type {[string, string][]} */ ([
  ["accelerators", tr`Accelerators`], ["accelerators_extended", tr`Accelerators, further figures`], ["cpus", "CPUs"], ["regions", tr`Places: grid intensity`], ["intensities", tr`Grid intensity by year`],
  ["marginals", tr`Marginal intensity`], ["hours", tr`Intensity by hour`], ["mixes", tr`Electricity mixes`], ["fuels", tr`Fuels`], ["clouds", tr`Cloud regions`], ["pues", "PUE"], ["wues", tr`Water on site`], ["water", tr`Water of electricity`],
  ["prices", tr`Electricity prices`], ["device_prices", tr`Device rents`], ["instances", tr`Cloud instances`], ["embodied", tr`Making`], ["workloads", tr`Load by kind of work`], ["mfus", tr`MFU of published runs`], ["models", tr`Models`],
  ["projects", tr`Projects`], ["social_costs", tr`Social cost`], ["equivalences", tr`Everyday comparisons`], ["facts", tr`Facts of the lessons`], ["sites", tr`Sites`], ["conflicts", tr`Where sources disagree`], ["sources", tr`Sources and licences`],
]);

const MOST = 200; // rows drawn at once
const LAST = ["note", "source", "year", "licence", "read"]; // columns that say where a row comes from
const HIDDEN = new Set(["url", "as_of"]); // told with the source

/**
 * @typedef {{sources: Map<string, import("./sources.js").Source>, conflicts: import("./sources.js").Conflict[]}} Known
 * @param {string} table @param {any[]} rows @param {string} text words that a row must all contain @param {Known} known
 * @returns {{body: import("../dom.js").Loose, said: string}}
 */
export function rowsTable(table, rows, text, known) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const told = rows.map((r) => whole(r, known));
  const found = words.length ? told.filter((r) => { const hay = JSON.stringify(r).toLowerCase(); return words.every((w) => hay.includes(w)); }) : told;
  const said = found.length > MOST ? tr`${significant(found.length, 15)} of ${significant(rows.length, 15)} rows, the first ${MOST} shown: narrow the search to see others.` : tr`${significant(found.length, 15)} of ${significant(rows.length, 15)} rows.`;
  if (!found.length) return { body: h("p", { class: "hint" }, rows.length ? tr`No row contains ${words.map((w) => tr`“${w}”`).join(tr` and `)}.` : tr`Loading.`), said };
  const all = [...new Set(told.flatMap((r) => Object.keys(r)))].filter((k) => !HIDDEN.has(k) && told.some((r) => r[k] !== null && r[k] !== undefined && r[k] !== ""));
  const columns = [...all.filter((k) => !LAST.includes(k)), ...LAST.filter((k) => all.includes(k))];
  return {
    said,
    body: [h("p", { class: "hint" }, said), h("div", { class: "scroll tall", tabindex: "0", role: "region", "aria-label": tr`Rows of the table` },
      h("table", { class: "rows" }, h("thead", null, h("tr", null, columns.map((c) => h("th", { scope: "col" }, heading(c))))),
        h("tbody", null, found.slice(0, MOST).map((r) => [h("tr", null, columns.map((c, i) => cell(r, c, i, known))), conflicts(table, r, columns.length, known)]))))],
  };
}

/** A row with what its source says of it. @param {any} row @param {Known} known */
function whole(row, known) {
  const source = known.sources.get(row.source) ?? known.sources.get(row.url); // another table of the same publication
  return source ? { ...row, year: row.year ?? source.year, licence: source.licence, read: source.as_of } : row;
}

/** Who says otherwise, below the row that it speaks of. @param {string} table @param {any} row @param {number} width columns @param {Known} known */
function conflicts(table, row, width, known) {
  const list = conflictsOf(known.conflicts, table, row);
  if (!list.length) return null;
  return h("tr", { class: "conflict" }, h("td", { colspan: width }, list.map((c) => h("p", null, h("span", { class: "badge" }, tr`disputed`), " ", said(c), inEnglish(sentence(c.reason))))));
}

/** @param {import("./sources.js").Conflict} c */
function said(c) {
  const ours = c.chosen === null || c.chosen === "" ? "" : tr`here ${value(c.chosen)}, `;
  const source = inEnglish(c.other_source), theirs = c.other === null || c.other === "" ? rich`otherwise in ${source}` : rich`${value(c.other)} in ${source}`;
  return rich`${heading(c.field)}: ${ours}${theirs}. `;
}

/** @param {string} key */
const heading = (key) => say(key.replaceAll("_", " "));

/** @param {any} row @param {string} column @param {number} i @param {Known} known */
function cell(row, column, i, known) {
  const v = row[column];
  if (column === "source") return h("td", { class: "source", ...english }, link(String(v ?? "–"), row.url ?? known.sources.get(v)?.url));
  if (column === "title" && row.url) return h("td", { class: "source", ...english }, link(String(v), row.url));
  if (v && typeof v === "object" && v.source) {
    const source = known.sources.get(v.source);
    return h("td", { class: "source" }, `${value(v.g_per_kwh)}, ${v.basis}, ${v.year ?? source?.year ?? tr`undated`}${tr`: `}`, link(v.source, v.url ?? source?.url), source ? ` (${source.licence})` : "");
  }
  const long = typeof v === "string" && v.length > 40;
  return h(i === 0 ? "th" : "td", { scope: i === 0 ? "row" : null, class: long ? "source" : typeof v === "number" ? "num" : null, ...(typeof v === "string" && value(v) === v ? english : {}) }, value(v));
}

/** @param {string} words @param {string | null | undefined} url */
const link = (words, url) => (url ? h("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, words) : words);

/** @param {any} v @returns {string} */
function value(v) {
  if (v === null || v === undefined || v === "") return "–";
  if (typeof v === "number") return Number.isInteger(v) && v > 1000 && v < 3000 ? String(v) : significant(v, 4); // a year has no comma
  if (typeof v === "boolean") return v ? tr`yes` : tr`no`;
  if (Array.isArray(v)) return v.map((x) => value(x)).join(", ");
  if (typeof v === "object") return "mid" in v ? (v.low === v.high ? significant(v.mid, 3) : tr`${significant(v.mid, 3)} (${significant(v.low, 2)} to ${significant(v.high, 2)})`) : Object.entries(v).map(([k, x]) => `${heading(k)} ${value(x)}`).join(", ");
  return say(String(v));
}
