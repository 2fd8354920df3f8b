// @ts-check
/**
 * What is worth having beside the answer: asked of the engine once the reader rests, and by the build for the first
 * picture. What takes the engine longer comes in a second round, so that the next edit does not wait behind it.
 */
import { toQuery } from "../url.js";
import { widths } from "./staircase.js";
import { proposals } from "./tries.js";

/** @typedef {(method: string, argument: string, channel: string) => any} Call  the engine; a promise or the answer itself */
/** @typedef {import("../url.js").Params} Params */

/**
 * @param {Call} call @param {Params} params
 * @returns {Promise<(Omit<import("./model.js").Extras, "draws" | "levers"> & {tries: import("./model.js").Try[], regions: any[], sources: any}) | null>} null when there is no answer, or another question has overtaken this one
 */
export async function askExtras(call, params) {
  const query = toQuery(params), offers = proposals(params), wide = widths(params);
  const kg = (/** @type {any} */ answer) => (answer?.ok ? answer.result.total_kgco2e.mid : null);
  const [regions, tornado, damages, tried, counted] = await Promise.all([
    ...["regions", "tornado", "damages"].map((method) => call(method, query, method)),
    Promise.all(offers.map((o) => call("estimate", toQuery(o.params), `try:${o.id}`))),
    Promise.all(wide.map((w) => call("estimate", w.query, `width:${w.id}`))),
  ]);
  if (![regions, tornado, damages].every((a) => a?.ok)) return null;
  return {
    regions: regions.regions, sources: regions.sources,
    tries: offers.flatMap((o, i) => (kg(tried[i]) === null ? [] : [{ id: o.id, label: o.label, query: toQuery(o.params), kg: kg(tried[i]), said: "" }])),
    widths: wide.flatMap((w, i) => (kg(counted[i]) > 0 ? [{ ...w, kg: kg(counted[i]) }] : [])),
    effects: tornado.effects, damages: damages.damages,
    takeaways: { regions: regions.takeaway, tornado: tornado.takeaway, damages: damages.takeaway },
  };
}

/** @param {Call} call @param {string} query @returns {Promise<{draws: any, levers: any} | null>} */
export async function askSlow(call, query) {
  const [draws, levers] = await Promise.all([call("draws", query, "draws"), call("levers", query, "levers")]);
  return draws?.ok && levers?.ok ? { draws: draws.draws, levers } : null;
}
