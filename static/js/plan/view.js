// @ts-check
/** The Plan view: limits in, the engine's search, budget, hours of the day and price of accuracy out. */
import { patch } from "../dom.js";
import { plain } from "../embed/plain.js";
import { sentence } from "../estimate/sentence.js";
import { LANGUAGE, say, tr } from "../i18n/tr.js";
import { parseNumber } from "../numbers.js";
import { loadStyle } from "../style.js";
import { parseHash, toHash, toQuery } from "../url.js";
import { listenToSaves } from "../charts/save.js";
import * as parts from "./parts.js";
import { budget, hours, namedPlaces, regions } from "./places.js";
import { atPosition, limitsOf, LIMITS, ownDevices, plannable, planQuery, RENTED, stepped } from "./request.js";
import { accuracy, perPoint } from "./worth.js";

const TYPING = 300; // ms of rest before a search
const HOURS = 24;
const ARROWS = /** @type {Record<string, 1 | -1>} */ ({ ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 });
const SLOTS = { work: parts.work, limits: parts.limits, answer: parts.answer, front: parts.front, regions, hours, budget, accuracy };
const EXAMPLE = tr`small, 88.1, 4\nbase, 91.4, 19\nlarge, 92.3, 140\nlarge without tuning, 91.0, 60`;

