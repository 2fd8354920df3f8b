// @ts-check
/**
 * A view's own style sheet, loaded with the view. The single-file edition names none, because its page holds all rules.
 * @param {string} file beside this module @param {string} base address of this module
 * @returns {Promise<void>} when the rules hold, or cannot be had
 */
export function loadStyle(file, base) {
  if (!file) return Promise.resolve();
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL(file, base).href;
  return new Promise((resolve) => {
    link.onload = link.onerror = () => resolve();
    document.head.append(link);
  });
}
