// @ts-check
/**
 * Reads what a reader brings back: a link, a scenario in JSON, or an exported JSON. Whether its values make sense is for
 * the engine to say; here it is only put into the form of a link.
 *
 * @typedef {import("../url.js").Params} Params
 * @typedef {{key: string, path: string, unit?: string}} FieldPath  as the engine describes its fields
 * @typedef {{fields: FieldPath[], texts: FieldPath[], lists: FieldPath[]}} Fields
 */
import { tr } from "../i18n/tr.js";
import { shortest } from "../numbers.js";
import { isEmissions, readEmissions } from "./emissions.js";
import { parseHash, parseQuery } from "../url.js";

const DEVICES = /** @type {const} */ ([["accelerators", "hw"], ["cpus", "cpu"]]);

/** @param {string} text @param {Fields} fields @param {{code: string, name: string, level: string}[]} [places] to find the country of a table @returns {{params: Params, scenario?: any} | {fault: string}} scenario: what was said in JSON, for the engine to repeat */
export function readImport(text, fields, places = []) {
  const trimmed = text.trim();
  if (trimmed === "") return { fault: tr`There is nothing to open. Paste a link or JSON, or choose a file.` };
  if (isEmissions(trimmed)) return readEmissions(trimmed, places);
  if (!trimmed.startsWith("{")) return readLink(trimmed);
  let json;
  try {
    json = JSON.parse(trimmed);
  } catch (e) {
    return { fault: tr`This JSON cannot be read: ${/** @type {Error} */ (e).message}.` };
  }
  if (typeof json.query === "string") return { params: parseQuery(json.query) };
  if (json.result && typeof json.result.query === "string") return { params: parseQuery(json.result.query) };
  if (json.total_kgco2e) return { fault: tr`This is a result that does not say its scenario. Newer exports do: save it again as JSON.` };
  return fromScenario(json.scenario ?? json, fields);
}

/** @param {string} text @returns {{params: Params} | {fault: string}} */
function readLink(text) {
  const line = text.split(/\r?\n/).find((l) => l.includes("=")) ?? "", at = line.indexOf("#/");
  const { params } = at >= 0 ? parseHash(line.slice(at).split(/\s/)[0]) : { params: parseQuery(line.trim().replace(/^[#?]/, "")) };
  const first = params.get("a"); // of a comparison: the first scenario of it
  if (first?.includes("=")) return { params: parseQuery(first) };
  return params.size ? { params } : { fault: tr`This is no link of this page: nothing like key=value is in it.` };
}

/** @param {any} json @param {Fields} fields @returns {{params: Params, scenario: any} | {fault: string}} */
function fromScenario(json, fields) {
  const byPath = new Map([...fields.fields, ...fields.texts, ...fields.lists].map((f) => [f.path, f]));
  /** @type {Params} */ const params = new Map([["v", "1"]]);
  /** @type {string[]} */ const strange = [];
  const put = (/** @type {string} */ path, /** @type {any} */ value, /** @type {string} */ end = "") => {
    const f = byPath.get(path);
    if (!f) return void strange.push(path);
    if (value === null) return;
    params.set(f.key + end, worded(value, f));
  };
  for (const [name, value] of Object.entries(json)) {
    const list = DEVICES.find(([path]) => path === name);
    if (list && Array.isArray(value)) value.forEach((device, i) => devices(list, device, i === 0 ? "" : `.${i + 1}`, put, params));
    else if (name === "embodied" && typeof value === "boolean") params.set("emb", value ? "1" : "0");
    else if (value && typeof value === "object" && !Array.isArray(value) && !byPath.has(name)) for (const [inner, v] of Object.entries(value)) put(`${name}.${inner}`, v);
    else put(name, value);
  }
  if (strange.length) return { fault: strange.length === 1 ? tr`This scenario has a part that this version does not know: ${strange[0]}.` : tr`This scenario has parts that this version does not know: ${strange.join(", ")}.` };
  return { params, scenario: json.scenario ?? json };
}

/** @param {readonly [string, string]} list @param {any} device @param {string} end @param {(path: string, value: any, end: string) => void} put @param {Params} params */
function devices([path, key], device, end, put, params) {
  const name = device.id ?? device.name;
  if (name !== undefined) params.set(key + end, String(name));
  for (const [k, v] of Object.entries(device)) if (k !== "id" && k !== "name") put(`${path}[].${k}`, v, end);
}

/** A value as a link writes it: percent where the link says percent, shares by colons. @param {any} value @param {FieldPath} f */
function worded(value, f) {
  if (Array.isArray(value)) return value.join(",");
  if (typeof value === "object") return Object.entries(value).map(([k, v]) => `${k}:${v}`).join(",");
  return typeof value === "number" ? shortest(f.unit === "%" ? Number((value * 100).toPrecision(15)) : value) : String(value);
}

/**
 * What was said in JSON and is not in the engine's own account of the scenario: nothing may be lost on the way in silence.
 * @param {any} given @param {any} said @param {string} [path] @returns {string[]} paths
 */
export function lost(given, said, path = "") {
  if (given === null || given === undefined) return [];
  if (typeof given === "boolean") return lost(given ? 1 : 0, said?.counted ?? said, path);
  if (typeof given === "number") return typeof said === "number" && Math.abs(said - given) <= 1e-9 * Math.abs(given) ? [] : [path];
  if (typeof given === "object") return Object.keys(given).flatMap((k) => lost(given[k], said?.[k] ?? (k === "name" ? said?.id : k === "id" ? said?.name : undefined), path ? `${path}.${k}` : k));
  return String(said ?? "").toLowerCase() === String(given).trim().toLowerCase() ? [] : [path];
}
