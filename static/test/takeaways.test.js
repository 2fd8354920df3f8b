import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { verdict } from "../js/compare/words.js";
import { percent, takeaway, TAKEAWAYS } from "../js/takeaways.js";

const source = (/** @type {string} */ file) => readFileSync(new URL(`../../estimator/${file}`, import.meta.url), "utf8");
const EMPTY = /undefined|null|NaN|  | \.|^$/;

test("there are words for every key of the engine, and for no other", () => {
  const written = [...new Set([...source("takeaway.go").matchAll(/(?:Key:|key:|Key =) "([a-z]+\.[a-z]+)"/g)].map((m) => m[1]))].sort();
  const told = [...source("takeaway.go").matchAll(/^\/\/\t([a-z]+\.[a-z]+) /gm)].map((m) => m[1]).sort();
  assert.ok(written.length > 15, `${written.length} keys found`);
  assert.deepEqual(written, told, "the engine's own account of its keys");
  assert.deepEqual(Object.keys(TAKEAWAYS).sort(), written);
});

test("each sentence is whole, with a ratio and without", () => {
  const values = { label: "the load of X", share: 0.42, least: "Iceland", most: "Poland", ratio: 12.3 };
  for (const key of Object.keys(TAKEAWAYS)) {
    for (const f of [{ key, ...values }, { key, ...values, ratio: key.startsWith("afford") || key.endsWith("wide") ? 1 : null }, { key, ...values, share: 1, ratio: 1 }]) {
      const text = takeaway(f);
      assert.match(text, /^[A-Z0-9].*\.$/, `${key}: ${text}`);
      assert.doesNotMatch(text, EMPTY, `${key}: ${text}`);
    }
  }
  assert.equal(takeaway({ key: "regions.spread", least: "Iceland", most: "Poland", ratio: 12.34 }), "In Poland the same work emits 12.3 times as much as in Iceland.");
  assert.equal(takeaway({ key: "unheard.of" }), "");
});

test("there are words for every key of a comparison", () => {
  const keys = [...new Set([...source("compare.go").matchAll(/"compare\.([a-z_]+)"/g)].map((m) => m[1]))].filter((k) => k !== "first");
  assert.ok(keys.length >= 4, keys.join());
  const drivers = ["work", "power", "rest", "pue", "grid", "project", "network", "making"];
  for (const key of [...keys.filter((k) => !k.includes("dominates")), ...drivers.map((d) => `${d}_dominates`)]) {
    const first = { id: key.replace("_dominates", "") };
    const text = verdict({ takeaway: { key: `compare.${key}`, times: 3, less: true, first: key.endsWith("_dominates") ? first : { id: "grid" }, second: { id: "work" } } }, "B", "A");
    assert.match(text, /^B .*\.$/, `${key}: ${text}`);
    assert.doesNotMatch(text, EMPTY, `${key}: ${text}`);
  }
});

test("a share is told in whole percent, and never as all or nothing when it is not", () => {
  assert.deepEqual([0.4482, 0.999, 0.002, 1, 0].map(percent), ["45\u00a0%", "nearly all", "less than 1\u00a0%", "100\u00a0%", "0\u00a0%"]);
});
