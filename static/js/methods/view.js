// @ts-check
/**
 * The Methods view: the formulas with the numbers of the scenario at hand, the same scenario as other tools see it, the
 * published results that the model is held against, and every row of data with its source. All of it is the engine's.
 */
import { listenToSaves } from "../charts/save.js";
import { patch } from "../dom.js";
import { tr } from "../i18n/tr.js";
import { loadStyle } from "../style.js";
import { toQuery } from "../url.js";
import * as parts from "./parts.js";
import { rowsTable, TABLES } from "./rows.js";
import { sourceIndex } from "./sources.js";

const TYPING = 120; // ms of rest before a search

export class MethodsView {
  #slots = /** @type {Record<string, HTMLElement>} */ ({});
  #asked = "";
  #timer = 0;
  /** @type {any} */ #plot = null;
  #observer = new ResizeObserver(() => this.#charts());
  /** @type {import("./rows.js").Known} */ #known = { sources: new Map(), conflicts: [] };
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
    this.m = { fmt, query: "", result: null, rivals: null, found: null, latex: "", sources: [], published: null, shownCases: "all", version: null, fault: "" };
    this.choice = { table: "accelerators", text: "" };
    for (const el of root.querySelectorAll("[data-slot]")) this.#slots[/** @type {HTMLElement} */ (el).dataset.slot ?? ""] = /** @type {HTMLElement} */ (el);
    this.status = /** @type {HTMLElement} */ (root.querySelector("[role=status]"));
    root.addEventListener("click", (e) => this.#click(/** @type {HTMLElement} */ (e.target)));
    root.addEventListener("input", (e) => this.#edit(/** @type {any} */ (e.target)));
    listenToSaves(root, (text) => { this.status.textContent = text; });
    // @ts-ignore the build puts the name in
    this.styled = loadStyle(METHODS_CSS_FILE, import.meta.url);
  }

  async enter() {
    const query = toQuery(this.store.get().params);
    await this.styled;
    if (query === this.#asked) return;
    this.#asked = query;
    const { m } = this;
    const [answer, rivals, latex, published, version, sources, conflicts] = await Promise.all([this.engine.call("estimate", query), this.engine.call("rivals", query), this.engine.call("report", `latex ${query}`),
      m.published ? null : this.engine.call("published"), this.engine.call("version"), this.#table("sources"), this.#table("conflicts")]);
    if (query !== this.#asked) return;
    Object.assign(m, { query, result: answer?.ok ? answer.result : null, rivals: rivals?.ok ? rivals.rivals : null, found: rivals?.takeaway ?? null, latex: latex?.ok ? latex.text : "", version, sources,
      fault: answer && !answer.ok ? tr`The scenario of the Estimate view needs a correction before its numbers can be shown here.` : "" });
    if (published?.ok) m.published = published.rows;
    this.#known = { sources: sourceIndex(sources), conflicts };
    this.#draw();
    await this.#rows();
    this.#plot ??= await import("../charts/plot.js").catch(() => null); // the table says the same
    this.#charts();
  }

  leave() {}

  #draw() {
    for (const name of /** @type {const} */ (["terms", "rivals", "published", "cite", "uncounted", "changes"])) patch(this.#slots[name], parts[name](this.m));
    this.#slots.terms.dataset.query = this.m.query;
    patch(this.#slots.finder, parts.finder(this.choice, TABLES));
    this.#charts();
  }

  #charts() {
    const box = /** @type {HTMLElement | null} */ (this.root.querySelector("[data-plot=rivals]")), { m } = this;
    if (!box || !this.#plot) return;
    this.#observer.observe(box);
    if (box.clientWidth >= 50) box.replaceChildren(this.#plot.drawRanked(parts.tools(m), { show: (/** @type {number} */ v) => m.fmt.text(v, "kgCO2e").replace(" CO2e", ""), width: Math.floor(box.clientWidth), linear: true }));
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
    const { body, said } = rowsTable(table, rows, text, this.#known);
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
    const copy = /** @type {HTMLElement | null} */ (target.closest("[data-copy]"));
    if (copy) this.#copy(copy.dataset.copy === "latex" ? this.m.latex : parts.bibtex(this.m), copy);
  }

  /** @param {string} text @param {HTMLElement} button */
  async #copy(text, button) {
    try {
      await navigator.clipboard.writeText(text);
      this.status.textContent = tr`Copied.`;
    } catch { // the clipboard is absent on plain-http pages of a local network
      getSelection()?.selectAllChildren(/** @type {Element} */ (button.parentElement?.previousElementSibling));
      this.status.textContent = tr`Selected: copy it with Ctrl+C.`;
    }
    const before = button.textContent;
    button.textContent = this.status.textContent;
    setTimeout(() => { button.textContent = before; }, 1600);
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
