// @ts-check
/** Draws the two pictures with Plot, whose chunk is fetched after the first paint. */
import { named, steps } from "./figures.js";

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
    for (const el of this.root.querySelectorAll("[data-plot]")) {
      const box = /** @type {HTMLElement} */ (el);
      const width = Math.floor(box.clientWidth);
      if (width < 50) continue;
      this.#observer.observe(box);
      if (box.dataset.plot === "waterfall") {
        this.#once(box, [width, steps(m.result)], () => [this.#plot.drawWaterfall(steps(m.result), (/** @type {number} */ v) => m.fmt.text(v, "kWh"), width)]);
      } else if (m.regions) {
        const kg = (/** @type {number} */ v) => m.fmt.text(v, "kgCO2e");
        const tick = (/** @type {number} */ v) => kg(v).replace(" CO2e", "");
        this.#once(box, [width, m.linear, named(m), m.regions[0].total_kgco2e.mid], () => this.#plot.drawRegions(m.regions, named(m), { show: tick, tick, linear: m.linear, width }));
      }
    }
  }

  /** Draws when what is drawn has changed. @param {HTMLElement} box @param {any} from @param {() => Element[]} make */
  #once(box, from, make) {
    const stamp = JSON.stringify(from);
    if (this.#drawn.get(box) === stamp) return;
    this.#drawn.set(box, stamp);
    box.replaceChildren(...make());
  }
}
