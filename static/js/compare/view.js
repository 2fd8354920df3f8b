// @ts-check
/** The Compare view: a link with up to four scenarios in, the engine's comparison out. */
import { patch } from "../dom.js";
import { listenToSaves } from "../charts/save.js";
import { say } from "../i18n/tr.js";
import { linked } from "../numbers.js";
import { copyLink } from "../share.js";
import { loadStyle } from "../style.js";
import { parseHash, toHash, toQuery } from "../url.js";
import { baseline, duplicate, LETTERS, linkOf, MOST, remove, scenariosOf, set, swap } from "./model.js";
import * as parts from "./parts.js";
import { factorName } from "./words.js";

const KEPT = "gramwatt.compare"; // the last comparison, for a visit without a link

export class CompareView {
  #slots = /** @type {Record<string, HTMLElement>} */ ({});
  #asked = "";
  /** @type {any} */ #plot = null;
  #observer = new ResizeObserver(() => this.#charts());

  /**
   * @param {HTMLElement} root
   * @param {any} store
   * @param {import("../estimator.js").Engine} engine
   * @param {import("../estimate/model.js").Model} model
   * @param {() => string | null} measured the query of the Live session, when there is one
   */
  constructor(root, store, engine, model, measured) {
    this.root = root;
    this.store = store;
    this.engine = engine;
    this.lists = () => model.lists;
    this.measured = measured;
    /** @type {parts.CompareModel} */
    this.m = { fmt: model.fmt, list: [], comparison: null, errors: [], stale: false, fields: model.fields, names: (key, value) => this.#name(key, value), measured: false, linear: true };
    for (const el of root.querySelectorAll("[data-slot]")) this.#slots[/** @type {HTMLElement} */ (el).dataset.slot ?? ""] = /** @type {HTMLElement} */ (el);
    this.status = /** @type {HTMLElement} */ (root.querySelector("[role=status]"));
    root.addEventListener("click", (e) => this.#click(/** @type {HTMLElement} */ (e.target)));
    root.addEventListener("change", (e) => this.#edit(/** @type {any} */ (e.target)));
    listenToSaves(root, (text) => { this.status.textContent = text; });
    // @ts-ignore the build puts the name in
    this.styled = loadStyle(COMPARE_CSS_FILE, import.meta.url);
  }

  /** @param {import("./model.js").Params[]} added join those that are here; the oldest make room */
  async enter(added) {
    const linked = scenariosOf(parseHash(location.hash).params), { m } = this;
    await this.styled;
    this.#datalists();
    if (linked.length) m.list = linked;
    else if (!m.list.length) m.list = kept() ?? [];
    for (const one of added) if (!m.list.some((p) => toQuery(p) === toQuery(one))) m.list = [...m.list, one].slice(-MOST);
    if (!m.list.length) m.list = [this.store.get().params];
    await this.#show();
    this.#plot ??= await import("../charts/plot.js").catch(() => null); // the tables say the same
    this.#charts();
  }

  leave() {}

  /** A link was followed while the view is shown. */
  moved() {
    const linked = scenariosOf(parseHash(location.hash).params);
    if (linked.length && toHash("compare", linkOf(linked)) !== toHash("compare", linkOf(this.m.list))) {
      this.m.list = linked;
      this.#show();
    }
  }

  /** @param {import("./model.js").Params[]} list */
  #change(list) {
    this.m.list = list;
    return this.#show();
  }

  async #show() {
    const { m } = this;
    const hash = toHash("compare", linkOf(m.list));
    if (location.hash !== hash) history.replaceState(null, "", hash);
    try {
      localStorage.setItem(KEPT, hash);
    } catch { /* it lasts as long as the page */ }
    m.measured = this.measured() !== null;
    const asked = this.#asked = m.list.map(toQuery).join("\n");
    this.#draw();
    const answer = await this.#ask(asked);
    if (!answer || asked !== this.#asked) return;
    m.errors = answer.ok ? [] : answer.errors;
    if (answer.ok) m.comparison = answer.comparison;
    m.stale = !answer.ok;
    this.#draw();
    if (answer.ok) this.status.textContent = m.list.length > 1 ? this.#slots.sentences.innerText : "";
  }

  /** A comparison needs two; one alone is an estimate. @param {string} asked */
  async #ask(asked) {
    if (this.m.list.length > 1) return this.engine.call("compare", asked, "compare");
    const answer = await this.engine.call("estimate", asked, "compare");
    return answer?.ok ? { ok: true, comparison: { scenarios: [{ result: answer.result }] } } : answer;
  }

  #draw() {
    const { m } = this;
    const matching = m.comparison?.scenarios.length === m.list.length;
    const shown = matching ? m : { ...m, comparison: null };
    for (const name of /** @type {const} */ (["sentences", "totals", "adders", "chart", "inputs", "drivers"])) patch(this.#slots[name], parts[name](shown));
    this.root.dataset.stale = String(m.stale);
    this.#charts();
  }

  #charts() {
    const { m } = this, all = m.comparison?.scenarios;
    if (!this.#plot || !all || all.length !== m.list.length) return;
    const kg = (/** @type {number} */ v) => m.fmt.text(v, "kgCO2e").replace(" CO2e", "");
    this.#into("scenarios", (width) => this.#plot.drawScenarios(all.map((/** @type {any} */ s, /** @type {number} */ i) => ({ letter: LETTERS[i], ...s.result.total_kgco2e })), { show: kg, width }));
    all.slice(1).forEach((/** @type {any} */ s, /** @type {number} */ i) => {
      const rows = parts.drawable(s).map((/** @type {any} */ d) => ({ label: factorName(d), ratio: d.ratio }));
      if (rows.length) this.#into(`drivers-${LETTERS[i + 1]}`, (width) => this.#plot.drawDrivers(rows, { show: (/** @type {number} */ r) => `× ${m.fmt.show(r, "").number}`, width }));
    });
  }

  /** @param {string} name of the picture @param {(width: number) => Element} make */
  #into(name, make) {
    const box = /** @type {HTMLElement | null} */ (this.root.querySelector(`[data-plot="${name}"]`));
    if (!box || box.clientWidth < 50) return;
    this.#observer.observe(box);
    box.replaceChildren(make(Math.floor(box.clientWidth)));
  }

