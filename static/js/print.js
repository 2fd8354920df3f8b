// @ts-check
/** What paper needs and a screen does not: the link as text and as a QR code, and the day. */

const REST = 3000; // ms after the start: nobody prints before

/** @param {HTMLElement} text @param {HTMLElement} square @param {() => string} link of the present scenario */
export function printable(text, square, link) {
  /** @type {typeof import("./qr.js") | null} */ let qr = null;
  const load = () => import("./qr.js").then((m) => { qr = m; }, () => {}); // without it the link stands there as text
  setTimeout(load, REST);
  window.addEventListener("beforeprint", () => {
    const now = new Date(), day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
    text.textContent = `${day} · ${link()}`;
    square.replaceChildren(...[qr?.picture(link())].filter((svg) => svg !== null && svg !== undefined));
  });
}
