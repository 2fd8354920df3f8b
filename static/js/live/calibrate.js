// @ts-check
/** From what was measured to a scenario: the mean load of this session becomes the load of an estimate. */
import { groupCount, keyOf, DEVICE_KEYS, splitKey } from "../estimate/scenario.js";
import { tr } from "../i18n/tr.js";
import { shortest } from "../numbers.js";
import { toQuery } from "../url.js";

/**
 * @typedef {{load: number | null, percent: string, devices: string, planned: string, blocked: string, query: string}} Calibration
 *   load: mean power ÷ rated power; blocked says why it cannot be used yet, empty when it can
 */

const SHORTEST = 60; // s of data before a load means anything

/**
 * @param {import("./session.js").Session} session
 * @param {import("../url.js").Params} params the scenario
 * @returns {Calibration}
 */
export function calibrate(session, params) {
  const devices = session.calibrated();
  let watts = 0, rated = 0;
  for (const d of devices) {
    const mean = session.mean(d.id);
    if (mean === null) return none();
    watts += mean;
    rated += d.rated_w ?? 0;
  }
  if (!rated) return none();
  const load = watts / rated, percent = String(Math.round(load * 100)), seconds = session.sample?.seconds ?? 0;
  const u = params.get("u"), pw = params.get("pw");
  return {
    load, percent, devices: names(devices), planned: pw ? tr`${pw} W for each device` : u ? `${u} %` : "", query: scenario(devices, percent, params),
    blocked: seconds < SHORTEST ? tr`Possible after a minute of data; ${Math.ceil(SHORTEST - seconds)} s to go.`
      : session.busySeconds < session.seenSeconds / 2 ? tr`The machine was idle for more than half of the time: its mean says little about a training run.` : "",
  };
}

/** @returns {Calibration} */
const none = () => ({ load: null, percent: "", devices: "", planned: "", blocked: "", query: "" });

/** @param {import("./session.js").Device[]} devices */
function names(devices) {
  const counts = new Map();
  for (const d of devices) counts.set(d.name, (counts.get(d.name) ?? 0) + 1);
  return [...counts].map(([name, n]) => (n > 1 ? `${n} × ${name}` : name)).join(tr` and `);
}

/**
 * The scenario with this machine's devices and load in place of its own.
 * @param {import("./session.js").Device[]} devices @param {string} percent @param {import("../url.js").Params} params
 */
function scenario(devices, percent, params) {
  /** @type {Map<string, {device: import("./session.js").Device, count: number}>} */
  const kinds = new Map();
  for (const d of devices) {
    const name = d.catalog_id ?? `${d.rated_w} W`;
    kinds.set(name, { device: d, count: (kinds.get(name)?.count ?? 0) + 1 });
  }
  const [id, n, u, w] = devices[0].kind === "gpu" ? ["hw", "n", "u", "w"] : ["cpu", "cn", "cu", "cw"];
  const next = new Map([["v", "1"]]);
  let g = 0;
  for (const { device, count } of kinds.values()) {
    g++;
    if (device.catalog_id) next.set(keyOf(id, g), device.catalog_id);
    else next.set(keyOf(w, g), shortest(device.rated_w ?? 0));
    next.set(keyOf(n, g), String(count)).set(keyOf(u, g), percent);
  }
  for (const [k, v] of params) if (!DEVICE_KEYS.includes(splitKey(k)[0]) && k !== "v" && k !== "kwh") next.set(k, v);
  if (id === "cpu") next.set("host", "0");
  if (!next.has("h") && !next.has("dh")) next.set("h", "24");
  return groupCount(next, id === "hw" ? "hw" : "cpu") ? toQuery(next) : "";
}
