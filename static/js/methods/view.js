// @ts-check
/**
 * The Methods view: the formulas with the numbers of the scenario at hand, the same scenario as other tools see it, the
 * published results that the model is held against, and every row of data with its source. All of it is the engine's.
 */
import { patch } from "../dom.js";
import { loadStyle } from "../style.js";
import { toQuery } from "../url.js";
import * as parts from "./parts.js";
import { rowsTable, TABLES } from "./rows.js";

const TYPING = 120; // ms of rest before a search

export class MethodsView {
  #slots = /** @type {Record<string, HTMLElement>} */ ({});
  #asked = "";
  #timer = 0;
  /** @type {Map<string, any[]>} */ #tables = new Map();

  /**
   * @param {HTMLElement} root
   * @param {any} store
   * @param {import("../estimator.js").Engine} engine
   * @param {ReturnType<typeof import("../units.js").formatter>} fmt
   */
  constructor(root, store, engine, fmt) {
    this.root = root;
    this.store = store;
    this.engine = engine;
    /** @type {parts.MethodsModel} */
    this.m = { fmt, query: "", result: null, rivals: null, published: null, shownCases: "all", version: null, fault: "" };
    this.choice = { table: "accelerators", text: "" };
    for (const el of root.querySelectorAll("[data-slot]")) this.#slots[/** @type {HTMLElement} */ (el).dataset.slot ?? ""] = /** @type {HTMLElement} */ (el);
    this.status = /** @type {HTMLElement} */ (root.querySelector("[role=status]"));
    root.addEventListener("click", (e) => this.#click(/** @type {HTMLElement} */ (e.target)));
    root.addEventListener("input", (e) => this.#edit(/** @type {any} */ (e.target)));
    // @ts-ignore the build puts the name in
    this.styled = loadStyle(METHODS_CSS_FILE, import.meta.url);
  }

  async enter() {
    const query = toQuery(this.store.get().params);
    await this.styled;
    if (query === this.#asked) return;
    this.#asked = query;
    const { m } = this;
    const [answer, rivals, published, version, sources] = await Promise.all([this.engine.call("estimate", query), this.engine.call("rivals", query),
      m.published ? null : this.engine.call("published"), this.engine.call("version"), this.#table("sources")]);
    Object.assign(m, { query, result: answer?.ok ? answer.result : null, rivals: rivals?.ok ? rivals.rivals : null, version,
      fault: answer && !answer.ok ? "The scenario of the Estimate view needs a correction before its numbers can be shown here." : "" });
    if (published?.ok) m.published = published.rows;
    this.sources = new Map(sources.map((/** @type {any} */ s) => [s.id, s]));
    this.#draw();
    await this.#rows();
  }

  leave() {}

  #draw() {
    for (const name of /** @type {const} */ (["terms", "rivals", "published", "cite", "uncounted"])) patch(this.#slots[name], parts[name](this.m));
    patch(this.#slots.finder, parts.finder(this.choice, TABLES));
  }

  /** @param {string} name @returns {Promise<any[]>} */
  async #table(name) {
    if (!this.#tables.has(name)) {
      const answer = await this.engine.call("catalog", name);
      if (!answer?.ok) return [];
      this.#tables.set(name, answer.rows);
    }
    return this.#tables.get(name) ?? [];
  }

  async #rows() {
    const { table, text } = this.choice;
    const rows = await this.#table(table);
    if (table !== this.choice.table) return;
    const { body, said } = rowsTable(rows, text, this.sources ?? new Map());
    patch(this.#slots.rows, body);
    this.status.textContent = said;
  }

  /** @param {HTMLElement} target */
  #click(target) {
    const show = /** @type {HTMLElement | null} */ (target.closest("[data-cases]"))?.dataset.cases;
    if (show) {
      this.m.shownCases = show;
      patch(this.#slots.published, parts.published(this.m));
    }
    if (target.closest("[data-copy=bibtex]")) {
      navigator.clipboard?.writeText(parts.bibtex(this.m)).then(() => { this.status.textContent = "Reference copied."; }, () => { this.status.textContent = "Copying is not allowed here: select the text instead."; });
    }
  }

  /** @param {HTMLInputElement} el */
  #edit(el) {
    const what = el.dataset.find;
    if (what !== "table" && what !== "text") return;
    this.choice[what] = el.value;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#rows(), what === "text" ? TYPING : 0);
  }
}
