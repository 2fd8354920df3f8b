// @ts-check
/**
 * What gramwatt needs of a browser, tried one by one. A check ends as "ok", as "limited" (the page works with less), as
 * "no" (the page does not work) or as "note" (nothing is wrong), in words and with a remedy.
 *
 * @typedef {"ok" | "limited" | "no" | "note"} State
 * @typedef {{state: State, say: string, remedy?: string}} Finding
 * @typedef {{query: string, total: {low: number, mid: number, high: number}}} Example  the engine's own answer at build time
 * @typedef {{engine: import("../estimator.js").Engine, started: Promise<unknown>, examples: Example[], patience: number}} Tools  started: the engine is ready or has failed; patience: ms
 * @typedef {{id: string, name: string, run: (tools: Tools) => Finding | Promise<Finding>}} Check
 */
import { ROOT, tr } from "../i18n/tr.js";
import { storageWorks } from "../notes.js";

const NEWER = tr`Update this browser: Chromium, Chrome or Edge from 123 on, Firefox from 121, Safari from 17.5.`;
const OTHER = tr`Use another browser on this machine, or ask who manages it.`;
const NARROWEST = 320; // CSS pixels
const EMPTY_MODULE = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]); // "\0asm", version 1

const ok = (/** @type {string} */ say) => /** @type {Finding} */ ({ state: "ok", say });

/** @type {Check[]} */
export const CHECKS = [
  { id: "webassembly", name: tr`WebAssembly`, run: webAssembly },
  { id: "calculator", name: tr`The calculator`, run: calculator },
  { id: "numbers", name: tr`Its numbers`, run: numbers },
  { id: "parts", name: tr`Parts of the page`, run: parts },
  { id: "pictures", name: tr`Pictures`, run: pictures },
  { id: "languages", name: tr`Numbers and dates`, run: languages },
  { id: "files", name: tr`Opening and saving files`, run: files },
  { id: "storage", name: tr`Storage`, run: storage },
  { id: "offline", name: tr`Without a network`, run: offline },
  { id: "print", name: tr`Printing`, run: () => typeof window.print === "function" ? ok(tr`Results and worksheets can be printed.`)
    : { state: "limited", say: tr`This browser cannot print.`, remedy: tr`Open the link in another browser to print it.` } },
  { id: "copy", name: tr`Copying`, run: () => navigator.clipboard ? ok(tr`Buttons can copy links and texts.`)
    : { state: "note", say: tr`Buttons cannot copy here, because the address is not https: links and texts are shown, selected, for you to copy.` } },
  { id: "screen", name: tr`Screen`, run: screen },
  { id: "live", name: tr`Live power`, run: live },
];

async function webAssembly() {
  try {
    await WebAssembly.compile(EMPTY_MODULE);
    return ok(tr`It may run here.`);
  } catch (error) {
    return /** @type {Finding} */ ({ state: "no", say: tr`It may not run here (${error}).`, remedy: tr`Nothing can be calculated without it. Lockdown mode, a strict security level or the rules of a school switch it off: allow it for this address. ${OTHER}` });
  }
}

/** @param {Tools} t @returns {Promise<Finding>} */
async function calculator({ engine, started, patience }) {
  await within(started, patience);
  if (engine.state !== "ready") return { state: "no", say: engine.state === "failed" ? tr`It does not start (${engine.reason}).` : tr`It has not started yet.`, remedy: tr`Reload this page once. If it does not help, something on the way stops the file of the calculator, as filters of schools do, or this browser lacks workers. ${NEWER}` };
  const version = await within(engine.call("version"), patience);
  return version ? ok(tr`It runs in a worker of its own. Data of ${version.data}.`) : { state: "no", say: tr`It starts and does not answer.`, remedy: OTHER };
}

/** @param {Tools} t @returns {Promise<Finding>} */
async function numbers({ engine, examples, patience }) {
  if (engine.state !== "ready") return { state: "no", say: tr`Not tried, because the calculator does not run.`, remedy: tr`See above.` };
  const wrong = [];
  for (const example of examples) {
    const answer = await within(engine.call("estimate", example.query), patience);
    if (JSON.stringify(answer?.result?.total_kgco2e) !== JSON.stringify(example.total)) wrong.push(example.query);
  }
  return wrong.length ? { state: "no", say: tr`Not as they were calculated when this page was built: ${wrong.join("; ")}.`, remedy: tr`Do not use the numbers of this browser. Reload this page past its cache (Ctrl+Shift+R); if it stays so, please report it with the text below. ${OTHER}` }
    : ok(tr`The same as when this page was built, to the last digit, for ${examples.length} scenarios.`);
}

function parts() {
  const needs = /** @type {[string, boolean][]} */ ([
    [tr`script modules`, "noModule" in HTMLScriptElement.prototype],
    [tr`dialogs`, typeof HTMLDialogElement === "function"],
    [tr`observers of size and position`, typeof ResizeObserver === "function" && typeof IntersectionObserver === "function"],
    [tr`the language of 2023`, "findLast" in Array.prototype && "replaceAll" in String.prototype],
    [tr`colours for light and dark`, CSS.supports("color", "light-dark(red, blue)")],
    [tr`layout by the room there is`, CSS.supports("container-type", "inline-size")],
    [tr`nested styles`, CSS.supports("selector(&)")],
  ]);
  const missing = needs.filter(([, there]) => !there).map(([name]) => name);
  return missing.length ? /** @type {Finding} */ ({ state: "limited", say: tr`Missing: ${missing.join(", ")}. Parts of the page will look wrong or do nothing.`, remedy: NEWER }) : ok(tr`Everything that the page is built from is there.`);
}

