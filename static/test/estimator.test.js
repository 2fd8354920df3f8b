import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine } from "../js/estimator.js";

/** A worker whose answers the test gives by hand. */
class FakeWorker {
  asked = [];
  postMessage(m) { this.asked.push(m); }
  terminate() { this.gone = true; }
  ready() { this.onmessage({ data: { ready: true } }); }
  answer(value) {
    const { id } = this.asked.at(-1);
    this.onmessage({ data: { id, text: JSON.stringify(value) } });
  }
}

function engine() {
  const workers = [], states = [];
  const e = new Engine(() => { workers.push(new FakeWorker()); return workers.at(-1); }, (s) => states.push(s));
  return { e, workers, states };
}

test("calls wait for the engine and go one at a time", async () => {
  const { e, workers: [w] } = engine();
  const a = e.call("estimate", "a"), b = e.call("estimate", "b");
  assert.equal(w.asked.length, 0);
  w.ready();
  assert.equal(w.asked.length, 1);
  w.answer({ ok: "a" });
  w.answer({ ok: "b" });
  assert.deepEqual([await a, await b], [{ ok: "a" }, { ok: "b" }]);
});

test("on a channel the latest wins", async () => {
  const { e, workers: [w] } = engine();
  w.ready();
  const calls = ["1", "2", "3", "4"].map((q) => e.call("estimate", q, "estimate"));
  w.answer({ q: 1 });
  w.answer({ q: 4 });
  assert.deepEqual(await Promise.all(calls), [{ q: 1 }, null, null, { q: 4 }]);
  assert.deepEqual(w.asked.map((m) => m.argument), ["1", "4"]);
});

test("a broken worker is started once more and the call is repeated", async () => {
  const { e, workers } = engine();
  workers[0].ready();
  const call = e.call("estimate", "a");
  workers[0].onmessage({ data: { failed: "it ended" } });
  assert.equal(workers.length, 2);
  assert.ok(workers[0].gone);
  workers[1].ready();
  workers[1].answer({ ok: true });
  assert.deepEqual(await call, { ok: true });
});

test("after the second failure it says so and keeps nobody waiting", async () => {
  const { e, workers, states } = engine();
  const call = e.call("estimate", "a");
  workers[0].onerror({ message: "no" });
  workers[1].onerror({ message: "no" });
  assert.equal(await call, null);
  assert.equal(states.at(-1), "failed");
  assert.equal(e.reason, "no");
  assert.equal(await e.call("estimate", "b"), null);
});

test("an urgent call goes first, and what is forgotten is not asked", async () => {
  const { e, workers: [w] } = engine();
  w.ready();
  const running = e.call("estimate", "1"), beside = ["a", "b"].map((q) => e.call("regions", q, `beside ${q}`)), other = e.call("plan", "p", "plan");
  e.forget("beside ");
  const urgent = e.call("estimate", "2", "estimate", true);
  for (const ok of [1, 2, 3]) w.answer({ ok });
  assert.deepEqual(await Promise.all([running, ...beside, other, urgent]), [{ ok: 1 }, null, null, { ok: 3 }, { ok: 2 }]);
  assert.deepEqual(w.asked.map((m) => m.argument), ["1", "2", "p"]);
});
