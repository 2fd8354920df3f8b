// @ts-check
/**
 * History of one device in fixed memory: the last minutes sample by sample, the last hour in buckets of a few seconds
 * that keep the smallest, the largest and the mean, so that a short peak survives. A gap is NaN and stays a gap.
 */

export const RAW_POINTS = 6400; // 10 min at 10 Hz and a little more
export const BUCKET_SECONDS = 3;
export const BUCKETS = 1220; // an hour and a little more
const SLOTS = 480; // per picture; about one a pixel or two

/** A ring of times (s) and values, oldest first. */
export class Ring {
  /** @param {number} capacity */
  constructor(capacity) {
    this.t = new Float64Array(capacity);
    this.v = new Float32Array(capacity);
    this.length = 0;
    this.start = 0;
  }

  /** @param {number} t @param {number} v */
  push(t, v) {
    const size = this.t.length;
    const at = (this.start + this.length) % size;
    this.t[at] = t;
    this.v[at] = v;
    if (this.length < size) this.length++;
    else this.start = (this.start + 1) % size;
  }

  /** @param {number} i from 0, the oldest */
  at(i) {
    const k = (this.start + i) % this.t.length;
    return { t: this.t[k], v: this.v[k] };
  }

  /** Index of the first point at or after t. @param {number} t */
  find(t) {
    let low = 0, high = this.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (this.t[(this.start + mid) % this.t.length] < t) low = mid + 1;
      else high = mid;
    }
    return low;
  }
}

/** @typedef {{x: number[], low: (number | null)[], high: (number | null)[], mean: (number | null)[]}} Columns */

export class History {
  raw = new Ring(RAW_POINTS);
  #t = new Float64Array(BUCKETS);
  #low = new Float32Array(BUCKETS);
  #high = new Float32Array(BUCKETS);
  #sum = new Float64Array(BUCKETS);
  #n = new Float64Array(BUCKETS);
  #count = 0; // buckets ever opened
  max = 0; // largest value ever seen

  /** @param {number} t epoch seconds, not before the last one @param {number | null} v null is a gap */
  push(t, v) {
    this.raw.push(t, v ?? NaN);
    const slot = Math.floor(t / BUCKET_SECONDS) * BUCKET_SECONDS;
    let k = (this.#count - 1 + BUCKETS) % BUCKETS;
    if (this.#count === 0 || this.#t[k] !== slot) {
      k = this.#count++ % BUCKETS;
      this.#t[k] = slot;
      this.#low[k] = Infinity;
      this.#high[k] = -Infinity;
      this.#sum[k] = this.#n[k] = 0;
    }
    if (v === null) return;
    if (v > this.max) this.max = v;
    this.#low[k] = Math.min(this.#low[k], v);
    this.#high[k] = Math.max(this.#high[k], v);
    this.#sum[k] += v;
    this.#n[k]++;
  }

  /**
   * The last span seconds before end, in slots on a fixed grid so that the picture does not shimmer.
   * @param {number} end @param {number} span @returns {Columns}
   */
  window(end, span) {
    return span > 600 ? this.#coarse(end, span) : this.#fine(end, span);
  }

  /** @param {number} end @param {number} span @returns {Columns} */
  #fine(end, span) {
    const slots = new Slots(span / SLOTS);
    for (let i = this.raw.find(end - span); i < this.raw.length; i++) {
      const { t, v } = this.raw.at(i);
      if (t > end) break;
      slots.add(t, v, v, v, Number.isNaN(v) ? 0 : 1);
    }
    return slots.columns();
  }

  /** @param {number} end @param {number} span @returns {Columns} */
  #coarse(end, span) {
    const slots = new Slots(Math.ceil(span / SLOTS / BUCKET_SECONDS) * BUCKET_SECONDS);
    for (let i = Math.max(0, this.#count - BUCKETS); i < this.#count; i++) {
      const k = i % BUCKETS, t = this.#t[k];
      if (t >= end - span && t <= end) slots.add(t, this.#low[k], this.#high[k], this.#sum[k], this.#n[k]);
    }
    return slots.columns();
  }

  /** The value at or just before a time, or null. @param {number} t */
  at(t) {
    const i = this.raw.find(t + 1e-6) - 1;
    if (i < 0) return null;
    const p = this.raw.at(i);
    return Number.isNaN(p.v) ? null : p.v;
  }
}

/** Values merged into slots of equal length: the smallest, the largest and the mean of each, at its last time. A gap ends a slot. */
class Slots {
  /** @type {Columns} */ #out = { x: [], low: [], high: [], mean: [] };
  #slot = NaN;
  #at = 0;
  #low = Infinity;
  #high = -Infinity;
  #sum = 0;
  #n = 0;

  /** @param {number} step s */
  constructor(step) {
    this.step = step;
  }

  /** @param {number} t @param {number} low @param {number} high @param {number} sum @param {number} n how many values these are of; 0 is a gap */
  add(t, low, high, sum, n) {
    const slot = n === 0 ? NaN : Math.floor(t / this.step);
    if (slot !== this.#slot) this.#close();
    this.#slot = slot;
    if (n === 0) return this.#put(t, null, null, null);
    this.#low = Math.min(this.#low, low);
    this.#high = Math.max(this.#high, high);
    this.#sum += sum;
    this.#n += n;
    this.#at = t;
  }

  #close() {
    if (this.#n) this.#put(this.#at, this.#low, this.#high, this.#sum / this.#n);
    this.#low = Infinity;
    this.#high = -Infinity;
    this.#sum = this.#n = 0;
  }

  /** @param {number} x @param {number | null} low @param {number | null} high @param {number | null} mean */
  #put(x, low, high, mean) {
    this.#out.x.push(x);
    this.#out.low.push(low);
    this.#out.high.push(high);
    this.#out.mean.push(mean);
  }

  columns() {
    this.#close();
    return this.#out;
  }
}
