// @ts-check
/** A table of the catalog as a table of the page: columns by what its rows carry, narrowed by words. */
import { h } from "../dom.js";
import { significant } from "../units.js";

export const TABLES = /** @type {[string, string][]} */ ([
  ["accelerators", "Accelerators"], ["accelerators_extended", "Accelerators, further figures"], ["cpus", "CPUs"], ["regions", "Places: grid intensity"], ["intensities", "Grid intensity by year"],
  ["marginals", "Marginal intensity"], ["hours", "Intensity by hour"], ["mixes", "Electricity mixes"], ["fuels", "Fuels"], ["clouds", "Cloud regions"], ["pues", "PUE"], ["wues", "Water on site"], ["water", "Water of electricity"],
  ["prices", "Electricity prices"], ["device_prices", "Device rents"], ["instances", "Cloud instances"], ["embodied", "Making"], ["workloads", "Load by kind of work"], ["mfus", "MFU of published runs"], ["models", "Models"],
  ["projects", "Projects"], ["social_costs", "Social cost"], ["equivalences", "Everyday comparisons"], ["sites", "Sites"], ["conflicts", "Where sources disagree"], ["sources", "Sources and licences"],
]);

const MOST = 200; // rows drawn at once
const LAST = ["note", "source", "url", "licence", "year", "as_of"]; // columns that say where a row comes from

/**
 * @param {any[]} rows @param {string} text words that a row must all contain @param {Map<string, any>} sources by id
 * @returns {{body: import("../dom.js").Loose, said: string}}
 */
export function rowsTable(rows, text, sources) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = words.length ? rows.filter((r) => { const hay = JSON.stringify(r).toLowerCase(); return words.every((w) => hay.includes(w)); }) : rows;
  const said = `${found.length} of ${rows.length} rows${found.length > MOST ? `, the first ${MOST} shown: narrow the search to see others` : ""}.`;
  if (!found.length) return { body: h("p", { class: "hint" }, rows.length ? `No row contains ${words.map((w) => `“${w}”`).join(" and ")}.` : "Loading."), said };
  const all = [...new Set(rows.flatMap((r) => Object.keys(r)))].filter((k) => k !== "url" && rows.some((r) => r[k] !== null && r[k] !== ""));
  const columns = [...all.filter((k) => !LAST.includes(k)), ...LAST.filter((k) => all.includes(k))];
  return {
    said,
    body: [h("p", { class: "hint" }, said), h("div", { class: "scroll tall", tabindex: "0", role: "region", "aria-label": "Rows of the table" },
      h("table", { class: "rows" }, h("thead", null, h("tr", null, columns.map((c) => h("th", { scope: "col" }, heading(c))))),
        h("tbody", null, found.slice(0, MOST).map((r) => h("tr", null, columns.map((c, i) => cell(r, c, i, sources)))))))],
  };
}

/** @param {string} key */
const heading = (key) => key.replaceAll("_", " ");

/** @param {any} row @param {string} column @param {number} i @param {Map<string, any>} sources */
function cell(row, column, i, sources) {
  const v = row[column];
  if (column === "source" || column === "title") {
    const source = sources.get(v);
    const url = row.url ?? source?.url;
    const words = source ? `${source.title} (${source.licence})` : String(v ?? "–");
    return h("td", { class: "source" }, url ? h("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, words) : words);
  }
  const long = typeof v === "string" && v.length > 40;
  return h(i === 0 ? "th" : "td", { scope: i === 0 ? "row" : null, class: long ? "source" : typeof v === "number" ? "num" : null }, value(v));
}

/** @param {any} v */
function value(v) {
  if (v === null || v === undefined || v === "") return "–";
  if (typeof v === "number") return Number.isInteger(v) && v > 1000 && v < 3000 ? String(v) : significant(v, 4); // a year has no comma
  if (typeof v === "boolean") return v ? "yes" : "no";
  if (Array.isArray(v)) return v.map((x) => value(x)).join(", ");
  if (typeof v === "object") return "mid" in v ? `${significant(v.mid, 3)} (${significant(v.low, 2)} to ${significant(v.high, 2)})` : Object.entries(v).map(([k, x]) => `${heading(k)} ${value(x)}`).join(", ");
  return String(v);
}
