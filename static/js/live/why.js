// @ts-check
/** What the word beside a device means for its numbers, and what would make them better. */
import { h } from "../dom.js";
import { english, say, tr } from "../i18n/tr.js";

const WORDS = /** @type {Record<string, string>} */ ({
  measured: tr`Measured: read from a sensor or counter of the device itself.`,
  estimated: tr`Estimated: no sensor of this device can be read, so its power comes from a model of how busy it is. It may be far off.`,
  simulated: tr`Simulated: made up by the probe for a demonstration. Nothing of it is measured.`,
});

/** @param {import("./session.js").Session} session @param {import("./session.js").Device} d @param {any} now its newest sample */
export function why(session, d, now) {
  const sensors = (session.hello?.sensors ?? []).filter((/** @type {any} */ s) => s.remedy && s.state !== "ok");
  const better = d.quality === "simulated" ? tr`Start the probe without --demo to read this machine.`
    : d.quality === "measured" && now.state === "ok" ? tr`Nothing needs to be done.`
    : sensors.length ? tr`To allow more to be read:` : tr`The list of sensors says what this machine lets the probe read.`;
  return h("div", { class: "why", role: "note" }, h("p", null, WORDS[now.quality ?? d.quality] ?? "", tr` Source: ${say(d.source)}.`),
    now.joules == null ? h("p", null, tr`Missing: no reading of its energy has come, so it is in no sum.`) : now.missing_seconds > 0 ? h("p", null, tr`Missing: for ${Math.round(now.missing_seconds)} s of the session nothing was read, and nothing is guessed for it.`) : null,
    h("p", null, better), d.quality === "simulated" || (d.quality === "measured" && now.state === "ok") ? null
      : sensors.map((/** @type {any} */ s) => h("p", { class: "remedy" }, tr`${say(s.family)}: `, h("code", english, s.remedy))));
}
