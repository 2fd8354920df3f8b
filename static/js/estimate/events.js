// @ts-check
/** What the reader does, turned into edits of the scenario. One listener per kind of event, for the whole view. */
import { shortest, parseNumber } from "../numbers.js";
import { say, tr } from "../i18n/tr.js";
import { parseQuery, toQuery } from "../url.js";
import { fieldOf } from "./controls.js";
import { chosen, keep, otherWay, withRequests } from "./edits.js";
import { openExplain, reveal } from "./panel.js";
import { proposals } from "./proposals.js";
import { addGroup, change, groupCount, keyOf, removeGroup } from "./scenario.js";
import { neighbour, toValue, track } from "./slider.js";

/** @typedef {import("./view.js").EstimateView} View */

/** @param {View} view */
export function listen(view) {
  const { root } = view;
  root.addEventListener("input", (e) => onInput(view, /** @type {any} */ (e.target)));
  root.addEventListener("change", (e) => onChange(view, /** @type {any} */ (e.target)));
  root.addEventListener("click", (e) => onClick(view, /** @type {HTMLElement} */ (e.target)));
  root.addEventListener("focusout", (e) => onLeave(view, /** @type {any} */ (e.target)));
  root.addEventListener("keydown", (e) => {
    const el = /** @type {HTMLInputElement} */ (e.target);
    if (e.key === "Enter" && el.dataset?.key) onLeave(view, el);
    else if (el.dataset?.range && ARROWS[e.key]) onArrow(view, el, e);
  });
  root.addEventListener("toggle", () => view.draw(), true); // lists and tables are filled when they are opened
}

/** Opens what hides a control, and moves there once it is drawn. @param {View} view @param {string} id */
function go(view, id) {
  requestAnimationFrame(() => { view.open(id); reveal(view.root, id); });
}

const ARROWS = /** @type {Record<string, 1 | -1>} */ ({ ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 });

/** On a logarithmic slider one position is less than one stop near the start: an arrow key goes by stops. @param {View} view @param {HTMLInputElement} el @param {KeyboardEvent} e */
function onArrow(view, el, e) {
  const { m, store } = view, key = String(el.dataset.range), field = fieldOf(m, key), t = field && track(field);
  if (!t?.log || e.altKey || e.ctrlKey || e.metaKey) return;
  e.preventDefault();
  m.drafts.delete(key);
  m.moved = null;
  const now = Number(m.params.get(key));
  store.edit(change(m.params, { [key]: shortest(neighbour(t, Number.isFinite(now) ? now : toValue(t, Number(el.value)), ARROWS[e.key])) }), `range ${key}`);
}

/** @param {View} view @param {HTMLInputElement} el */
function onInput(view, el) {
  const { m, store } = view;
  if (el.dataset.filter) return view.fillSelects();
  if (el.dataset.range) {
    const key = el.dataset.range, field = fieldOf(m, key);
    if (!field) return;
    m.drafts.delete(key);
    m.moved = null;
    return store.edit(change(m.params, { [key]: shortest(toValue(track(field), Number(el.value))) }), `range ${key}`);
  }
  if (el.dataset.text) {
    m.drafts.set(el.dataset.text, el.value);
    return store.edit(change(m.params, { [el.dataset.text]: el.value.trim() || (el.dataset.keep ? "" : null) }), `text ${el.dataset.text}`);
  }
  const key = el.dataset.key;
  if (!key) return;
  m.drafts.set(key, el.value);
  m.moved = null;
  const parsed = parseNumber(el.value, fieldOf(m, key)?.unit);
  m.reading = parsed?.note ? tr`${say(fieldOf(m, key)?.label ?? "")}: ${parsed.note}.` : "";
  const text = el.value.trim() === "" ? "" : parsed ? parsed.text : el.value.trim();
  store.edit(change(m.params, { [key]: text === "" && el.dataset.optional ? null : text }), `type ${key}`);
}

