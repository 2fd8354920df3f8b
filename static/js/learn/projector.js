// @ts-check
/**
 * A lesson on the wall: large, one part at a time, stepped by the keys that a presenter's remote sends. The answer to the
 * guess stays hidden until it is revealed.
 */
import { h, patch } from "../dom.js";
import { tr } from "../i18n/tr.js";

const KEYS = /** @type {Record<string, 1 | -1>} */ ({ PageDown: 1, ArrowRight: 1, ArrowDown: 1, PageUp: -1, ArrowLeft: -1, ArrowUp: -1 });

export class Projector {
  #at = 0;
  #keys = (/** @type {KeyboardEvent} */ e) => this.#key(e);

  /** @param {HTMLElement} root with the lesson in it @param {HTMLElement} bar @param {() => void} leave */
  constructor(root, bar, leave) {
    this.parts = [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("article > section"))].filter((s) => s.className);
    this.bar = bar;
    this.leave = leave;
    document.documentElement.dataset.present = "true";
    document.addEventListener("keydown", this.#keys);
    bar.onclick = (e) => {
      const way = /** @type {HTMLElement} */ (e.target).closest("button")?.dataset.way;
      if (way === "out") leave();
      else if (way) this.#step(Number(way));
    };
    this.#step(0);
  }

  end() {
    document.removeEventListener("keydown", this.#keys);
    delete document.documentElement.dataset.present;
  }

  /** @param {KeyboardEvent} e */
  #key(e) {
    if (e.key === "Escape") return this.leave();
    const way = KEYS[e.key], field = /** @type {HTMLElement} */ (e.target).closest("input, select, textarea");
    if (!way || e.altKey || e.ctrlKey || e.metaKey || (field && !e.key.startsWith("Page"))) return; // an arrow in a field is the field's
    e.preventDefault();
    this.#step(way);
  }

  /** @param {number} way */
  #step(way) {
    this.#at = Math.min(this.parts.length - 1, Math.max(0, this.#at + way));
    this.parts.forEach((part, i) => part.classList.toggle("at-step", i === this.#at));
    window.dispatchEvent(new Event("resize")); // pictures know their width only while they are shown
    window.scrollTo(0, 0);
    patch(this.bar, [h("button", { type: "button", class: "quiet", "data-way": "-1", disabled: this.#at === 0 }, tr`← Back`),
      h("span", null, tr`Part ${this.#at + 1} of ${this.parts.length}`),
      h("button", { type: "button", class: "quiet", "data-way": "1", disabled: this.#at === this.parts.length - 1 }, tr`Next →`),
      h("button", { type: "button", class: "quiet", "data-way": "out" }, tr`Leave the projector view`)]);
  }
}