export class PlanView {
  #slots = /** @type {Record<string, HTMLElement>} */ ({});
  #asked = "";
  #timer = 0;
  /** @type {any} */ #plot = null;
  #observer = new ResizeObserver(() => this.#charts());

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
    this.lists = () => model.lists;
    /** @type {parts.PlanModel} */
    this.model = model;
    this.m = { fmt: model.fmt, scenario: new Map(), limits: new Map(), plan: null, errors: [], stale: false, sentence: "", across: "hours", budget: "10kg", afford: null, budgetErrors: [], rows: EXAMPLE, accuracy: null, rowErrors: [], hours: null, hourless: tr`Working it out.`, hourly: [], regions: null, regionsFound: null, own: null, linear: false };
    for (const el of root.querySelectorAll("[data-slot]")) this.#slots[/** @type {HTMLElement} */ (el).dataset.slot ?? ""] = /** @type {HTMLElement} */ (el);
    this.status = /** @type {HTMLElement} */ (root.querySelector("[role=status]"));
    root.addEventListener("click", (e) => this.#click(/** @type {HTMLElement} */ (e.target)));
    root.addEventListener("input", (e) => this.#edit(/** @type {any} */ (e.target)));
    root.addEventListener("keydown", (e) => this.#arrow(e));
    listenToSaves(root, (text) => { this.status.textContent = text; });
    const rows = /** @type {HTMLTextAreaElement} */ (root.querySelector("textarea"));
    rows.value = this.m.rows;
    // @ts-ignore the build puts the name in
    this.styled = loadStyle(PLAN_CSS_FILE, import.meta.url);
  }

  async enter() {
    const { m } = this;
    await this.styled;
    m.scenario = this.store.get().params;
    const linked = parseHash(location.hash).params;
    if (linked.size) m.limits = limitsOf(linked);
    else if (!m.limits.size) m.limits = this.#devices("rented"); // wafers by the thousand are the exception
    document.getElementById("plan-devices")?.replaceChildren(...this.lists().accelerators.map((a) => new Option(a.name, a.id)));
    this.#plot ??= await import("../charts/plot.js").catch(() => null); // the tables say the same
    this.#write();
    await Promise.all([this.#search(), this.#regions(), this.#afford(), this.#accuracy(), this.#hours()]); // as they stand in the page
  }

  leave() {
    clearTimeout(this.#timer);
  }

  moved() {
    const limits = limitsOf(parseHash(location.hash).params);
    if (toQuery(limits) === toQuery(limitsOf(this.m.limits))) return;
    this.m.limits = limits;
    this.#search();
  }

  #write() {
    const hash = toHash("plan", limitsOf(this.m.limits));
    if (location.hash !== hash) history.replaceState(null, "", hash);
  }

  async #search() {
    const { m } = this, query = planQuery(m.scenario, limitsOf(m.limits));
    this.#asked = query;
    if (!plannable(m.scenario)) m.errors = [{ field: "", reason: tr`The scenario is metered energy, which says nothing about how much work it was`, remedy: tr`In Estimate, give devices and hours, or parameters and tokens` }];
    const [answer, words] = await Promise.all([plannable(m.scenario) ? this.engine.call("plan", query, "plan") : null, this.engine.call("report", `sentence ${toQuery(m.scenario)}`, "plan-words")]);
    if (query !== this.#asked) return;
    if (words?.ok) m.sentence = LANGUAGE === "en" ? words.text : plain(sentence(this.model)); // the engine speaks English
    if (answer) {
      m.errors = answer.ok ? [] : answer.errors;
      if (answer.ok) m.plan = answer.plan;
      m.stale = !answer.ok;
    }
    this.#draw();
    if (answer?.ok) this.status.textContent = m.plan.front.length ? tr`${m.plan.front.length} plans that nothing beats.` : tr`Nothing keeps within these limits.`;
  }

  /** The same work in every place, and here. */
  async #regions() {
    const { m } = this, query = toQuery(m.scenario);
    const [answer, own] = await Promise.all([this.engine.call("regions", query, "plan-regions"), this.engine.call("estimate", query, "plan-own")]);
    if (!answer || query !== toQuery(m.scenario)) return;
    const r = own?.ok ? own.result : null;
    Object.assign(m, { regions: answer.ok ? answer.regions : null, regionsFound: answer.ok ? answer.takeaway : null, own: r && { code: r.grid.code ?? "", name: r.grid.name ? tr`${say(r.grid.name)} (yours)` : tr`Your grid`, total_kgco2e: r.total_kgco2e } });
    this.#draw();
  }

  async #afford() {
    const { m } = this;
    const answer = await this.engine.call("afford", `${toQuery(m.scenario)}&budget=${encodeURIComponent(m.budget.replace(/\s/g, ""))}`, "afford");
    if (!answer) return;
    m.budgetErrors = answer.ok ? [] : answer.errors;
    m.afford = answer.ok ? answer.afford : null;
    this.#draw();
  }

  /** The scenario at each hour of the day, where the place has figures by hour. */
  async #hours() {
    const { m } = this, asked = toQuery(m.scenario);
    const answers = await Promise.all(Array.from({ length: HOURS }, (_, hour) => this.engine.call("estimate", toQuery(new Map([...m.scenario, ["t0", String(hour)]])))));
    if (asked !== toQuery(m.scenario)) return;
    const place = say(answers[0]?.result?.grid.name ?? "") || tr`this place`;
    const rows = answers.flatMap((a, hour) => (a?.ok ? [{ hour, kg: a.result.total_kgco2e.mid }] : []));
    const moves = rows.length === HOURS && rows.some((r) => Math.abs(r.kg - rows[0].kg) > 1e-9 * rows[0].kg);
    m.hours = moves ? { place, rows } : null;
    if (!moves && !m.hourly.length) m.hourly = [...new Set((await this.engine.call("catalog", "hours"))?.rows?.map((/** @type {any} */ r) => say(String(r.name ?? r.code ?? r.zone ?? ""))).filter(Boolean) ?? [])];
    m.hourless = moves ? "" : tr`For ${place} there are no figures by hour here, or the run lasts whole days: the hour of its start makes no difference that is known.`;
    this.#draw();
  }

  async #accuracy() {
    const { m } = this;
    if (!m.rows.trim()) {
      Object.assign(m, { accuracy: null, rowErrors: [] });
      return this.#draw();
    }
    const answer = await this.engine.call("accuracy", `${toQuery(m.scenario)}\n${m.rows}`, "accuracy");
    if (!answer) return;
    m.rowErrors = answer.ok ? [] : answer.errors;
    m.accuracy = answer.ok ? answer.accuracy : null;
    this.#draw();
  }

  #draw() {
    const { m } = this;
    for (const [name, render] of Object.entries(SLOTS)) patch(this.#slots[name], render(m));
    this.root.dataset.stale = String(m.stale);
    this.#charts();
  }

