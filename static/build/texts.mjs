// Puts the texts of a language in the place of the English ones: in modules, where they are tagged with tr or rich, and in
// pages, where they are text and attributes. English keeps its texts and only loses the tags.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "acorn";
import { simple } from "acorn-walk";

/** The languages: where each has its page below the top of the site, its name, and how it is offered to those who read it. */
export const LANGUAGES = [
  { id: "en", folder: "", name: "English", offer: "Read in English" },
  { id: "fr", folder: "fr/", name: "Français", offer: "Lire en français" },
];

/** @param {string} here @param {string} id @returns {Record<string, string>} English with its slots {0}, {1} → the language's text */
export const textsOf = (here, id) => (id === "en" ? {} : JSON.parse(readFileSync(join(here, "i18n", `${id}.json`), "utf8")));

/**
 * The tagged templates of a module, outermost first.
 * @param {string} code
 * @returns {{start: number, end: number, tag: "tr" | "rich", key: string, text: string, slots: {start: number, end: number}[]}[]}
 *   text is the English with {0} for its first slot; key is the same without the spaces around it
 */
export function tagged(code) {
  const found = [];
  simple(parse(code, { ecmaVersion: "latest", sourceType: "module" }), {
    TaggedTemplateExpression({ start, end, tag, quasi }) {
      if (tag.name !== "tr" && tag.name !== "rich") return;
      const text = quasi.quasis.map((q, i) => (i ? `{${i - 1}}` : "") + q.value.cooked).join("");
      found.push({ start, end, tag: tag.name, key: text.trim(), text, slots: quasi.expressions.map((e) => ({ start: e.start, end: e.end })) });
    },
  });
  return found.sort((a, b) => a.start - b.start);
}

/**
 * A module in a language. A text without a translation stays English; a test says which those are.
 * @param {string} code @param {Record<string, string>} texts
 */
export function translate(code, texts) {
  const all = tagged(code);
  const between = (start, end) => {
    let out = "", at = start;
    for (const t of all) {
      if (t.start < at || t.end > end) continue;
      out += code.slice(at, t.start) + template(t);
      at = t.end;
    }
    return out + code.slice(at, end);
  };
  const template = ({ tag, key, text, slots }) => {
    const said = Object.hasOwn(texts, key) ? text.replace(key, () => texts[key]) : text;
    const body = said.split(/\{(\d+)\}/).map((part, i) => (i % 2 ? `\${${between(slots[part].start, slots[part].end)}}` : part.replace(/[\\`]|\$\{/g, "\\$&"))).join("");
    return `${tag === "rich" ? "rich" : ""}\`${body}\``;
  };
  return between(0, code.length);
}

const ATTRIBUTES = /\b(aria-label|title|placeholder|alt|content)="([^"{]*[A-Za-z]{2}[^"{]*)"/g;
const PART = /(<script[^>]*>[^<]*<\/script>)|(<[^>]+>)|([^<]+)/g;

/**
 * A page with its texts said by a function: what stands between its tags, and in attributes that a reader meets.
 * @param {string} page @param {(text: string) => string} say
 */
function eachText(page, say) {
  return page.replace(PART, (whole, script, tag, text) => {
    if (script) return whole;
    if (tag) return /^<meta/.test(tag) && !/name="description"/.test(tag) ? tag : tag.replace(ATTRIBUTES, (_, name, value) => `${name}="${say(value)}"`);
    return /[A-Za-z]{2}/.test(text) && !/^\s*\{\{/.test(text) ? text.replace(text.trim(), say) : text;
  });
}

/** The texts of a page. @param {string} page @returns {string[]} */
export function pageTexts(page) {
  const found = new Set();
  eachText(page, (text) => { found.add(text); return text; });
  return [...found];
}

/** A page in a language. @param {string} page @param {string} language @param {Record<string, string>} texts */
export const pageIn = (page, language, texts) => eachText(page, (text) => texts[text] ?? text).replace('<html lang="en">', `<html lang="${language}">`);
