// @ts-check
/**
 * Sliders move over the useful part of a field's range; the text beside takes the whole of it. Logarithmic ones snap
 * to two significant digits, because a hand cannot mean more.
 *
 * @typedef {{min: number, max: number, step: number, log: boolean, whole: boolean}} Track
 * @typedef {{key: string, min: number, max: number, step: number, scale: string, whole: boolean, above_min: boolean, unit: string, label: string}} Field
 */

export const POSITIONS = 400; // of a logarithmic slider

/** Useful parts, in the link's units, where the whole range is too wide for a slider. */
const USEFUL = /** @type {Record<string, [number, number]>} */ ({
  n: [1, 10_000], cn: [1, 1000], h: [0.1, 10_000], dh: [1, 1e7], kwh: [1, 1e7], x: [1, 10_000],
  w: [1, 1500], cw: [1, 500], pw: [0, 1500], cpw: [0, 500], pue: [1, 3], ci: [0, 1200], of: [1, 3], mem: [0, 4096], host: [0, 10_000],
});

/** @param {Field} field @returns {Track} */
export function track(field) {
  const [min, max] = USEFUL[field.key] ?? [field.min, field.max];
  return { min, max, step: field.step, log: field.scale === "log", whole: field.whole || field.key === "x" };
}

/** @param {Track} t @param {number} value @returns {number} where the thumb stands */
export function toPosition(t, value) {
  const v = Math.min(Math.max(value, t.min), t.max);
  return t.log ? Math.round((POSITIONS * Math.log(v / t.min)) / Math.log(t.max / t.min)) : v;
}

/** @param {Track} t @param {number} position @returns {number} */
export function toValue(t, position) {
  if (!t.log) return Number(position);
  const v = t.min * (t.max / t.min) ** (position / POSITIONS);
  const snapped = Number(v.toPrecision(2));
  return t.whole ? Math.max(1, Math.round(snapped)) : snapped;
}
