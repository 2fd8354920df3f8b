// @ts-check
/**
 * The Estimate view: scenario in, engine's answer out. One direction: an edit changes the store, the store asks the
 * engine and draws once per frame.
 */
import { patch } from "../dom.js";
import { tr } from "../i18n/tr.js";
import { toQuery } from "../url.js";
import { listenToCPUs } from "./cpus.js";
import { listen } from "./events.js";
import { listenToExports } from "./exporting.js";
import { acceleratorGroups, fill, FIXED, narrow, placeGroups, siteGroups } from "./lists.js";
import { shown } from "./model.js";
import { contents } from "./fields.js";
import { sections, slots, spoken } from "./render.js";
import { listenToResults, storedEquivalent } from "./results.js";

/** @typedef {import("./model.js").Model} Model */

const ERROR_DELAY = 800; // ms of rest before a fault is named
const SLOW = 200; // ms without an answer before the old one is dimmed
const STATUS_DELAY = 600; // ms of rest before the answer is said
const EXTRAS_DELAY = 120; // ms of rest before regions and proposals are asked for
const SLOW_DELAY = 300; // ms of rest after those before what takes the engine longest
const DENSE = 8; // terms from which the printed sheet is set smaller
const BESIDE = "beside "; // what the channels of those questions begin with
/** Parts that are drawn before there is an answer, and with the first one. */
const FORM = new Set(["presets", "sentence", "controls"]), REASONS = new Set(["equation", "breakdown", "beside", "omitted", "notes", "sources"]);
const PINS_KEY = "gramwatt.pins";

export class EstimateView {
  /** @type {Model} */ m;
  /** @type {Record<string, HTMLElement>} */ #slots = {};
  /** @type {Record<string, any>} */ #timers = {};
  /** @type {Map<string, any[]>} */ #options = new Map();
  /** @type {Promise<any> | null} */ #fetching = null; // what comes after the answer
  /** @type {typeof import("./after.js") | null} */ #after = null;
  /** @type {import("./drawing.js").Charts | null} */ #charts = null;
  #frame = 0;
  #comparing = ""; // the query that regions and proposals belong to
  #searched = ""; // the query that levers and devices belong to
  #listed = false; // the full lists are here
  #asked = "";
  #said = "";
  /** What was set aside while energy is metered. @type {import("../url.js").Params} */
  aside = new Map();
  /**
   * @param {HTMLElement} root
   * @param {ReturnType<typeof import("../store.js").createStore<any>>} store
   * @param {import("../estimator.js").Engine} engine
   * @param {Model} model
   */
  constructor(root, store, engine, model) {
    this.root = root;
    this.store = store;
    this.engine = engine;
    this.m = model;
    this.aside = model.params;
    this.m.pins = stored() ?? model.pins;
    this.m.equivalent = storedEquivalent();
    for (const el of document.querySelectorAll("#estimate [data-slot], footer [data-slot]")) this.#slots[/** @type {HTMLElement} */ (el).dataset.slot ?? ""] = /** @type {HTMLElement} */ (el);
    this.status = /** @type {HTMLElement} */ (root.querySelector("[role=status]"));
    this.#watchMini();
    listen(this);
    listenToResults(this);
    listenToExports(this);
    listenToCPUs(this);
    store.subscribe(() => this.update());
  }

  /** On a small screen the answer follows while the controls are in view and it is not. */
  #watchMini() {
    if (!this.#slots.mini) return; // an embedded view has none
    const seen = { answer: true, controls: false };
    const watch = new IntersectionObserver((entries) => {
      for (const e of entries) seen[e.target.matches(".controls") ? "controls" : "answer"] = e.isIntersecting;
      this.#slots.mini.dataset.shown = String(seen.controls && !seen.answer);
    });
    for (const name of [".answer-body", ".controls"]) watch.observe(/** @type {Element} */ (this.root.querySelector(name)));
  }

