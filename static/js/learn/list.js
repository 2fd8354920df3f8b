// @ts-check
/** The lessons, each fetched when it is opened. */

/** @type {(() => Promise<{default: string}>)[]} */
export const LESSONS = [
  () => import("../../learn/en/01-why-care.html"),
  () => import("../../learn/en/02-two-roles.html"),
  () => import("../../learn/en/03-watts-and-grams.html"),
];

/** The list with a line on each. */
export const contents = () => import("../../learn/en/contents.html");
