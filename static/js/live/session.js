// @ts-check
/**
 * What the page knows of the probe's session, from its frames alone. Energy is the probe's; nothing is integrated
 * here. Order matters and time does not: the same frames give the same state.
 *
 * @typedef {{id: string, name: string, kind: string, quality: string, source: string, catalog_id: string | null, rated_w: number | null, state: string, reason?: string}} Device
 * @typedef {{t: number, kind: string, device: string | null, label: string, seconds: number | null, joules: number | null}} Happening
 */
import { Log } from "./log.js";
import { History } from "./ring.js";
import { LINE, Watch } from "./watch.js";
import { tr } from "../i18n/tr.js";

const EVENTS_KEPT = 200;
const OUTLOOKS_KEPT = 60; // forecasts, to show how their range narrowed
const ADDITIVE = new Set(["gpu", "cpu", "dram"]);

export class Session {
  /** @type {any} */ hello = null;
  /** @type {Device[]} */ devices = [];
  /** @type {Map<string, History>} */ history = new Map();
  /** @type {any} */ sample = null; // the latest
  log = new Log();
  /** @type {any[]} */ outlooks = []; // forecasts of the run, as it went on
  #watch = new Watch();
  #marked = false; // the next sample is the one of a mark
  /** @type {Map<string, any>} */ latest = new Map(); // the latest, by device
  /** @type {Happening[]} */ events = [];
  seq = 0;
  dropped = 0;
  seenSeconds = 0; // of the session, as far as this page was told
  busySeconds = 0; // of these, with a load worth calibrating by
  restarted = 0; // times another boot of the probe took over

  /**
   * @param {any} frame
   * @returns {object | null} what to answer
   */
  take(frame) {
    if (frame?.type === "hello") return this.#greet(frame);
    if (frame?.type === "sample") this.#add(frame);
    if (frame?.type === "event") this.#happened(frame);
    return null;
  }

  /** Seconds between samples from which on something is amiss. */
  get gap() {
    return Math.max(2.5, 2.5 * (this.hello?.interval_ms ?? 1000) / 1000);
  }

  /** @param {any} hello */
  #greet(hello) {
    const again = this.hello?.boot === hello.boot;
    if (this.hello && !again) {
      Object.assign(this, { history: new Map(), latest: new Map(), log: new Log(), outlooks: [], sample: null, seq: 0, dropped: 0, seenSeconds: 0, busySeconds: 0, restarted: this.restarted + 1 });
      this.#watch = new Watch();
      this.events.length = 0;
      this.#keep({ t: hello.now, kind: "state", device: null, label: tr`the probe was started anew: a new session`, seconds: null, joules: null });
    }
    this.hello = hello;
    this.devices = hello.devices;
    for (const d of hello.devices) if (!this.history.has(d.id)) this.history.set(d.id, new History());
    return { type: "resume", boot: hello.boot, seq: this.seq };
  }

  /** @param {any} s */
  #add(s) {
    if (!this.hello || s.seq <= this.seq) return; // seen before, on another connection
    const before = this.sample, step = before ? s.seconds - before.seconds : 0;
    const silent = before !== null && this.#silent(before, s);
    this.seq = s.seq;
    this.sample = s;
    this.dropped += s.dropped ?? 0;
    for (const d of s.devices) {
      this.latest.set(d.id, d);
      let h = this.history.get(d.id);
      if (!h) this.history.set(d.id, (h = new History()));
      if (silent) h.push((before.t + s.t) / 2, null);
      h.push(s.t, d.watts ?? null);
    }
    this.log.push(s, this.#marked);
    this.#marked = false;
    if (s.forecast) this.#foresee(s.forecast);
    const load = this.#load(s);
    for (const e of this.#watch.look(s, silent ? null : load)) this.#keep({ ...e, seconds: null, joules: null });
    if (silent || load === null) return;
    this.seenSeconds += step;
    if (load >= LINE) this.busySeconds += step;
  }

  /** Keeps a forecast when steps were done since the one before. @param {any} f */
  #foresee(f) {
    const last = this.outlooks[this.outlooks.length - 1];
    if (last && f.steps_done <= last.steps_done) return;
    this.outlooks.push(f);
    if (this.outlooks.length > OUTLOOKS_KEPT) this.outlooks = this.outlooks.filter((_, i) => i % 2 === 0 || i === this.outlooks.length - 1);
  }

  /**
   * Did the probe itself pause between two samples? Numbers that were thinned out or missed on the way were sampled, so
   * that the line may go on; a sleeping machine was not. @param {any} a @param {any} b
   */
  #silent(a, b) {
    const sampled = ((b.seq - a.seq) * this.hello.interval_ms) / 1000;
    return b.t - a.t > this.gap && sampled < 0.5 * (b.t - a.t);
  }

  /** Power ÷ rated power of the devices to calibrate by, now; null when unknown. @param {any} s */
  #load(s) {
    let watts = 0, rated = 0;
    for (const d of this.calibrated()) {
      const w = s.devices.find((/** @type {any} */ x) => x.id === d.id)?.watts;
      if (w === null || w === undefined) return null;
      watts += w;
      rated += d.rated_w ?? 0;
    }
    return rated > 0 ? watts / rated : null;
  }

  /** The devices whose load can go into an estimate: accelerators, or else CPUs, with a rated power. */
  calibrated() {
    const usable = this.devices.filter((d) => d.rated_w);
    const gpus = usable.filter((d) => d.kind === "gpu");
    return gpus.length ? gpus : usable.filter((d) => d.kind === "cpu");
  }

  /** Mean power of a device over the time that is known, in watts; null when nothing is. @param {string} id */
  mean(id) {
    const d = this.latest.get(id);
    const seconds = (this.sample?.seconds ?? 0) - (d?.missing_seconds ?? 0);
    return d?.joules != null && seconds > 0 ? d.joules / seconds : null;
  }

  /** Seconds of the session for which energy is unknown: the most of any device that is added up. */
  get missing() {
    return Math.max(0, ...this.devices.filter((d) => ADDITIVE.has(d.kind)).map((d) => this.latest.get(d.id)?.missing_seconds ?? 0));
  }

  /** @param {any} e */
  #happened(e) {
    if (e.event === "mark") this.#marked = true;
    this.#keep({ t: e.t, kind: e.event, device: e.device ?? null, label: e.label, seconds: e.seconds ?? null, joules: this.sample?.totals?.joules ?? null });
  }

  /** @param {Happening} e */
  #keep(e) {
    if (this.events.some((x) => x.t === e.t && x.kind === e.kind && x.label === e.label && x.device === e.device)) return;
    const at = this.events.findLastIndex((x) => x.t <= e.t);
    this.events.splice(at + 1, 0, e);
    if (this.events.length > EVENTS_KEPT) this.events.shift();
  }
}
