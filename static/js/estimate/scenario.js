// @ts-check
/**
 * The scenario as the page edits it: the link's keys and values, nothing else. Every function is pure and returns a
 * new map. What a key means, its limits and its default belong to the engine.
 *
 * @typedef {import("../url.js").Params} Params
 * @typedef {"h" | "dh" | "kwh"} Work  wall-clock hours, device-hours, metered energy
 */

export const DEVICE_KEYS = ["hw", "n", "w", "pw", "u", "cpu", "cn", "cw", "cpw", "cu"];
/** Keys that only make sense beside a wall clock or a device: set aside while energy is metered. */
const MACHINE_KEYS = ["mem", "host"];

/** @param {string} base @param {number} group from 1 */
export const keyOf = (base, group) => (group === 1 ? base : `${base}.${group}`);

/** @param {string} key @returns {[base: string, group: number]} */
export function splitKey(key) {
  const m = /^(.*?)(?:\.(\d+))?$/.exec(key);
  return [m?.[1] ?? key, m?.[2] ? Number(m[2]) : 1];
}

/** The number of device groups of a family: "hw" for accelerators, "cpu" for CPUs.
 * @param {Params} params @param {"hw" | "cpu"} family */
export function groupCount(params, family) {
  const bases = family === "hw" ? DEVICE_KEYS.slice(0, 5) : DEVICE_KEYS.slice(5);
  let count = 0;
  for (const key of params.keys()) {
    const [base, group] = splitKey(key);
    if (bases.includes(base)) count = Math.max(count, group);
  }
  return count;
}

/** @param {Params} params @returns {Work} */
export const workOf = (params) => (params.has("kwh") ? "kwh" : params.has("dh") ? "dh" : "h");

/** @param {Params} params @param {Record<string, string | null>} changes null removes a key */
export function change(params, changes) {
  const next = new Map(params);
  for (const [k, v] of Object.entries(changes)) {
    if (v === null) next.delete(k);
    else next.set(k, v);
  }
  return next;
}

/**
 * Changes the way the work is known. Metered energy needs no devices, so these leave the link; they come back from
 * aside when the reader changes their mind.
 * @param {Params} params @param {Work} work @param {string} amount @param {Params} aside
 */
export function setWork(params, work, amount, aside) {
  const next = new Map([["v", params.get("v") ?? "1"]]);
  const machine = (/** @type {string} */ k) => DEVICE_KEYS.includes(splitKey(k)[0]) || MACHINE_KEYS.includes(k);
  if (work !== "kwh") {
    const source = [...params.keys()].some(machine) ? params : aside;
    for (const [k, v] of source) if (machine(k)) next.set(k, v);
  }
  next.set(work, amount);
  for (const [k, v] of params) if (!machine(k) && !["v", "h", "dh", "kwh"].includes(k)) next.set(k, v);
  return next;
}

/** Appends a group like the last one. @param {Params} params @param {"hw" | "cpu"} family @param {Record<string, string>} row */
export function addGroup(params, family, row) {
  const group = groupCount(params, family) + 1;
  return change(params, Object.fromEntries(Object.entries(row).map(([base, v]) => [keyOf(base, group), v])));
}

/** Removes a group and closes the gap. @param {Params} params @param {"hw" | "cpu"} family @param {number} gone */
export function removeGroup(params, family, gone) {
  const bases = family === "hw" ? DEVICE_KEYS.slice(0, 5) : DEVICE_KEYS.slice(5);
  /** @type {Params} */
  const next = new Map();
  for (const [k, v] of params) {
    const [base, group] = splitKey(k);
    if (!bases.includes(base)) next.set(k, v);
    else if (group < gone) next.set(k, v);
    else if (group > gone) next.set(keyOf(base, group - 1), v);
  }
  return next;
}

/** Chooses a place, or with null a typed intensity. @param {Params} params @param {string | null} code @param {string} [ci] */
export const setPlace = (params, code, ci = "57") =>
  code === null ? change(params, { r: null, ci }) : change(params, { ci: null, r: code });

/** Chooses between a load in percent and measured watts. @param {Params} params @param {number} group
 * @param {"u" | "pw"} base @param {string} value @param {"hw" | "cpu"} [family] */
export function setLoad(params, group, base, value, family = "hw") {
  const [u, pw] = family === "hw" ? ["u", "pw"] : ["cu", "cpw"];
  const [on, off] = base === "u" ? [u, pw] : [pw, u];
  return change(params, { [keyOf(off, group)]: null, [keyOf(on, group)]: value });
}
