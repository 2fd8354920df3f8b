// @ts-check
/**
 * Boot of embed.html: one scenario in a frame, by the modules of the page. The address says what to show:
 * `#/card?theme=dark&hw=…`. Nothing of a machine is measured here, and nothing is kept.
 */
import { patch } from "../dom.js";
import { Engine } from "../estimator.js";
import { firstModel } from "../estimate/boot.js";
import { closable } from "../estimate/panel.js";
import { sentence } from "../estimate/sentence.js";
import { EstimateView } from "../estimate/view.js";
import { chem } from "../estimate/words.js";
import { tr } from "../i18n/tr.js";
import { spawnEngine } from "../spawn.js";
import { createStore } from "../store.js";
import { parseHash, toHash } from "../url.js";
import { plain } from "./plain.js";

const VIEWS = ["card", "whatif", "region"];
const OWN = ["theme", "lang"]; // what the address says beside the scenario

const $ = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const model = firstModel(JSON.parse($("boot").textContent ?? "{}"));
const store = createStore({ params: model.params }, queueMicrotask);
const first = read();
for (const el of document.querySelectorAll("[data-in]")) if (!el.getAttribute("data-in")?.split(" ").includes(first.view)) el.remove();

const engine = new Engine(spawnEngine, (state, reason) => {
  model.engine = { state, reason };
  $("engine-note").hidden = state !== "failed";
  if (state === "failed") $("engine-note").textContent = tr`The calculator could not start in this browser (${reason}).`;
  if (state === "failed") tell();
});
store.edit(first.params);
const view = new EstimateView($("estimate"), store, engine, model);
const said = document.getElementById("asked");

/** The scenario in words, and the way to the whole page with it. */
function follow() {
  if (said) patch(said, chem(plain(sentence(model))));
  const whole = /** @type {HTMLAnchorElement} */ ($("whole"));
  whole.href = whole.dataset.page + toHash("estimate", store.get().params);
}
store.subscribe(follow);
view.update();
view.loadLists().then(follow);
follow();

/** @returns {{view: string, params: import("../url.js").Params}} */
function read() {
  const place = parseHash(location.hash), params = new Map([...place.params].filter(([key]) => !OWN.includes(key)));
  return { view: VIEWS.includes(place.view) ? place.view : VIEWS[0], params: params.size ? params : model.params };
}
window.addEventListener("hashchange", () => {
  const next = read();
  if (next.view !== first.view || (place("theme") ?? "") !== (document.documentElement.dataset.theme ?? "")) return location.reload();
  model.drafts.clear();
  store.edit(next.params);
});

/** @param {string} key */
function place(key) {
  return parseHash(location.hash).params.get(key);
}

/* The host page hears how high the view is, from the first answer on. */
let told = 0, answered = false;
function tell() {
  answered = true;
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  if (window.parent === window || height === told) return;
  told = height;
  window.parent.postMessage({ gramwatt: { height } }, "*"); // a height is no secret
}
new ResizeObserver(() => answered && tell()).observe(document.body);
$("estimate").addEventListener("gramwatt:answer", () => requestAnimationFrame(() => requestAnimationFrame(tell)));
new MutationObserver(() => $("estimate").querySelector(".fault") && tell()).observe($("estimate"), { childList: true, subtree: true }); // a fault is an answer, too
closable(/** @type {HTMLDialogElement} */ ($("explain")));
