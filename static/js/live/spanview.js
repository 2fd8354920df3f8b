// @ts-check
/** The chosen part of a session in numbers. */
import { h } from "../dom.js";
import { chem } from "../estimate/words.js";
import { tr } from "../i18n/tr.js";
import { significant } from "../units.js";
import { spanOf } from "./span.js";
import { duration, kwh, label } from "./words.js";

const STEADY = { steady: true };
const MINUTE = 60; // s: from here on as hours, minutes and seconds

/** @param {import("./render.js").LiveModel} m */
export function render(m) {
  const { session: s, picked, fmt } = m, span = picked && spanOf(s, picked.from, picked.to);
  if (!picked) return null;
  if (!span) return h("p", { class: "hint", "data-id": "no-span" }, tr`There are no two samples in this part: choose one that is longer than the interval of the samples.`);
  const long = (/** @type {number} */ t) => (t < MINUTE ? `${significant(t)} s` : duration(t));
  const item = (/** @type {string} */ id, /** @type {string} */ name, /** @type {any} */ value) => h("div", { "data-id": id }, h("dt", null, name), h("dd", null, value));
  return h("section", { class: "card span", "data-id": "span", "data-joules": span.joules, "aria-labelledby": "span-title" },
    h("h3", { id: "span-title" }, tr`${m.clock(span.from)} to ${m.clock(span.to)}${s.hello.simulated ? tr`, simulated` : ""}`),
    h("dl", { class: "readings" },
      item("time", tr`time`, long(span.seconds)),
      item("energy", tr`energy`, span.joules === null ? "—" : fmt.text(kwh(span.joules), "kWh", STEADY)),
      item("air", tr`in the air`, m.pickedAir ? chem(fmt.text(m.pickedAir.mid, "kgCO2e", STEADY)) : "—"),
      item("mean", tr`mean power`, span.meanWatts === null ? "—" : fmt.text(span.meanWatts, "W", STEADY))),
    h("p", { class: "hint" }, span.joules === null ? tr`No device had told its energy by then.` : span.missing > 0 ? tr`For ${long(span.missing)} of it the energy of a device is unknown, and nothing is guessed: the mean is over the time that is known.` : tr`No time of it is missing. The energy is the difference of the counters between the two samples nearest to the ends.`),
    h("details", null, h("summary", null, tr`By device`), h("ul", { class: "plain" }, span.devices.map((d) => {
      const about = s.devices.find((x) => x.id === d.id), lost = d.missing > 0 ? tr`, unknown for ${long(d.missing)}` : "";
      return h("li", { "data-id": d.id }, tr`${about ? label(m, about) : d.id}: ${d.joules === null ? tr`unknown` : fmt.text(kwh(d.joules), "kWh", STEADY)}${lost}`);
    }))));
}
