// @ts-check
/** The Live view as plain data: cards, one row for each device, sensors, events, and what to do when there is nothing. */
import { h } from "../dom.js";
import { chem } from "../estimate/words.js";
import { LOCALE, rich, say, tr } from "../i18n/tr.js";
import { compact } from "../numbers.js";
import { significant } from "../units.js";
import { duration, edge, KINDS, kwh, label, name } from "./words.js";

/**
 * @typedef {{
 *   session: import("./session.js").Session, standing: string, reason: string, fmt: ReturnType<typeof import("../units.js").formatter>,
 *   stale: boolean, paused: boolean, span: number, clock: (t: number) => string, cursor: number | null,
 *   air: {mid: number, low: number, high: number, grid: string} | null, airFault: string, pue: string, region: string, regionName: string,
 *   calibration: import("./calibrate.js").Calibration | null, inspect: {min: number, max: number, at: number} | null,
 *   player: import("./recording.js").Player | null, fileFault: string, sessions: any[], example: boolean,
 *   elsewhere: boolean, asked: boolean, origin: string, why: string | null, picked: {from: number, to: number} | null, pickedAir: any, drawn: Map<string, import("./ring.js").Columns>,
 *   effect: {before: any, after: any} | null, tableOpen: boolean, said: string,
 * }} LiveModel
 */

export const SPANS = /** @type {[number, string][]} */ ([[60, "1 min"], [600, "10 min"], [3600, "1 h"]]);
const SPEEDS = [1, 10, 60, 600];

const STEADY = { steady: true };

/** @param {LiveModel} m */
export function bar(m) {
  const { hello } = m.session;
  const [word, text] = m.player ? playing(m, m.player) : standing(m);
  return [
    h("p", { class: "standing", "data-standing": word }, h("span", { class: "lamp", "aria-hidden": "true" }), text),
    h("div", { class: "tools" },
      m.player ? playerTools(m.player) : null,
      h("button", { type: "button", class: "quiet", "data-live": "pause", "aria-pressed": String(m.paused), disabled: !hello }, m.paused ? tr`Continue` : tr`Pause`),
      m.player || hello?.read_only ? null : h("button", { type: "button", class: "quiet", "data-live": "mark", disabled: m.standing !== "open" }, tr`Mark this moment`),
      h("button", { type: "button", class: "quiet", "data-live": "say", disabled: !m.session.sample }, tr`Read values aloud`),
      m.player ? h("button", { type: "button", class: "quiet", "data-live": "close" }, tr`Close the recording`) : [opener(), m.example ? h("button", { type: "button", class: "quiet", "data-live": "example" }, tr`Play an example`) : null]),
    m.fileFault ? h("p", { class: "fault", role: "alert" }, m.fileFault) : null,
    hello?.simulated ? h("p", { class: "banner", "data-id": "simulated" }, h("strong", null, tr`Simulated hardware`), tr` (${say(hello.simulated)}): nothing here is measured.`,
      m.player ? "" : rich` Start the probe without ${h("code", null, "--demo")} to see this machine.`) : null,
  ];
}

/** A recording can also be dropped anywhere on the view. */
const opener = () => h("label", { class: "quiet file" }, tr`Open a recording`, h("input", { type: "file", class: "visually-hidden", "data-live-set": "recording", accept: ".gwr,.jsonl,.gz" }));

/** @param {import("./recording.js").Player} p */
const playerTools = (p) => [
  h("span", { class: "chips", role: "group", "aria-label": tr`Speed` }, SPEEDS.map((x) => h("button", { type: "button", class: "chip", "data-speed": x, "aria-pressed": String(p.speed === x) }, `${x}×`))),
  h("button", { type: "button", class: "quiet", "data-live": "finish", disabled: p.ended }, tr`To the end`),
];

/** @param {LiveModel} m @param {import("./recording.js").Player} p @returns {[string, string]} */
function playing(m, p) {
  const made = new Date(p.start * 1000).toLocaleDateString(LOCALE, { day: "numeric", month: "long", year: "numeric" });
  const what = tr`recording ${p.name} of ${made}`, at = m.clock(p.session.sample?.t ?? p.start);
  if (p.ended) return ["ended", tr`This is the ${what}, played to its end at ${at}.`];
  return m.paused ? ["paused", tr`The ${what}, paused at ${at}.`] : ["replay", tr`Playing the ${what}, ${at}.`];
}

