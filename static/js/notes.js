// @ts-check
/** What does not work in this browser, in words, with the remedy. */
import { tr } from "./i18n/tr.js";

/**
 * @param {HTMLElement} note @param {"loading" | "ready" | "failed"} state @param {string} reason @param {boolean} worked it had been ready before
 */
export function tellEngine(note, state, reason, worked) {
  note.hidden = state !== "failed";
  if (state !== "failed") return;
  const text = worked ? tr`The calculator stopped, was started again, and stopped once more (${reason}). What is shown is the last valid answer. Reload the page: its address holds all that you typed.`
    : tr`The calculator could not start in this browser (${reason}). The page shows the example as it was computed beforehand. Reload to try again; if that does not help, allow WebAssembly for this page or use another browser.`;
  if (note.textContent !== text) note.textContent = text;
}

/** Whether this browser keeps anything for the page. */
export function storageWorks() {
  try {
    localStorage.setItem("gramwatt.probe", "1");
    localStorage.removeItem("gramwatt.probe");
    return true;
  } catch {
    return false;
  }
}
