import assert from "node:assert/strict";
import { test } from "node:test";
import { BUCKET_SECONDS, History, RAW_POINTS, Ring } from "../js/live/ring.js";

test("a ring forgets the oldest and finds by time", () => {
  const ring = new Ring(4);
  for (let t = 0; t < 6; t++) ring.push(t, t * 10);
  assert.equal(ring.length, 4);
  assert.deepEqual([ring.at(0), ring.at(3)], [{ t: 2, v: 20 }, { t: 5, v: 50 }]);
  assert.equal(ring.find(3.5), 2);
  assert.equal(ring.find(99), 4);
});

test("a gap stays a gap in every window", () => {
  for (const span of [60, 600, 3600]) {
    const h = new History();
    for (let t = 1000; t < 1100; t++) h.push(t, t < 1040 || t >= 1060 ? 100 : null);
    const c = h.window(1100, span);
    const inside = c.x.map((t, i) => [t, c.mean[i]]).filter(([t]) => t > 1043 && t < 1057);
    assert.ok(inside.length > 0, `${span} s`);
    for (const [t, v] of inside) assert.equal(v, null, `${span} s at ${t}`);
  }
});

test("a short peak survives bucketing and the hour", () => {
  const h = new History();
  const start = 3000 * BUCKET_SECONDS;
  for (let i = 0; i < 36000; i++) h.push(start + i / 10, i === 20000 ? 700 : 100);
  const c = h.window(start + 3600, 3600);
  assert.ok(c.x.length <= 1300, `${c.x.length} points`);
  assert.equal(Math.max(...c.high), 700);
  const i = c.high.indexOf(700);
  assert.equal(c.low[i], 100);
  assert.ok(c.mean[i] > 100 && c.mean[i] < 130);
  assert.equal(h.raw.length, RAW_POINTS);
  assert.ok(c.x.every((t, k) => k === 0 || t > c.x[k - 1]), "times rise");
});

test("the window has at most one point a slot, in order, with the mean of what it holds", () => {
  const h = new History();
  for (let i = 0; i < 6000; i++) h.push(7200 + i / 10, i % 2 ? 10 : 30);
  const c = h.window(7800, 600);
  assert.ok(c.x.length <= 482, `${c.x.length} points`);
  for (const v of c.mean.slice(1, -1)) assert.ok(v >= 18 && v <= 22);
  assert.ok(c.x.every((t, k) => k === 0 || t > c.x[k - 1]));
});

test("the value at a moment, and none in a gap", () => {
  const h = new History();
  h.push(10, 5); h.push(11, null); h.push(12, 7);
  assert.equal(h.at(10.4), 5);
  assert.equal(h.at(11.2), null);
  assert.equal(h.at(12), 7);
  assert.equal(h.at(20), 7);
  assert.equal(h.at(9), null);
});
