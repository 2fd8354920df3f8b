// @ts-check
/** A picture as a document of its own: styles that came from the page are written into it, and colours as every program knows them. */

const NS = "http://www.w3.org/2000/svg";
const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "text-anchor"];
const MARGIN = 12; // px

/**
 * @param {SVGSVGElement[]} pictures stand below each other
 * @param {string} title what they show, in words
 * @returns {string} an SVG document
 */
export function standalone(pictures, title) {
  const rgb = painter();
  const sizes = pictures.map((p) => ({ width: Number(p.getAttribute("width")), height: Number(p.getAttribute("height")) }));
  const width = Math.max(...sizes.map((s) => s.width)) + 2 * MARGIN, height = sizes.reduce((sum, s) => sum + s.height, 0) + 2 * MARGIN;
  const out = document.createElementNS(NS, "svg");
  for (const [k, v] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}`, role: "img" })) out.setAttribute(k, String(v));
  out.append(Object.assign(document.createElementNS(NS, "title"), { textContent: title }));
  const ground = document.createElementNS(NS, "rect");
  for (const [k, v] of Object.entries({ width, height, fill: rgb(getComputedStyle(document.body).backgroundColor) })) ground.setAttribute(k, String(v));
  out.append(ground);
  let y = MARGIN;
  pictures.forEach((p, i) => {
    const copy = /** @type {SVGSVGElement} */ (p.cloneNode(true));
    inline(p, copy, rgb);
    copy.removeAttribute("viewBox");
    for (const [k, v] of Object.entries({ x: MARGIN, y, overflow: "visible" })) copy.setAttribute(k, String(v));
    out.append(copy);
    y += sizes[i].height;
  });
  return `${new XMLSerializer().serializeToString(out)}\n`;
}

/** @param {Element} from shown on the page @param {Element} to its copy @param {(colour: string) => string} rgb */
function inline(from, to, rgb) {
  const style = getComputedStyle(from);
  for (const name of ["class", "aria-hidden", "style"]) to.removeAttribute(name);
  for (const name of STYLES) {
    const value = style.getPropertyValue(name);
    if (value) to.setAttribute(name, name === "fill" || name === "stroke" ? rgb(value) : value);
  }
  for (let i = 0; i < from.children.length; i++) inline(from.children[i], to.children[i], rgb);
}

/** Writes any colour of CSS as rgb(), which programs for pictures read. @returns {(colour: string) => string} */
function painter() {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  /** @type {Map<string, string>} */ const known = new Map();
  return (colour) => {
    if (!context || colour === "none" || /^(rgb\(|#|url)/.test(colour)) return colour;
    if (!known.has(colour)) {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
      known.set(colour, a === 255 ? `rgb(${r}, ${g}, ${b})` : a === 0 ? "none" : `rgba(${r}, ${g}, ${b}, ${Math.round((a / 255) * 100) / 100})`);
    }
    return /** @type {string} */ (known.get(colour));
  };
}
