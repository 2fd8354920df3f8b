// @ts-check
/**
 * Reads a file with the columns of CodeCarbon's emissions.csv, as that tool writes it and as this page exports it: its last
 * row is a run whose energy was measured or worked out. What the row says of emissions is left aside, because the engine
 * works them out anew.
 *
 * @typedef {import("../url.js").Params} Params
 */
import { tr } from "../i18n/tr.js";
import { shortest } from "../numbers.js";

/** @param {string} text */
export const isEmissions = (text) => /(^|,)energy_consumed(,|$)/.test(text.split(/\r?\n/, 1)[0]);

/**
 * @param {string} text @param {{code: string, name: string, level: string}[]} places
 * @returns {{params: Params} | {fault: string}}
 */
export function readEmissions(text, places) {
  const [head, ...rows] = cells(text), last = rows.filter((r) => r.length === head.length).at(-1);
  if (!last) return { fault: tr`This table has no row with as many cells as its head.` };
  const row = new Map(head.map((name, i) => [name, last[i].trim()]));
  const number = (/** @type {string} */ name) => (row.get(name) ? Number(row.get(name)) : NaN), energy = number("energy_consumed");
  if (!(energy >= 0)) return { fault: tr`Its energy_consumed is "${row.get("energy_consumed")}", which is no number of kilowatt-hours.` };
  const pue = number("pue") >= 1 ? number("pue") : 1; // the column has the building in it
  /** @type {Params} */ const params = new Map([["v", "1"]]);
  const name = row.get("project_name"), place = placeOf(row, places);
  if (name) params.set("name", name);
  params.set("kwh", shortest(Number((energy / pue).toPrecision(12))));
  params.set("pue", shortest(pue));
  if (place) params.set("r", place);
  return { params };
}

/** A cloud region, else the country. @param {Map<string, string>} row @param {{code: string, name: string, level: string}[]} places */
function placeOf(row, places) {
  if (row.get("cloud_provider") && row.get("cloud_region")) return `${row.get("cloud_provider")}:${row.get("cloud_region")}`.toLowerCase();
  const country = row.get("country_name")?.toLowerCase();
  return places.find((p) => p.level === "country" && p.name.toLowerCase() === country)?.code ?? "";
}

/** Rows of cells; a cell in quotes may hold commas, lines, and quotes as two of them. @param {string} text @returns {string[][]} */
export function cells(text) {
  /** @type {string[][]} */ const rows = [[]];
  for (const [, quoted, plain, end] of `${text.trim()}\n`.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|\r)/g)) {
    rows[rows.length - 1].push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ",") rows.push([]);
  }
  return rows.filter((r) => r.some((c) => c !== ""));
}