function pictures() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), text = document.createElementNS(svg.namespaceURI, "text");
  text.textContent = "watts";
  svg.append(/** @type {SVGElement} */ (text));
  document.body.append(svg);
  const width = /** @type {SVGTextElement} */ (text).getComputedTextLength();
  svg.remove();
  const canvas = document.createElement("canvas").getContext("2d");
  return width > 0 && canvas ? ok(tr`Charts and live strips can be drawn.`)
    : /** @type {Finding} */ ({ state: "limited", say: width > 0 ? tr`The strips of Live cannot be drawn. They have a table with the same numbers.` : tr`Charts cannot be drawn. Each has a table with the same numbers.`, remedy: NEWER });
}

function languages() {
  try {
    const french = new Intl.NumberFormat("fr", { maximumFractionDigits: 1 }).format(1.5), day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(0);
    if (french === "1,5" && day === "1 January 1970") return ok(tr`They are written in English and in French.`);
  } catch { /* told below */ }
  return /** @type {Finding} */ ({ state: "limited", say: tr`This browser does not write numbers and dates of every language.`, remedy: NEWER });
}

async function files() {
  /** @type {Finding} */ const lost = { state: "limited", say: tr`Recordings cannot be opened or saved here. All else works.`, remedy: NEWER };
  try {
    const packed = await new Response(new Blob(["watts"]).stream().pipeThrough(new CompressionStream("gzip"))).blob();
    const text = await new Response(packed.stream().pipeThrough(new DecompressionStream("gzip"))).text();
    if (text !== "watts" || typeof URL.createObjectURL !== "function") return lost;
  } catch {
    return lost;
  }
  return ok(typeof DragEvent === "function" ? tr`A recording can be dropped on Live or chosen there.` : tr`A recording can be chosen in Live; it cannot be dropped on it.`);
}

function storage() {
  return storageWorks() ? ok(tr`Theme, pinned places and the last comparison are kept here.`)
    : /** @type {Finding} */ ({ state: "limited", say: tr`Site data is blocked: theme, pinned places and the last comparison are gone when the page is closed. A link keeps a scenario.`, remedy: tr`Allow site data for this address, or leave the private window.` });
}

/** The page registers its service worker in offline.js; here it is waited for. @param {Tools} t @returns {Promise<Finding>} */
async function offline({ patience }) {
  const file = tr`The file gramwatt.html is the whole page: copy it to this machine or to a stick.`;
  if (!window.isSecureContext) return { state: "note", say: tr`The page needs its server, because the address is neither https nor this computer.`, remedy: file };
  if (!("serviceWorker" in navigator)) return { state: "limited", say: tr`The page needs its server: this browser keeps no pages, as in a private window.`, remedy: file };
  const kept = await within(navigator.serviceWorker.ready, patience);
  return kept ? ok(tr`The page is kept in this browser and opens without its server.`)
    : { state: "limited", say: tr`The page could not be kept in this browser.`, remedy: tr`Wait for a slow network and check again; allow site data for this address; or make room on the disk. ${file}` };
}

/** @returns {Finding} */
function screen() {
  const size = tr`${window.innerWidth} by ${window.innerHeight} points`;
  return window.innerWidth >= NARROWEST ? ok(`${size}.`) : { state: "limited", say: tr`${size}: narrower than ${NARROWEST}, so that you will have to scroll sideways.`, remedy: tr`Make the window wider, or the text smaller.` };
}

/** @param {Tools} t @returns {Promise<Finding>} */
async function live({ patience }) {
  const local = tr`On a computer with the program, gramwatt serve shows this page at http://127.0.0.1:8420/works.html with its own power. Recordings play in Live without it.`;
  if (typeof WebSocket !== "function") return { state: "limited", say: tr`This browser has no web sockets, so it shows no live power. Recordings play in Live.`, remedy: NEWER };
  const served = await fetch(location.href.split("#")[0], { method: "HEAD", cache: "no-store" }).then((r) => r.headers.get("X-Gramwatt"), () => null);
  if (!served) return { state: "note", say: tr`No probe serves this page, and none was asked.`, remedy: local };
  const hello = await within(greeting(), patience);
  if (!hello) return { state: "limited", say: tr`The probe served this page and does not stream to it.`, remedy: tr`Ask the person who runs it for the link that gramwatt serve --lan prints. A proxy between here and there may stop web sockets.` };
  const silent = hello.devices.filter((/** @type {{state: string}} */ d) => d.state !== "ok").map((/** @type {{name: string, state: string}} */ d) => `${d.name} (${d.state})`);
  const says = hello.simulated ? tr`The probe streams ${hello.devices.length} simulated devices.` : tr`The probe streams ${hello.devices.length} devices.`;
  return ok(silent.length ? `${says} ${tr`Not measured: ${silent.join(", ")}.`}` : says);
}

/** The first frame of the probe that served this page; null when it hangs up before. @returns {Promise<any>} */
function greeting() {
  const address = new URL(`${ROOT}api/v1/live`, document.baseURI);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return new Promise((resolve) => {
    const socket = new WebSocket(address.href);
    socket.onmessage = (e) => { resolve(JSON.parse(e.data)); socket.close(); };
    socket.onclose = () => resolve(null);
  });
}

/** @template T @param {Promise<T>} promise @param {number} ms @returns {Promise<T | null>} null when it takes longer or fails */
function within(promise, ms) {
  return Promise.race([promise.catch(() => null), new Promise((done) => setTimeout(done, ms, null))]);
}
