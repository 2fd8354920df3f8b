// @ts-check
/** Draws the pictures with Plot, whose chunk is fetched after the first paint. */
import { PICTURES } from "./pictures.js";

/** @typedef {import("./model.js").Model} Model */

const REST = 90; // ms without a change before pictures follow the numbers

export class Charts {
  /** @type {any} */ #plot = null;
  /** @type {Promise<any> | null} */ #loading = null;
  /** @type {Model | null} */ #model = null;
  /** @type {Map<Element, string>} */ #drawn = new Map();
  #timer = 0;
  #observer = new ResizeObserver(() => this.#all());

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
  }

  /** @param {Model} model */
  draw(model) {
    this.#model = model;
    if (!this.root.querySelector("[data-plot]")) return;
    if (this.#plot) {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => this.#all(), this.#drawn.size ? REST : 0);
      return;
    }
    this.#loading ??= import("../charts/plot.js").then((plot) => {
      this.#plot = plot;
      this.#all();
    }).catch(() => {}); // the tables say the same
  }

  #all() {
    const m = this.#model;
    if (!m?.result || !this.#plot) return;
    for (const el of this.#drawn.keys()) if (!el.isConnected) this.#drawn.delete(el);
    for (const el of this.root.querySelectorAll("[data-plot]")) {
      const box = /** @type {HTMLElement} */ (el), picture = PICTURES[box.dataset.plot ?? ""];
      const width = Math.floor(box.clientWidth), from = picture?.from(m);
      if (width < 50 || !from) continue;
      this.#observer.observe(box);
      const stamp = JSON.stringify([width, from]);
      if (this.#drawn.get(box) === stamp) continue;
      this.#drawn.set(box, stamp);
      box.replaceChildren(...picture.make(this.#plot, from, m, width));
    }
  }
}
