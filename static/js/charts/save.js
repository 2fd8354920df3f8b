// @ts-check
/** Saving: a text as a file, a picture as an SVG document. */
import { tr } from "../i18n/tr.js";

/** @param {string} name @param {string} type @param {string} text */
export function download(name, type, text) {
  const link = Object.assign(document.createElement("a"), { download: name, href: URL.createObjectURL(new Blob([text], { type })) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * Saves the picture of a figure, with its finding as title.
 * @param {HTMLElement} root @param {string} name of the picture @returns {Promise<boolean>} false when it is not drawn
 */
export async function savePicture(root, name) {
  const box = root.querySelector(`[data-plot="${name}"]`), pictures = [...(box?.querySelectorAll("svg") ?? [])];
  if (!pictures.length) return false;
  const { standalone } = await import("./standalone.js");
  download(`gramwatt-${name}.svg`, "image/svg+xml", standalone(pictures, box?.closest("figure")?.querySelector("figcaption")?.textContent ?? name));
  return true;
}

/** Lets every button "Save as SVG" of a view do so. @param {HTMLElement} root @param {(text: string) => void} say */
export function listenToSaves(root, say) {
  root.addEventListener("click", async (e) => {
    const name = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (e.target).closest("[data-save]"))?.dataset.save;
    if (name && (await savePicture(root, name))) say(tr`Picture saved`);
  });
}
