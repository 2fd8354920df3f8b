// @ts-check
/**
 * What the Estimate view is drawn from. Everything in it is either what the reader typed or what the engine said.
 *
 * @typedef {import("../url.js").Params} Params
 * @typedef {import("./slider.js").Field} Field
 * @typedef {{key: string | null, field: string, value: string, reason: string, remedy: string}} FieldError
 * @typedef {{code: string, name: string, level: string, parent?: string | null}} PlaceRow
 * @typedef {{id: string, name: string, vendor: string, tdp_w?: number | null}} AcceleratorRow
 * @typedef {{id: string, provider: string, name: string, region: string}} CloudRow
 * @typedef {{id: string, label: string}} Row
 * @typedef {{key: string, label: string, remedy?: string | null, choices?: string[]}} TextField
 * @typedef {{accelerators: AcceleratorRow[], places: PlaceRow[], clouds: CloudRow[], workloads: Row[], sites: Row[], projects: Row[],
 *   social: {low: number, central: number, high: number, source: string} | null}} Lists
 * @typedef {{id: string, label: string, kg: number}} Try
 * @typedef {{effects: any[], damages: any[], draws: any, widths: {id: string, label: string, query: string, own: boolean, kg: number}[],
 *   takeaways: Record<"regions" | "tornado" | "damages", any>}} Extras
 * @typedef {{
 *   params: Params,
 *   defaults: string,                       the link that the page opens with
 *   drafts: Map<string, string>,            what is being typed, by key, as typed
 *   fields: Map<string, Field>,
 *   texts: Map<string, TextField>,          fields that hold words or lists
 *   fmt: ReturnType<typeof import("../units.js").formatter>,
 *   lists: Lists,
 *   result: any,                            last valid result, or null
 *   prerendered: boolean,                   the page as it came answers the present scenario
 *   stale: boolean,                         the result is not that of params
 *   errors: FieldError[],
 *   unknown: string[],
 *   regions: any[] | null, sources: Record<string, {source: string, url: string | null}>,
 *   pins: string[],
 *   linear: boolean,                        even scale where a picture has steps of ten
 *   tries: Try[],
 *   reading: string,                        how an ambiguous number was understood
 *   moved: {label: string, from: number, to: number, at?: string} | null,   at: in which part it is told, when not beside the answer
 *   equivalent: string,                     everyday comparison that the reader chose, or empty
 *   extras: Extras | null,                  what is asked after the answer; of the result or of the one before
 *   slow: {levers: any, devices: any} | null, likewise, what takes longest
 *   export: {format: string, text: string, said: string},   the result in another form; said: what became of it
 *   import: string,                         why what was brought back could not be opened, or empty
 *   engine: {state: string, reason: string},
 *   version: {engine: string, data: string},
 *   canUndo: boolean, canRedo: boolean,
 * }} Model
 */
import { CLOUDS } from "./lists.js";
import { keyOf, splitKey } from "./scenario.js";
import { say, tr } from "../i18n/tr.js";
import { compact, group } from "../numbers.js";

/** Fields whose numbers are too large for digits: 7B, 2T, 3.14e23. */
const LARGE = new Set(["par", "act", "tok", "epar", "etok", "dtok", "tra", "tea", "qp", "qa", "flop", "xf", "xd", "sam", "net"]);

/** What a numeric field shows: the draft while typing, else the link's number in a form that reads back the same.
 * @param {Model} m @param {string} key */
export const shown = (m, key) => m.drafts.get(key) ?? (LARGE.has(key) ? compact : group)(m.params.get(key) ?? "");

/** What the engine uses while a field is empty. @param {Model} m @param {string} key */
export function placeholder(m, key) {
  const [base, group] = splitKey(key);
  const show = (/** @type {number | undefined} */ v) => (v === undefined ? "" : m.fmt.show(v, "").number);
  if (base === "pue") return show(m.result?.pue.value.mid);
  if (base === "x" || base === "n" || base === "cn" || base === "of") return "1";
  const input = { u: "load", cu: "load", w: "rated power", cw: "rated power" }[base];
  const id = `${base === "u" || base === "w" ? "accelerator" : "cpu"}.${group}`;
  const found = m.result?.terms.find((/** @type {any} */ t) => t.id === id)?.inputs.find((/** @type {any} */ i) => i.name === input);
  return input ? show(found && (input === "load" ? found.value * 100 : found.value)) : "";
}

/** @param {Model} m @param {string} key */
export const errorOf = (m, key) => m.errors.find((e) => e.key === key) ?? null;

/** @param {string} key an id that is safe in selectors */
export const idOf = (key) => key.replace(".", "-");

/** @param {Model} m @param {number} g */
export function acceleratorName(m, g) {
  const id = m.params.get(keyOf("hw", g));
  if (!id) return m.params.get(keyOf("w", g)) ? tr`device of ${shown(m, keyOf("w", g))} W` : tr`other device`;
  return m.lists.accelerators.find((a) => a.id === id || a.name === id)?.name ?? id;
}

/** @param {Model} m @param {string | undefined} [code] */
export function placeName(m, code = m.params.get("r")) {
  if (!code) return tr`World`;
  const wanted = code.toUpperCase();
  const cloud = m.lists.clouds.find((c) => c.id.toUpperCase() === wanted);
  if (cloud) return `${CLOUDS[cloud.provider] ?? cloud.provider} ${cloud.name || cloud.region}`;
  return say(m.lists.places.find((p) => p.code.toUpperCase() === wanted)?.name ?? code);
}
