// @ts-check
/**
 * What a search asks for: the work of the scenario at hand and the limits on it. The link carries the limits only; the
 * keys are those of the engine's plan.
 *
 * @typedef {import("../url.js").Params} Params
 */
import { DEVICE_KEYS, splitKey } from "../estimate/scenario.js";
import { toQuery } from "../url.js";

/** Cards that several clouds rent out by the hour. */
export const RENTED = ["a100-sxm4-80gb", "h100-sxm5-80gb", "h100-pcie-80gb", "h200-sxm-141gb", "l4", "l40s", "a10g", "b200-hgx-180gb", "instinct-mi300x"];

export const LIMITS = /** @type {{key: string, label: string, unit: string, hint: string}[]} */ ([
  { key: "deadline", label: "Done within", unit: "h", hint: "no deadline" },
  { key: "kg", label: "At most", unit: "kg CO2e", hint: "no limit" },
  { key: "money", label: "At most", unit: "USD", hint: "no limit" },
  { key: "maxn", label: "Devices, at most", unit: "", hint: "as many as it takes" },
]);
export const LISTS = /** @type {{key: string, label: string, hint: string}[]} */ ([
  { key: "devices", label: "Devices", hint: "any" }, { key: "providers", label: "Clouds", hint: "any, and your own room" }, { key: "regions", label: "Places", hint: "anywhere" },
]);
const KEYS = new Set([...LIMITS, ...LISTS].map((l) => l.key));

/** The limits of a link. @param {Params} link @returns {Params} */
export const limitsOf = (link) => new Map([...link].filter(([k, v]) => KEYS.has(k) && v !== ""));

/** @param {Params} scenario @param {Params} limits */
export const planQuery = (scenario, limits) => toQuery(new Map([...scenario, ...limits]));

/** The scenario's own accelerators. @param {Params} scenario */
export const ownDevices = (scenario) => [...scenario].filter(([k]) => splitKey(k)[0] === "hw").map(([, v]) => v).join(",");

/** Whether the scenario says how much work it is: metered energy does not. @param {Params} scenario */
export const plannable = (scenario) => !scenario.has("kwh") && [...scenario.keys()].some((k) => DEVICE_KEYS.includes(splitKey(k)[0]) || k === "flop" || k === "par");
