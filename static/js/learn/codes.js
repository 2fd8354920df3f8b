// @ts-check
/**
 * A guess as a code that can be read aloud: the lesson, the stop of the slider and a check letter. It names nobody.
 * Letters that are mistaken for others are left out.
 */

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";

/** @param {number} lesson from 1 @param {number} stop from 0 */
export function encode(lesson, stop) {
  return `${LETTERS[lesson]}${LETTERS[stop]}${LETTERS[check(lesson, stop)]}`;
}

/** @param {string} text @returns {{lesson: number, stop: number} | null} null when it was misheard */
export function decode(text) {
  const [lesson, stop, sum] = [...text.trim().toUpperCase()].map((c) => LETTERS.indexOf(c));
  return text.trim().length === 3 && lesson > 0 && stop >= 0 && sum === check(lesson, stop) ? { lesson, stop } : null;
}

/** Five and seven share no factor with the number of letters, so that any one wrong letter is told. @param {number} lesson @param {number} stop */
const check = (lesson, stop) => (5 * lesson + 7 * stop + 3) % LETTERS.length;
