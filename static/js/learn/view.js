// @ts-check
/** The Learn view: the list of lessons, one lesson at a time, and for teachers plans, the wall and worksheets. */
import { listenToSaves } from "../charts/save.js";
import { h, patch } from "../dom.js";
import { tr } from "../i18n/tr.js";
import { loadStyle } from "../style.js";
import { parseQuery, toHash, toQuery } from "../url.js";
import { Lesson } from "./lesson.js";
import { contents, LESSONS } from "./list.js";
import { route, SEEDS } from "./paths.js";
import { ticked } from "./progress.js";
import { question } from "./quiz.js";
import { put, say } from "./slots.js";

const quiz = () => Promise.all([import("../../learn/quiz.json"), import("../../learn/en/quiz.json")]).then(([t, w]) => ({ templates: t.default, words: w.default }));
const plans = () => import("../../learn/en/plans.json").then((m) => m.default);

export class LearnView {
  /** @type {any} */ #plot = null;
  /** @type {{end: () => void}[]} */ #open = [];
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
    listenToSaves(root, (text) => { this.status.textContent = text; });
    root.addEventListener("click", (e) => this.#click(/** @type {HTMLElement} */ (e.target)));
    // @ts-ignore the build puts the name in
    this.styled = loadStyle(LEARN_CSS_FILE, import.meta.url);
  }

  async enter() {
    await this.styled;
    await this.#show();
  }

  leave() {
    for (const part of this.#open.splice(0)) part.end();
    this.#lesson = null;
    delete this.box.dataset.shown;
  }

  /** Another lesson was chosen while the view is shown. */
  async moved() {
    await this.#show();
    window.scrollTo(0, 0);
    this.title.focus({ preventScroll: true });
  }

  async #show() {
    const at = route(location.hash, LESSONS.length);
    this.leave();
    if (at.print) await this.#print(at);
    else if (at.lesson) await this.#one(at);
    else await this.#list(at.teach);
  }

