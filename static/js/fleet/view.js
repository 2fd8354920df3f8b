// @ts-check
/**
 * The Fleet view: all machines that a lab's Prometheus scrapes. The probe asks it; the page gives a period and the id of a
 * run, and draws. A run opens in Live, or stands beside estimates in Compare.
 */
import { patch } from "../dom.js";
import { LOCALE, ROOT, say, tr } from "../i18n/tr.js";
import { loadStyle } from "../style.js";
import * as render from "./render.js";

const time = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const SLOTS = /** @type {const} */ (["bar", "standing", "totals", "runs", "machines"]);

export class FleetView {
  #slots = /** @type {Record<string, HTMLElement>} */ ({});
  #asked = 0; // the newest question wins

  /** @param {HTMLElement} root @param {render.FleetModel["fmt"]} fmt */
  constructor(root, fmt) {
    this.root = root;
    /** @type {render.FleetModel} */
    this.m = { fmt, fleet: null, fault: "", absent: false, asking: false, period: "24h", query: "", clock: (t) => time.format(t * 1000) };
    for (const el of root.querySelectorAll("[data-slot]")) this.#slots[/** @type {HTMLElement} */ (el).dataset.slot ?? ""] = /** @type {HTMLElement} */ (el);
    this.status = /** @type {HTMLElement} */ (root.querySelector("[role=status]"));
    root.addEventListener("click", (e) => this.#click(/** @type {HTMLElement} */ (e.target)));
    root.addEventListener("change", (e) => this.#edit(/** @type {any} */ (e.target)));
    root.addEventListener("input", (e) => this.#edit(/** @type {any} */ (e.target)));
    // @ts-ignore the build puts the name in
    this.styled = loadStyle(FLEET_CSS_FILE, import.meta.url);
  }

  async enter() {
    await this.styled;
    await this.#ask();
  }

  leave() {}

  #draw() {
    for (const name of SLOTS) patch(this.#slots[name], render[name](this.m));
    for (const el of this.root.querySelectorAll("[data-needs=fleet]")) /** @type {HTMLElement} */ (el).hidden = !this.m.fleet;
  }

  /** Asks the probe for the period. What is shown stays until the answer is there. */
  async #ask() {
    const asked = ++this.#asked, { m } = this;
    m.asking = true;
    this.#draw();
    let fleet = null, fault = "", absent = false;
    try {
      const answer = await fetch(new URL(`${ROOT}api/v1/fleet?period=${m.period}`, document.baseURI));
      absent = answer.status === 404;
      const said = absent ? null : await answer.json();
      if (answer.ok) fleet = said;
      else fault = said ? say(said.errors?.[0]?.reason ?? said[0]?.reason ?? answer.statusText) : "";
    } catch {
      absent = true; // a page without a probe
    }
    if (asked !== this.#asked) return;
    Object.assign(m, { fault, absent, asking: false, fleet: fleet ?? (absent ? null : m.fleet) });
    this.#draw();
    if (fleet) this.status.textContent = tr`${fleet.machines.length} machines, ${fleet.runs.length} runs`;
  }

  /** @param {HTMLElement} target */
  async #click(target) {
    const el = /** @type {HTMLElement | null} */ (target.closest("[data-fleet]"));
    if (!el) return;
    const run = this.m.fleet?.runs.find((r) => r.run_id === el.dataset.run);
    if (el.dataset.fleet === "refresh") this.#ask();
    if (el.dataset.fleet === "compare" && run) this.#send("gramwatt:compare", run.link);
    if (el.dataset.fleet === "open" && run) this.#open(run);
  }

  /** Fetches the course of a run and hands it to Live. @param {render.Run} run */
  async #open(run) {
    const { m } = this;
    try {
      const answer = await fetch(new URL(`${ROOT}api/v1/fleet/runs/${encodeURIComponent(run.run_id)}?period=${m.period}`, document.baseURI));
      if (!answer.ok) throw new Error(answer.statusText);
      this.#send("gramwatt:play", { name: tr`run ${run.name || run.run_id}`, file: await answer.blob() });
    } catch (error) {
      m.fault = tr`the course of ${run.name || run.run_id} is not to be had (${/** @type {Error} */ (error).message})`;
      this.#draw();
    }
  }

  /** @param {string} event @param {any} detail */
  #send(event, detail) {
    this.root.dispatchEvent(new CustomEvent(event, { detail, bubbles: true }));
  }

  /** @param {HTMLInputElement | HTMLSelectElement} el */
  #edit(el) {
    if (el.name === "period" && el.value !== this.m.period) {
      this.m.period = el.value;
      this.#ask();
    }
    if (el.name === "machine") {
      this.m.query = el.value;
      this.#draw();
    }
  }
}
