// @ts-check
/**
 * "Will it work here?": tries what the page needs and says how it went. Built as one plain script in the language of 2017,
 * so that it can still speak where the page itself cannot run.
 */
import { h, patch } from "../dom.js";
import { Engine } from "../estimator.js";
import { tr } from "../i18n/tr.js";
import { offline } from "../offline.js";
import { spawnEngine } from "../spawn.js";
import { CHECKS } from "./checks.js";
import { list, report, verdictParts } from "./words.js";

const PATIENCE = 20_000; // ms: a slow network brings the calculator in four

const $ = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const slot = (/** @type {string} */ name) => /** @type {HTMLElement} */ (document.querySelector(`[data-slot="${name}"]`));
const examples = JSON.parse($("examples").textContent || "[]");
const build = document.querySelector('meta[name="gramwatt-build"]')?.getAttribute("content") ?? "";

/** @type {import("./words.js").Tried[]} */
const tried = CHECKS.map((check) => ({ ...check }));

function draw() {
  patch(slot("verdict"), verdictParts(tried));
  patch(slot("checks"), list(tried));
}

async function run() {
  draw();
  /** @type {() => void} */ let decided = () => {};
  const started = new Promise((done) => { decided = () => done(null); });
  const engine = new Engine(spawnEngine, (state) => { if (state !== "loading") decided(); });
  started.then(() => offline($("offline"), $("update"))); // keeping the page takes the line that brings the engine
  for (const check of tried) {
    Object.assign(check, await Promise.resolve().then(() => check.run({ engine, started, examples, patience: PATIENCE }))
      .catch((error) => ({ state: "limited", say: tr`This could not be tried (${error}).`, remedy: tr`Update this browser.` })));
    draw();
  }
  patch(slot("report"), [
    h("p", null, h("label", { for: "report-text" }, tr`A text for whoever prepares the class, or for a report of a fault`)),
    h("textarea", { id: "report-text", readonly: true, spellcheck: "false" }, report(tried, build)),
    h("p", { class: "actions" }, h("button", { type: "button", class: "primary", id: "copy" }, tr`Copy`), h("button", { type: "button", class: "quiet", id: "again" }, tr`Check again`))]);
  $("copy").onclick = copy;
  $("again").onclick = () => location.reload();
}

async function copy() {
  const text = /** @type {HTMLTextAreaElement} */ ($("report-text"));
  text.select();
  try {
    await navigator.clipboard.writeText(text.value);
    $("copy").textContent = tr`Copied`;
  } catch { // the clipboard is absent on plain-http pages of a local network
    $("copy").textContent = tr`Selected: copy it with Ctrl+C`;
  }
}

run();