  /** What a code stands for. @param {string} key @param {string} value */
  #name(key, value) {
    const lists = this.lists(), base = key.split(".")[0];
    if (base === "hw") return lists.accelerators.find((a) => a.id === value)?.name ?? "";
    if (base === "r") return say(lists.places.find((p) => p.code.toUpperCase() === value.toUpperCase())?.name ?? lists.clouds.find((c) => c.id === value)?.name ?? "");
    return "";
  }

  /** Proposals for the two fields that hold a code. */
  #datalists() {
    const lists = this.lists();
    const fill = (/** @type {string} */ id, /** @type {[string, string][]} */ rows) => document.getElementById(id)?.replaceChildren(...rows.map(([value, text]) => new Option(text, value)));
    fill("compare-hw", lists.accelerators.map((a) => [a.id, a.name]));
    fill("compare-r", [...lists.places.map((p) => /** @type {[string, string]} */ ([p.code, say(p.name)])), ...lists.clouds.map((c) => /** @type {[string, string]} */ ([c.id, c.name]))]);
  }

  /** @param {HTMLElement} target */
  #click(target) {
    const el = /** @type {HTMLElement | null} */ (target.closest("[data-compare]"));
    if (!el) return;
    const { list } = this.m, i = Number(el.dataset.at);
    const acts = /** @type {Record<string, () => void>} */ ({
      add: () => this.#change([...list, new Map(this.store.get().params)].slice(0, MOST)),
      measured: () => { const q = this.measured(); if (q) this.#change([...list, parseHash(`#/x?${q}`).params].slice(0, MOST)); },
      duplicate: () => this.#change(duplicate(list, i)),
      swap: () => this.#change(swap(list, i)),
      remove: () => this.#change(remove(list, i)),
      baseline: () => this.#change(baseline(list, i)),
      open: () => { location.hash = toHash("estimate", list[i]); },
      share: () => copyLink(location.href, (text) => { this.status.textContent = text; }, el),
    });
    acts[el.dataset.compare ?? ""]?.();
  }

  /** @param {HTMLInputElement} el */
  #edit(el) {
    if (el.dataset.cell) this.#change(set(this.m.list, Number(el.dataset.at), el.dataset.cell, linked(el.value.trim())));
  }
}

/** @returns {import("./model.js").Params[] | null} */
function kept() {
  try {
    const list = scenariosOf(parseHash(localStorage.getItem(KEPT) ?? "").params);
    return list.length ? list : null;
  } catch {
    return null;
  }
}
