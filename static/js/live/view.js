// @ts-check
/** The Live view: frames in, one drawing per animation frame out. Numbers refresh twice a second, strips with the data. */
import { patch } from "../dom.js";
import { fill, placeGroups } from "../estimate/lists.js";
import { LOCALE, ROOT, say, tr } from "../i18n/tr.js";
import { parseNumber, shortest } from "../numbers.js";
import { loadStyle } from "../style.js";
import * as render from "./render.js";
import { Session } from "./session.js";
import { ProbeSocket } from "./socket.js";
import { Strip } from "./strips.js";
import { edge, kwh, label } from "./words.js";

const NUMBERS_EVERY = 500; // ms
const STRIPS_EVERY = 100; // ms
const STEP_EVERY = 1000; // ms, for readers who want no motion
const AIR_EVERY = 2000; // ms between two questions to the engine
const STALE = 2; // s without a sample, or two and a half intervals
const PROBE = "http://127.0.0.1:8420/"; // where a page from a file looks for one
const EXAMPLE = "recordings/h100x8-simulated.gwr"; // made by --demo h100x8, with a GPU that is lost for ten seconds
const EXAMPLE_NAME = tr`example of eight simulated GPUs`;
const SETTINGS_KEY = "gramwatt.live";

/** What not every visit needs comes when it is needed. @type {Record<string, () => Promise<any>>} */
const PARTS = {
  details: () => import("./details.js"),
  absent: () => import("./absent.js"),
  sessions: () => import("./sessions.js"),
  outlook: () => import("./budget.js"),
  emissions: () => import("./emissions.js"),
  span: () => import("./spanview.js"),
  why: () => import("./why.js"),
  recording: () => import("./recording.js"),
  taking: () => import("./taking.js"),
};

