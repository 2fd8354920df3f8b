// @ts-check
/**
 * One lesson in the page: a guess, then something to try on the real engine, an explanation, a task that ticks itself off
 * and three questions. It works on a copy of the visitor's scenario, or on the example where that lacks what the lesson
 * changes.
 */
import { h, patch } from "../dom.js";
import { plural, tr } from "../i18n/tr.js";
import { parseNumber } from "../numbers.js";
import { toQuery } from "../url.js";
import { mountControls, tellRange } from "./controls.js";
import { mountMix } from "./mix.js";
import { draw, more, rowsOf, write } from "./pictures.js";
import { mountPredict } from "./predict.js";
import { tick, ticked } from "./progress.js";
import { question } from "./quiz.js";
import { mountQuiz } from "./quizview.js";
import { conditions, put, say, sayNumber, sourcesOf } from "./slots.js";
import { mountSort } from "./sort.js";
import { mountStatement } from "./statement.js";

/** @typedef {import("./slots.js").Answer} Answer */

const QUESTIONS = 3;
/** What stands at the end of every lesson. */
const FOOT = `<section><div class="end"></div><details class="more"><summary>${tr`Sources of the numbers`}</summary><div class="sources-of-lesson"></div></details></section>`;

export class Lesson {
  /** @type {Map<string, string>} */ #values = new Map();
  /** @type {import("./controls.js").Control[]} */ #controls = [];
  /** @type {Map<string, Answer>} */ #answers = new Map();
  /** @type {Set<Element>} */ #done = new Set();
  /** @type {Map<HTMLElement, {asked: string, answer: any}>} */ #extras = new Map();
  #right = 0;
  /** @type {import("./quiz.js").Question[]} */ questions = [];
  #asked = "";
  #resize = new ResizeObserver(() => this.#draw());
  #over = new AbortController();

  /**
   * @param {HTMLElement} root
   * @param {{number: number, html: string, quiz: {templates: any[], words: Record<string, any>}, params: Map<string, string>, example: Map<string, string>, engine: import("../estimator.js").Engine, fmt: import("./slots.js").Formatter, plot: any, open: boolean, seed: number, say: (text: string) => void}} o
   */
  constructor(root, o) {
    this.root = root;
    this.o = o;
    root.innerHTML = o.html; // our own text, part of the build
    root.firstElementChild?.insertAdjacentHTML("beforeend", FOOT);
    const article = /** @type {HTMLElement} */ (root.firstElementChild), needs = (article.dataset.needs ?? "").split(" ").filter(Boolean);
    this.own = needs.every((key) => o.params.has(key));
    this.params = new Map(this.own ? o.params : o.example);
  }

