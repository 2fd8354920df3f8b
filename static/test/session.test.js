import assert from "node:assert/strict";
import { test } from "node:test";
import { toHTML } from "../js/dom.js";
import { calibrate } from "../js/live/calibrate.js";
import { cards } from "../js/live/render.js";
import { Session } from "../js/live/session.js";
import { pause } from "../js/live/socket.js";
import { edge } from "../js/live/words.js";
import { formatter } from "../js/units.js";

const gpu = (i) => ({ id: `gpu-${i}`, name: "NVIDIA H100 80GB HBM3", kind: "gpu", quality: "measured", source: "NVML energy counter", catalog_id: "h100-sxm5-80gb", rated_w: 700, state: "ok" });
const hello = (boot = "a", devices = [gpu(0), gpu(1)]) => ({ type: "hello", schema: 1, boot, interval_ms: 1000, started: 1000, now: 1000, simulated: null, devices, sensors: [], settings: { region: "FR", pue: 1 } });
const sample = (seq, watts = 350, extra = {}) => ({ type: "sample", seq, t: 1000 + seq, seconds: seq, dropped: 0, totals: { watts: watts === null ? null : 2 * watts, joules: 700 * seq, by_quality: { measured: 700 * seq } },
  devices: [0, 1].map((i) => ({ id: `gpu-${i}`, watts, joules: 350 * seq, missing_seconds: 0, state: "ok", quality: "measured", ...extra })) });

test("a greeting is answered with where we are", () => {
  const s = new Session();
  assert.deepEqual(s.take(hello()), { type: "resume", boot: "a", seq: 0 });
  for (let i = 1; i <= 5; i++) assert.equal(s.take(sample(i)), null);
  assert.deepEqual(s.take(hello()), { type: "resume", boot: "a", seq: 5 });
});

test("after a break, samples that come again are counted once", () => {
  const s = new Session();
  s.take(hello());
  for (let i = 1; i <= 5; i++) s.take(sample(i));
  s.take(hello());
  for (const i of [4, 5, 6, 7]) s.take(sample(i));
  assert.equal(s.seq, 7);
  assert.equal(s.history.get("gpu-0").raw.length, 7);
  assert.equal(s.sample.totals.joules, 4900);
});

test("another boot is a new session", () => {
  const s = new Session();
  s.take(hello("a"));
  for (let i = 1; i <= 5; i++) s.take(sample(i));
  assert.deepEqual(s.take(hello("b")), { type: "resume", boot: "b", seq: 0 });
  assert.equal(s.sample, null);
  s.take(sample(1));
  assert.equal(s.history.get("gpu-0").raw.length, 1);
  assert.equal(s.restarted, 1);
});

test("an unknown reading is a gap, not zero", () => {
  const s = new Session();
  s.take(hello());
  s.take(sample(1)); s.take(sample(2, null)); s.take(sample(3));
  assert.deepEqual(s.history.get("gpu-0").window(1003, 60).mean, [350, null, 350]);
});

test("a sleeping machine leaves a gap, samples thinned on the way do not", () => {
  const s = new Session();
  s.take(hello());
  s.take(sample(1));
  s.take({ ...sample(2), t: 1040, seconds: 40 });
  s.take({ ...sample(8), t: 1046, seconds: 46 });
  assert.deepEqual(s.history.get("gpu-0").window(1046, 60).mean, [350, null, 350, 350]);
});

test("the mean leaves out the time for which nothing is known", () => {
  const s = new Session();
  s.take(hello());
  s.take(sample(10, 350, { missing_seconds: 5 }));
  assert.equal(s.mean("gpu-0"), 700);
  assert.equal(s.missing, 5);
  assert.equal(s.mean("nothing"), null);
});

test("a new list of devices in the same boot keeps the history", () => {
  const s = new Session();
  s.take(hello());
  s.take(sample(1));
  s.take(hello("a", [gpu(0), gpu(1), gpu(2)]));
  assert.equal(s.devices.length, 3);
  assert.equal(s.history.get("gpu-0").raw.length, 1);
});

test("events are kept once, with the energy at that moment", () => {
  const s = new Session();
  s.take(hello());
  s.take(sample(3));
  const mark = { type: "event", seq: 3, t: 1003, event: "mark", device: null, label: "epoch 1", seconds: null };
  s.take(mark); s.take(mark);
  assert.equal(s.events.length, 1);
  assert.equal(s.events[0].joules, 2100);
});

test("a load can go into an estimate after a minute of work", () => {
  const s = new Session();
  s.take(hello());
  const params = new Map([["v", "1"], ["hw", "a100-sxm4-80gb"], ["n", "8"], ["u", "80"], ["h", "24"], ["pue", "1.56"], ["r", "WORLD"]]);
  for (let i = 1; i <= 30; i++) s.take(sample(i));
  assert.match(calibrate(s, params).blocked, /minute/);
  for (let i = 31; i <= 90; i++) s.take(sample(i));
  const c = calibrate(s, params);
  assert.equal(c.blocked, "");
  assert.equal(c.percent, "50");
  assert.equal(c.planned, "80 %");
  assert.equal(c.query, "v=1&hw=h100-sxm5-80gb&n=2&u=50&h=24&pue=1.56&r=WORLD");
});

test("an idle machine says nothing about training", () => {
  const s = new Session();
  s.take(hello());
  for (let i = 1; i <= 90; i++) s.take(sample(i, 70));
  assert.match(calibrate(s, new Map()).blocked, /idle/);
});

test("pauses grow, scatter and stop growing", () => {
  assert.ok(pause(0, () => 0) >= 250 && pause(0, () => 1) <= 500);
  assert.ok(pause(3, () => 0.5) > pause(1, () => 0.5));
  assert.equal(pause(30, () => 1), 15000);
});

const fmt = formatter({ W: [{ from: 0, factor: 1, symbol: "W" }], kWh: [{ from: 0, factor: 1, symbol: "kWh" }], kgCO2e: [{ from: 0, factor: 1, symbol: "kg" }] });
const shown = (session) => cards({ session, fmt, air: null, airFault: "", pue: "1", region: "FR", regionName: "France", player: null, calibration: calibrate(session, new Map()) }).map(toHTML).join("");

test("a sum that leaves a device out says which and why", () => {
  const s = new Session();
  s.take(hello());
  s.take(sample(1));
  assert.doesNotMatch(shown(s), /without/);
  const lost = sample(2);
  lost.devices[1] = { ...lost.devices[1], watts: null, state: "lost" };
  lost.totals = { ...lost.totals, watts: 350, missing: ["gpu-1"] };
  s.take(lost);
  assert.match(shown(s), /without GPU 1 · NVIDIA H100 80GB HBM3: lost/);
});

test("energy that nothing measured is unknown, not 0", () => {
  const s = new Session();
  s.take(hello());
  const none = sample(1, null, { joules: null });
  none.totals = { watts: null, joules: null, missing: ["gpu-0", "gpu-1"], by_quality: {} };
  s.take(none);
  const html = shown(s);
  assert.match(html, /data-id="session".*unknown.*no energy is known/);
  assert.doesNotMatch(html, /\b0(\.0+)?[ \u00a0]?kWh/);
  assert.equal(s.mean("gpu-0"), null);
});

test("a strip ends at the rated power, and a quarter above it for what was seen there", () => {
  assert.equal(edge(700, 0), 700);
  assert.equal(edge(700, 700), 700);
  assert.equal(edge(700, 831), 875);
  assert.equal(edge(700, 5000), 875); // a reading that no board has flattens no other
  assert.equal(edge(null, 831), 900);
  assert.equal(edge(null, 0), 1); // nothing seen yet
});
