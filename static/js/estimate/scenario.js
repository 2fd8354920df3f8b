// @ts-check
/**
 * The scenario as the page edits it: the link's keys and values, nothing else. Every function is pure and returns a
 * new map. What a key means, its limits and its default belong to the engine.
 *
 * @typedef {import("../url.js").Params} Params
 * @typedef {"h" | "dh" | "kwh" | "flop" | "par" | "steps" | "red" | "use"} Work  wall-clock hours, device-hours, metered energy,
 *   FLOP, parameters and tokens, steps that were timed, example × data set × experiments, requests
 */

const HW_KEYS = ["hw", "n", "w", "pw", "u", "cap", "iw"], CPU_KEYS = ["cpu", "cn", "cw", "cpw", "cu", "cut", "ccap", "ciw"];
export const DEVICE_KEYS = [...HW_KEYS, ...CPU_KEYS];
/** Keys that need a wall clock or a device: set aside while energy is metered, and (but for accelerators) beside requests alone. */
const MACHINE_KEYS = ["mem", "host", "ssd", "hdd", "ih"];
const familyKeys = (/** @type {"hw" | "cpu"} */ family) => (family === "hw" ? HW_KEYS : CPU_KEYS);

/** The keys that say the work, by way. @type {Record<Work, string[]>} */
export const WORK_KEYS = {
  h: ["h"], dh: ["dh"], kwh: ["kwh"], flop: ["flop"],
  par: ["par", "act", "tok", "arch", "epar", "etok", "dtok", "met", "tra", "tea", "rec", "lay", "wid", "ctx"],
  steps: ["sps", "spl", "sph", "sm", "swu", "st", "epo", "sam", "bat"],
  red: ["xe", "xf", "xd", "xn"],
  use: ["qe", "qj", "qw", "qs", "qr", "qb", "qn", "qp", "qa", "qprec", "qin", "qout", "qd", "qdays", "qy"],
};
/** Where each way begins when a reader turns to it. The amounts are small enough to picture. @type {Record<Work, Record<string, string>>} */
export const WORK_START = {
  h: { h: "24" }, dh: { dh: "192" }, kwh: { kwh: "100" }, flop: { flop: "1e20" }, par: { par: "1000000000", tok: "20000000000" },
  steps: { st: "250000", sps: "0.35" }, red: { xf: "12000000000", xd: "1281167", xn: "100" },
  use: { qd: "10000", qdays: "365", qp: "7000000000", qin: "500", qout: "300" },
};

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
  const bases = familyKeys(family);
  let count = 0;
  for (const key of params.keys()) {
    const [base, group] = splitKey(key);
    if (bases.includes(base)) count = Math.max(count, group);
  }
  return count;
}

/** Which way says the work. A time or a meter wins: arithmetic beside it only tells how well the devices were used.
 * @param {Params} params @returns {Work} */
export function workOf(params) {
  const says = (/** @type {Work} */ work) => WORK_KEYS[work].some((k) => params.has(k));
  if (params.has("kwh")) return "kwh";
  if (params.has("xe")) return "red";
  return /** @type {Work[]} */ (["dh", "h", "steps", "red", "flop", "par", "use"]).find(says) ?? "h";
}

/** Whether the energy of the devices is told as it is, so that they need not be known. @param {Params} params */
export const metered = (params) => params.has("kwh") || params.has("xe");

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
 * Changes the way the work is known. What the new way has no use for leaves the link, and comes back from aside when the
 * reader changes their mind: metered energy needs no devices, and requests say no time that a server could draw power in.
 * @param {Params} params @param {Work} work @param {Record<string, string>} start of the new way @param {Params} aside
 */
export function setWork(params, work, start, aside) {
  const next = new Map([["v", params.get("v") ?? "1"]]), old = workOf(params);
  const machine = (/** @type {string} */ k) => DEVICE_KEYS.includes(splitKey(k)[0]) || MACHINE_KEYS.includes(k);
  if (work !== "kwh") {
    const source = [...params.keys()].some(machine) ? params : aside;
    for (const [k, v] of source) if (machine(k) && !(work === "use" && (MACHINE_KEYS.includes(k) || CPU_KEYS.includes(splitKey(k)[0])))) next.set(k, v);
  }
  const own = WORK_KEYS[work], timed = ["h", "dh", "kwh"].includes(work);
  const before = timed ? undefined : [params, aside].find((p) => own.some((k) => p.has(k)));
  for (const [k, v] of before ? [...before].filter(([k]) => own.includes(k)) : Object.entries(start)) next.set(k, v);
  for (const [k, v] of params) if (!machine(k) && k !== "v" && !next.has(k) && !leaves(k, work, old)) next.set(k, v);
  return next;
}

/** What is set aside, with a scenario that is about to change: of each way the reader gets back what was said last.
 * @param {Params} aside @param {Params} params @returns {Params} */
export function setAside(aside, params) {
  const own = WORK_KEYS[workOf(params)], devices = [...params.keys()].some((k) => DEVICE_KEYS.includes(splitKey(k)[0]));
  const stays = (/** @type {string} */ k) => !own.includes(k) && !(devices && (DEVICE_KEYS.includes(splitKey(k)[0]) || MACHINE_KEYS.includes(k)));
  return new Map([...[...aside].filter(([k]) => stays(k)), ...params]);
}

/** Whether a key goes when the way changes. Requests beside other work stay, and so does arithmetic beside a time.
 * @param {string} key @param {Work} work @param {Work} old */
function leaves(key, work, old) {
  const of = /** @type {Work | undefined} */ (Object.keys(WORK_KEYS).find((w) => WORK_KEYS[/** @type {Work} */ (w)].includes(key)));
  if (!of) return work === "use" && (key === "x" || key === "of");
  if (of === work) return true; // said anew
  if (of === "use") return old === "use";
  if (of === "par" || of === "flop") return of === old || !["h", "dh", "kwh", "steps"].includes(work);
  return true;
}

/** Appends a group like the last one. @param {Params} params @param {"hw" | "cpu"} family @param {Record<string, string>} row */
export function addGroup(params, family, row) {
  const group = groupCount(params, family) + 1;
  return change(params, Object.fromEntries(Object.entries(row).map(([base, v]) => [keyOf(base, group), v])));
}

/** Removes a group and closes the gap. @param {Params} params @param {"hw" | "cpu"} family @param {number} gone */
export function removeGroup(params, family, gone) {
  const bases = familyKeys(family);
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
  code === null ? change(params, { r: null, mix: null, gy: null, ci }) : change(params, { ci: null, mix: null, r: code });

/** Chooses between a load in percent and measured watts. @param {Params} params @param {number} group
 * @param {"u" | "pw"} base @param {string} value @param {"hw" | "cpu"} [family] */
export function setLoad(params, group, base, value, family = "hw") {
  const [u, pw] = family === "hw" ? ["u", "pw"] : ["cu", "cpw"];
  const [on, off] = base === "u" ? [u, pw] : [pw, u];
  return change(params, { [keyOf(off, group)]: null, [keyOf(on, group)]: value });
}
