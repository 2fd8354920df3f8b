// @ts-check
/**
 * Sliders move over the useful part of a field's range; the text beside takes the whole of it. Logarithmic ones have a
 * stop at each number of two significant digits, because a hand cannot mean more; an arrow key leads to the next stop.
 *
 * @typedef {{min: number, max: number, step: number, log: boolean, whole: boolean, stops: number[]}} Track stops: of a logarithmic one
 * @typedef {{key: string, min: number, max: number, step: number, scale: string, whole: boolean, above_min: boolean, unit: string, label: string}} Field
 */

export const POSITIONS = 1000; // of a logarithmic slider

/** Useful parts, in the link's units, where the whole range is too wide for a slider. */
const USEFUL = /** @type {Record<string, [number, number]>} */ ({
  n: [1, 10_000], cn: [1, 1000], h: [0.1, 10_000], dh: [1, 1e7], kwh: [1, 1e7], x: [1, 10_000],
  w: [1, 1500], cw: [1, 500], pw: [0, 1500], cpw: [0, 500], pue: [1, 3], ci: [0, 1200], of: [1, 3], mem: [0, 4096], host: [0, 10_000],
  flop: [1e15, 1e26], par: [1e6, 1e13], act: [1e6, 1e13], tok: [1e6, 1e14], etok: [1e6, 1e14], dtok: [1e6, 1e14], st: [100, 1e8], epo: [1, 1000], sps: [0.001, 100],
  xf: [1e6, 1e18], xe: [1e-9, 1], xd: [100, 1e10], xn: [1, 1e5], qd: [1, 1e9], qdays: [1, 3650], qy: [1, 10],
});

const WIDE = 1e5; // most ÷ least from which on a hand needs a logarithm

/** @param {Field} field @returns {Track} */
export function track(field) {
  const [min, max] = USEFUL[field.key] ?? [field.min, field.max];
  const log = field.scale === "log" || (min > 0 && max / min >= WIDE), whole = field.whole || field.key === "x";
  return { min, max, step: field.step, log, whole, stops: log ? stops(min, max, whole) : [] };
}

/** Every number of two significant digits from min to max. @param {number} min @param {number} max @param {boolean} whole */
function stops(min, max, whole) {
  const all = [];
  for (let exponent = Math.floor(Math.log10(min)); 10 ** exponent <= max; exponent++) {
    for (let digits = 10; digits < 100; digits++) {
      const v = Number(`${digits}e${exponent - 1}`);
      if (v >= min && v <= max && (!whole || Number.isInteger(v))) all.push(v);
    }
  }
  return all;
}

/** @param {Track} t @param {number} value @returns {number} where the thumb stands */
export function toPosition(t, value) {
  const v = Math.min(Math.max(value, t.min), t.max);
  return t.log ? Math.round((POSITIONS * Math.log(v / t.min)) / Math.log(t.max / t.min)) : v;
}

/** @param {Track} t @param {number} position @returns {number} the nearest stop of a logarithmic slider */
export function toValue(t, position) {
  if (!t.log) return Number(position);
  const v = t.min * (t.max / t.min) ** (position / POSITIONS);
  const above = t.stops.findIndex((stop) => stop >= v);
  if (above <= 0) return t.stops[above < 0 ? t.stops.length - 1 : 0];
  return v / t.stops[above - 1] < t.stops[above] / v ? t.stops[above - 1] : t.stops[above];
}

/** @param {Track} t @param {number} value @param {1 | -1} direction @returns {number} where an arrow key leads */
export function neighbour(t, value, direction) {
  const next = direction > 0 ? t.stops.find((v) => v > value) : t.stops.findLast((v) => v < value);
  return next ?? t.stops[direction > 0 ? t.stops.length - 1 : 0];
}