/** The field shows the number as it was understood. @param {View} view @param {HTMLInputElement} el */
function onLeave(view, el) {
  const key = el.dataset?.key ?? el.dataset?.text;
  if (!key) return;
  const { m } = view;
  if (parseNumber(el.value, fieldOf(m, key)?.unit) || el.dataset.text || el.value.trim() === "") m.drafts.delete(key);
  m.reading = "";
  view.settle();
  if (el.dataset.key && !m.drafts.has(key)) el.value = view.shown(key);
  view.draw();
}

/** @param {View} view @param {HTMLSelectElement & HTMLInputElement} el */
function onChange(view, el) {
  const { m, store } = view, choice = el.dataset.choice, group = Number(el.dataset.group ?? 1), p = m.params;
  const { way, select } = el.dataset;
  if (choice || way || select) m.moved = null;
  if (way) return store.edit(otherWay(view, way, el.value));
  if (select) return store.edit(change(p, { [select]: el.value || null }));
  if (!choice) return;
  if (choice === "pin") {
    if (el.value) view.setPins([...new Set([...m.pins, el.value])]);
    el.value = "";
    return;
  }
  const next = chosen(view, choice, el.value, { group, checked: el.checked });
  if (!next) return;
  if (choice === "work") keep(view);
  if (choice === "preset") m.drafts.clear();
  store.edit(next);
  if (choice === "hw" && el.value === "other") go(view, `in-${keyOf("w", group).replace(".", "-")}`);
  if (choice === "place" && el.value !== p.get("r") && ["custom", "mix"].includes(el.value)) go(view, el.value === "mix" ? "in-mix" : "in-ci");
}

/** @param {View} view @param {HTMLElement} target */
function onClick(view, target) {
  const { m, store } = view;
  const el = /** @type {HTMLElement | null} */ (target.closest("[data-set], [data-act], [data-try], [data-explain], [data-focus]"));
  if (!el) return;
  const d = el.dataset;
  if (d.explain) return openExplain(view, d.explain, el);
  if (d.focus) return view.knows(d.focus) || !d.term ? go(view, d.focus) : openExplain(view, d.term, el);
  if (d.set) {
    m.drafts.delete(d.set);
    m.moved = null;
    return store.edit(change(m.params, { [d.set]: d.value ?? "" }));
  }
  if (d.try) return void take(view, d.try);
  const group = Number(d.group);
  const acts = /** @type {Record<string, () => void>} */ ({
    undo: () => { m.moved = null; m.drafts.clear(); store.undo(); },
    redo: () => { m.moved = null; m.drafts.clear(); store.redo(); },
    reset: () => { m.moved = null; m.drafts.clear(); store.edit(parseQuery(m.defaults)); },
    share: () => view.dispatch("gramwatt:share", null),
    compare: () => view.dispatch("gramwatt:compare", null),
    print: () => window.print(),
    linear: () => { m.linear = !m.linear; view.draw(); },
    unpin: () => view.setPins(m.pins.filter((c) => c !== d.code)),
    "add-hw": () => store.edit(addGroup(m.params, "hw", { hw: "h100-sxm5-80gb", n: "8", u: "80" })),
    "remove-hw": () => store.edit(removeGroup(m.params, "hw", group)),
    "add-cpu": () => { store.edit(addGroup(change(m.params, { host: null }), "cpu", { cpu: "AMD EPYC 7763", cn: "2", cu: "50" })); go(view, `in-${keyOf("cpu", groupCount(m.params, "cpu") + 1).replace(".", "-")}`); },
    "add-use": () => store.edit(withRequests(view, true)),
    "remove-use": () => store.edit(withRequests(view, false)),
    "remove-cpu": () => store.edit(removeGroup(m.params, "cpu", group)),
  });
  acts[d.act ?? ""]?.();
}

/** Changes one thing in the scenario as it stands; what the button says may have come with the page, or be of the one before. @param {View} view @param {string} id */
async function take(view, id) {
  const { m, store } = view, offer = proposals(m.params).find((o) => o.id === id);
  const answer = offer && await view.engine.call("estimate", toQuery(offer.params), "take");
  if (!answer?.ok || !m.result) return;
  m.moved = { label: offer.label, from: m.result.total_kgco2e.mid, to: answer.result.total_kgco2e.mid };
  m.drafts.clear();
  store.edit(offer.params);
}