  /** The lists of the catalogs, for names and selects. */
  async loadLists() {
    const tables = ["accelerators", "regions", "clouds", "workloads", "sites", "projects", "social_costs world"];
    const answers = await Promise.all(tables.map((t) => this.engine.call("catalog", t)));
    if (!answers.every((a) => a?.ok)) return;
    const [accelerators, places, clouds, workloads, sites, projects, damages] = answers.map((a) => a.rows);
    const social = damages.find((/** @type {any} */ d) => d.low && d.central && d.high) ?? null;
    this.m.lists = { accelerators, places, clouds, workloads, sites, projects, social };
    this.#listed = true;
    this.draw();
  }

  /** Asks for the answer to the present scenario, and draws. */
  async update() {
    const { m } = this;
    m.params = this.store.get().params;
    m.canUndo = this.store.canUndo();
    m.canRedo = this.store.canRedo();
    const query = toQuery(m.params);
    if (query === this.#asked) return this.draw();
    this.#asked = query;
    this.#later("slow", SLOW, () => { m.stale = true; this.draw(); });
    this.draw();
    this.engine.forget(BESIDE); // questions about the scenario before this one
    const answer = await this.engine.call("estimate", query, "estimate", true);
    if (!answer || query !== this.#asked) return;
    clearTimeout(this.#timers.slow);
    m.unknown = answer.unknown ?? [];
    if (answer.ok) {
      Object.assign(m, { prerendered: false, result: answer.result, stale: false, errors: [] });
      clearTimeout(this.#timers.errors);
      this.#later("extras", EXTRAS_DELAY, () => this.#extras(query));
      this.dispatch("gramwatt:answer", query);
    } else {
      Object.assign(m, { prerendered: false, stale: true });
      const show = () => { m.errors = answer.errors; this.draw(); };
      if (m.errors.length) m.errors = answer.errors;
      else this.#later("errors", ERROR_DELAY, show);
      this.#faulty = show;
    }
    this.draw();
    this.#later("status", STATUS_DELAY, () => this.#say());
  }

  /** @type {(() => void) | null} */ #faulty = null;

  /** Names the faults at once: the reader left the field. */
  settle() {
    if (this.m.stale && this.#faulty) this.#faulty();
  }

  /** Regions, proposals and how sure it is: worth having, but not worth waiting for. @param {string} query */
  async #extras(query) {
    const { m } = this, call = (/** @type {string} */ method, /** @type {string} */ argument, /** @type {string} */ channel) => this.engine.call(method, argument, BESIDE + channel);
    const after = await this.#fetchAfter();
    if (!after || query !== this.#asked) return;
    const extras = await after.askExtras(call, m.params);
    if (!extras || query !== this.#asked) return;
    Object.assign(m, { regions: extras.regions, sources: extras.sources, tries: extras.tries, extras });
    this.#comparing = query;
    this.draw();
    this.#later("slow answers", SLOW_DELAY, async () => {
      const slow = query === this.#asked ? await after.askSlow(call, m.params) : null;
      if (!slow || query !== this.#asked) return;
      m.slow = slow;
      this.#searched = query;
      this.draw();
    });
  }

  /** Without it, because the network is gone, the answer stands alone until the next edit. */
  async #fetchAfter() {
    try {
      this.#after ??= await (this.#fetching ??= import("./after.js"));
      this.#charts ??= new this.#after.Charts(this.root);
    } catch {
      this.#fetching = null;
    }
    return this.#after;
  }

  /** What would help the scenario as it stands; what is seen may have come with the page, or be of the one before. */
  levers() {
    return this.#searched === this.#asked ? this.m.slow?.levers : this.engine.call("levers", this.#asked, "levers");
  }

  /** Draws in the next frame: an answer that comes before it is in the same picture. */
  draw() {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  /** Draws everything that is known; what is not known yet stays as the page came. */
  #draw() {
    const { m } = this, after = this.#comparing === this.#asked ? this.#after : null;
    for (const [name, render] of Object.entries(slots)) if (m.result || !(m.prerendered ? !FORM.has(name) : REASONS.has(name))) this.#fill(name, render);
    for (const [name, render] of Object.entries(after?.extras ?? {})) this.#fill(name, render);
    for (const [name, render] of Object.entries((this.#searched === this.#asked && after?.slow) || {})) this.#fill(name, render);
    for (const [name, render] of Object.entries(sections)) {
      if (this.#slots[name]?.closest("details")?.open) patch(this.#slots[name], render(m));
    }
    this.root.dataset.stale = String(m.stale && !m.prerendered);
    this.root.dataset.dense = String((m.result?.terms.length ?? 0) > DENSE); // paper has one sheet
    this.root.dataset.empty = String(!m.result && !m.prerendered); // what the page came with answers another scenario
    for (const [act, can] of /** @type {[string, boolean][]} */ ([["undo", m.canUndo], ["redo", m.canRedo]])) {
      for (const b of this.root.querySelectorAll(`.tools [data-act=${act}]`)) /** @type {HTMLButtonElement} */ (b).disabled = !can;
    }
    this.fillSelects();
    if (!after) return;
    this.#charts?.draw(m);
    const table = this.root.querySelector("details[open] [data-table=regions]");
    if (table) patch(table, after.regionTable(m));
  }

  /** An embedded view has some of the places; one that is closed is filled when it is opened. @param {string} name @param {import("./render.js").Render} render */
  #fill(name, render) {
    const place = this.#slots[name];
    if (place && (place.closest("summary") || place.closest("details")?.open !== false)) patch(place, render(this.m));
  }

  /** Is there a control of this id, here or in a section that is not drawn yet? @param {string} id */
  knows(id) {
    return !!document.getElementById(id) || Object.entries(sections).some(([name, render]) => this.#slots[name] && contents(render(this.m)).ids.has(id));
  }

  /** Opens the section that holds a control, and draws it at once. @param {string} id */
  open(id) {
    for (const [name, render] of Object.entries(sections)) {
      const details = this.#slots[name]?.closest("details");
      if (details?.open || !contents(render(this.m)).ids.has(id)) continue;
      if (details) details.open = true;
      this.#draw();
    }
  }

  fillSelects() {
    for (const el of this.root.querySelectorAll("select[data-fill]")) {
      const select = /** @type {HTMLSelectElement} */ (el), kind = select.dataset.fill ?? "";
      if (!FIXED[kind] && (!this.#listed || (select.size > 1 && !select.closest("details")?.open))) continue;
      const filter = select.size > 1 ? /** @type {HTMLInputElement | null} */ (document.getElementById(`filter-${select.id}`))?.value ?? "" : "";
      fill(select, narrow(this.#groups(kind), filter), select.dataset.value ?? "", `${kind}:${filter}`);
    }
  }

  /** @param {string} kind @returns {any[]} */
  #groups(kind) {
    if (FIXED[kind]) return FIXED[kind];
    if (!this.#options.has(kind)) {
      const make = { accelerators: acceleratorGroups, places: placeGroups, sites: siteGroups, pins: (/** @type {any} */ l) => [{ label: "", options: [{ value: "", text: tr`choose` }] }, ...placeGroups(l, false)] };
      this.#options.set(kind, make[/** @type {"places"} */ (kind)](this.m.lists));
    }
    return this.#options.get(kind) ?? [];
  }

  /** @param {string} key */
  shown(key) {
    return shown(this.m, key);
  }

  /** @param {string[]} pins */
  setPins(pins) {
    this.m.pins = pins;
    try {
      localStorage.setItem(PINS_KEY, pins.join(" "));
    } catch { /* private browsing: pins last as long as the page */ }
    this.draw();
  }

  #say() {
    const text = spoken(this.m);
    if (text && text !== this.#said) this.status.textContent = this.#said = text;
  }

  /** @param {string} text said at once, such as "Link copied" */
  announce(text) {
    this.status.textContent = text;
  }

  /** @param {string} name @param {any} detail */
  dispatch(name, detail) {
    this.root.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }

  /** @param {string} name @param {number} ms @param {() => void} run */
  #later(name, ms, run) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = setTimeout(run, ms);
  }
}

function stored() {
  try {
    return localStorage.getItem(PINS_KEY)?.split(" ").filter(Boolean) ?? null;
  } catch {
    return null;
  }
}
