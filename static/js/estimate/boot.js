// @ts-check
/** The model that the page starts from. The build makes it with the real engine; the browser reads it from the page. */
import { formatter } from "../units.js";
import { parseQuery } from "../url.js";

/** Places that a reader may want to compare with, until they pin their own: spread over the range, on five continents. */
export const FIRST_PINS = ["CA-QC", "FR", "BR", "DE", "US", "CN", "PL", "IN", "ZA"];

/**
 * @param {{query: string, fields: any[], texts: any[], units: any, version: {engine: string, data: string}, lists: import("./model.js").Lists}} boot
 * @returns {import("./model.js").Model}
 */
export function firstModel(boot) {
  return {
    params: parseQuery(boot.query), defaults: boot.query, drafts: new Map(), fields: new Map(boot.fields.map((f) => [f.key, f])), texts: new Map(boot.texts.map((t) => [t.key, t])), fmt: formatter(boot.units),
    lists: boot.lists, result: null, prerendered: false, stale: false, errors: [], unknown: [], regions: null, sources: {}, pins: FIRST_PINS, linear: false, tries: [], reading: "",
    equivalent: "", extras: null, slow: null, export: { format: "link", text: "", said: "" }, import: "", moved: null, engine: { state: "loading", reason: "" }, version: boot.version, canUndo: false, canRedo: false,
  };
}
