// @ts-check
/**
 * The pictures of a lesson. Each is drawn from the table in its figure, whose numbers are slots, so that picture and table
 * cannot differ; without scripts the table alone is the figure. A row is a <th> and its first slot; class "own" is the
 * reader's, "total" the sum. Two pictures need more of the engine: all regions, and the price of each point of a score.
 */
import { chem } from "../estimate/words.js";
import { patch } from "../dom.js";
import { tr } from "../i18n/tr.js";
import { sayNumber } from "./slots.js";

/** @typedef {{label: string, value: number, low: number, high: number, own: boolean, total: boolean, code: string, second: number | null}} Row */

/** @param {HTMLElement} figure @param {(ask: string) => import("./slots.js").Answer | undefined} answerTo @returns {Row[]} */
export function rowsOf(figure, answerTo) {
  return [.../** @type {NodeListOf<HTMLTableRowElement>} */ (figure.querySelectorAll("tbody tr"))].flatMap((tr) => {
    const slots = [.../** @type {NodeListOf<HTMLElement>} */ (tr.querySelectorAll("data"))].map((d) => answerTo(d.getAttribute("ask") ?? ""));
    const a = slots[0];
    tr.hidden = !a || a.value === null; // a part that this scenario does not have
    if (!a || a.value === null) return [];
    return [{ label: tr.querySelector("th")?.textContent?.trim() ?? "", value: a.value, low: a.low ?? a.value, high: a.high ?? a.value, own: tr.classList.contains("own"), total: tr.classList.contains("total"), code: tr.dataset.code ?? "", second: slots[1]?.value ?? null }];
  });
}

/** What is asked of the engine for a picture beside its table: a method, and the argument after the scenario. @type {Record<string, (rows: Row[]) => {method: string, lines: string}>} */
const MORE = {
  regions: () => ({ method: "regions", lines: "" }),
  scatter: (rows) => ({ method: "accuracy", lines: rows.map((r) => `\n${r.label}, ${r.value}, ${r.second}`).join("") }),
};

/** @param {HTMLElement} figure @param {Row[]} rows @returns {{method: string, lines: string} | undefined} */
export const more = (figure, rows) => MORE[figure.dataset.widget ?? ""]?.(rows);

/** @type {Record<string, (plot: any, rows: Row[], o: {show: (v: number) => string, width: number, linear: boolean, per: string}, answer: any) => Element[]>} */
const DRAW = {
  regions: (plot, rows, o, { regions }) => plot.drawRegions(regions, regions.filter((/** @type {any} */ r) => rows.some((row) => row.code === r.code)), { ...o, tick: o.show }),
  scatter: (plot, _, o, { accuracy }) => [plot.drawAccuracy(accuracy.rows.map((/** @type {any} */ r) => ({ kg: r.kgco2e, accuracy: r.accuracy, label: r.label.replace(/.*[ ,-]/, ""), front: r.front })),
    { kg: o.show, width: o.width, steps: accuracy.steps.map((/** @type {any} */ s) => ({ from: s.from, to: s.to, text: o.per.replace("{}", o.show(s.g_per_point / 1000)) })) })],
  damages: (plot, rows, o) => [plot.drawDamages(rows.map((r) => ({ label: r.label, low: r.low, mid: r.value, high: r.high, world: r.total })), o)],
  ranked: (plot, rows, o) => [plot.drawRanked(rows.map((r) => ({ label: r.label, low: r.low, mid: r.value, high: r.high, own: r.own })), o)],
  staircase: (plot, rows, o) => [plot.drawStaircase(rows.map((r) => ({ label: r.label, kg: r.value, own: r.own })), o)],
  waterfall: (plot, rows, o) => {
    let at = 0;
    return [plot.drawWaterfall(rows.map((r, i) => {
      const from = r.total ? 0 : at;
      if (!r.total) at += r.value;
      return { id: r.total ? "energy" : ["accelerator", "host", "facility"][i] ?? "host", label: r.label, from, to: r.total ? r.value : at, low: 0, high: 0, total: r.total };
    }), o.show, o.width)];
  },
};

/**
 * @param {any} plot the chart chunk
 * @param {HTMLElement} figure
 * @param {Row[]} rows
 * @param {import("./slots.js").Formatter} fmt
 * @param {any} answer to what more() asks, once it is there
 */
export function draw(plot, figure, rows, fmt, answer) {
  const make = DRAW[figure.dataset.widget ?? ""];
  if (!make || !plot || rows.length < 2 || (more(figure, rows) && !answer?.ok)) return;
  const as = figure.dataset.as ?? "";
  const show = (/** @type {number} */ v) => sayNumber(fmt, v, as).replace(" CO2e", "");
  let box = /** @type {HTMLElement | null} */ (figure.querySelector("[data-plot]"));
  if (!box) {
    box = document.createElement("div");
    box.className = "plot";
    box.dataset.plot = figure.dataset.name ?? "";
    box.setAttribute("aria-hidden", "true");
    const table = /** @type {HTMLElement} */ (figure.querySelector("table")), fold = document.createElement("details");
    if (table.closest(".scroll")) table.closest(".scroll")?.before(box); // a table to work with stays open
    else {
      fold.className = "table";
      fold.append(Object.assign(document.createElement("summary"), { textContent: tr`Show as table` }));
      table.before(box, fold);
      fold.append(table);
    }
    const save = Object.assign(document.createElement("button"), { type: "button", className: "quiet save", textContent: tr`Save as SVG` });
    save.dataset.save = box.dataset.plot;
    save.setAttribute("aria-label", tr`Save as SVG: ${figure.querySelector("figcaption")?.textContent ?? ""}`);
    figure.append(save);
  }
  if (box.clientWidth >= 50) box.replaceChildren(...make(plot, rows, { show, width: Math.floor(box.clientWidth), linear: figure.dataset.linear !== undefined, per: figure.dataset.per ?? "{}" }, answer));
}

/** Puts a text into a slot. @param {Element} slot @param {string} text */
export const write = (slot, text) => patch(slot, chem(text));
