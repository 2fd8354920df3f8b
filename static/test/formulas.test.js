import assert from "node:assert/strict";
import { test } from "node:test";
import { unitCheck, withNumbers } from "../js/methods/formulas.js";
import { conflictsOf, sourceIndex } from "../js/methods/sources.js";
import { formatter } from "../js/units.js";

const fmt = formatter({}), term = (/** @type {any} */ inputs, unit = "kWh") => ({ formula: "", unit, value: { mid: 1 }, inputs });

test("a term is written with its numbers", () => {
  const t = term([{ name: "count", value: 8, unit: "" }, { name: "hours", value: 24, unit: "h" }, { name: "PUE", value: 1.5, unit: "", role: "excess" }, { name: "speed", value: 2, unit: "FLOP/s", role: "divided" }]);
  assert.equal(withNumbers(t, fmt), "8 × 24\u00a0h × (1.5 − 1) ÷ 2\u00a0FLOP/s");
});

test("units multiply to that of the term, or it is said", () => {
  assert.deepEqual(unitCheck(term([{ name: "a", value: 1, unit: "h" }, { name: "b", value: 1, unit: "W" }])), { agree: true, text: "h × W = 0.001 kWh" });
  assert.deepEqual(unitCheck(term([{ name: "a", value: 1, unit: "kWh" }, { name: "b", value: 1, unit: "gCO2e/kWh" }], "kgCO2e")), { agree: true, text: "kWh × gCO2e/kWh = 0.001 kgCO2e" });
  assert.equal(unitCheck(term([{ name: "a", value: 1, unit: "W" }]))?.agree, false);
  assert.equal(unitCheck(term([{ name: "a", value: 1, unit: "furlong" }])), null); // unknown is not wrong
});

test("a source is found by what a row calls it, a dispute by its row", () => {
  const index = sourceIndex([{ id: "x", title: "T", publisher: "P", url: "https://example.org/", licence: "CC0", year: 2024, as_of: "2026-01-01" }]);
  for (const name of ["x", "T", "P: T", "https://example.org/"]) assert.equal(index.get(name)?.licence, "CC0");
  const all = [{ table: "accelerators", id: "a10", field: "w", chosen: 1, other: 2, other_source: "o", reason: "r" }, { table: "cloud_regions", id: "aws:", field: "w", chosen: null, other: 2, other_source: "o", reason: "r" }];
  assert.equal(conflictsOf(all, "accelerators", { id: "a10" }).length, 1);
  assert.equal(conflictsOf(all, "accelerators", { id: "a100" }).length, 0);
  assert.equal(conflictsOf(all, "clouds", { id: "aws:eu-west-3" }).length, 1);
  assert.equal(conflictsOf(all, "cpus", { id: "a10" }).length, 0);
});
