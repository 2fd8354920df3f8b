// @ts-check
/** The panel that says where a number comes from, and the way from a factor to its control. */
import { patch } from "../dom.js";

/** @param {import("./view.js").EstimateView} view @param {string} id @param {HTMLElement} opener */
export async function openExplain(view, id, opener) {
  const { explain } = await import("./explain.js"), content = explain(view.m, id);
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("explain"));
  if (!content) return;
  const title = /** @type {HTMLElement} */ (dialog.querySelector("h2"));
  title.textContent = content.title;
  patch(/** @type {HTMLElement} */ (dialog.querySelector(".panel-body")), content.body);
  dialog.addEventListener("close", () => opener.isConnected && opener.focus(), { once: true });
  dialog.showModal();
  dialog.scrollTop = 0;
}

/** A click beside the panel closes it. @param {HTMLDialogElement} dialog */
export function closable(dialog) {
  dialog.addEventListener("click", (e) => {
    if (e.target === dialog || /** @type {HTMLElement} */ (e.target).closest("[data-close]")) dialog.close();
  });
}

/** Opens whatever hides a control and moves there. @param {HTMLElement} root @param {string} id */
export function reveal(root, id) {
  requestAnimationFrame(() => {
    const el = /** @type {HTMLElement | null} */ (document.getElementById(id));
    if (!el || !root.contains(el)) return;
    for (let d = el.closest("details"); d; d = d.parentElement?.closest("details") ?? null) d.open = true;
    el.focus();
    if (el instanceof HTMLInputElement) el.select();
  });
}
