import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { Player, readFrames, RecordingFault } from "../js/live/recording.js";

const hello = { type: "hello", schema: 1, boot: "a", interval_ms: 1000, started: 1000, now: 1000, simulated: null, devices: [{ id: "gpu-0", kind: "gpu", name: "G", quality: "measured", source: "", catalog_id: null, rated_w: 700, state: "ok" }], sensors: [], settings: { region: "FR", pue: 1 } };
const sample = (seq) => ({ type: "sample", seq, t: 1000 + seq, seconds: seq, dropped: 0, totals: { watts: 350, joules: 350 * seq, by_quality: { measured: 350 * seq } }, devices: [{ id: "gpu-0", watts: 350, joules: 350 * seq, missing_seconds: 0, state: "ok", quality: "measured" }] });
const frames = [hello, ...Array.from({ length: 100 }, (_, i) => sample(i + 1)), { type: "event", seq: 101, t: 1100.5, event: "mark", device: null, label: "epoch 1", seconds: null }, sample(101), { type: "bye", reason: "over" }];
const text = frames.map((f) => JSON.stringify(f)).join("\n") + "\n";
const blob = (/** @type {BlobPart} */ b) => new Blob([b]);

test("a recording is read packed and plain, to the same frames", async () => {
  assert.deepEqual(await readFrames(blob(text)), frames);
  assert.deepEqual(await readFrames(blob(gzipSync(text))), frames);
});

test("a file that was cut off gives what it holds", async () => {
  const cut = text.slice(0, text.length - 200);
  const read = await readFrames(blob(cut));
  assert.deepEqual(read, frames.slice(0, read.length));
  assert.ok(read.length > 95);
  const packed = gzipSync(text);
  const some = await readFrames(blob(packed.subarray(0, packed.length - 20)));
  assert.ok(some.length > 0 && some.length <= frames.length, String(some.length));
});

test("what is no recording is told in words", async () => {
  for (const [content, word] of [["", "no sample"], ["hello\nworld\nagain\n", "line 1"], ['{"type":"sample","t":1}\n', "first line"], [JSON.stringify(hello), "no sample"], [`${JSON.stringify(hello)}\n[]\n${JSON.stringify(sample(1))}\nx\ny\n`, "line 2"], [new Uint8Array([0x1f, 0x8b, 1, 2, 3]), "unpacked"]]) {
    await assert.rejects(readFrames(blob(content)), (e) => e instanceof RecordingFault && e.message.includes(String(word)), String(word));
  }
});

test("it plays at the pace at which it was measured, or faster, and ends with the recording's own totals", () => {
  const p = new Player("run.gwr", frames);
  p.advance(0);
  assert.equal(p.session.seq, 1); // the first sample at once
  p.advance(10_000);
  assert.equal(p.session.seq, 11);
  p.hold();
  p.advance(50_000); // the pause does not count
  assert.equal(p.session.seq, 11);
  p.speed = 10;
  p.advance(53_000);
  assert.equal(p.session.seq, 41);
  assert.equal(p.ended, false);
  p.finish();
  assert.equal(p.ended, true);
  assert.equal(p.session.sample.totals.joules, 350 * 101);
  assert.equal(p.session.events.filter((e) => e.kind === "mark").length, 1);
  assert.equal(p.session.dropped, 0);
});
