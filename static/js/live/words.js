// @ts-check
/** Names, amounts and times as the Live view writes them. */
import { say, tr } from "../i18n/tr.js";

const JOULES_PER_KWH = 3.6e6; // exact
export const KINDS = /** @type {Record<string, string>} */ ({ gpu: "GPU", cpu: "CPU", dram: tr`Memory`, platform: tr`Platform`, host: tr`Host` });

/** @param {number | null | undefined} joules @returns {number | null} */
export const kwh = (joules) => (joules === null || joules === undefined ? null : joules / JOULES_PER_KWH);

/** @param {number} seconds */
export function duration(seconds) {
  const s = Math.floor(seconds), two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

const ABOVE = 1.25; // of the rated power: as much as boards go above it

/**
 * The watts at the upper edge of a strip: the rated power, so that a drop is seen as one, or a quarter above where more was
 * seen; a round number above the highest seen when nobody knows the rated power.
 * @param {number | null} rated @param {number} highest
 */
export function edge(rated, highest) {
  if (rated) return highest <= rated ? rated : ABOVE * rated;
  const step = 10 ** Math.floor(Math.log10(highest || 1));
  return Math.max(1, Math.ceil((highest * 1.05) / step) * step);
}

/** Devices of the same name and kind are numbered. @param {{session: import("./session.js").Session}} m @param {import("./session.js").Device} d */
export function label(m, d) {
  const same = m.session.devices.filter((x) => x.name === d.name && x.kind === d.kind);
  return same.length > 1 ? `${KINDS[d.kind] ?? d.kind} ${same.indexOf(d)} · ${say(d.name)}` : say(d.name);
}

/** The name of a device that an event names; empty for none. @param {{session: import("./session.js").Session}} m @param {string | null} id */
export function name(m, id) {
  const d = m.session.devices.find((x) => x.id === id);
  return d ? label(m, d) : id ?? "";
}
