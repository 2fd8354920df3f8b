// @ts-check
/** The session on one sheet of paper: what it used, by which device, on which grid, and what is not known. */
import { h } from "../dom.js";
import { chem, rangeWords } from "../estimate/words.js";
import { LOCALE, say, tr } from "../i18n/tr.js";
import { compact } from "../numbers.js";
import { significant } from "../units.js";
import { duration, edge, kwh, label, name } from "./words.js";
import { spanOf } from "./span.js";

const MOST_DEVICES = 18; // rows that leave room for the rest on one page
const MOST_EVENTS = 10;
const WIDTH = 260, HEIGHT = 22; // of a curve, in its own units
const POINTS = 520;

const day = new Intl.DateTimeFormat(LOCALE, { dateStyle: "long", timeStyle: "medium" });

/** @param {import("./render.js").LiveModel} m */
export function report(m) {
  const { session: s, fmt } = m, sim = s.hello.simulated, t = s.sample.totals;
  const whole = spanOf(s, -Infinity, Infinity), from = s.sample.t - s.sample.seconds;
  const rows = s.devices.filter((d) => d.kind !== "host"), shown = rows.slice(0, MOST_DEVICES);
  const events = s.events.slice(-MOST_EVENTS);
  return h("article", { class: "report" },
    h("h2", null, sim ? tr`A simulated session of ${duration(s.sample.seconds)}` : tr`A measured session of ${duration(s.sample.seconds)}`),
    sim ? h("p", { class: "banner" }, h("strong", null, tr`Simulated hardware`), tr` (${say(sim)}): nothing here is measured.`) : null,
    h("p", null, tr`${day.format(from * 1000)} to ${day.format(s.sample.t * 1000)}. ${m.player ? tr`Recording ${m.player.name}.` : tr`From the probe on the computer that showed this page.`}`),
    h("div", { class: "report-numbers" },
      number(fmt.text(kwh(t.joules), "kWh"), tr`at the devices`),
      number(m.air ? chem(fmt.text(m.air.mid, "kgCO2e")) : tr`unknown`, m.air ? tr`in the air, ${rangeWords(fmt.range(m.air, "kgCO2e"))}` : tr`grams were not worked out`),
      number(whole?.meanWatts == null ? tr`unknown` : fmt.text(whole.meanWatts, "W"), tr`mean power, over the time that is known`)),
    h("p", null, tr`Building overhead (PUE) ${compact(m.pue)}, grid ${m.regionName}.`, t.error_ratio == null ? "" : tr` The energy is true to ±\u00a0${significant(100 * t.error_ratio, 2)}\u00a0%.`,
      s.missing > 0 ? tr` For ${duration(s.missing)} the energy of a device is unknown, and nothing is guessed for it.` : tr` No time is missing.`),
    h("table", null, h("thead", null, h("tr", null, [tr`Device`, tr`Quality`, tr`Energy`, tr`Mean`, tr`Unknown for`, tr`Power, from 0 to the rated power`].map((x) => h("th", { scope: "col" }, x)))),
      h("tbody", null, shown.map((d) => {
        const now = s.latest.get(d.id) ?? {};
        return h("tr", null, h("th", { scope: "row" }, label(m, d)), [say(d.quality), fmt.text(kwh(now.joules), "kWh"), fmt.text(s.mean(d.id), "W"), now.missing_seconds > 0 ? duration(now.missing_seconds) : "0 s"].map((x) => h("td", null, x)), h("td", null, curve(s, d)));
      }))),
    rows.length > shown.length ? h("p", null, tr`${rows.length - shown.length} more devices are in the CSV file and in the totals.`) : null,
    events.length ? [h("h3", null, s.events.length > events.length ? tr`The last ${events.length} of ${s.events.length} events` : tr`Events`),
      h("ul", { class: "plain" }, events.map((e) => h("li", null, h("time", null, m.clock(e.t)), tr` ${say(e.kind)}: ${[name(m, e.device), say(e.label)].filter(Boolean).join(tr`: `)}`)))] : null,
    h("p", null, tr`Not measured: fans, disks, network cards and the loss in the power supply. Average, location-based intensity of the grid${m.air?.grid ? ` (${m.air.grid})` : ""}; offsets are not subtracted. Probe ${s.hello.version ?? tr`of unknown version`}, printed ${day.format(Date.now())}.`));
}

/** @param {any} big @param {string} small */
const number = (big, small) => h("p", null, h("strong", null, big), h("span", null, small));

/** Power over the session, one mean for each point between two samples. @param {import("./session.js").Session} s @param {import("./session.js").Device} d */
function curve(s, d) {
  const { log } = s, c = log.devices.get(d.id), top = edge(d.rated_w, s.history.get(d.id)?.max ?? 0);
  if (!c || log.length < 2) return "";
  const t0 = log.t[0], wide = log.t[log.length - 1] - t0 || 1, step = Math.max(1, Math.floor(log.length / POINTS));
  let path = "", pen = false;
  for (let i = 0; i < log.length; i += step) {
    const w = c.watts[i];
    if (Number.isNaN(w)) {
      pen = false;
      continue;
    }
    path += `${pen ? "L" : "M"}${((WIDTH * (log.t[i] - t0)) / wide).toFixed(1)} ${(HEIGHT * (1 - Math.min(1, w / top))).toFixed(1)}`;
    pen = true;
  }
  return h("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, "aria-hidden": "true" }, h("path", { d: path, fill: "none", stroke: "currentColor", "stroke-width": 1 }));
}
