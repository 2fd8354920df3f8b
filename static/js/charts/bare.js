// @ts-check
import { plot } from "@observablehq/plot";

/**
 * A picture without the inline style sheet, made for a reader who cannot see it: the table beside it speaks.
 * @param {import("@observablehq/plot").PlotOptions} options
 * @returns {SVGSVGElement}
 */
export function bare(options) {
  const svg = /** @type {SVGSVGElement} */ (plot({ className: "gw-plot", axis: null, ...options }));
  for (const style of svg.querySelectorAll("style")) style.remove();
  svg.setAttribute("aria-hidden", "true");
  svg.removeAttribute("role");
  return svg;
}

const LETTER = 6.9; // px, about the mean width of one in the 13 px of a label

/** A name that leaves room for what stands at the other end of its line. @param {string} text @param {number} room px */
export function short(text, room) {
  const most = Math.max(8, Math.floor(room / LETTER));
  return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
}
