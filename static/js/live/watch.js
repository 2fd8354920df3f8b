// @ts-check
/** What a session's samples themselves say is worth an event: work that begins or ends, and devices that are held back. */
import { say, tr } from "../i18n/tr.js";

const LONG = 10; // s above or below the line before it counts
export const LINE = 0.2; // of rated power: below this a device counts as idle

/** @typedef {{t: number, kind: string, device: string | null, label: string}} Noticed */

export class Watch {
  #busy = /** @type {boolean | null} */ (null); // as last told
  #other = NaN; // since when it is the other way
  /** @type {Map<string, string>} */ #held = new Map();

  /**
   * @param {any} s a sample
   * @param {number | null} load power ÷ rated power, null when unknown
   * @returns {Noticed[]}
   */
  look(s, load) {
    /** @type {Noticed[]} */ const found = [];
    if (load === null) this.#other = NaN;
    else if (this.#busy === load >= LINE) this.#other = NaN;
    else if (Number.isNaN(this.#other)) this.#other = s.t;
    else if (s.t - this.#other >= LONG) {
      if (this.#busy !== null) found.push({ t: this.#other, kind: "load", device: null, label: load >= LINE ? tr`work begins: more than 20 % of rated power for 10 s` : tr`work ends: less than 20 % of rated power for 10 s` });
      this.#busy = load >= LINE;
      this.#other = NaN;
    }
    for (const d of s.devices) {
      const why = (d.throttle ?? []).map(say).join(", "), before = this.#held.get(d.id) ?? "";
      if (why === before) continue;
      this.#held.set(d.id, why);
      found.push({ t: s.t, kind: "throttling", device: d.id, label: why ? tr`held back: ${why}` : tr`no longer held back` });
    }
    return found;
  }
}