  /** Makes the text live. */
  async start() {
    const { root, o } = this;
    this.#controls = mountControls(root, this.params);
    this.#read();
    this.#values.set("first", toQuery(this.params));
    for (const [name, value] of [...this.#values]) this.#values.set(`${name}-first`, value);
    for (const list of root.querySelectorAll("[data-widget=sort]")) mountSort(/** @type {HTMLElement} */ (list), (name, value) => this.#set(name, value));
    for (const box of root.querySelectorAll("[data-widget=mix]")) mountMix(/** @type {HTMLElement} */ (box));
    for (const box of root.querySelectorAll("[data-widget=statement]")) mountStatement(/** @type {HTMLElement} */ (box), () => o.engine.call("report", `markdown ${toQuery(this.params)}`), (name, value) => this.#set(name, value));
    root.addEventListener("input", (e) => this.#input(/** @type {HTMLInputElement} */ (e.target)), { signal: this.#over.signal });
    const later = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("article > section:not(.predict)"));
    for (const section of later) section.hidden = !o.open;
    const form = /** @type {HTMLFormElement} */ (root.querySelector("[data-predict]"));
    mountPredict(form, o.number, (v) => this.guess(v), () => {
      for (const section of later) section.hidden = false;
      this.#draw();
    });
    await this.#ask();
    this.#sources();
    await this.#quiz();
  }

  /** A guess in words. @param {number} v */
  guess(v) {
    const d = /** @type {HTMLElement} */ (this.root.querySelector("[data-predict]")).dataset;
    return sayNumber(this.o.fmt, v, d.as ?? "number") + (d.unit ? ` ${d.unit}` : "");
  }

  /** Another lesson takes its place. */
  end() {
    this.#over.abort();
    this.#resize.disconnect();
  }

  /** @param {string} name @param {string} value */
  #set(name, value) {
    this.#values.set(name, value);
    this.#ask();
  }

  /** @param {HTMLInputElement} el */
  #input(el) {
    if (!el.closest("[data-control]")) return;
    if (el.type === "range") tellRange(el);
    this.#read();
    this.#ask();
  }

  /** What the controls say, as values for asks and as keys of the scenario. */
  #read() {
    const next = new Map(this.own ? this.o.params : this.o.example);
    let on = 0;
    for (const c of this.#controls) {
      const typed = c.value(), value = c.kind === "number" ? parseNumber(typed)?.text ?? "" : typed;
      this.#values.set(c.name, value);
      if (c.key && value) next.set(c.key, value);
      if (c.kind === "toggle" && value === "1") {
        on++;
        for (const pair of c.set.split("&")) next.set(pair.split("=")[0], pair.slice(pair.indexOf("=") + 1));
      }
    }
    this.#values.set("moves", String(on));
    this.params = next;
  }

  async #ask() {
    const { root, o } = this, slots = [...root.querySelectorAll("data[ask]")], tasks = [...root.querySelectorAll("[data-done]")];
    const asks = new Set(slots.map((d) => put(d.getAttribute("ask") ?? "", this.#values)));
    for (const task of tasks) for (const c of conditions(task.getAttribute("data-done") ?? "")) if (c.ask) asks.add(put(c.ask, this.#values));
    const argument = this.#asked = [toQuery(this.params), ...asks].join("\n");
    root.setAttribute("aria-busy", "true");
    const answer = await o.engine.call("ask", argument, "learn");
    if (!answer?.ok || argument !== this.#asked || this.#over.signal.aborted) return;
    this.#answers = new Map([...asks].map((ask, i) => [ask, answer.asks[i]]));
    for (const slot of slots) {
      const a = this.#to(slot.getAttribute("ask") ?? "");
      write(slot, say(o.fmt, a, slot.getAttribute("as") ?? ""));
      slot.setAttribute("value", String(a?.value ?? ""));
    }
    this.#draw();
    this.#tasks(tasks);
    root.removeAttribute("aria-busy");
  }

  /** @param {string} ask */
  #to = (ask) => this.#answers.get(put(ask, this.#values));

  #draw() {
    for (const figure of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll("figure[data-widget]"))) {
      const rows = rowsOf(figure, this.#to), extra = more(figure, rows);
      draw(this.o.plot, figure, rows, this.o.fmt, extra ? this.#extras.get(figure)?.answer : null);
      this.#resize.observe(figure);
      if (extra) this.#extra(figure, extra);
    }
  }

  /** Asks what a picture needs beside its table, once for each scenario. @param {HTMLElement} figure @param {{method: string, lines: string}} extra */
  async #extra(figure, { method, lines }) {
    const asked = `${toQuery(this.params)}${lines}`;
    if (this.#extras.get(figure)?.asked === asked) return;
    this.#extras.set(figure, { asked, answer: this.#extras.get(figure)?.answer });
    const answer = await this.o.engine.call(method, asked);
    if (this.#extras.get(figure)?.asked !== asked) return;
    this.#extras.set(figure, { asked, answer });
    this.#draw();
  }

  /** @param {Element[]} tasks a task stays done */
  #tasks(tasks) {
    for (const task of tasks) {
      if (this.#done.has(task)) continue;
      const holds = conditions(task.getAttribute("data-done") ?? "").every((c) => (c.ask ? this.#to(c.ask)?.holds === true : this.#values.get(c.name ?? "") === c.value));
      task.classList.toggle("done", holds);
      if (!holds) continue;
      this.#done.add(task);
      task.append(note("span", ` ${tr`✓ done`}`), ...reveal(task));
      this.o.say(tr`Done: ${task.textContent ?? ""}`);
    }
    this.#end();
  }

  #end() {
    const tasks = this.root.querySelectorAll("[data-done]").length, all = this.#done.size === tasks && this.#right >= QUESTIONS;
    const box = this.root.querySelector(".end");
    if (box) patch(box, all || ticked(this.o.number) ? h("p", { class: "ticked" }, tr`✓ You have done this lesson.`) : h("p", { class: "hint" }, plural(tasks, { one: tr`This lesson gets its tick when its task is done and the three questions are right.`, other: tr`This lesson gets its tick when its ${tasks} tasks are done and the three questions are right.` })));
    if (!all || ticked(this.o.number)) return;
    tick(this.o.number);
    this.o.say(tr`✓ You have done this lesson.`);
    this.#end();
  }

  #sources() {
    const all = sourcesOf([...this.#answers.values()]), box = this.root.querySelector(".sources-of-lesson");
    if (box) patch(box, sourceList(all));
  }

  async #quiz() {
    const { o } = this, box = /** @type {HTMLElement | null} */ (this.root.querySelector(".quiz-box"));
    if (!box) return;
    const mine = o.quiz.templates.filter((t) => t.lesson === o.number);
    const ask = async (/** @type {string[]} */ asks) => (asks.length ? (await o.engine.call("ask", [toQuery(o.example), ...asks].join("\n")))?.asks ?? [] : []);
    const questions = this.questions = await Promise.all(mine.map((t) => question(t, o.quiz.words[t.id], o.seed, ask, o.fmt)));
    mountQuiz(box, questions, (right) => {
      this.#right = right;
      this.#end();
    });
    this.#end();
  }
}

/** @param {string} tag @param {string} text */
const note = (tag, text) => Object.assign(document.createElement(tag), { className: "tick", textContent: text });

/** What a task says once it is done. @param {Element} task @returns {Element[]} */
function reveal(task) {
  const text = task.getAttribute("data-then");
  return text ? [Object.assign(document.createElement("p"), { className: "hint", textContent: text })] : [];
}

/** @param {{source: string, url: string, year: number | null}[]} sources */
export const sourceList = (sources) => h("ul", { class: "plain" }, sources.map((s) => h("li", null, h("a", { href: s.url, rel: "noreferrer noopener", target: "_blank" }, s.source), s.year ? ` (${s.year})` : null)));
