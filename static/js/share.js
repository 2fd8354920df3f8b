// @ts-check
/** Copying a link. The clipboard is absent on plain-http pages of a local network; then the link is shown, selected. */
import { tr } from "./i18n/tr.js";

/** @param {string} link @param {(text: string) => void} say @param {Element | null} [button] that was pressed, and says for a moment what became of it */
export async function copyLink(link, say, button = document.querySelector("[data-act=share]")) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("link-dialog"));
  try {
    await navigator.clipboard.writeText(link);
    say(tr`Link copied`);
    flash(tr`Link copied`, button);
  } catch {
    const field = /** @type {HTMLInputElement} */ (dialog.querySelector("input"));
    field.value = link;
    dialog.showModal();
    field.select();
  }
}

/** @param {string} text @param {Element | null} button */
function flash(text, button) {
  if (!button) return;
  const before = button.textContent;
  button.textContent = text;
  setTimeout(() => { button.textContent = before === text ? tr`Copy link` : before; }, 1600);
}

/** Copies what stands in a field, or selects it where the clipboard is absent. @param {HTMLTextAreaElement} field @returns {Promise<boolean>} whether it is copied */
export async function copyText(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return false;
  }
}
