// @ts-check
/** The language of the page: French. See language.js, whose place it takes in the French build. */
import { h } from "../dom.js";
import { phrasebook } from "./phrasebook.js";

export const LANGUAGE = "fr";
export const LOCALE = "fr-FR";
export const ROOT = "../";

/** @type {(text: string) => string} */ let book = (text) => text;
/** @type {Promise<void> | null} */ let loading = null;

/** @param {string} text */
export const say = (text) => book(text);
/** Its own file, because it is not needed before the engine is. */
export const words = () => (loading ??= import("../../i18n/fr.engine.json", { with: { type: "json" } }).then((m) => { book = phrasebook(m.default); }, () => { loading = null; })); // without it they stay English

export const english = { lang: "en" };
/** @param {any} text */
export const inEnglish = (text) => h("span", english, text);
