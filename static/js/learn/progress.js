// @ts-check
/** Which lessons are done, kept in this browser alone, and where it keeps nothing, as long as the page is open. */

const KEY = "gramwatt.learn";

/** @type {Set<number>} */
const ticks = new Set(read());

/** @param {number} lesson */
export const ticked = (lesson) => ticks.has(lesson);

/** @param {number} lesson */
export function tick(lesson) {
  ticks.add(lesson);
  try {
    localStorage.setItem(KEY, JSON.stringify([...ticks]));
  } catch { /* it lasts as long as the page */ }
}

/** @returns {number[]} */
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(Number.isInteger) : [];
  } catch {
    return [];
  }
}
