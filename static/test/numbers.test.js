import assert from "node:assert/strict";
import { test } from "node:test";
import { group, parseNumber, shortest } from "../js/numbers.js";

const read = (typed, unit) => parseNumber(typed, unit)?.value ?? null;

test("numbers are read in the usual spellings", () => {
  const cases = [
    ["24", 24], [" 24 ", 24], ["1.56", 1.56], ["1,56", 1.56], ["0,057", 0.057], ["-3", -3], ["+3", 3], ["1e6", 1e6], ["1.5e3", 1500], ["5.", 5],
    ["433196", 433196], ["433,196", 433196], ["433 196", 433196], ["433\u202f196", 433196], ["433'196", 433196], ["1,082,990", 1082990],
    ["1.082.990", 1082990], ["1.082,5", 1082.5], ["1,082.5", 1082.5], ["1 082,5", 1082.5], ["0.500", 0.5], ["0,500", 0.5], [".5", 0.5],
  ];
  for (const [typed, want] of cases) assert.equal(read(typed), want, `"${typed}"`);
});

test("what is no number stays none", () => {
  for (const typed of ["", " ", "abc", "1,2,3", "1.2.3", "1,2.3,4", "12,34,567", "--1", "1 2", "24 parsecs", "∞", "NaN", "1e999"]) assert.equal(parseNumber(typed, "h"), null, `"${typed}"`);
});

test("units of the field are converted, others refused", () => {
  assert.equal(read("3 d", "h"), 72);
  assert.equal(read("90 min", "h"), 1.5);
  assert.equal(read("24h", "h"), 24);
  assert.equal(read("2 kW", "W"), 2000);
  assert.equal(read("433 MWh", "kWh"), 433000);
  assert.equal(read("80 %", "%"), 80);
  assert.equal(read("10k", ""), 10000);
  assert.equal(read("3 d", "W"), null);
});

test("an ambiguous input says how it was read", () => {
  assert.match(parseNumber("1,500", "h").note, /1500 h/);
  assert.match(parseNumber("1.500", "h").note, /1\.5 h/);
  assert.match(parseNumber("433,196", "kWh").note, /433,196 kWh/);
  assert.match(parseNumber("3 d", "h").note, /72 h/);
  for (const typed of ["24", "1.5", "1,5", "1,082,990", "0.125"]) assert.equal(parseNumber(typed, "h").note, null, typed);
});

test("the link gets the shortest decimal, the field grouped thousands", () => {
  assert.equal(shortest(0.1 + 0.2), "0.3");
  assert.equal(shortest(433196), "433196");
  assert.equal(group("433196"), "433,196");
  assert.equal(group("10000.5"), "10,000.5");
  assert.equal(group("4789"), "4789");
  assert.equal(group("abc"), "abc");
  assert.equal(parseNumber(group("433196")).value, 433196);
});
