// @ts-check
/**
 * The connection to the probe that served this page. It comes back by itself, with growing, scattered pauses, and
 * says in one word how it stands.
 *
 * @typedef {"connecting" | "open" | "lost" | "none" | "ended"} Standing
 *   none: no probe has ever answered here; lost: one did; ended: it said goodbye
 */

const FIRST_PAUSE = 500; // ms
const LONGEST_PAUSE = 15_000; // ms
const TRIES_BEFORE_NONE = 1;

/** The pause before try n, scattered so that many pages do not come back at once. @param {number} n from 0 @param {() => number} [random] */
export function pause(n, random = Math.random) {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** n) * (0.5 + random() / 2);
}

export class ProbeSocket {
  /** @type {Standing} */ standing = "connecting";
  reason = "";
  #socket = /** @type {WebSocket | null} */ (null);
  #tries = 0;
  #timer = 0;
  #met = false;

  /**
   * @param {string} address ws: or wss:
   * @param {(frame: any) => object | null} take answers a frame, or null
   * @param {() => void} changed
   */
  constructor(address, take, changed) {
    this.address = address;
    this.take = take;
    this.changed = changed;
  }

  open() {
    this.close();
    this.#set("connecting");
    let socket;
    try {
      socket = this.#socket = new WebSocket(this.address);
    } catch (error) {
      this.reason = String(error);
      return this.#set("none");
    }
    socket.onmessage = (e) => {
      if (socket !== this.#socket) return;
      const frame = JSON.parse(e.data);
      if (frame.type === "hello") {
        this.#met = true;
        this.#tries = 0;
        this.#set("open");
      }
      if (frame.type === "bye") {
        this.reason = frame.reason ?? "";
        this.#set("ended");
      }
      const answer = this.take(frame);
      if (answer) this.send(answer);
    };
    socket.onclose = () => {
      if (socket !== this.#socket) return;
      this.#socket = null;
      if (this.standing !== "ended") this.#set(this.#met ? "lost" : this.#tries >= TRIES_BEFORE_NONE ? "none" : "connecting");
      this.#timer = window.setTimeout(() => this.#again(), pause(this.#tries++));
    };
  }

  #again() {
    if (document.visibilityState === "hidden") {
      document.addEventListener("visibilitychange", () => this.#again(), { once: true });
      return;
    }
    const before = this.standing;
    this.open();
    if (before !== "connecting") this.#set(before); // keep the words while trying again
  }

  /** @param {object} message */
  send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  close() {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  /** @param {Standing} standing */
  #set(standing) {
    this.standing = standing;
    this.changed();
  }
}
