import assert from "node:assert/strict";
import { test } from "node:test";
import { addGroup, groupCount, removeGroup, setLoad, setPlace, setWork, workOf } from "../js/estimate/scenario.js";
import { neighbour, POSITIONS, toPosition, toValue, track } from "../js/estimate/slider.js";
import { proposals } from "../js/estimate/proposals.js";
import { parseQuery, toQuery } from "../js/url.js";

const start = () => parseQuery("v=1&hw=a100-sxm4-80gb&n=8&u=80&h=24&x=1&pue=1.56&r=WORLD");

test("metered energy sets devices aside, and they come back", () => {
  const metered = setWork(start(), "kwh", { kwh: "433196" }, new Map());
  assert.equal(toQuery(metered), "v=1&kwh=433196&x=1&pue=1.56&r=WORLD");
  assert.equal(workOf(metered), "kwh");
  const back = setWork(metered, "h", { h: "24" }, start());
  assert.equal(toQuery(back), "v=1&hw=a100-sxm4-80gb&n=8&u=80&h=24&x=1&pue=1.56&r=WORLD");
});

test("groups are added at the end and close ranks", () => {
  let p = addGroup(start(), "hw", { hw: "h100-sxm5-80gb", n: "4" });
  p = addGroup(p, "hw", { hw: "l4", n: "2" });
  assert.equal(groupCount(p, "hw"), 3);
  assert.equal(p.get("n.3"), "2");
  p = removeGroup(p, "hw", 1);
  assert.equal(groupCount(p, "hw"), 2);
  assert.deepEqual([p.get("hw"), p.get("n"), p.get("u"), p.get("hw.2")], ["h100-sxm5-80gb", "4", undefined, "l4"]);
  assert.equal(groupCount(p, "cpu"), 0);
});

test("a place and a typed intensity exclude each other, as do load and watts", () => {
  const typed = setPlace(start(), null, "57");
  assert.deepEqual([typed.get("r"), typed.get("ci")], [undefined, "57"]);
  assert.deepEqual([setPlace(typed, "FR").get("r"), setPlace(typed, "FR").get("ci")], ["FR", undefined]);
  const measured = setLoad(start(), 1, "pw", "310");
  assert.deepEqual([measured.get("u"), measured.get("pw")], [undefined, "310"]);
});

test("sliders go there and back", () => {
  const log = track({ key: "h", min: 0, max: 1e6, step: 1, scale: "log", whole: false, above_min: true, unit: "h", label: "" });
  assert.equal(toPosition(log, 0.001), 0);
  assert.equal(toPosition(log, 1e9), POSITIONS);
  for (const v of [0.1, 1, 24, 350, 10000]) assert.equal(toValue(log, toPosition(log, v)), v);
  const runs = track({ key: "x", min: 1, max: 1e6, step: 1, scale: "log", whole: false, above_min: false, unit: "", label: "" });
  for (let i = 0; i <= POSITIONS; i++) assert.ok(runs.stops.includes(toValue(runs, i)) && Number.isInteger(toValue(runs, i)), `position ${i}`);
  for (const v of [1, 8, 99, 4789, 9999]) assert.ok(neighbour(runs, v, 1) > v && (v === 1 || neighbour(runs, v, -1) < v), `${v}`);
  assert.equal(neighbour(runs, 10_000, 1), 10_000);
  assert.equal(neighbour(runs, 8, 1), 9);
  const line = track({ key: "pue", min: 1, max: 5, step: 0.01, scale: "linear", whole: false, above_min: false, unit: "", label: "" });
  assert.equal(toPosition(line, 1.56), 1.56);
});

test("proposals always change something", () => {
  for (const query of [toQuery(start()), "v=1&kwh=1&ci=57&pue=1&x=1", "v=1&hw=l4&h=1&r=ca-qc&pue=1.05&x=24"]) {
    for (const p of proposals(parseQuery(query))) assert.notEqual(toQuery(p.params), query, p.label);
  }
});
