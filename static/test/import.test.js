import assert from "node:assert/strict";
import { test } from "node:test";
import { lost, readImport } from "../js/estimate/import.js";
import { FORMATS } from "../js/estimate/keep.js";
import { widths } from "../js/estimate/widths.js";
import { quantities } from "../js/estimate/quantities.js";
import { parseQuery, toQuery } from "../js/url.js";

const FIELDS = {
  fields: [{ key: "h", path: "hours", unit: "h" }, { key: "n", path: "accelerators[].count", unit: "" }, { key: "u", path: "accelerators[].load", unit: "%" }, { key: "cn", path: "cpus[].count", unit: "" }, { key: "mfu", path: "training.mfu", unit: "%" }, { key: "par", path: "training.params", unit: "" }, { key: "emb", path: "embodied.counted", unit: "" }],
  texts: [{ key: "r", path: "region" }, { key: "name", path: "name" }], lists: [{ key: "mix", path: "grid_mix" }, { key: "sm", path: "steps.measured" }],
};
const read = (/** @type {string} */ text) => readImport(text, FIELDS);
const query = (/** @type {string} */ text) => toQuery(/** @type {any} */ (read(text)).params);

test("a scenario in JSON becomes a link", () => {
  assert.equal(query(JSON.stringify({ region: "FR", accelerators: [{ id: "a", count: 8, load: 0.8 }, { name: "B C", count: 2 }], cpus: [{ name: "E", count: 1 }], hours: 24, training: { mfu: 0.29, params: 7e9 }, grid_mix: { coal: 40, hydro: 60 }, steps: { measured: [0.3, 0.31] } })),
    "v=1&r=FR&hw=a&n=8&u=80&hw.2=B%20C&n.2=2&cpu=E&cn=1&h=24&mfu=29&par=7000000000&mix=coal:40,hydro:60&sm=0.3,0.31");
  assert.equal(query('{"hours": 3, "embodied": true, "name": null}'), "v=1&h=3&emb=1");
});

test("a link is read from an address, a string and a comparison", () => {
  for (const text of ["https://x.org/p#/estimate?v=1&h=3&r=FR", "#/estimate?v=1&h=3&r=FR", "  v=1&h=3&r=FR \n", "https://x.org/#/compare?a=v%3D1%26h%3D3%26r%3DFR&b=v%3D1"]) assert.equal(query(text), "v=1&h=3&r=FR", text);
  assert.equal(query('{"query": "v=1&h=3", "total_kgco2e": {}}'), "v=1&h=3");
});

test("what cannot be opened says why", () => {
  for (const text of ["", "hello", "{", '{"total_kgco2e": {"mid": 1}}', '{"houres": 3}', '{"training": {"mood": 1}}']) assert.match(/** @type {any} */ (read(text)).fault, /^[A-Z].*\.$/, text);
  assert.match(/** @type {any} */ (read('{"training": {"mood": 1}}')).fault, /training\.mood/);
});

test("what the engine does not repeat is lost", () => {
  assert.deepEqual(lost({ hours: 24, embodied: true, accelerators: [{ name: "a", load: 0.8 }] }, { hours: 24, embodied: { counted: 1 }, accelerators: [{ id: "a", load: 0.8000000000000002 }] }), []);
  assert.deepEqual(lost({ hours: 24, training: { mfu: 0.4, params: 1 } }, { hours: 25, training: { mfu: 0.4 } }), ["hours", "training.params"]);
});

test("every form has a file of its own", () => {
  assert.equal(new Set(FORMATS.map((f) => f.file)).size, FORMATS.length);
});

test("the project is counted three times, each wider, and the reader's own is among them", () => {
  const plain = widths(parseQuery("v=1&hw=a&h=3&x=1"));
  assert.deepEqual(plain.map((w) => [w.id, w.query, w.own]), [["one", "v=1&hw=a&h=3&x=1", true], ["sweep", "v=1&hw=a&h=3&pp=one-sweep", false], ["project", "v=1&hw=a&h=3&pp=whole-project", false]]);
  assert.deepEqual(widths(parseQuery("v=1&hw=a&h=3&ptr=24&pfi=2")).map((w) => [w.id, w.own]), [["one", false], ["own", true], ["sweep", false], ["project", false]]);
  assert.deepEqual(widths(parseQuery("v=1&hw=a&pp=one-sweep")).filter((w) => w.own).map((w) => w.id), ["sweep"]);
});

test("what is not known is not listed, and what the headline says is not said twice", () => {
  const one = { low: 1, mid: 1, high: 1 };
  const rows = quantities({ total_kgco2e: one, operational_kgco2e: one, water_l: one, water_on_site_l: one, electricity_usd: null, terms: [], per_unit: [{ unit: "run", kgco2e: one }] });
  assert.deepEqual(rows.map((q) => q.id), ["water_l"]);
});

test("a row of emissions.csv becomes metered energy", () => {
  const head = "timestamp,project_name,duration,emissions,energy_consumed,country_name,country_iso_code,cloud_provider,cloud_region,pue";
  const places = [{ code: "FR", name: "France", level: "country" }];
  const csv = (/** @type {string[]} */ ...rows) => toQuery(/** @type {any} */ (readImport([head, ...rows].join("\r\n"), FIELDS, places)).params);
  assert.equal(csv("2026-01-01,old,1,1,5,France,FRA,,,1", '2026-01-02,"fine, ""tuned""",60,7,156,France,FRA,,,1.56'), "v=1&name=fine,%20%22tuned%22&kwh=100&pue=1.56&r=FR");
  assert.equal(csv(",run,60,7,0.25,Ireland,IRL,aws,eu-west-1,"), "v=1&name=run&kwh=0.25&pue=1&r=aws:eu-west-1");
  assert.match(/** @type {any} */ (readImport(`${head}\n,run,60,7,,Ireland,IRL,,,`, FIELDS, places)).params?.get("kwh") ?? "no number", /no number/);
  assert.match(/** @type {any} */ (readImport(head, FIELDS, places)).fault, /no row/);
});
