// @ts-check
/**
 * The whole session in fixed memory: for each kept sample the counters of every device. When it is full, every second
 * sample goes, and from then on only every second is taken; the newest is always there. Joules count from the start,
 * so no energy is lost by that. A sample that a mark stands on stays.
 */
export const CAPACITY = 8192; // samples: 14 min at 10 Hz, 2 h at 1 Hz, before any is left out

/** @typedef {{watts: Float64Array, joules: Float64Array, missing: Float32Array, busy: Float32Array, celsius: Float32Array, state: Uint8Array}} Counters NaN is unknown */

const num = (/** @type {number | null | undefined} */ v) => v ?? NaN;
/** @param {number} v @returns {number | null} */
const known = (v) => (Number.isNaN(v) ? null : v);

export class Log {
  length = 0;
  stride = 1; // only every so many samples are kept
  #seen = 0;
  #loose = false; // the newest is there until the next comes
  /** @type {Map<string, Counters>} */ devices = new Map();
  /** @type {string[]} */ states = [];

  /** @param {number} [capacity] */
  constructor(capacity = CAPACITY) {
    this.t = new Float64Array(capacity);
    this.seconds = new Float64Array(capacity);
    this.watts = new Float64Array(capacity);
    this.joules = new Float64Array(capacity);
    this.pinned = new Uint8Array(capacity);
  }

  /** @param {any} s a sample @param {boolean} [pin] */
  push(s, pin = false) {
    if (this.#loose) this.length--;
    const i = this.length++;
    this.#loose = !pin && this.#seen++ % this.stride !== 0;
    this.t[i] = s.t;
    this.seconds[i] = s.seconds;
    this.watts[i] = num(s.totals.watts);
    this.joules[i] = num(s.totals.joules);
    this.pinned[i] = Number(pin);
    for (const c of this.devices.values()) c.watts[i] = c.joules[i] = c.missing[i] = c.busy[i] = c.celsius[i] = NaN;
    for (const d of s.devices) {
      const c = this.#of(d.id, i);
      c.watts[i] = num(d.watts);
      c.joules[i] = num(d.joules);
      c.missing[i] = d.missing_seconds ?? 0;
      c.busy[i] = num(d.utilization);
      c.celsius[i] = num(d.temperature_celsius);
      c.state[i] = this.#stateOf(d.state);
    }
    if (this.length === this.t.length) this.#thin();
  }

  /** Index of the sample nearest to a time; -1 without any. @param {number} t */
  nearest(t) {
    let low = 0, high = this.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (this.t[mid] < t) low = mid + 1;
      else high = mid;
    }
    if (low === this.length || (low > 0 && t - this.t[low - 1] < this.t[low] - t)) low--;
    return low;
  }

  /** A kept sample as a frame. @param {number} i @param {import("./session.js").Device[]} devices @returns {any} */
  frame(i, devices) {
    return {
      type: "sample", t: this.t[i], seconds: this.seconds[i], totals: { watts: known(this.watts[i]), joules: known(this.joules[i]) },
      devices: devices.filter((d) => this.devices.has(d.id)).map((d) => {
        const c = /** @type {Counters} */ (this.devices.get(d.id));
        const busy = known(c.busy[i]), celsius = known(c.celsius[i]);
        return { id: d.id, watts: known(c.watts[i]), joules: known(c.joules[i]), missing_seconds: known(c.missing[i]), state: this.states[c.state[i]], quality: d.quality,
          ...(busy === null ? {} : { utilization: busy }), ...(celsius === null ? {} : { temperature_celsius: celsius }) };
      }),
    };
  }

  /** @param {string} id @param {number} from what came before is unknown @returns {Counters} */
  #of(id, from) {
    let c = this.devices.get(id);
    if (!c) {
      const n = this.t.length, wide = () => new Float64Array(n).fill(NaN, 0, from), narrow = () => new Float32Array(n).fill(NaN, 0, from);
      this.devices.set(id, (c = { watts: wide(), joules: wide(), missing: narrow(), busy: narrow(), celsius: narrow(), state: new Uint8Array(n) }));
    }
    return c;
  }

  /** @param {string} state */
  #stateOf(state) {
    const i = this.states.indexOf(state);
    return i < 0 ? this.states.push(state) - 1 : i;
  }

  #thin() {
    const columns = [this.t, this.seconds, this.watts, this.joules, this.pinned, ...[...this.devices.values()].flatMap((c) => Object.values(c))];
    const last = this.length - 1;
    let to = 0;
    for (let i = 0; i <= last; i++) {
      if (i % 2 && i !== last && !this.pinned[i]) continue;
      for (const c of columns) c[to] = c[i];
      to++;
    }
    if (to > 0.75 * this.length) this.pinned.fill(0); // marks beyond measure: later ones may go
    this.length = to;
    this.stride *= 2;
    this.#seen = 0;
  }
}
