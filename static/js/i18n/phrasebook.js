// @ts-check
/**
 * What the engine, the catalogs and the probe say, in French. They speak English, in sentences with slots: a phrase of the
 * book is the English with {0}, {1} for what differs, and its French with the same slots. What stands in a slot is looked up
 * itself; a number is written as French writes it. What the book does not know is returned as it is.
 */

/** A number with its unit, and nothing else. */
const NUMBER = /^([-−+±]?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?)((?:[ \u00a0]?[^\s\d,;:][^\s,;:]{0,11}){0,2})$/;
const SLOT = /\{(\d+)\}/;
/** Names to choose from, as remedies list them: "one, two or three". */
const LIST = /^([^,;:.]+, )*[^,;:.]+ (or|and) [^,;:.]+$/, WORDS = { or: "ou", and: "et" };

/** @typedef {{match: RegExp, slots: number[], french: string}} Phrase */

/** @param {Record<string, string>} book @returns {(text: string) => string} */
export function phrasebook(book) {
  /** @type {Phrase[]} */ const phrases = Object.entries(book).filter(([english]) => SLOT.test(english)).map(([english, french]) => {
    const parts = english.split(SLOT);
    const match = new RegExp(`^${parts.map((part, i) => (i % 2 ? "(.+?)" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))).join("")}$`, "s");
    return { match, slots: parts.filter((_, i) => i % 2).map(Number), french };
  }).sort((a, b) => b.match.source.length - a.match.source.length); // the phrase that says most first
  /** @type {Map<string, string>} */ const known = new Map();

  /** @param {string} text @returns {string} */
  function say(text) {
    if (Object.hasOwn(book, text)) return book[text];
    let said = known.get(text);
    if (said === undefined) known.set(text, said = find(text));
    return said;
  }

  /** What stands in a slot. @param {string} text @returns {string} */
  function part(text) {
    const said = say(text), list = said === text && LIST.test(text);
    return list ? text.split(/(, | or | and )/).map((t) => (/^ (or|and) $/.test(t) ? ` ${WORDS[/** @type {"or" | "and"} */ (t.trim())]} ` : say(t))).join("") : said;
  }

  /** @param {string} text */
  function find(text) {
    for (const { match, slots, french } of phrases) {
      const found = match.exec(text);
      if (found) return french.replace(/\{(\d+)\}/g, (_, n) => part(found[slots.indexOf(Number(n)) + 1]));
    }
    return NUMBER.test(text) ? number(text) : text;
  }
  return say;
}

/** @param {string} text */
const number = (text) => text.replace(NUMBER, (_, n, unit) => n.replaceAll(",", "\u202f").replace(".", ",") + unit);
