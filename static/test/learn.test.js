import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode } from "../js/learn/codes.js";
import { moveTo, whole } from "../js/learn/mix.js";
import { judge, question } from "../js/learn/quiz.js";
import { conditions, put, say, sourcesOf } from "../js/learn/slots.js";
import { formatter } from "../js/units.js";

const fmt = formatter({ kgCO2e: [{ from: 0, factor: 1000, symbol: "g CO2e" }, { from: 1, factor: 1, symbol: "kg CO2e" }] });
const answer = (value, extra = {}) => ({ value, low: value, high: value, unit: "", holds: null, sources: [], ...extra });

test("an ask takes the values of controls, and a value may name another control", () => {
  const values = new Map([["east", "grids EE/{year}"], ["year", "2024"]]);
  assert.equal(put("row {east} g / row {none} g", values), "row grids EE/2024 g / row  g");
});

test("a slot says its number in its way, and what is unknown as a word", () => {
  assert.equal(say(fmt, answer(0.5), "kgCO2e"), "500\u00a0g CO2e");
  assert.equal(say(fmt, answer(34.1666), "ratio"), "34.2");
  assert.equal(say(fmt, answer(239942), "count"), "239,942");
  assert.equal(say(fmt, answer(2050), "year"), "2050");
  assert.equal(say(fmt, answer(0.0931), "share"), "9.3\u00a0%");
  assert.equal(say(fmt, answer(1, { sources: [{ source: "a", url: "u", year: 2019 }] }), "year-of"), "2019");
  assert.equal(say(fmt, answer(1, { sources: [{ source: "a", url: "u", year: null }] }), "year-of"), "undated");
  for (const none of [undefined, answer(null), answer(1, { errors: [{}] })]) assert.equal(say(fmt, none, "count"), "unknown");
});

test("each source is told once, and what was typed is none", () => {
  const a = { source: "A", url: "u", year: 2020 };
  assert.deepEqual(sourcesOf([answer(1, { sources: [a, { source: "as given", url: "", year: null }] }), answer(2, { sources: [a] })]), [a]);
});

test("a condition asks, or compares a control with a word", () => {
  assert.deepEqual(conditions("{a} > 5 and place is rival_grids LV/eit-2019"), [{ ask: "{a} > 5" }, { name: "place", value: "rival_grids LV/eit-2019" }]);
});

test("sliders share a hundred, and many small moves lose nothing", () => {
  let shares = [20, 20, 20, 20, 20];
  for (let v = 21; v <= 60; v++) {
    shares = moveTo(shares, 0, v);
    const shown = whole(shares, 0);
    assert.equal(shown.reduce((a, b) => a + b, 0), 100);
    assert.equal(shown[0], v);
  }
  assert.ok(shares.slice(1).every((v) => Math.abs(v - 10) < 1e-9), String(shares));
  assert.deepEqual(whole(moveTo([0, 0, 100], 2, 100), 2), [0, 0, 100]);
  assert.deepEqual(whole(moveTo([0, 0, 100], 2, 40), 2), [30, 30, 40]);
});

test("a code carries lesson and guess, and one wrong letter is told", () => {
  for (let lesson = 1; lesson <= 10; lesson++) for (let stop = 0; stop < 14; stop++) {
    const code = encode(lesson, stop);
    assert.deepEqual(decode(` ${code.toLowerCase()} `), { lesson, stop });
    for (const wrong of "ABCDEFGHJKLMNPQRSTUVWXYZ") for (const at of [0, 1, 2]) {
      const heard = code.slice(0, at) + wrong + code.slice(at + 1);
      if (heard !== code) assert.equal(decode(heard), null, `${code} heard as ${heard}`);
    }
  }
  for (const bad of ["", "AB", "ABCD", "1I0"]) assert.equal(decode(bad), null);
});

test("a question is drawn, its key asked, and a wrong number gets the misconception that leads to it", async () => {
  const asked = [];
  const ask = (asks) => asks.map((a) => {
    asked.push(a);
    return answer(a.startsWith("pick") ? 1 : { "10 * 2": 20, "0.05": 0.05, "10 + 2": 12 }[a]);
  });
  const q = await question({ id: "x", lesson: 1, pick: { n: ["5", "10=ten"] }, key: "{n} * 2", as: "count", tolerance: "0.05", traps: [{ ask: "{n} + 2" }] }, { text: "Twice {n}?", unit: "things", traps: ["You added {n} and two."] }, 7, ask, fmt);
  assert.equal(q.text, "Twice ten?");
  assert.ok(asked.includes("pick 7 x:n 2"));
  assert.equal(q.shown, "20\u00a0things");
  assert.deepEqual(judge(q, 20.9), { right: true, why: "" });
  assert.deepEqual(judge(q, 12), { right: false, why: "You added ten and two." });
  assert.deepEqual(judge(q, 15), { right: false, why: "" });
});
