import assert from "node:assert/strict";
import { test } from "node:test";
import { toHTML } from "../js/dom.js";
import { bar, machines, runs, standing, totals } from "../js/fleet/render.js";

const fmt = { text: (/** @type {number} */ v, /** @type {string} */ unit) => `${v} ${unit}` };
const fleet = {
  seconds: 3600, end: 1796000000, totals: { joules: 7.2e6, grams: 100, watts: null, simulated: true },
  machines: [
    { cluster: "north", instance: "n1:8420", gpus: 8, joules: 7.2e6, grams: 100, watts: 4000, simulated: "h100x8" },
    { instance: "n2:8420", gpus: 0, joules: null, grams: null, watts: null, simulated: "" },
  ],
  runs: [
    { run_id: "r<1>", name: "", labels: { user: "ada" }, machines: 2, joules: 3.6e6, grams: 50, running: true, simulated: true, link: "v=1&kwh=1" },
    { run_id: "r2", labels: {}, machines: 1, joules: null, grams: null, running: false, simulated: false, link: "" },
  ],
};
const model = (more = {}) => /** @type {any} */ ({ fmt, fleet, fault: "", absent: false, asking: false, period: "24h", query: "", clock: () => "12:00", ...more });

test("totals carry the exact number beside the text, and unknown is a word", () => {
  const html = toHTML(totals(model()));
  assert.match(html, /<data value="7200000">2 kWh<\/data>/);
  assert.match(html, /data-id="power"><h2>Power now<\/h2><p class="live-big">unknown/);
  assert.match(html, /simulated/);
});

test("a run has its labels, its state and what can be done with it", () => {
  const html = toHTML(runs(model()));
  assert.match(html, /r&lt;1&gt;/);
  assert.match(html, /user: ada/);
  assert.match(html, /running/);
  assert.match(html, /data-run="r2" aria-label="Compare r2 with estimates" disabled/);
  assert.equal(html.match(/disabled/g)?.length, 1);
});

test("machines are found by a part of their name, and one that does not answer says so", () => {
  assert.match(toHTML(machines(model())), /no answer/);
  const found = toHTML(machines(model({ query: "NORTH" })));
  assert.match(found, /n1:8420/);
  assert.doesNotMatch(found, /n2:8420/);
});

test("without a Prometheus the line to use is told; without an answer, the reason", () => {
  assert.match(toHTML(standing(model({ absent: true, fleet: null }))), /gramwatt serve --prometheus/);
  assert.match(toHTML(standing(model({ fault: "connection refused" }))), /role="alert".*connection refused/);
  assert.equal(toHTML(standing(model())), "");
  assert.equal(toHTML(totals(model({ fleet: null }))), "");
});

test("the period that is shown is the one that is chosen", () => {
  assert.match(toHTML(bar(model({ period: "168h" }))), /<option value="168h" selected>/);
});
