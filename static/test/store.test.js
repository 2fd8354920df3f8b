import assert from "node:assert/strict";
import { test } from "node:test";
import { createStore } from "../js/store.js";

const p = (n) => new Map([["n", String(n)]]);

test("edits notify, undo and redo walk through them", () => {
  const store = createStore({ params: p(1) });
  const seen = [];
  store.subscribe((s) => seen.push(s.params.get("n")));
  store.edit(p(2));
  store.edit(p(3));
  assert.deepEqual(seen, ["2", "3"]);
  assert.ok(store.undo());
  assert.equal(store.get().params.get("n"), "2");
  assert.ok(store.redo());
  assert.equal(store.get().params.get("n"), "3");
  store.undo(); store.undo();
  assert.equal(store.get().params.get("n"), "1");
  assert.equal(store.undo(), false);
});

test("keystrokes in one field are one step of undo", () => {
  const store = createStore({ params: p(1) });
  for (const n of [2, 24, 240]) store.edit(p(n), "type n");
  store.edit(p(7), "type h");
  store.undo();
  assert.equal(store.get().params.get("n"), "240");
  store.undo();
  assert.equal(store.get().params.get("n"), "1");
});

test("a new edit forgets what was undone, and old steps fall off", () => {
  const store = createStore({ params: p(0) });
  for (let i = 1; i <= 50; i++) store.edit(p(i));
  store.undo();
  store.edit(p(99));
  assert.equal(store.canRedo(), false);
  let steps = 0;
  while (store.undo()) steps++;
  assert.equal(steps, 30);
});

test("many changes within a frame are one notice", () => {
  const frames = [];
  const store = createStore({ params: p(1) }, (run) => frames.push(run));
  let notices = 0;
  store.subscribe(() => notices++);
  store.edit(p(2)); store.edit(p(3)); store.set({});
  assert.equal(frames.length, 1);
  frames[0]();
  assert.equal(notices, 1);
});
