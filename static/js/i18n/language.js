// @ts-check
/** The language of the page: English. In the French build language.fr.js takes the place of this module. */

export const LANGUAGE = "en";
export const LOCALE = "en-GB";
/** The way from the page to the top of the site. */
export const ROOT = "./";

/** What the engine, a catalog or the probe says: a sentence or a name. @param {string} text */
export const say = (text) => text;
/** What the page must have at hand before it shows such words. @returns {Promise<void> | null} */
export const words = () => null;

/** Attributes of what stays English in every language: notes and titles of sources, exports. @type {Record<string, string>} */
export const english = {};
/** The same for text among other text. @param {any} text */
export const inEnglish = (text) => text;
