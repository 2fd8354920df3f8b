// @ts-check
/** The lessons, each fetched when it is opened. */

/** @type {(() => Promise<{default: string}>)[]} */
export const LESSONS = [
  () => import("../../learn/en/01-why-care.html"),
  () => import("../../learn/en/02-two-roles.html"),
  () => import("../../learn/en/03-watts-and-grams.html"),
  () => import("../../learn/en/04-energy-account.html"),
  () => import("../../learn/en/05-the-building.html"),
  () => import("../../learn/en/06-the-grid.html"),
  () => import("../../learn/en/07-the-place.html"),
  () => import("../../learn/en/08-the-project.html"),
  () => import("../../learn/en/09-red-and-green.html"),
  () => import("../../learn/en/10-what-to-do.html"),
];

/** The list with a line on each. */
export const contents = () => import("../../learn/en/contents.html");
