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
