// @ts-check
/** A link as a QR code for paper. Loaded after the page is at rest, because few print. */
import { encodeQR } from "qr";
import { tr } from "./i18n/tr.js";

const QUIET = 2; // modules of margin; paper around it is white too
const MOST = 2000; // characters: beyond that the squares are too small for a camera
const NS = "http://www.w3.org/2000/svg";

/** Rows of squares, true where dark; null when the text is too long. @param {string} text @returns {boolean[][] | null} */
export const squares = (text) => (text.length > MOST ? null : encodeQR(text, "raw", { ecc: "low", border: QUIET }));

/** One path over all dark squares. @param {boolean[][]} rows */
export const outline = (rows) => rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");

/** @param {string} text @returns {SVGSVGElement | null} */
export function picture(text) {
  const rows = squares(text);
  if (!rows) return null;
  const svg = document.createElementNS(NS, "svg"), path = document.createElementNS(NS, "path");
  for (const [k, v] of Object.entries({ viewBox: `0 0 ${rows.length} ${rows.length}`, role: "img", "aria-label": tr`The link as a QR code`, "shape-rendering": "crispEdges" })) svg.setAttribute(k, v);
  path.setAttribute("d", outline(rows));
  svg.append(path);
  return svg;
}
