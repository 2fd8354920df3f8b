// @ts-check
/** Copying and saving the result in the engine's words, and opening what a reader brings back. */
import { download } from "../charts/save.js";
import { tr } from "../i18n/tr.js";
import { toHash, toQuery } from "../url.js";
import { plain } from "../embed/plain.js";
import { formatOf } from "./keep.js";
import { sentence } from "./sentence.js";
import { snippet } from "./snippet.js";
import { told } from "./words.js";

/** @typedef {import("./view.js").EstimateView} View */

/** @param {View} view */
export function listenToExports(view) {
  const { root, m } = view;
  root.addEventListener("gramwatt:answer", () => write(view));
  root.addEventListener("toggle", () => write(view), true);
  root.addEventListener("click", (e) => {
    const d = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (e.target).closest("[data-format], [data-keep]"))?.dataset;
    if (d?.format) {
      m.export = { format: d.format, text: "", said: "" };
      view.draw();
      write(view);
    } else if (d?.keep === "copy") copy(view);
    else if (d?.keep === "save") download(formatOf(m.export.format).file, formatOf(m.export.format).type, m.export.text);
    else if (d?.keep === "open") bring(view, field(view, "import-text").value);
  });
  root.addEventListener("change", async (e) => {
    const el = /** @type {HTMLInputElement} */ (e.target), file = el.dataset?.import === "file" ? el.files?.[0] : null;
    if (!file) return;
    el.value = "";
    bring(view, await file.text());
  });
}

/** @param {View} view @param {string} id */
const field = (view, id) => /** @type {HTMLTextAreaElement} */ (view.root.querySelector(`#${id}`));

/** Asks for the chosen form and shows it, when its section is open. @param {View} view */
async function write(view) {
  const { m } = view, { format } = m.export, query = toQuery(m.params);
  if (!view.root.querySelector("details[open] [data-slot=keep]") || !m.result) return;
  const text = OWN[format]?.(view) ?? (await view.engine.call("report", `${format} ${query}`, "report"))?.text;
  if (text === undefined || format !== m.export.format || query !== toQuery(m.params)) return;
  m.export = { format, text, said: m.export.text === text ? m.export.said : "" };
  view.draw();
  requestAnimationFrame(() => { // the field is there once the section has been drawn
    const area = field(view, "export-text");
    if (area && area.value !== m.export.text) area.value = m.export.text;
  });
}

/** Forms that need no engine. @type {Record<string, (view: View) => string>} */
const OWN = { link: (view) => linkOf(view), embed: ({ m }) => snippet(location.href, m.params, plain(sentence(m))) };

/** A link to the scenario that says which data made it. @param {View} view */
const linkOf = (view) => location.href.split("#")[0] + toHash("estimate", new Map([...view.m.params, ["d", view.m.version.data]]));

/** The clipboard is absent on plain-http pages of a local network; then the text is selected. @param {View} view */
async function copy(view) {
  const { m } = view;
  try {
    await navigator.clipboard.writeText(m.export.text);
    m.export.said = tr`Copied.`;
  } catch {
    field(view, "export-text").select();
    m.export.said = tr`Selected: copy it with Ctrl+C.`;
  }
  view.announce(m.export.said);
  view.draw();
}

/** @param {View} view @param {string} text */
async function bring(view, text) {
  const { m } = view, { lost, readImport } = await import("./import.js");
  const read = readImport(text, await view.engine.call("fields", "", "fields"), m.lists.places);
  m.import = "fault" in read ? read.fault : await refusal(view, read, lost);
  if (!m.import && "params" in read) {
    m.drafts.clear();
    m.moved = null;
    view.store.edit(read.params);
    view.announce(tr`Opened`);
    view.root.querySelector("h1")?.scrollIntoView({ block: "start" });
  }
  view.draw();
}

/** Whether the engine has another scenario than was said. @param {View} view @param {{params: import("../url.js").Params, scenario?: any}} read @param {typeof import("./import.js").lost} lost */
async function refusal(view, read, lost) {
  const answer = await view.engine.call("scenario", toQuery(read.params), "scenario");
  if (!answer?.ok) return (answer?.errors ?? []).map((/** @type {any} */ e) => tr`${e.field}: ${told(e)}`).join(" ") || tr`The calculator gives no answer.`;
  const missing = read.scenario ? lost(read.scenario, answer.scenario) : [];
  return missing.length ? tr`This could not be opened without losing a part of it: ${missing.join(", ")}.` : "";
}
