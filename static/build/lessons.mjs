// Writes each lesson as an article that stands alone and needs no script: its slots hold the figures of the example, its
// controls their first values, its questions one draw with the answers below. The live lesson is one link away.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toHTML } from "../js/dom.js";
import { chem } from "../js/estimate/words.js";
import { LANGUAGE, words } from "../js/i18n/tr.js";
import { ALONE } from "../js/learn/alone.js";
import { sourceList } from "../js/learn/lesson.js";
import { question } from "../js/learn/quiz.js";
import { put, say, sourcesOf } from "../js/learn/slots.js";
import { formatter } from "../js/units.js";
import { parseQuery } from "../js/url.js";

const SLOT = /<data ask="([^"]*)"(?: as="([^"]*)")?><\/data>/g;
const CONTROL = /(<span [^>]*data-control="([\w-]+)"[^>]*>)([^<]*)(<\/span>)/g;
const SEED = 1; // of the questions on paper

/** @param {string} s */
const plain = (s) => s.replaceAll("&amp;", "&").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"');

/**
 * Those of the language that this module was bundled for.
 * @param {{here: string, dist: string, folder: string, call: (method: string, argument?: string) => any, fill: (page: string, names: Record<string, string>) => string}} o
 * @returns {Promise<string[]>} the files written, relative to dist
 */
export async function writeLessons({ here, dist, folder: place, call, fill }) {
  await words();
  const template = readFileSync(join(here, "lesson.html"), "utf8"), fmt = formatter(call("units").units), query = call("defaults").query;
  const templates = JSON.parse(readFileSync(join(here, "learn", "quiz.json"), "utf8"));
  const written = [], title = ALONE.title;
  const from = join(here, "learn", LANGUAGE), top = place ? "../../" : "../", folder = `${place}learn`;
  mkdirSync(join(dist, folder), { recursive: true });
  const save = (name, page, title) => {
    writeFileSync(join(dist, folder, name), fill(template, { LANG: LANGUAGE, TOP: top, TITLE: title, ARTICLE: page }));
    written.push(`${folder}/${name}`);
  };
  const quizWords = JSON.parse(readFileSync(join(from, "quiz.json"), "utf8"));
  for (const file of readdirSync(from).filter((f) => /^\d\d-.*\.html$/.test(f)).sort()) {
    const number = Number(file.slice(0, 2)), text = readFileSync(join(from, file), "utf8");
    const { html, answers } = filled(text, call, fmt, query, file);
    const ask = (asks) => (asks.length ? call("ask", [query, ...asks].join("\n")).asks : []);
    const questions = await Promise.all(templates.filter((t) => t.lesson === number).map((t) => question(t, quizWords[t.id], SEED, ask, fmt)));
    const page = html.replaceAll('href="#/', 'href="../#/')
      .replace('<div class="quiz-box"></div>', () => asked(questions))
      .replace("</article>", () => `<section><h2>${ALONE.sources}</h2>${toHTML(sourceList(sourcesOf(answers)))}</section>\n</article>`);
    const link = `<p class="actions"><a href="../#/learn/${number}">${ALONE.live}</a> <a href="./">${ALONE.all}</a></p>`;
    save(`${number}.html`, `${link}\n${page}`, /<h1>(.*?)<\/h1>/.exec(text)[1]);
  }
  save("index.html", `<h1>${title}</h1>\n${readFileSync(join(from, "contents.html"), "utf8").replace(/href="#\/learn\/(\d+)"/g, 'href="$1.html"')}`, title);
  return written;
}

/** The article with its numbers. A slot that the engine cannot fill breaks the build. */
function filled(text, call, fmt, query, file) {
  const defaults = parseQuery(query), values = new Map([["first", query]]);
  let html = text.replace(CONTROL, (_, open, name, first, close) => {
    const key = /data-key="(\w+)"/.exec(open)?.[1], value = (key && defaults.get(key)) || first.trim();
    values.set(name, value).set(`${name}-first`, value);
    const option = /data-options="([^"]*)"/.exec(open)?.[1].split("|").find((o) => o.startsWith(`${value}=`));
    const label = /data-kind="(?:range|toggle)"/.test(open) ? `${/data-label="([^"]*)"/.exec(open)?.[1]}: ` : "";
    return `${open}${label}${option && value ? option.slice(value.length + 1) : value || "…"}${close}`;
  });
  const asks = [...html.matchAll(SLOT)].map((m) => put(plain(m[1]), values));
  const answers = asks.length ? call("ask", [query, ...asks].join("\n")).asks : [];
  answers.forEach((a, i) => {
    if (a.errors || a.value === null) throw new Error(`${file}: no answer to "${asks[i]}": ${JSON.stringify(a.errors ?? "unknown")}`);
  });
  let i = 0;
  html = html.replace(SLOT, (_, __, as) => {
    const a = answers[i++];
    return `<data value="${a.value}">${toHTML(chem(say(fmt, a, as ?? "")))}</data>`;
  });
  return { html, answers };
}

/** Questions for a reader with a pencil. */
function asked(questions) {
  const list = questions.map((q) => `<li><p>${toHTML(chem(q.text))}${q.options.length ? "" : ` … ${toHTML(chem(q.unit))}`}</p>${q.options.length ? `<ul class="plain">${q.options.map((o) => `<li>${toHTML(chem(o.text))}</li>`).join("")}</ul>` : ""}</li>`).join("\n");
  const key = questions.map((q) => { const right = q.options.find((o) => o.right); return `<li>${toHTML(chem(right ? `${right.text}: ${right.why}` : q.shown))}</li>`; }).join("\n");
  return `<ol class="questions">\n${list}\n</ol>\n<details><summary>${ALONE.answers}</summary><ol class="questions">\n${key}\n</ol></details>`;
}
