// @ts-check
/** Boot: the state from the address, the engine in its worker, the views. */
import { Engine } from "./estimator.js";
import { closable } from "./estimate/panel.js";
import { firstModel } from "./estimate/boot.js";
import { EstimateView } from "./estimate/view.js";
import { languageSwitch } from "./i18n/switch.js";
import { tr, words } from "./i18n/tr.js";
import { storageWorks, tellEngine } from "./notes.js";
import { offline } from "./offline.js";
import { printable } from "./print.js";
import { copyLink } from "./share.js";
import { createStore } from "./store.js";
import { themeMenu } from "./theme.js";
import { parseHash, parseQuery, toHash, toQuery } from "./url.js";
import { spawnEngine } from "./spawn.js";

const URL_EVERY = 350; // ms between two changes of the address
const TITLES = /** @type {Record<string, string>} */ ({ estimate: tr`What does this training run emit? · gramwatt`, compare: tr`Which of these emits less? · gramwatt`, plan: tr`How could it emit less? · gramwatt`, live: tr`What does this machine draw? · gramwatt`, fleet: tr`What do all machines draw? · gramwatt`, learn: tr`What does AI emit, and what can we do? · gramwatt`, methods: tr`How are the numbers made? · gramwatt` });

const $ = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const boot = JSON.parse($("boot").textContent ?? "{}");
const model = firstModel(boot);
const place = parseHash(location.hash);
const start = place.params.size && ["", "estimate"].includes(place.view) ? place.params : model.params; // the other views have keys of their own
const store = createStore({ params: start }, queueMicrotask);

let worked = false; // the engine has been ready once
const engine = new Engine(spawnEngine, (state, reason) => {
  model.engine = { state, reason };
  tellEngine($("engine-note"), state, reason, worked);
  if (state === "ready") view?.fillSelects();
  if (state !== "loading" && !worked) offline($("offline"), $("update")); // keeping the page takes the line that brings the engine
  worked ||= state === "ready";
});

/** @type {EstimateView | undefined} */
var view = new EstimateView($("estimate"), store, engine, model);
model.prerendered = toQuery(start) === toQuery(model.params);
view.update();
view.loadLists();

/* The address. */
let written = 0, timer = 0, route = "", seen = location.hash;
store.subscribe(() => {
  clearTimeout(timer);
  timer = window.setTimeout(write, Math.max(0, written + URL_EVERY - performance.now()));
});
function write() {
  written = performance.now();
  if (route !== "estimate" || location.hash !== seen) return; // a link was followed, and its event is on its way
  const hash = toHash("estimate", store.get().params);
  if (hash !== location.hash) history.replaceState(null, "", hash);
  seen = location.hash;
}

/** The views beside Estimate are fetched when they are first shown. @type {Record<string, () => Promise<any>>} */
const LATER = {
  compare: () => import("./compare/view.js").then((m) => new m.CompareView($("compare"), store, engine, model, measured)),
  plan: () => import("./plan/view.js").then((m) => new m.PlanView($("plan"), store, engine, model)),
  live: () => import("./live/view.js").then((m) => new m.LiveView($("live"), store, engine, model.fmt)),
  fleet: () => import("./fleet/view.js").then((m) => new m.FleetView($("fleet"), model.fmt)),
  learn: () => import("./learn/view.js").then((m) => new m.LearnView($("learn"), store, engine, model)),
  methods: () => import("./methods/view.js").then((m) => new m.MethodsView($("methods"), store, engine, model.fmt)),
};
/** @type {Record<string, Promise<any>>} */ const made = {};

/** What Live has measured so far, as a scenario. @returns {string | null} */
const measured = () => current.live?.measured() ?? null;
/** @type {Record<string, any>} */ const current = {};
/** @type {any} */ let adding = []; // scenarios on their way to Compare

async function show() {
  seen = location.hash;
  const { view: wanted, params } = parseHash(location.hash);
  const next = wanted in LATER ? wanted : "estimate", before = route;
  if (params.size && next === "estimate" && toQuery(params) !== toQuery(store.get().params)) {
    model.drafts.clear();
    model.moved = null;
    store.edit(params);
  }
  if (next === route) return void (next in made && (await made[next]).moved?.());
  route = next;
  delete document.documentElement.dataset.view;
  if (next === "fleet") $("fleet-link").hidden = false;
  for (const name of Object.keys(TITLES)) $(name).hidden = name !== next;
  for (const a of document.querySelectorAll("nav a")) {
    if (a.getAttribute("href") === `#/${next}`) a.setAttribute("aria-current", "page");
    else a.removeAttribute("aria-current");
  }
  document.title = TITLES[next];
  if (before !== "") {
    window.scrollTo(0, 0);
    /** @type {HTMLElement} */ ($(next).querySelector("h1")).focus({ preventScroll: true });
  }
  if (before in made) (await made[before]).leave();
  if (next in LATER) {
    await words();
    (current[next] = await (made[next] ??= LATER[next]())).enter(adding);
    adding = [];
  }
  else view?.draw(); // sizes are known only while the view is shown
}
window.addEventListener("hashchange", show);
show();

/* The rest of the frame. */
$("estimate").addEventListener("gramwatt:share", () => {
  const params = new Map(store.get().params);
  params.set("d", model.version.data);
  copyLink(location.href.split("#")[0] + toHash("estimate", params), (text) => view?.announce(text));
});
$("estimate").addEventListener("gramwatt:compare", () => {
  adding = [store.get().params];
  location.hash = "#/compare";
});
for (const from of ["live", "fleet"]) {
  $(from).addEventListener("gramwatt:compare", (e) => { // what was measured, beside the scenario of Estimate
    adding = [store.get().params, parseQuery(/** @type {CustomEvent} */ (e).detail)];
    location.hash = "#/compare";
  });
}
$("live").addEventListener("gramwatt:fleet", () => { $("fleet-link").hidden = false; }); // the probe knows other machines
$("fleet").addEventListener("gramwatt:play", async (e) => { // the course of a run, with Live's charts
  const { name, file } = /** @type {CustomEvent} */ (e).detail;
  const live = await (made.live ??= LATER.live());
  await live.play(name, file, true);
  location.hash = "#/live";
});
$("live").addEventListener("gramwatt:load", (e) => {
  const changes = parseQuery(/** @type {CustomEvent} */ (e).detail);
  store.edit(changes);
  location.hash = toHash("estimate", changes);
});
printable($("print-link"), $("print-qr"), () => location.href.split("#")[0] + toHash("estimate", store.get().params));
closable(/** @type {HTMLDialogElement} */ ($("explain")));
$("storage-note").hidden = storageWorks();
themeMenu($("theme"));
if ($("language")) languageSwitch(/** @type {HTMLAnchorElement} */ ($("language"))); // a single file has one language
