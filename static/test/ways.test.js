import assert from "node:assert/strict";
import { test } from "node:test";
import { setAside, setWork, WORK_KEYS, WORK_START, workOf } from "../js/estimate/scenario.js";
import { CHOICES, setWay, wayOf } from "../js/estimate/ways.js";
import { PRESETS } from "../js/estimate/presets.js";
import { compact, parseNumber } from "../js/numbers.js";
import { parseQuery, toQuery } from "../js/url.js";

const start = () => parseQuery("v=1&hw=a100-sxm4-80gb&n=8&u=80&host=900&h=24&x=1&pue=1.56&r=WORLD");

test("a link says its work in one way", () => {
  for (const [query, want] of [["h=1", "h"], ["dh=1", "dh"], ["kwh=1&h=2", "kwh"], ["flop=1e20", "flop"], ["act=1e9&tok=1", "par"], ["h=1&par=7e9&tok=1", "h"], ["st=5&sm=1,2", "steps"],
    ["xf=1&xd=2", "red"], ["xe=1&h=3", "red"], ["qe=0.1", "use"], ["h=1&qe=0.1", "h"], ["hw=l4", "h"]]) assert.equal(workOf(parseQuery(query)), want, query);
});

test("from every way to every other: one way is left, and it is the one asked for", () => {
  const ways = /** @type {const} */ (["h", "dh", "kwh", "flop", "par", "steps", "red", "use"]);
  for (const a of ways) {
    for (const b of ways) {
      const from = setWork(start(), a, WORK_START[a], start()), to = setWork(from, b, WORK_START[b], setAside(start(), from));
      assert.equal(workOf(to), b, `${a} to ${b}`);
      for (const other of ways) if (other !== b) assert.ok(!WORK_KEYS[other].some((k) => to.has(k)), `${a} to ${b} keeps ${other}: ${toQuery(to)}`);
      assert.equal(to.get("hw"), b === "kwh" ? undefined : "a100-sxm4-80gb");
    }
  }
});

test("what was said comes back, and arithmetic and requests stay beside a time", () => {
  let p = parseQuery("v=1&hw=l4&par=7e9&tok=3e9&met=lora&tra=1e6"), aside = setAside(new Map(), p);
  p = setWork(p, "h", WORK_START.h, aside);
  assert.deepEqual([p.get("h"), p.has("par")], ["24", false]);
  p = setWork(p, "par", WORK_START.par, setAside(aside, p));
  assert.equal(toQuery(p), "v=1&hw=l4&par=7e9&tok=3e9&met=lora&tra=1e6");
  assert.equal(toQuery(setWork(parseQuery("v=1&hw=l4&h=2&par=7e9&tok=3e9&qe=0.1"), "dh", { dh: "9" }, new Map())), "v=1&hw=l4&dh=9&par=7e9&tok=3e9&qe=0.1");
});

test("choosing a way takes the others out of the link, in their place", () => {
  for (const [name, c] of Object.entries(CHOICES)) {
    for (const a of c.ways) {
      for (const b of c.ways) {
        const p = setWay(setWay(parseQuery("v=1&h=1&r=FR"), name, a.id), name, b.id);
        for (const k of c.ways.filter((w) => w.id !== b.id).flatMap((w) => w.keys)) assert.ok(!p.has(k) || b.keys.includes(k), `${name}: ${a.id} to ${b.id} keeps ${k}`);
        if (b.keys.length) assert.equal(wayOf(p, name), b.id, `${name}: ${a.id} to ${b.id}`);
      }
    }
  }
  assert.equal(toQuery(setWay(parseQuery("v=1&pue=1.2&r=FR"), "building", "site")), "v=1&site=data-centre&r=FR");
});

test("presets differ from each other", () => {
  assert.equal(new Set(PRESETS.map((p) => toQuery(parseQuery(p.query)))).size, PRESETS.length);
});

test("large counts are read and shown as people say them", () => {
  const read = (/** @type {string} */ s, unit = "") => parseNumber(s, unit)?.text ?? null;
  for (const [typed, unit, want] of [["7B", "", "7000000000"], ["1.3 bn params", "", "1300000000"], ["2T tokens", "", "2000000000000"], ["2 trillion tokens", "", "2000000000000"], ["1e21 FLOP", "FLOP", "1e21"],
    ["5 EFLOP", "FLOP", "5e18"], ["10 PF-days", "FLOP", "8.64e20"], ["2.5 t", "kg", "2500"], ["12 ct/kWh", "$/kWh", "0.12"], ["18 months", "years", "1.5"], ["90 m", "h", "1.5"]]) assert.equal(read(typed, unit), want, typed);
  for (const [typed, unit] of [["7B", "GB"], ["3 tokens", "W"], ["3 kg", "FLOP"]]) assert.equal(read(typed, unit), null, typed);
  for (const [text, want] of [["7000000000", "7B"], ["1300000000", "1.3B"], ["1281167", "1,281,167"], ["3.14e23", "3.14e23"], ["999999", "999,999"], ["2e12", "2T"], ["24", "24"], ["", ""], ["abc", "abc"]]) {
    assert.equal(compact(text), want);
    if (want && want !== "abc") assert.equal(Number(read(compact(text))), Number(text), text);
  }
});
