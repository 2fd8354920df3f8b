import assert from "node:assert/strict";
import { test } from "node:test";
import decodeQR from "qr/decode.js";
import { outline, squares } from "../js/qr.js";

const SCALE = 4; // pixels of a square

/** The squares as the picture of a camera. */
function photo(rows) {
  const size = rows.length * SCALE, data = new Uint8Array(size * size * 4).fill(255);
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) if (rows[Math.floor(y / SCALE)][Math.floor(x / SCALE)]) data.set([0, 0, 0], 4 * (y * size + x));
  return { width: size, height: size, data };
}

test("a reader of QR codes finds the link again", () => {
  for (const link of ["http://127.0.0.1:8420/#/estimate?v=1&hw=a100-sxm4-80gb&n=8&u=80&h=24&x=1&pue=1.56&r=WORLD", `https://example.org/#/estimate?v=1&name=${"caf%C3%A9+".repeat(20)}&kwh=5`]) {
    const rows = squares(link);
    assert.ok(rows);
    assert.equal(decodeQR(photo(rows)), link);
    assert.equal(outline(rows).split("M").length - 1, rows.flat().filter(Boolean).length);
  }
});

test("a link that no camera would read makes no code", () => {
  assert.equal(squares("x".repeat(2001)), null);
});
