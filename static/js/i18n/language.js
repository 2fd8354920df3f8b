// @ts-check
/** The language of the page: English. In the French build language.fr.js takes the place of this module. */

export const LANGUAGE = "en";
export const LOCALE = "en-GB";
/** The way from the page to the top of the site. */
export const ROOT = "./";

/** A sentence that the engine or the probe wrote. @param {string} text */
export const say = (text) => text;
/** A short name that the engine, a catalog or the probe gave. @param {string} text */
export const title = (text) => text;
/** Attributes of what stays English in every language: notes and titles of sources, exports. */
export const english = {};
