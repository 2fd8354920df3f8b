// @ts-check
/** Taking a session along: files, a picture of the strips, a sheet of paper. */
import { download, saveBlob } from "./save.js";
import { csvOf, fileName, jsonOf } from "./keep.js";
import { pictureOf } from "./picture.js";
import { report } from "./report.js";
import { Session } from "./session.js";
import { spanOf } from "./span.js";
import { duration } from "./words.js";
import { LOCALE, tr } from "../i18n/tr.js";

/** @typedef {import("./view.js").LiveView} View */

const WHAT = { csv: "text/csv;charset=utf-8", json: "application/json" };

/** Takes what is shown. @param {View} view @param {string} what */
export async function take(view, what) {
  const { m } = view;
  if (what === "print") {
    sheet(view);
    window.print();
  } else if (what === "png") {
    const { hello, sample } = m.session, title = hello.simulated ? tr`Simulated hardware: nothing here is measured` : tr`Power of each device`;
    const note = tr`${m.clock(sample.t - m.span)} to ${m.clock(sample.t)}, from 0 to the rated power. gramwatt${hello.simulated ? tr`, --demo ${hello.simulated}` : ""}.`;
    saveBlob(fileName(/** @type {any} */ ({ hello, samples: [sample] }), "png"), await pictureOf(view.strips(), title, note));
    view.say(tr`The picture is saved.`);
  } else {
    const picked = m.picked && spanOf(m.session, m.picked.from, m.picked.to);
    save(view, what, keepOf(await view.frames(), m.player?.name ?? tr`live session`, m.session.events, { pue: m.pue, region: m.region }, m.air, picked ? [{ ...picked, total_kgco2e: m.pickedAir }] : [], m.player ? 1 : m.session.log.stride));
  }
}

/** Takes a recorded session that is not shown. @param {View} view @param {string} what @param {string} name @param {any[]} frames */
export async function takeFrames(view, what, name, frames) {
  const session = new Session(), s = frames[0].settings;
  for (const f of frames) session.take(f);
  const place = { pue: String(s?.pue ?? 1), region: s?.grid_g_per_kwh != null ? `ci:${s.grid_g_per_kwh}` : s?.region ?? "WORLD" };
  save(view, what, keepOf(frames, name, session.events, place, await view.airOf(session.sample?.totals.joules ?? null, place), [], 1));
}

/** The report is on the page while it is printed. @param {View} view */
export function sheet(view) {
  if (view.m.session.sample) view.sheet(report(view.m));
}

/**
 * @param {any[]} frames @param {string} name @param {any[]} events @param {{pue: string, region: string}} place @param {any} air @param {any[]} spans @param {number} stride
 * @returns {import("./keep.js").Kept}
 */
function keepOf(frames, name, events, place, air, spans, stride) {
  const hello = frames.findLast((f) => f.type === "hello");
  return { name, hello, devices: hello.devices, samples: frames.filter((f) => f.type === "sample"), events, ...place, air, spans, stride };
}

/** @param {View} view @param {string} what @param {import("./keep.js").Kept} k */
function save(view, what, k) {
  const last = k.samples[k.samples.length - 1];
  download(fileName(k, what), WHAT[/** @type {"csv"} */ (what)], what === "csv" ? csvOf(k) : jsonOf(k));
  view.say(tr`Saved: ${k.samples.length.toLocaleString(LOCALE)} samples of ${duration(last.seconds)}.`);
}
