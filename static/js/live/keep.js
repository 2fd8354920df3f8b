// @ts-check
/**
 * A session as a file: its samples as CSV, or all that is known of it as JSON. Numbers are those of the probe, in joules,
 * watts and seconds; what is unknown stays empty, or null. A session of simulated hardware says so in every row.
 */
import { LINE } from "./watch.js";

/**
 * @typedef {{
 *   name: string, hello: any, devices: import("./session.js").Device[], samples: any[], events: any[],
 *   pue: string, region: string, air: any, spans: any[], stride: number,
 * }} Kept
 *   air: total_kgco2e of the engine for the whole session, or null; stride: one sample in so many was kept by the page
 */

const COLUMNS = ["time_utc", "seconds", "device", "name", "kind", "quality", "state", "watts", "joules", "missing_seconds", "utilization_ratio", "temperature_celsius", "memory_used_bytes", "clock_mhz", "throttle", "counted_in_total", "simulated"];
const ADDITIVE = new Set(["gpu", "cpu", "dram"]);

/** @param {any} v */
const cell = (v) => {
  if (v === null || v === undefined || Number.isNaN(v)) return "";
  const text = Array.isArray(v) ? v.join("; ") : String(v);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/**
 * One row for each sample and device. Rows that say counted_in_total yes add up to the session's energy: take the last
 * joules of each.
 * @param {Kept} k
 */
export function csvOf(k) {
  const about = new Map(k.devices.map((d) => [d.id, d]));
  const lines = [COLUMNS.join(",")];
  for (const s of k.samples) {
    const time = new Date(Math.round(s.t * 1000)).toISOString();
    for (const d of s.devices) {
      const a = about.get(d.id) ?? { name: "", kind: "", quality: "" };
      lines.push([time, s.seconds, d.id, a.name, a.kind, d.quality ?? a.quality, d.state, d.watts, d.joules, d.missing_seconds, d.utilization, d.temperature_celsius, d.memory_used_bytes, d.clock_mhz, d.throttle,
        ADDITIVE.has(a.kind) ? "yes" : "no", k.hello.simulated ? "yes" : "no"].map(cell).join(","));
    }
  }
  return `${lines.join("\r\n")}\r\n`;
}

/** @param {Kept} k */
export function jsonOf(k) {
  const last = k.samples[k.samples.length - 1];
  return `${JSON.stringify({
    format: "gramwatt-session", schema: 1, name: k.name, exported: new Date().toISOString(),
    simulated: k.hello.simulated ?? null,
    note: k.hello.simulated ? "simulated hardware: nothing here is measured" : "read by the gramwatt probe; joules count from the start of the session",
    probe: { version: k.hello.version ?? null, boot: k.hello.boot, interval_ms: k.hello.interval_ms, schema: k.hello.schema },
    settings: { pue: k.pue, region: k.region, probe: k.hello.settings ?? null },
    totals: { seconds: last.seconds, joules: last.totals.joules ?? null, by_quality: last.totals.by_quality ?? null, error_ratio: last.totals.error_ratio ?? null,
      missing_seconds: Math.max(0, ...last.devices.filter((/** @type {any} */ d) => ADDITIVE.has(k.devices.find((x) => x.id === d.id)?.kind ?? "")).map((/** @type {any} */ d) => d.missing_seconds ?? 0)) },
    total_kgco2e: k.air, not_counted: ["fans", "disks", "network cards", "loss in the power supply"],
    one_sample_in: k.stride, idle_below_ratio: LINE,
    devices: k.devices, sensors: k.hello.sensors ?? [], spans: k.spans, events: k.events, samples: k.samples,
  }, null, 1)}\n`;
}

/** A name for a file, from the name of what is in it. @param {Kept} k @param {string} ending */
export function fileName(k, ending) {
  const day = new Date(k.samples[0].t * 1000).toISOString().slice(0, 16).replace(/[-:]/g, "").replace("T", "-");
  return `gramwatt-${k.hello.simulated ? "simulated-" : ""}session-${day}.${ending}`;
}