/** @param {LiveModel} m @returns {[string, string]} */
function standing(m) {
  const { hello, sample } = m.session;
  const last = sample ? tr` Last data ${m.clock(sample.t)}.` : "";
  if (m.standing === "unsupported") return ["none", tr`This browser has no web sockets, so it cannot show live power. Use Chromium or Firefox from version 120 on, or Safari from 17.2.`];
  if (m.standing === "none") return ["none", tr`No probe answers here.`];
  if (m.standing === "ended") return ["ended", tr`The probe said goodbye${m.reason ? tr`: ${say(m.reason)}` : ""}.${last}`];
  if (m.standing === "lost") return ["lost", tr`The probe does not answer; trying again.${last}`];
  if (!hello) return ["connecting", m.asked ? tr`Connecting to the probe at 127.0.0.1:8420. If the browser asks, it asks for that.` : tr`Connecting to the probe on this computer.`];
  if (m.paused) return ["paused", tr`Paused at ${m.clock(sample?.t ?? hello.now)}. The probe goes on recording.`];
  if (m.stale) return ["stale", tr`No new data for more than ${significant(Math.max(2, m.session.gap))} s; the values below are old.${last}`];
  const rate = hello.interval_ms >= 1000 ? tr`every ${significant(hello.interval_ms / 1000)} s` : tr`${significant(1000 / hello.interval_ms)} times a second`;
  return ["open", hello.read_only ? tr`You look on at another computer's probe, sampling ${rate}.` : tr`Connected to the probe on this computer, sampling ${rate}.`];
}

/** @param {LiveModel} m @param {any} beside what stands beside the totals, once it has come */
export function cards(m, beside) {
  const { session: s, fmt } = m;
  if (!s.sample) return s.hello ? h("p", { class: "hint" }, tr`Waiting for the first sample.`) : null;
  const t = s.sample.totals, sim = s.hello.simulated;
  const energy = kwh(t.joules);
  return [
    h("section", { class: "card", "data-id": "now" }, h("h2", null, tr`Now`),
      h("p", { class: "live-big" }, t.watts == null ? tr`unknown` : amount(fmt.show(t.watts, "W", STEADY))),
      h("p", { class: "hint" }, t.watts == null ? tr`No device tells its power now.` : sim ? tr`simulated, at the devices` : tr`at the devices`), without(m), rest(m), split(m)),
    h("section", { class: "card", "data-id": "session" }, h("h2", null, m.player ? tr`This recording` : tr`This session`),
      h("p", { class: "live-big" }, energy === null ? tr`unknown` : amount(fmt.show(energy, "kWh", STEADY)), " ", h("span", { class: "of" }, tr`in ${duration(s.sample.seconds)}`)),
      h("p", { class: "air" }, m.air ? [rich`${h("strong", null, chem(fmt.text(m.air.mid, "kgCO2e", STEADY)))} in the air`, sim ? tr` (simulated)` : ""] : h("span", { class: "hint" }, m.airFault || (energy === null ? tr`no energy is known` : energy > 0 ? tr`working out the grams` : tr`no energy yet`))),
      place(m),
      s.missing > 0 ? h("p", { class: "hint" }, tr`Unknown for ${duration(s.missing)}: nothing is guessed for it.`) : null),
    beside,
  ];
}

/** @param {import("../units.js").Shown} s */
const amount = (s) => [s.number, " ", h("span", { class: "of" }, s.unit)];

/** Which devices the watts now leave out. @param {LiveModel} m */
function without(m) {
  const { session: s } = m, missing = s.sample.totals.missing ?? [];
  const words = missing.map((/** @type {string} */ id) => {
    const d = s.devices.find((x) => x.id === id), state = s.latest.get(id)?.state;
    return tr`${d ? label(m, d) : id}: ${!state || state === "ok" ? tr`no power known yet` : say(state)}`;
  });
  return words.length ? h("p", { class: "fault", "data-id": "without" }, tr`without ${words.join(", ")}`) : null;
}

