// @ts-check
/** The language of the page: French. See language.js, whose place it takes in the French build. */

export const LANGUAGE = "fr";
export const LOCALE = "fr-FR";
export const ROOT = "../";

/** @param {string} text */
export const say = (text) => text;
/** @param {string} text */
export const title = (text) => text;
export const english = { lang: "en" };
