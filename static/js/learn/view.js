// @ts-check
/** The Learn view: the list of lessons, and one lesson at a time. */
import { h, patch } from "../dom.js";
import { loadStyle } from "../style.js";
import { parseHash, parseQuery, toHash } from "../url.js";
import { Lesson } from "./lesson.js";
import { contents, LESSONS } from "./list.js";
import { ticked } from "./progress.js";

const SEEDS = 9999; // how many draws of the questions there are

const quiz = () => Promise.all([import("../../learn/quiz.json"), import("../../learn/en/quiz.json")]).then(([t, w]) => ({ templates: t.default, words: w.default }));

export class LearnView {
  /** @type {any} */ #plot = null;
  /** @type {Lesson | null} */ #lesson = null;

  /**
   * @param {HTMLElement} root
   * @param {any} store
   * @param {import("../estimator.js").Engine} engine
   * @param {import("../estimate/model.js").Model} model
   */
  constructor(root, store, engine, model) {
    this.root = root;
    this.store = store;
    this.engine = engine;
    this.model = model;
    this.title = /** @type {HTMLElement} */ (root.querySelector("h1"));
    this.first = this.title.textContent ?? "";
    this.box = /** @type {HTMLElement} */ (root.querySelector("[data-slot=lesson]"));
    this.status = /** @type {HTMLElement} */ (root.querySelector("[role=status]"));
    root.addEventListener("click", (e) => this.#click(/** @type {HTMLElement} */ (e.target)));
    // @ts-ignore the build puts the name in
    this.styled = loadStyle(LEARN_CSS_FILE, import.meta.url);
  }

  async enter() {
    await this.styled;
    await this.#show();
  }

  leave() {
    this.#lesson?.end();
    this.#lesson = null;
  }

  /** Another lesson was chosen while the view is shown. */
  async moved() {
    await this.#show();
    window.scrollTo(0, 0);
    this.title.focus({ preventScroll: true });
  }

  async #show() {
    const number = lessonOf(location.hash);
    this.leave();
    if (number) return this.#open(number);
    this.#name(this.first);
    this.box.innerHTML = (await contents()).default;
    for (const li of /** @type {NodeListOf<HTMLElement>} */ (this.box.querySelectorAll("li[data-lesson]"))) {
      if (ticked(Number(li.dataset.lesson))) li.querySelector("a")?.append(Object.assign(document.createElement("span"), { className: "tick", textContent: " ✓ done" }));
    }
  }

  /** @param {number} number */
  async #open(number) {
    const [{ default: html }, questions] = await Promise.all([LESSONS[number - 1](), quiz(), this.#charts()]);
    if (lessonOf(location.hash) !== number) return;
    const lesson = this.#lesson = new Lesson(this.box, {
      number, html, quiz: questions, params: this.store.get().params, example: parseQuery(this.model.defaults), engine: this.engine, fmt: this.model.fmt, plot: this.#plot,
      seed: Number(parseHash(location.hash).params.get("seed")) || 1 + Math.floor(Math.random() * SEEDS), say: (text) => { this.status.textContent = text; },
    });
    const heading = this.box.querySelector("h1");
    this.#name(heading?.textContent ?? "", number);
    heading?.remove(); // the view's own heading says it
    await lesson.start();
    this.box.querySelector(".explain")?.after(Object.assign(document.createElement("p"), { className: "hint", textContent: lesson.own ? "The lesson works on a copy of your scenario." : "The lesson works on the example, because your scenario lacks what it changes." }));
    const nav = document.createElement("div");
    this.box.append(nav);
    patch(nav, [this.box.querySelector("[data-key], [data-set]") ? h("p", { class: "actions" }, h("button", { type: "button", class: "quiet", "data-keep": true }, "Keep this as my scenario")) : null,
      h("nav", { class: "steps", "aria-label": "Lessons" },
      h("p", null, number > 1 ? h("a", { href: `#/learn/${number - 1}` }, "← Previous lesson") : null), h("p", null, h("a", { href: "#/learn" }, "All lessons")),
      h("p", null, number < LESSONS.length ? h("a", { href: `#/learn/${number + 1}` }, "Next lesson →") : null))]);
    this.box.dataset.shown = String(number);
  }

  async #charts() {
    this.#plot ??= await import("../charts/plot.js").catch(() => null); // the tables say the same
  }

  /** @param {string} title @param {number} [number] */
  #name(title, number) {
    delete this.box.dataset.shown;
    this.title.textContent = title;
    document.title = number ? `Lesson ${number}: ${title} · gramwatt` : `${title} · gramwatt`;
  }

  /** @param {HTMLElement} target */
  #click(target) {
    if (target.closest("[data-keep]") && this.#lesson) {
      this.store.edit(new Map(this.#lesson.params));
      location.hash = toHash("estimate", this.#lesson.params);
    }
  }
}

/** The lesson that an address names, or 0. @param {string} hash */
export function lessonOf(hash) {
  const number = Number(/^#\/learn\/(\d+)/.exec(hash)?.[1]);
  return number >= 1 && number <= LESSONS.length ? number : 0;
}