  #charts() {
    if (!this.#plot) return;
    const { m } = this, plot = this.#plot, kg = (/** @type {number} */ v) => m.fmt.text(v, "kgCO2e").replace(" CO2e", "");
    const into = (/** @type {string} */ name, /** @type {(width: number) => Element[]} */ make) => {
      const box = /** @type {HTMLElement | null} */ (this.root.querySelector(`[data-plot="${name}"]`));
      if (!box) return;
      this.#observer.observe(box);
      if (box.clientWidth >= 50) box.replaceChildren(...make(Math.floor(box.clientWidth)));
    };
    const points = parts.points(m), unit = m.across === "hours" ? "h" : "USD";
    into("front", (width) => (points.length ? [plot.drawFront(points, { across: (/** @type {number} */ v) => m.fmt.text(v, unit), kg, width })] : []));
    if (m.regions) into("places", (width) => plot.drawRegions(m.regions, namedPlaces(m), { show: kg, tick: kg, linear: m.linear, width }));
    const day = m.hours, a = m.accuracy;
    if (day) into("hours", (width) => [plot.drawHours(day.rows, { kg, width })]);
    if (a) into("accuracy", (width) => [plot.drawAccuracy(a.rows.map((/** @type {any} */ r) => ({ kg: r.kgco2e, accuracy: r.accuracy, label: r.label, front: r.front })),
      { kg, width, steps: a.steps.map((/** @type {any} */ s) => ({ from: s.from, to: s.to, text: tr`${perPoint(m, s).replace(" CO2e", "")} a point` })) })]);
  }

  /** @param {Map<string, string>} limits */
  #limit(limits) {
    this.m.limits = limits;
    this.#write();
    this.#search();
  }

  /** @param {HTMLElement} target */
  #click(target) {
    const d = /** @type {HTMLElement | null} */ (target.closest("[data-preset], [data-across], [data-scale], [data-only], [data-spend]"))?.dataset, { m } = this;
    if (!d) return;
    if (d.preset) return this.#limit(this.#devices(d.preset));
    if (d.only) return this.#limit(new Map([...m.limits, ["regions", d.only]]));
    if (d.spend) {
      m.budget = d.spend;
      this.#afford();
    } else if (d.across) m.across = d.across === "cost" ? "cost" : "hours";
    else if (d.scale !== undefined) m.linear = !m.linear;
    this.#draw();
  }

  /** One limit, or none with "". The picture follows after a rest. @param {string} key @param {string} value */
  #set(key, value) {
    const limits = new Map(this.m.limits);
    if (value.trim()) limits.set(key, value.trim());
    else limits.delete(key);
    this.m.limits = limits;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#limit(this.m.limits), TYPING);
  }

  /** An arrow key moves a slider by stops. @param {KeyboardEvent} e */
  #arrow(e) {
    const el = /** @type {HTMLInputElement} */ (e.target), limit = LIMITS.find((l) => l.key === el.dataset?.planRange), way = ARROWS[e.key];
    if (!limit || !way || e.altKey || e.ctrlKey || e.metaKey) return;
    e.preventDefault();
    this.#set(limit.key, stepped(limit, this.m.limits.get(limit.key) ?? "", way));
    this.#draw();
    el.value = el.getAttribute("value") ?? ""; // it has the focus, so that drawing left it alone
  }

  /** The limits with other devices to search. @param {string} preset */
  #devices(preset) {
    const limits = new Map(this.m.limits);
    const list = { any: "", rented: RENTED.join(","), own: ownDevices(this.m.scenario) }[preset] ?? "";
    if (list) limits.set("devices", list);
    else limits.delete("devices");
    return limits;
  }

  /** @param {HTMLInputElement} el */
  #edit(el) {
    const { plan: key, planRange, budget } = el.dataset, limit = LIMITS.find((l) => l.key === (key ?? planRange));
    if (planRange && limit) {
      this.#set(planRange, atPosition(limit, Number(el.value)));
      return this.#draw();
    }
    clearTimeout(this.#timer);
    if (el.localName === "textarea") {
      this.m.rows = el.value;
      this.#timer = window.setTimeout(() => this.#accuracy(), TYPING);
    } else if (budget !== undefined) {
      this.m.budget = el.value;
      this.#timer = window.setTimeout(() => this.#afford(), TYPING);
    } else if (key) this.#set(key, limit ? parseNumber(el.value, key === "deadline" ? "h" : "")?.text ?? el.value : el.value);
  }
}
