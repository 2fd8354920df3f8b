// @ts-check
/** The way to the page in the other language takes the scenario along, whose address changes without an event. */

/** @param {HTMLAnchorElement} link */
export function languageSwitch(link) {
  for (const event of ["pointerdown", "focus", "click"]) link.addEventListener(event, () => { link.hash = location.hash; });
}
