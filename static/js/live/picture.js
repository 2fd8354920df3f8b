// @ts-check
/** The strips as they stand on the page, as one PNG with names, values and what kind of numbers they are. */
import { tr } from "../i18n/tr.js";

const MARGIN = 16, LABEL = 20, HEAD = 44; // px
const FONT = "13px sans-serif", HEADING = "600 15px sans-serif";

/**
 * @param {{label: string, canvas: HTMLCanvasElement}[]} strips
 * @param {string} title @param {string} note
 * @returns {Promise<Blob>}
 */
export async function pictureOf(strips, title, note) {
  const ratio = window.devicePixelRatio || 1, style = getComputedStyle(document.body);
  const size = strips.map(({ canvas }) => ({ width: canvas.width / ratio, height: canvas.height / ratio }));
  const width = Math.max(320, ...size.map((s) => s.width)) + 2 * MARGIN;
  const height = size.reduce((sum, s) => sum + s.height + LABEL, HEAD) + MARGIN;
  const out = Object.assign(document.createElement("canvas"), { width: width * ratio, height: height * ratio });
  const c = /** @type {CanvasRenderingContext2D} */ (out.getContext("2d"));
  c.scale(ratio, ratio);
  c.fillStyle = style.backgroundColor;
  c.fillRect(0, 0, width, height);
  c.fillStyle = style.color;
  c.font = HEADING;
  c.fillText(title, MARGIN, MARGIN + 4, width - 2 * MARGIN);
  c.font = FONT;
  c.fillText(note, MARGIN, MARGIN + 22, width - 2 * MARGIN);
  let y = HEAD;
  strips.forEach(({ label, canvas }, i) => {
    c.fillText(label, MARGIN, y + 14, width - 2 * MARGIN);
    c.drawImage(canvas, MARGIN, y + LABEL, size[i].width, size[i].height);
    y += LABEL + size[i].height;
  });
  return new Promise((done, fail) => out.toBlob((blob) => (blob ? done(blob) : fail(new Error(tr`the browser makes no picture`))), "image/png"));
}
