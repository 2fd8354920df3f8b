// @ts-check
/** What the reader does with results: chooses a comparison, applies what would help, counts the project, saves a picture. */
import { listenToSaves } from "../charts/save.js";
import { say } from "../i18n/tr.js";
import { parseQuery } from "../url.js";
import { widths } from "./widths.js";

/** @typedef {import("./view.js").EstimateView} View */

const EQUIVALENT_KEY = "gramwatt.equivalent";

/** @param {View} view */
export function listenToResults(view) {
  view.root.addEventListener("change", (e) => {
    const el = /** @type {HTMLSelectElement} */ (e.target);
    if (el.dataset?.equivalent !== undefined) chooseEquivalent(view, el.value);
  });
  view.root.addEventListener("click", (e) => {
    const d = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (e.target).closest("[data-lever], [data-width]"))?.dataset;
    if (d?.lever) applyLever(view, d.lever);
    else if (d?.width) count(view, d.width);
  });
  listenToSaves(view.root, (text) => view.announce(text));
}

/** @param {View} view @param {string} id */
function chooseEquivalent(view, id) {
  view.m.equivalent = id;
  try {
    localStorage.setItem(EQUIVALENT_KEY, id);
  } catch { /* private browsing: the choice lasts as long as the page */ }
  view.draw();
}

/** The comparison that the reader chose on an earlier visit. */
export function storedEquivalent() {
  try {
    return localStorage.getItem(EQUIVALENT_KEY) ?? "";
  } catch {
    return "";
  }
}

/** @param {View} view @param {string} key */
async function applyLever(view, key) {
  const lever = (await view.levers())?.levers?.find((/** @type {any} */ l) => l.key === key);
  if (lever) replace(view, lever.query, say(lever.label), "levers");
}

/** @param {View} view @param {string} id */
function count(view, id) {
  const wide = widths(view.m.params).find((w) => w.id === id);
  if (wide) replace(view, wide.query, wide.label, "widths");
}

/** Another scenario, that one step of undo takes back. @param {View} view @param {string} query @param {string} label @param {string} at */
function replace(view, query, label, at) {
  const { m } = view;
  m.moved = { label, from: m.result.total_kgco2e.mid, to: NaN, at };
  m.drafts.clear();
  view.store.edit(parseQuery(query));
}
