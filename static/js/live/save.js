// @ts-check
/** Files out of the page. */
export { download } from "../charts/save.js";

const HELD = 10_000; // ms that the browser has to read it

/** @param {string} name @param {Blob} blob */
export function saveBlob(name, blob) {
  const link = Object.assign(document.createElement("a"), { download: name, href: URL.createObjectURL(blob) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), HELD);
}
