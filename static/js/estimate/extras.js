// @ts-check
/**
 * What is worth having beside the answer: asked of the engine once the reader rests, and by the build for the first
 * picture. It is asked in the order in which it is seen. What takes the engine longer comes in a
 * second round, so that the next edit does not wait behind it.
 */
import { toQuery } from "../url.js";
import { ownDevice } from "./devices.js";
import { proposals } from "./proposals.js";
import { widths } from "./widths.js";

/** @typedef {(method: string, argument: string, channel: string) => any} Call  the engine; a promise or the answer itself */
/** @typedef {import("../url.js").Params} Params */
/** @typedef {import("./model.js").Extras & {tries: import("./model.js").Try[], regions: any[], sources: any}} Asked */

/**
 * @param {Call} call @param {Params} params
 * @returns {Promise<Asked | null>} null when there is no answer, or another question has overtaken this one
 */
export async function askExtras(call, params) {
  const query = toQuery(params), offers = proposals(params), wide = widths(params);
  const kg = (/** @type {any} */ answer) => (answer?.ok ? answer.result.total_kgco2e.mid : null);
  const [tried, regions, tornado, counted, draws, damages] = await Promise.all([
    Promise.all(offers.map((o) => call("estimate", toQuery(o.params), `try ${o.id}`))), call("regions", query, "regions"), call("tornado", query, "tornado"),
    Promise.all(wide.map((w) => call("estimate", w.query, `width ${w.id}`))), call("draws", query, "draws"), call("damages", query, "damages"),
  ]);
  if (![regions, tornado, draws, damages].every((a) => a?.ok)) return null;
  return {
    regions: regions.regions, sources: regions.sources,
    tries: offers.flatMap((o, i) => (kg(tried[i]) === null ? [] : [{ id: o.id, label: o.label, kg: kg(tried[i]) }])),
    widths: wide.flatMap((w, i) => (kg(counted[i]) > 0 ? [{ ...w, kg: kg(counted[i]) }] : [])),
    effects: tornado.effects, damages: damages.damages, draws: draws.draws,
    takeaways: { regions: regions.takeaway, tornado: tornado.takeaway, damages: damages.takeaway },
  };
}

/**
 * What would help most, then the same work on other devices: null where the scenario names none.
 * @param {Call} call @param {Params} params @returns {Promise<{levers: any, devices: any} | null>}
 */
export async function askSlow(call, params) {
  const query = toQuery(params);
  const [levers, devices] = await Promise.all([call("levers", query, "levers"), ownDevice(params) ? call("devices", query, "devices") : null]);
  return levers?.ok ? { levers, devices: devices?.ok ? devices : null } : null;
}