/** How much of the energy comes from sensors and how much from a model. @param {LiveModel} m */
function split(m) {
  const parts = Object.entries(m.session.sample.totals.by_quality ?? {}).filter(([, j]) => /** @type {number} */ (j) > 0);
  const words = parts.map(([q, j]) => `${m.fmt.text(kwh(/** @type {number} */ (j)), "kWh", STEADY)} ${say(q)}`);
  return words.length ? h("p", { class: "hint" }, tr`So far ${words.join(", ")}.`) : null;
}

/** What a battery gives beyond the devices: a second opinion on their sum. @param {LiveModel} m */
function rest(m) {
  const watts = m.session.sample.totals.rest_watts;
  if (watts === undefined) return null;
  const w = m.fmt.text(Math.abs(watts), "W", STEADY);
  return h("p", { class: "hint", "data-id": "rest" }, watts < 0
    ? tr`The devices add up to ${w} more than the battery gives: one of the two is wrong.`
    : tr`The battery gives ${w} more: screen, disks, losses, and what no sensor here explains.`);
}

/** Where the session's electricity comes from: editable on the spot. @param {LiveModel} m */
function place(m) {
  return h("p", { class: "live-place" }, tr`PUE `, h("input", { class: "slot num", id: "live-pue", "data-id": "live-pue", "data-live-set": "pue", type: "text", inputmode: "decimal", value: compact(m.pue), size: Math.max(3, m.pue.length), "aria-label": tr`Building overhead, PUE, for this session`, autocomplete: "off",
    "aria-invalid": m.airFault ? "true" : null }),
    tr`, grid `, h("span", { class: "slot pick" }, h("span", { class: "pick-text", "aria-hidden": "true" }, m.regionName),
      h("select", { id: "live-region", opaque: true, "data-live-set": "region", "data-value": m.region, "aria-label": tr`Where this machine stands` }, h("option", { value: m.region, selected: true }, m.regionName))));
}

/** What a strip's edges stand for. @param {LiveModel} m @param {any} d */
function scale(m, d) {
  if (!d.rated_w) return tr`rated power unknown: scale 0 to the highest seen`;
  const rated = m.fmt.text(d.rated_w, "W"), top = edge(d.rated_w, m.session.history.get(d.id)?.max ?? 0);
  return top === d.rated_w ? tr`scale 0 to ${rated}, the rated power` : tr`scale 0 to ${m.fmt.text(top, "W")}, because more than the rated power of ${rated} was seen`;
}

/** @param {LiveModel} m @param {((s: LiveModel["session"], d: any, now: any) => any) | null} why what a badge means, once it was asked for */
export function devices(m, why) {
  const { session: s } = m;
  if (!s.hello) return null;
  if (!s.devices.length) return h("p", { class: "hint" }, tr`The probe runs but finds no power sensor here. The list of sensors below says why, and what would help.`);
  const last = s.devices.findLast((d) => d.kind !== "host");
  const cpu = s.devices.some((d) => d.kind === "gpu") ? null : h("p", { class: "hint", "data-id": "no-gpu" }, tr`No GPU is read here: what is shown is the rest of the machine. The list of sensors says what would help.`);
  return [cpu, ...s.devices.map((d) => device(m, d, d === last, why))];
}

