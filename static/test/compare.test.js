import assert from "node:assert/strict";
import { test } from "node:test";
import { baseline, duplicate, keys, linkOf, remove, scenariosOf, set, swap } from "../js/compare/model.js";
import { odds, verdict } from "../js/compare/words.js";
import { parseHash, parseQuery, toHash } from "../js/url.js";

const a = parseQuery("v=1&hw=a100-sxm4-80gb&n=8&h=24&r=FR&name=A+B %26 C"), b = parseQuery("v=1&hw=h100-sxm5-80gb&n=8&h=12&r=PL");

test("the link carries each scenario whole", () => {
  const back = scenariosOf(parseHash(toHash("compare", linkOf([a, b]))).params);
  assert.deepEqual(back.map((p) => [...p]), [a, b].map((p) => [...p]));
});

test("scenarios are copied, removed and put first", () => {
  assert.deepEqual(duplicate([a, b], 0).map((p) => p.get("hw")), ["a100-sxm4-80gb", "a100-sxm4-80gb", "h100-sxm5-80gb"]);
  assert.equal(duplicate([a, b, a, b], 1).length, 4);
  assert.deepEqual(remove([a, b], 0), [b]);
  assert.deepEqual(baseline([a, b, a], 1), [b, a, a]);
  assert.deepEqual(swap([a, b, a], 1), [b, a, a]);
  assert.deepEqual(swap([a, b], 0), [a, b]); // nothing stands before the first
  assert.equal(set([a, b], 1, "pue", "1.2")[1].get("pue"), "1.2");
  assert.equal(set([a, b], 1, "r", "")[1].has("r"), false);
  assert.equal(b.get("r"), "PL"); // what was given stays as it was
});

test("the rows are the inputs of all, the name first", () => {
  assert.deepEqual(keys([a, b, parseQuery("v=1&kwh=5&d=2026.11")]), ["name", "hw", "n", "h", "r", "kwh"]);
});

test("the sentence says how many times and why", () => {
  const s = (/** @type {any} */ takeaway, lower = 0, higher = 1) => ({ takeaway, probability_lower: lower, probability_higher: higher });
  assert.equal(verdict(s({ key: "compare.grid_dominates", times: 12.18, less: false, first: "grid", second: null }), "B", "A"), "B emits 12.2 times as much as A, because of the grid.");
  assert.equal(verdict(s({ key: "compare.mixed", times: 1.25, less: true, first: "work", second: "power" }), "B", "A"), "B emits 20\u00a0% less than A, by the amount of work and the power of the devices.");
  assert.equal(odds(s({}, 0.4, 0.6)), "higher in 12 of 20 cases within the ranges");
  assert.equal(odds(s({}, 1, 0)), "lower in practically every case within the ranges");
});
