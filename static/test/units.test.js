import assert from "node:assert/strict";
import { test } from "node:test";
import { formatter, significant } from "../js/units.js";

const table = {
  kWh: [{ from: 0, factor: 1e6, symbol: "mWh" }, { from: 1e-3, factor: 1e3, symbol: "Wh" }, { from: 1, factor: 1, symbol: "kWh" }, { from: 1e3, factor: 1e-3, symbol: "MWh" }],
  kgCO2e: [{ from: 0, factor: 1e6, symbol: "mg CO2e" }, { from: 1e-3, factor: 1e3, symbol: "g CO2e" }, { from: 1, factor: 1, symbol: "kg CO2e" }, { from: 1e3, factor: 1e-3, symbol: "t CO2e" }],
};
const { show, text, range } = formatter(table);
const plain = (v, unit) => text(v, unit).replace("\u00a0", " ");

test("three significant digits and a prefix that fits", () => {
  const cases = [
    [45.34, "kgCO2e", "45.3 kg CO2e"], [24692.172, "kgCO2e", "24.7 t CO2e"], [0, "kgCO2e", "0 kg CO2e"], [0.0121, "kgCO2e", "12.1 g CO2e"],
    [1e-9, "kWh", "0.001 mWh"], [0.9994, "kWh", "999 Wh"], [0.9996, "kWh", "1 kWh"], [1, "kWh", "1 kWh"], [999.4, "kWh", "999 kWh"], [999.6, "kWh", "1 MWh"], [1000, "kWh", "1 MWh"],
    [-45.34, "kgCO2e", "-45.3 kg CO2e"], [123456, "kWh", "123 MWh"], [1234567, "kWh", "1,230 MWh"], [12, "widgets", "12 widgets"], [0.5, "", "0.5"],
  ];
  for (const [v, unit, want] of cases) assert.equal(plain(v, unit), want, `${v} ${unit}`);
});

test("what is not a number is unknown, never 0", () => {
  for (const v of [NaN, null, undefined, Infinity]) assert.equal(text(v, "kWh"), "unknown");
});

test("digits that change before the eyes keep their zeros", () => {
  assert.equal(show(2, "kWh", { steady: true }).number, "2.00");
  assert.equal(show(2, "kWh").number, "2");
});

test("a range has the prefix of its middle, two digits when wide and three when narrow", () => {
  const r = range({ low: 44.9, mid: 64.8, high: 90.7 }, "kgCO2e");
  assert.deepEqual([r.low.number, r.high.number, r.high.unit, r.exact], ["45", "91", "kg CO2e", false]);
  const n = range({ low: 24.3, mid: 24.7, high: 25.2 }, "kgCO2e");
  assert.deepEqual([n.low.number, n.high.number], ["24.3", "25.2"]);
  const small = range({ low: 0.4, mid: 1.2, high: 3 }, "kgCO2e");
  assert.deepEqual([small.low.text, small.high.text], ["0.4\u00a0kg CO2e", "3\u00a0kg CO2e"]);
  assert.equal(range({ low: 5, mid: 5, high: 5 }, "kWh").exact, true);
  assert.equal(range(null, "kWh"), null);
});

test("significant digits have no exponent and grouped thousands", () => {
  assert.equal(significant(1e20), "100,000,000,000,000,000,000");
  assert.equal(significant(0.00001234), "0.0000123");
  assert.equal(significant(0.1 + 0.2), "0.3");
  assert.equal(significant(9.996), "10");
});