/** @param {LiveModel} m @param {import("./session.js").Device} d @param {boolean} last @param {any} why */
function device(m, d, last, why) {
  const now = m.session.latest.get(d.id) ?? { state: d.state, reason: d.reason };
  const watts = m.cursor === null ? now.watts : m.session.history.get(d.id)?.at(m.cursor) ?? null, open = m.why === d.id;
  const { state, reason } = now;
  const gb = (/** @type {number} */ b) => significant(b / 1e9, 2), powered = d.kind !== "host"; // a host only says how busy it is
  return h("article", { class: "device", "data-id": d.id, "data-state": state, "aria-label": label(m, d) },
    h("header", null, h("h3", null, label(m, d)),
      h("p", { class: "badges" }, powered ? h("button", { type: "button", class: "badge", "data-word": d.quality, "data-why": d.id, "aria-expanded": String(open), title: tr`What does this mean?` }, now.joules == null && state !== "ok" ? tr`${say(d.quality)}, missing` : say(d.quality)) : null, state !== "ok" ? badge(state) : null, d.kind === "platform" ? h("span", { class: "hint" }, tr`contains others, not added up`) : null),
      h("p", { class: "hint source" }, tr`${KINDS[d.kind] ?? d.kind}: ${say(d.source)}`)),
    powered ? h("div", { class: "strip", opaque: true, "data-strip": d.id, "data-last": last, "aria-hidden": "true" }) : null,
    h("dl", { class: "readings" },
      !powered ? null : reading(now.power_meaning ? tr`power, ${say(now.power_meaning)}` : tr`power`, watts === null || watts === undefined ? "—" : m.fmt.text(watts, "W", STEADY), true),
      !powered ? null : reading(tr`energy`, now.joules == null ? "—" : m.fmt.text(kwh(now.joules), "kWh", STEADY)),
      now.error_ratio === undefined || now.joules == null ? null : reading(tr`true to`, `±\u00a0${significant(100 * now.error_ratio, 2)}\u00a0%`),
      now.joules_above_idle === undefined ? null : reading(tr`above idle`, m.fmt.text(kwh(now.joules_above_idle), "kWh", STEADY)),
      now.utilization !== undefined ? reading(tr`busy`, `${Math.round(now.utilization * 100)}\u00a0%`) : null,
      now.temperature_celsius !== undefined ? reading(tr`temperature`, `${Math.round(now.temperature_celsius)}\u00a0°C`) : null,
      now.memory_used_bytes !== undefined ? reading(tr`memory`, tr`${gb(now.memory_used_bytes)}${now.memory_total_bytes ? tr` of ${gb(now.memory_total_bytes)}` : ""}\u00a0GB`) : null,
      now.clock_mhz !== undefined ? reading(tr`clock`, tr`${Math.round(now.clock_mhz)}\u00a0MHz`) : null),
    !powered ? null : h("p", { class: "rated hint" }, scale(m, d)),
    now.idle_watts === undefined && now.integral_ratio === undefined ? null : h("p", { class: "hint checks" }, idle(m, now), check(now)),
    now.throttle?.length ? h("p", { class: "fault" }, tr`Held back: ${now.throttle.map(say).join(", ")}.`) : null,
    reason ? h("p", { class: "fault" }, say(reason)) : null,
    open && why ? why(m.session, d, now) : null);
}

/** @param {LiveModel} m @param {any} now */
const idle = (m, now) => (now.idle_watts === undefined ? "" : tr`Idle it draws ${m.fmt.text(now.idle_watts, "W")}. `);

/** Two ways to the same energy, and by how much they differ. @param {any} now */
function check(now) {
  if (now.integral_ratio === undefined) return "";
  const off = 100 * (now.integral_ratio - 1);
  return Math.abs(off) < 0.05 ? tr`Self-check: the counter and the integrated power agree.` : off > 0 ? tr`Self-check: the integrated power is ${significant(off, 2)}\u00a0% above the counter.` : tr`Self-check: the integrated power is ${significant(-off, 2)}\u00a0% below the counter.`;
}

/** @param {string} name @param {string} value @param {boolean} [first] */
const reading = (name, value, first) => h("div", { class: first ? "main" : null }, h("dt", null, name), h("dd", null, value));

/** A word in a frame: shape and word say it, colour repeats it. @param {string} word */
export const badge = (word) => h("span", { class: "badge", "data-word": word }, say(word));

/** @param {LiveModel} m */
export function spans(m) {
  return SPANS.map(([s, text]) => h("button", { type: "button", class: "chip", "data-span": s, "aria-pressed": String(m.span === s) }, text));
}

/** @param {LiveModel} m */
export function spoken(m) {
  const t = m.session.sample?.totals;
  if (!t) return tr`No data.`;
  return tr`${m.session.hello.simulated ? tr`Simulated: ` : ""}${m.fmt.text(t.watts, "W")} now, ${t.joules == null ? tr`energy unknown` : m.fmt.text(kwh(t.joules), "kWh")} in ${duration(m.session.sample.seconds)}${m.air ? `, ${m.fmt.text(m.air.mid, "kgCO2e", STEADY)}` : ""}.`;
}
