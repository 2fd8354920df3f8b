// @ts-check
/**
 * The only module that talks to the engine. Calls go to a worker one at a time; a call on a channel replaces a
 * waiting one on the same channel, so that fast typing never builds a queue, and an urgent one goes before all that wait. When the worker breaks it is started
 * once more and the waiting calls are repeated; after that the engine counts as failed.
 *
 * @typedef {"loading" | "ready" | "failed"} EngineState
 * @typedef {{method: string, argument: string, channel: string | null, resolve: (v: any) => void}} Job
 */
import { tr, words } from "./i18n/tr.js";

const RESTARTS = 1;

export class Engine {
  /** @type {EngineState} */ state = "loading";
  /** @type {string} */ reason = "";
  /** @type {Job[]} */ #waiting = [];
  /** @type {Job | null} */ #running = null;
  /** @type {any} */ #worker = null;
  #id = 0;
  #restarts = 0;
  #spawn;
  #onState;

  /**
   * @param {() => any} spawn makes a worker that was already told where the engine is
   * @param {(state: EngineState, reason: string) => void} [onState]
   */
  constructor(spawn, onState = () => {}) {
    this.#spawn = spawn;
    this.#onState = onState;
    this.#start();
  }

  /**
   * Asks the engine. The answer is the parsed JSON, or null when a newer call on the same channel took its place or
   * the engine failed.
   * @param {string} method
   * @param {string} [argument]
   * @param {string | null} [channel]
   * @param {boolean} [urgent] before whatever waits: the reader looks at its answer
   * @returns {Promise<any>}
   */
  call(method, argument = "", channel = null, urgent = false) {
    if (this.state === "failed") return Promise.resolve(null);
    return new Promise((resolve) => {
      if (channel) {
        const i = this.#waiting.findIndex((j) => j.channel === channel);
        if (i >= 0) this.#waiting.splice(i, 1)[0].resolve(null);
      }
      this.#waiting[urgent ? "unshift" : "push"]({ method, argument, channel, resolve });
      this.#next();
    });
  }

  /** Drops what waits on channels that begin so: its question is no longer asked. @param {string} prefix */
  forget(prefix) {
    const gone = this.#waiting.filter((j) => j.channel?.startsWith(prefix));
    this.#waiting = this.#waiting.filter((j) => !gone.includes(j));
    for (const job of gone) job.resolve(null);
  }

  #start() {
    this.#set("loading", "");
    try {
      this.#worker = this.#spawn();
    } catch (error) {
      return this.#broke(String(error));
    }
    this.#worker.onmessage = (/** @type {MessageEvent} */ e) => this.#heard(e.data);
    this.#worker.onerror = (/** @type {ErrorEvent} */ e) => this.#broke(e.message || tr`the worker could not be loaded`);
  }

  /** @param {{ready?: boolean, failed?: string, id?: number, text?: string}} message */
  #heard(message) {
    if (message.failed !== undefined) return this.#broke(message.failed);
    if (message.ready) {
      const wait = words();
      return void (wait ? wait.then(() => this.#answer()) : this.#answer());
    }
    const job = this.#running;
    if (!job || message.id !== this.#id) return;
    this.#running = null;
    job.resolve(JSON.parse(String(message.text)));
    this.#next();
  }

  #answer() {
    this.#set("ready", "");
    this.#next();
  }

  #next() {
    if (this.state !== "ready" || this.#running) return;
    const job = this.#waiting.shift();
    if (!job) return;
    this.#running = job;
    this.#worker.postMessage({ id: ++this.#id, method: job.method, argument: job.argument });
  }

  /** @param {string} reason */
  #broke(reason) {
    this.#worker?.terminate?.();
    if (this.#running) this.#waiting.unshift(this.#running);
    this.#running = null;
    if (this.#restarts++ < RESTARTS) return this.#start();
    for (const job of this.#waiting.splice(0)) job.resolve(null);
    this.#set("failed", reason);
  }

  /** @param {EngineState} state @param {string} reason */
  #set(state, reason) {
    this.state = state;
    this.reason = reason;
    this.#onState(state, reason);
  }
}