const time = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export class LiveView {
  session = new Session();
  /** @type {Map<string, Strip>} */ #strips = new Map();
  /** @type {Record<string, HTMLElement>} */ #slots = {};
  #frame = 0; #numbersAt = 0; #stripsAt = 0; #airAt = 0; #arrived = 0; #on = false; #frozen = 0;
  #dirty = true;
  #chosen = false; // the reader has picked a window
  /** @type {Record<string, any>} */ #parts = {}; // of PARTS, those that have come; null is on its way
  #own = { pue: "", region: "" }; // what this machine's session uses, while a recording plays with its own

  /**
   * @param {HTMLElement} root
   * @param {any} store
   * @param {import("../estimator.js").Engine} engine
   * @param {import("./render.js").LiveModel["fmt"]} fmt
   */
  constructor(root, store, engine, fmt) {
    this.root = root;
    this.store = store;
    this.engine = engine;
    for (const el of root.querySelectorAll("[data-slot]")) this.#slots[/** @type {HTMLElement} */ (el).dataset.slot ?? ""] = /** @type {HTMLElement} */ (el);
    this.status = /** @type {HTMLElement} */ (root.querySelector("[role=status]"));
    const here = location.protocol === "file:" ? PROBE : new URL(ROOT, document.baseURI);
    const address = new URL("api/v1/live", here);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    this.socket = new ProbeSocket(address.href, (frame) => this.#take(frame), () => { this.#dirty = true; });
    /** @type {render.LiveModel} */
    this.m = { session: this.session, standing: "connecting", reason: "", fmt, stale: false, paused: false, span: 600, clock: (t) => time.format(t * 1000), cursor: null,
      air: null, airFault: "", pue: "", region: "", regionName: "", player: null, fileFault: "", sessions: [], example: location.protocol !== "file:", calibration: null, inspect: null,
      elsewhere: address.origin.replace("ws", "http") !== PROBE.slice(0, -1) && location.protocol !== "file:", asked: false, origin: location.origin, why: null, picked: null, pickedAir: null, drawn: new Map(), effect: null, tableOpen: false, said: "" };
    root.addEventListener("click", (e) => this.#click(/** @type {HTMLElement} */ (e.target)));
    root.addEventListener("input", (e) => this.#edit(/** @type {any} */ (e.target)));
    root.addEventListener("dragover", (e) => e.preventDefault());
    root.addEventListener("drop", (e) => {
      e.preventDefault();
      const file = e.dataTransfer?.files[0];
      if (file) this.play(file.name, file);
    });
    root.addEventListener("toggle", () => this.soon(), true);
    window.addEventListener("keydown", (e) => { if (this.#on && (e.ctrlKey || e.metaKey)) this.#part("taking"); }); // a printing is about to begin, perhaps
    window.addEventListener("beforeprint", () => { if (this.#on) this.#parts.taking?.sheet(this); });
    window.addEventListener("afterprint", () => this.#slots.report && patch(this.#slots.report, null));
    this.still = window.matchMedia("(prefers-reduced-motion: reduce)");
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#restyle());
    new MutationObserver(() => this.#restyle()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    // @ts-ignore the build puts the name in
    this.styled = loadStyle(LIVE_CSS_FILE, import.meta.url);
    this.#places();
  }

  async enter() {
    this.#on = true;
    await this.styled;
    if (!("WebSocket" in window)) this.socket.standing = /** @type {any} */ ("unsupported");
    else if (this.socket.standing !== "open") this.socket.open();
    this.#loop();
  }

  /** What the probe has recorded before, the newest first. A page without one, and a viewer, have none. */
  async #earlier() {
    try {
      const answer = await fetch(new URL(`${ROOT}api/v1/sessions`, document.baseURI));
      this.m.sessions = answer.ok ? (await answer.json()).sessions : [];
    } catch {
      this.m.sessions = [];
    }
    this.soon();
  }

  /** A part that comes when it is first needed; null until then. @param {string} name @returns {any} */
  #part(name) {
    if (!(name in this.#parts)) {
      this.#parts[name] = null;
      PARTS[name]().then((part) => { this.#parts[name] = part; this.soon(); }, () => delete this.#parts[name]);
    }
    return this.#parts[name];
  }

  /** @param {string} id of a recorded session @param {string} what to do with it */
  async #takeOut(id, what) {
    const s = this.m.sessions.find((x) => x.id === id), name = (await PARTS.sessions()).sessionName(s);
    if (what === "compare") return this.#beside(id, name, s);
    const frames = await this.#fetch(`api/v1/sessions/${encodeURIComponent(id)}?samples=gwr`, name);
    if (!frames) return;
    if (what === "open") this.#play(name, frames);
    else (await PARTS.taking()).takeFrames(this, what, name, frames);
  }

  /** Puts a recorded session beside estimates, with the place that its probe had. @param {string} id @param {string} name @param {any} s */
  async #beside(id, name, s) {
    try {
      const whole = await (await fetch(new URL(`${ROOT}api/v1/sessions/${encodeURIComponent(id)}`, document.baseURI))).json();
      const set = placeOf(whole.hello?.settings), kind = s.simulated ? tr`Simulated` : tr`Measured`;
      this.root.dispatchEvent(new CustomEvent("gramwatt:compare", { detail: `v=1&name=${encodeURIComponent(`${kind}: ${name}`)}&kwh=${shortest(kwh(s.joules) ?? 0)}&pue=${encodeURIComponent(set.pue)}&${grid(set.region)}`, bubbles: true }));
    } catch {
      this.m.fileFault = tr`The ${name} cannot be compared: the probe does not answer.`;
      this.soon();
    }
  }

  /** Frames of a recording. @param {string} address @param {string} name @returns {Promise<any[] | null>} null when it cannot be had, which is said */
  async #fetch(address, name) {
    const { readFrames, RecordingFault } = await PARTS.recording();
    try {
      const answer = await fetch(new URL(ROOT + address, document.baseURI));
      if (!answer.ok) throw new RecordingFault(tr`it is not there`);
      return await readFrames(await answer.blob());
    } catch (error) {
      this.m.fileFault = tr`The ${name} cannot be played: ${error instanceof RecordingFault ? /** @type {Error} */ (error).message : tr`nothing answers`}.`;
      this.soon();
      return null;
    }
  }

  /** The frames of what is shown, for a file: those of the recording; else those that the probe has recorded, with what came after; else what this page has seen. @returns {Promise<any[]>} */
  async frames() {
    const { session, player } = this.m, { log, hello } = session;
    if (player) return player.frames;
    let kept = /** @type {any[]} */ ([]);
    if (this.m.sessions.some((s) => s.id === hello.boot)) {
      try {
        const answer = await fetch(new URL(`${ROOT}api/v1/sessions/${encodeURIComponent(hello.boot)}?samples=gwr`, document.baseURI));
        if (answer.ok) kept = await (await PARTS.recording()).readFrames(await answer.blob());
      } catch { /* what the page has seen will do */ }
    }
    const until = kept.findLast((f) => f.type === "sample")?.seconds ?? -1;
    if (!kept.length) kept.push(hello);
    for (let i = 0; i < log.length; i++) if (log.seconds[i] > until) kept.push(i === log.length - 1 ? session.sample : log.frame(i, session.devices));
    return kept;
  }

  /** The energy so far as a scenario, for a comparison with estimates; null when nothing is known. */
  measured() {
    const { session, pue, region } = this.m, joules = session.sample?.totals.joules ?? 0;
    if (!(joules > 0)) return null;
    return `v=1&name=${session.hello.simulated ? "Simulated%20session" : "Measured%20session"}&kwh=${shortest(kwh(joules) ?? 0)}&pue=${encodeURIComponent(pue)}&${grid(region)}`;
  }

  /** Shows a recording in place of this machine. @param {string} name @param {Blob} file @param {boolean} [whole] at its end at once */
  async play(name, file, whole = false) {
    const { readFrames, RecordingFault } = await PARTS.recording();
    try {
      await this.#play(name, await readFrames(file));
      if (whole) this.m.player?.finish();
    } catch (error) {
      if (!(error instanceof RecordingFault)) throw error;
      this.m.fileFault = tr`${name} cannot be played: ${/** @type {Error} */ (error).message}.`;
      this.soon();
    }
  }

  /** @param {string} name @param {any[]} frames */
  async #play(name, frames) {
    const { Player } = await PARTS.recording();
    if (!this.m.player) this.#own = { pue: this.m.pue, region: this.m.region };
    this.#show(new Player(name, frames));
    this.#settings(frames[0].settings, {});
    window.scrollTo(0, 0);
    this.soon();
  }

  /** @param {import("./recording.js").Player | null} player null goes back to this machine */
  #show(player) {
    const m = this.m;
    m.player?.hold();
    m.player = player;
    m.session = player?.session ?? this.session;
    Object.assign(m, { fileFault: "", paused: false, air: null, airFault: "", picked: null, pickedAir: null, why: null, said: "", ...(player ? {} : this.#own) });
    this.#airAt = 0;
    this.#chosen = false;
    this.#point(null, false);
    this.#restyle();
  }

  soon() {
    this.#numbersAt = 0;
    this.#dirty = true;
  }

  leave() {
    this.#on = false; // the session goes on being recorded; only drawing stops
    cancelAnimationFrame(this.#frame);
  }

  async #places() {
    const [places, clouds] = await Promise.all([this.engine.call("catalog", "regions"), this.engine.call("catalog", "clouds")]);
    if (!places?.ok) return;
    this.groups = placeGroups({ accelerators: [], places: places.rows, clouds: clouds.rows }).slice(1);
    this.#dirty = true;
  }

  /** @param {any} frame */
  #take(frame) {
    const answer = this.session.take(frame);
    if (frame.type === "hello" && !this.m.region) this.#settings(frame.settings, this.#chosenSettings());
    if (frame.type === "hello" && !frame.read_only) this.#earlier();
    if (frame.type === "hello" && frame.fleet) this.root.dispatchEvent(new CustomEvent("gramwatt:fleet"));
    if (frame.type === "event" && frame.event === "budget" && this.#on) this.status.textContent = say(frame.label);
    if (frame.type === "sample") this.#arrived = performance.now();
    this.#dirty = true;
    return answer;
  }

  /** What the reader has chosen here before. @returns {{pue?: string, region?: string}} */
  #chosenSettings() {
    try {
      return JSON.parse(localStorage.getItem(SETTINGS_KEY) ?? "{}");
    } catch {
      return {};
    }
  }

  /** The probe's settings, unless the reader has chosen their own. @param {any} s @param {{pue?: string, region?: string}} own */
  #settings(s, own) {
    Object.assign(this.m, placeOf(s), own);
  }

  /** Grams of the session, by the same engine as the estimate. */
  async #air() {
    const { session } = this.m, s = session.sample;
    if (!s || !(s.totals.joules > 0)) return;
    if (performance.now() - this.#airAt < AIR_EVERY) {
      if (!this.m.air) this.#dirty = true; // a recording that has ended draws no more by itself
      return;
    }
    this.#airAt = performance.now();
    const answer = await this.engine.call("estimate", this.electricity(s.totals.joules), "air");
    if (!answer || session !== this.m.session) return;
    this.m.airFault = answer.ok ? "" : `${say(answer.errors[0].reason)}; ${say(answer.errors[0].remedy)}`;
    if (answer.ok) this.m.air = { ...answer.result.total_kgco2e, grid: answer.result.grid.name ?? "" };
    this.#dirty = true;
  }

  /** @param {number} joules */
  electricity(joules) {
    return `v=1&kwh=${kwh(joules)}&pue=${encodeURIComponent(this.m.pue)}&${grid(this.m.region)}`;
  }

  #loop() {
    if (!this.#on) return;
    this.#frame = requestAnimationFrame(() => this.#loop());
    const now = performance.now(), m = this.m;
    if (m.player && !m.paused && m.player.advance(now)) this.#dirty = true;
    const quiet = !m.player && this.session.sample && now - this.#arrived > 1000 * Math.max(STALE, this.session.gap);
    if (!!quiet !== m.stale) { m.stale = !!quiet; this.#dirty = true; }
    if (!this.#dirty) return;
    if (now - this.#numbersAt > NUMBERS_EVERY || !m.session.sample) {
      this.#numbersAt = now;
      this.#numbers();
    }
    if (now - this.#stripsAt > (this.still.matches ? STEP_EVERY : STRIPS_EVERY)) {
      this.#stripsAt = now;
      this.#draw();
      if (now - this.#numbersAt < STRIPS_EVERY) this.#dirty = false;
    }
  }

  #numbers() {
    const m = this.m;
    m.standing = this.socket.standing;
    m.reason = this.socket.reason;
    if (!this.#chosen) m.span = (m.session.sample?.seconds ?? 0) < 180 ? 60 : 600; // a young session would be lost in ten minutes
    m.regionName = this.#name();
    m.inspect = m.paused ? { min: Math.floor(this.#frozen - m.span), max: this.#frozen, at: m.cursor ?? this.#frozen } : null;
    this.root.dataset.many = String(m.session.devices.length > 6);
    this.root.dataset.standing = m.standing;
    this.root.dataset.stale = String(!m.player && (m.stale || m.standing !== "open"));
    m.tableOpen = !!this.root.querySelector("details.table[open]");
    const more = m.session.hello && this.#part("details");
    const part = (/** @type {string} */ name, /** @type {any} */ needed) => (needed ? this.#part(name)?.render(m) : null);
    const parts = { bar: render.bar(m), absent: part("absent", !m.player && !m.session.hello && m.standing === "none"), spans: render.spans(m), devices: render.devices(m, m.why ? this.#part("why")?.why : null),
      span: part("span", m.picked), outlook: [part("outlook", m.session.sample?.budget || m.session.sample?.forecast), part("emissions", m.session.sample?.emissions)], sessions: part("sessions", m.sessions.length),
      ...more?.details(m), ...(m.paused ? {} : { cards: render.cards(m, more?.calibration(m)) }) };
    for (const [name, content] of Object.entries(parts)) if (this.#slots[name]) patch(this.#slots[name], content);
    for (const el of this.root.querySelectorAll("[data-needs=hello]")) /** @type {HTMLElement} */ (el).hidden = !m.session.sample && !(m.session.hello && !m.session.devices.length);
    /** @type {HTMLElement} */ (this.root.querySelector("#sessions")).hidden = !m.sessions.length;
    const select = /** @type {HTMLSelectElement | null} */ (this.root.querySelector("#live-region"));
    if (select && this.groups && m.region) fill(select, m.region.startsWith("ci:") ? [{ label: "", options: [{ value: m.region, text: m.regionName }] }, ...this.groups] : this.groups, m.region, "live");
    this.#air();
    more?.ask(this, this.store.get().params);
  }

  #name() {
    const { region } = this.m;
    if (region.startsWith("ci:")) return tr`${region.slice(3)} g CO2e/kWh`;
    const wanted = region.toUpperCase();
    for (const g of this.groups ?? []) for (const o of g.options) if (o.value.toUpperCase() === wanted) return o.text;
    return region;
  }

  #draw() {
    const { session } = this.m;
    const end = this.m.paused ? this.#frozen : session.sample?.t;
    if (!end) return;
    for (const d of session.devices) {
      const box = /** @type {HTMLElement | null} */ (this.root.querySelector(`[data-strip="${CSS.escape(d.id)}"]`));
      const history = session.history.get(d.id);
      if (!box || !history) continue;
      let strip = this.#strips.get(d.id);
      if (!strip || strip.box !== box) {
        strip?.destroy();
        strip = new Strip(box, { height: session.devices.length > 6 ? 48 : 76, last: box.hasAttribute("data-last"), clock: this.m.clock, onCursor: (t) => this.#point(t, false), onSpan: (from, to) => this.#pick({ from, to }) });
        this.#strips.set(d.id, strip);
      }
      const columns = history.window(end, this.m.span);
      this.m.drawn.set(d.id, columns);
      strip.draw(columns, end - this.m.span, end, edge(d.rated_w, history.max));
      strip.mark(this.m.picked);
    }
  }

  /** @param {{from: number, to: number} | null} picked */
  #pick(picked) {
    this.m.picked = picked;
    this.soon();
  }

  /** Sets one end of the span; the other is the start or the end of the session until it is chosen. @param {"from" | "to"} end @param {number | null} t */
  #pickEnd(end, t) {
    const { picked } = this.m;
    this.#pick(t === null ? null : end === "from" ? { from: t, to: picked?.to ?? Infinity } : { from: picked?.from ?? -Infinity, to: t });
  }

  /** The strips that are drawn, with the names of their devices. */
  strips() {
    return this.m.session.devices.flatMap((d) => { const s = this.#strips.get(d.id); return s ? [{ label: label(this.m, d), canvas: s.canvas }] : []; });
  }

  /** The report's place. @param {any} content */
  sheet(content) {
    if (this.#slots.report) patch(this.#slots.report, content);
  }

  /** Grams of so much energy at a place, by the engine; null when unknown. @param {number | null} joules @param {{pue: string, region: string}} place */
  async airOf(joules, { pue, region }) {
    if (!(joules !== null && joules > 0)) return null;
    const answer = await this.engine.call("estimate", `v=1&kwh=${kwh(joules)}&pue=${encodeURIComponent(pue)}&${grid(region)}`, "kept");
    return answer?.ok ? answer.result.total_kgco2e : null;
  }

  /** Says what became of a wish. @param {string} text */
  say(text) {
    this.m.said = this.status.textContent = text;
    this.soon();
  }

  /** @param {number | null} t @param {boolean} draw */
  #point(t, draw) {
    if (this.m.cursor === t) return;
    this.m.cursor = t;
    this.#numbersAt = 0;
    this.#dirty = true;
    if (draw) for (const s of this.#strips.values()) s.point(t);
  }

  #restyle() {
    for (const s of this.#strips.values()) s.destroy();
    this.#strips.clear();
    this.#dirty = true;
  }

  /** @param {HTMLElement} target */
  #click(target) {
    const el = /** @type {HTMLElement | null} */ (target.closest("[data-live], [data-span], [data-speed], [data-session], [data-why], [data-keep-session]"));
    if (!el) return;
    if (el.dataset.session) this.#takeOut(el.dataset.session, el.dataset.what ?? "open");
    if (el.dataset.why) this.m.why = this.m.why === el.dataset.why ? null : el.dataset.why;
    if (el.dataset.keepSession) PARTS.taking().then((part) => { this.#parts.taking = part; part.take(this, el.dataset.keepSession); });
    if (el.dataset.speed && this.m.player) this.m.player.speed = Number(el.dataset.speed);
    if (el.dataset.span) {
      this.#chosen = true;
      this.m.span = Number(el.dataset.span);
    }
    const acts = /** @type {Record<string, () => void>} */ ({
      pause: () => { this.m.paused = !this.m.paused; this.m.player?.hold(); this.#frozen = this.m.session.sample?.t ?? 0; this.#point(null, true); },
      finish: () => this.m.player?.finish(),
      close: () => this.#show(null),
      example: async () => { const frames = await this.#fetch(EXAMPLE, EXAMPLE_NAME); if (frames) this.#play(EXAMPLE_NAME, frames); },
      unpick: () => this.#pick(null),
      begin: () => this.#pickEnd("from", this.m.cursor ?? this.#frozen),
      end: () => this.#pickEnd("to", this.m.cursor ?? this.#frozen),
      reach: () => { this.m.asked = true; this.socket.address = `${PROBE.replace("http", "ws")}api/v1/live`; this.socket.open(); },
      mark: () => this.socket.send({ type: "mark", label: tr`mark ${this.session.events.filter((e) => e.kind === "mark").length + 1}` }),
      say: () => { this.status.textContent = render.spoken(this.m); },
      retry: () => this.socket.open(),
      calibrate: () => this.m.calibration && el.dispatchEvent(new CustomEvent("gramwatt:load", { detail: this.m.calibration?.query, bubbles: true })),
    });
    acts[el.dataset.live ?? ""]?.();
    this.soon();
  }

  /** @param {HTMLInputElement} el */
  #edit(el) {
    const what = el.dataset.liveSet;
    if (!what) return;
    if (what === "from" || what === "to") return this.#pickEnd(what, el.value === "" ? null : el.value === "start" ? -Infinity : el.value === "now" ? Infinity : Number(el.value));
    if (what === "inspect") return this.#point(Number(el.value), true);
    if (what === "recording") {
      const file = el.files?.[0];
      el.value = "";
      return void (file && this.play(file.name, file));
    }
    if (what === "pue") this.m.pue = parseNumber(el.value)?.text ?? el.value;
    else this.m.region = el.value;
    this.#airAt = 0;
    this.soon();
    if (this.m.player) return; // a recording's settings last as long as it is shown
    try {
      localStorage.setItem(SETTINGS_KEY, JSON.stringify({ pue: this.m.pue, region: this.m.region }));
    } catch { /* it lasts as long as the page */ }
  }
}

/** A place as a link says it. @param {string} region */
const grid = (region) => (region.startsWith("ci:") ? `ci=${region.slice(3)}` : `r=${encodeURIComponent(region)}`);

/** What a probe was told about its place. @param {any} s */
const placeOf = (s) => ({ pue: String(s?.pue ?? 1), region: s?.grid_g_per_kwh != null ? `ci:${s.grid_g_per_kwh}` : s?.region ?? "WORLD" });
