// @ts-check
/**
 * Texts of the page. They stand in the code in English, as tr`Copied ${n} rows`. The build puts the text of the page's
 * language in the place of each (build/texts.mjs, i18n/fr.json), so that a page carries one language and looks nothing up.
 */
import { LOCALE } from "./language.js";

export { LANGUAGE, LOCALE, ROOT, english, inEnglish, say, words } from "./language.js";

/** A text, joined. @param {TemplateStringsArray} strings @param {...any} values @returns {string} */
export const tr = (strings, ...values) => String.raw({ raw: strings }, ...values);

/**
 * A text with elements in it, as children for h(), in the order in which the language says them.
 * @param {TemplateStringsArray} strings @param {...any} values @returns {any[]}
 */
export const rich = (strings, ...values) => strings.flatMap((text, i) => (i < values.length ? [text, values[i]] : [text]));

// Marked as pure, so that a file which only has texts, already put in place by the build, does not fetch this module.
const mark = (/** @type {string} */ type) => String(new Intl.NumberFormat(LOCALE).formatToParts(12345.6).find((p) => p.type === type)?.value);
/** What stands between the thousands of a number. */
export const GROUP = /* @__PURE__ */ mark("group");
/** What stands before its fraction. */
export const POINT = /* @__PURE__ */ mark("decimal");

const rules = /* @__PURE__ */ new Intl.PluralRules(LOCALE);

/** The form that a number asks for. @param {number} n @param {{one: string, other: string}} forms */
export const plural = (n, forms) => (rules.select(n) === "one" ? forms.one : forms.other);
