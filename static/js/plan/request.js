// @ts-check
/**
 * What a search asks for: the work of the scenario at hand and the limits on it. The link carries the limits only; the
 * keys are those of the engine's plan.
 *
 * @typedef {import("../url.js").Params} Params
 */
import { neighbour, POSITIONS, toPosition, toValue, track } from "../estimate/slider.js";
import { tr } from "../i18n/tr.js";
import { shortest } from "../numbers.js";
import { DEVICE_KEYS, splitKey } from "../estimate/scenario.js";
import { toQuery } from "../url.js";

/** Cards that several clouds rent out by the hour. */
export const RENTED = ["a100-sxm4-80gb", "h100-sxm5-80gb", "h100-pcie-80gb", "h200-sxm-141gb", "l4", "l40s", "a10g", "b200-hgx-180gb", "instinct-mi300x"];

/** Each has a text field and a slider over the useful part, on a logarithm; the slider's right end is no limit. */
export const LIMITS = /** @type {{key: string, label: string, unit: string, hint: string, min: number, max: number, whole: boolean}[]} */ ([
  { key: "deadline", label: tr`Done within`, unit: "h", hint: tr`no deadline`, min: 0.1, max: 10_000, whole: false },
  { key: "kg", label: tr`Carbon, at most`, unit: tr`kg CO2e`, hint: tr`no limit`, min: 0.01, max: 1e6, whole: false },
  { key: "money", label: tr`Cost, at most`, unit: "USD", hint: tr`no limit`, min: 0.1, max: 1e7, whole: false },
  { key: "maxn", label: tr`Devices, at most`, unit: "", hint: tr`no limit`, min: 1, max: 10_000, whole: true },
]);
export const LISTS = /** @type {{key: string, label: string, hint: string}[]} */ ([
  { key: "devices", label: tr`Devices`, hint: tr`any` }, { key: "providers", label: tr`Clouds`, hint: tr`any, and your own room` }, { key: "regions", label: tr`Places`, hint: tr`anywhere` },
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

/** The track of a limit's slider. @param {{key: string, min: number, max: number, whole: boolean}} limit */
export const trackOf = (limit) => track({ ...limit, step: 1, scale: "log", above_min: false, unit: "", label: "" });

/** The value of a slider's position: "" at its right end. @param {{key: string, min: number, max: number, whole: boolean}} limit @param {number} position */
export const atPosition = (limit, position) => (position >= POSITIONS ? "" : shortest(toValue(trackOf(limit), position)));

/** Where an arrow key leads from a value: beyond the last stop there is no limit. @param {{key: string, min: number, max: number, whole: boolean}} limit @param {string} value @param {1 | -1} direction */
export function stepped(limit, value, direction) {
  const t = trackOf(limit), now = Number(value);
  if (value === "" || !Number.isFinite(now)) return direction < 0 ? shortest(t.stops[t.stops.length - 2]) : "";
  const next = neighbour(t, now, direction);
  return next >= t.max ? "" : shortest(next);
}

/** @param {{key: string, min: number, max: number, whole: boolean}} limit @param {string} value */
export function positionOf(limit, value) {
  const now = Number(value);
  return value === "" || !(now > 0) ? POSITIONS : Math.min(POSITIONS - 1, toPosition(trackOf(limit), now));
}
