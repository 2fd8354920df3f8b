// @ts-check
/** What a part of a session used: the difference of the counters between two samples. Nothing is integrated here. */

/**
 * @typedef {{from: number, to: number, seconds: number, joules: number | null, meanWatts: number | null, missing: number, devices: {id: string, joules: number | null, missing: number}[]}} Span
 *   from, to: times of the two samples, epoch s; meanWatts over the time that is known; missing: s, the most of any device that is added up
 */

const ADDITIVE = new Set(["gpu", "cpu", "dram"]);

/**
 * @param {import("./session.js").Session} session
 * @param {number} from epoch s @param {number} to epoch s, in any order
 * @returns {Span | null} null when there are not two samples
 */
export function spanOf(session, from, to) {
  const { log } = session, a = log.nearest(Math.min(from, to)), b = log.nearest(Math.max(from, to));
  if (a < 0 || a === b) return null;
  const seconds = log.seconds[b] - log.seconds[a], joules = less(log.joules[b], log.joules[a]);
  let missing = 0, mean = 0, known = false;
  /** @type {Span["devices"]} */ const devices = [];
  for (const d of session.devices) {
    const c = log.devices.get(d.id);
    if (!c || d.kind === "host") continue;
    const used = less(c.joules[b], c.joules[a]), lost = Math.min(seconds, Math.max(0, less(c.missing[b], c.missing[a]) ?? seconds));
    devices.push({ id: d.id, joules: used, missing: lost });
    if (!ADDITIVE.has(d.kind)) continue;
    missing = Math.max(missing, lost);
    if (used === null || seconds - lost <= 0) continue;
    mean += used / (seconds - lost);
    known = true;
  }
  return { from: log.t[a], to: log.t[b], seconds, joules, meanWatts: known ? mean : null, missing, devices };
}

/** @param {number} end @param {number} start a counter is unknown before its first reading, and counts from 0 then */
const less = (end, start) => (Number.isNaN(end) ? null : end - (Number.isNaN(start) ? 0 : start));
