// @ts-check
/** Dark, light or as the system says. The choice is applied before the first paint by early.js. */

const KEY = "gramwatt.theme";

/** @param {HTMLElement} select */
export function themeMenu(select) {
  const menu = /** @type {HTMLSelectElement} */ (select);
  menu.value = document.documentElement.dataset.theme ?? "system";
  menu.addEventListener("change", () => {
    if (menu.value === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = menu.value;
    try {
      localStorage.setItem(KEY, menu.value);
    } catch { /* it lasts as long as the page */ }
  });
}