  /** @param {boolean} teach */
  async #list(teach) {
    this.#name(this.first);
    const text = (await contents()).default;
    this.box.innerHTML = text; // our own text, part of the build
    for (const li of /** @type {NodeListOf<HTMLElement>} */ (this.box.querySelectorAll("li[data-lesson]"))) {
      const link = li.querySelector("a"), number = li.dataset.lesson;
      if (teach && link) link.href = `#/learn/${number}?teach=1`;
      if (ticked(Number(number))) link?.append(Object.assign(document.createElement("span"), { className: "tick", textContent: ` ${tr`✓ done`}` }));
    }
    const box = this.box.appendChild(document.createElement("div"));
    if (!teach) return patch(box, h("p", null, h("a", { href: "#/learn?teach=1" }, tr`For teachers: plans, worksheets, a view for the wall`)));
    const [{ overview, classLink }, { paths }] = await Promise.all([import("./teach.js"), plans()]);
    patch(box, overview(paths));
    const link = classLink(location), square = box.querySelector(".class-link");
    if (link && square) square.append(link, .../** @type {any} */ ([(await import("../qr.js")).picture(link)].filter(Boolean)));
    else if (square) square.textContent = tr`This page is open on this machine alone: its address is of no use to others.`;
  }

  /** @param {ReturnType<typeof route>} at */
  async #one({ lesson: number, teach, present, seed }) {
    const [{ default: html }, questions] = await Promise.all([LESSONS[number - 1](), quiz(), this.#charts()]);
    if (route(location.hash, LESSONS.length).lesson !== number) return;
    const lesson = this.#lesson = new Lesson(this.box, {
      number, html, quiz: questions, params: this.store.get().params, example: parseQuery(this.model.defaults), engine: this.engine, fmt: this.model.fmt, plot: this.#plot, open: present,
      seed: seed || 1 + Math.floor(Math.random() * SEEDS), say: (text) => { this.status.textContent = text; },
    });
    this.#open.push(lesson);
    const heading = this.box.querySelector("h1");
    this.#name(heading?.textContent ?? "", number);
    heading?.remove(); // the view's own heading says it
    await lesson.start();
    this.box.querySelector(".explain")?.append(Object.assign(document.createElement("p"), { className: "hint", textContent: lesson.own ? tr`The lesson works on a copy of your scenario.` : tr`The lesson works on the example, because your scenario lacks what it changes.` }));
    const foot = this.box.appendChild(document.createElement("div")), to = (/** @type {number} */ n) => `#/learn/${n}${teach ? "?teach=1" : ""}`;
    patch(foot, [this.box.querySelector("[data-key], [data-set]") ? h("p", { class: "actions" }, h("button", { type: "button", class: "quiet", "data-keep": true }, tr`Keep this as my scenario`)) : null,
      h("nav", { class: "steps", "aria-label": tr`Lessons` },
        h("p", null, number > 1 ? h("a", { href: to(number - 1) }, tr`← Previous lesson`) : null), h("p", null, h("a", { href: teach ? "#/learn?teach=1" : "#/learn" }, tr`All lessons`)),
        h("p", null, number < LESSONS.length ? h("a", { href: to(number + 1) }, tr`Next lesson →`) : null))]);
    if (teach) await this.#teach(number, lesson);
    if (present) {
      const { Projector } = await import("./projector.js"), bar = this.box.appendChild(document.createElement("div"));
      bar.className = "wall-bar";
      this.#open.push(new Projector(this.box, bar, () => { location.hash = `#/learn/${number}?teach=1`; }));
    }
    this.box.dataset.shown = String(number);
  }

  /** @param {number} number @param {Lesson} lesson */
  async #teach(number, lesson) {
    const [{ planOf }, { mountRoom }, all] = await Promise.all([import("./teach.js"), import("./room.js"), plans()]);
    const plan = document.createElement("div"), form = /** @type {HTMLElement} */ (this.box.querySelector("[data-predict]"));
    this.box.prepend(plan);
    patch(plan, planOf(number, all.plans[number - 1], lesson.questions.map((q) => q.options.find((o) => o.right)?.text ?? q.shown)));
    const stops = (form.dataset.stops ?? "").split(" ").map(Number), asked = await this.#ask([form.dataset.answer ?? ""]);
    this.#open.push(mountRoom(form, number, { stops, answer: asked[0]?.value ?? null, say: (v) => lesson.guess(v) }));
  }

  /** @param {ReturnType<typeof route>} at */
  async #print({ lesson: number, seed, copies }) {
    const [{ default: html }, { templates, words }, { sheets }, { plans: all }] = await Promise.all([LESSONS[number - 1](), quiz(), import("./sheet.js"), plans()]);
    const page = new DOMParser().parseFromString(html, "text/html"), fmt = this.model.fmt, title = page.querySelector("h1")?.textContent ?? "", intro = page.querySelector(".predict > p");
    const slots = [...(intro?.querySelectorAll("data") ?? [])], answers = await this.#ask(slots.map((d) => put(d.getAttribute("ask") ?? "", new Map())));
    slots.forEach((d, i) => { d.textContent = say(fmt, answers[i], d.getAttribute("as") ?? ""); });
    const first = seed || 1, mine = templates.filter((/** @type {any} */ t) => t.lesson === number);
    const drawn = await Promise.all(Array.from({ length: copies }, async (_, i) => ({ seed: first + i, questions: await Promise.all(mine.map((/** @type {any} */ t) => question(t, words[t.id], first + i, (asks) => this.#ask(asks), fmt))) })));
    this.#name(tr`Worksheets: ${title}`, number);
    patch(this.box, sheets({ title, guess: `${intro?.textContent ?? ""} ${page.querySelector("[data-predict]")?.getAttribute("data-label") ?? ""}` }, drawn, all[number - 1].discuss));
    this.box.dataset.shown = `print-${number}`;
  }

  /** Asks on the example. @param {string[]} asks @returns {Promise<import("./slots.js").Answer[]>} */
  async #ask(asks) {
    return asks.length ? (await this.engine.call("ask", [toQuery(parseQuery(this.model.defaults)), ...asks].join("\n")))?.asks ?? [] : [];
  }

  async #charts() {
    this.#plot ??= await import("../charts/plot.js").catch(() => null); // the tables say the same
  }

  /** @param {string} title @param {number} [number] */
  #name(title, number) {
    this.title.textContent = title;
    document.title = number ? `${tr`Lesson ${number}: ${title}`} · gramwatt` : `${title} · gramwatt`;
  }

  /** @param {HTMLElement} target */
  #click(target) {
    if (target.closest("[data-print]")) return window.print();
    if (target.closest("[data-keep]") && this.#lesson) {
      this.store.edit(new Map(this.#lesson.params));
      location.hash = toHash("estimate", this.#lesson.params);
    }
  }
}
