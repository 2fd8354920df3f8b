import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHash, parseQuery, toHash, toQuery } from "../js/url.js";

test("a link comes back as it was, unknown keys and all", () => {
  const hash = "#/estimate?v=1&kwh=433196&ci=57&pue=1&x=1&zz=later";
  const { view, params } = parseHash(hash);
  assert.equal(view, "estimate");
  assert.equal(params.get("kwh"), "433196");
  assert.equal(toHash(view, params), hash);
});

test("names and codes survive the escape", () => {
  const params = new Map([["v", "1"], ["cpu", "AMD EPYC 7763"], ["r", "aws:us-east-1"], ["name", "50 % & more = ü"], ["hw.2", "x"]]);
  assert.deepEqual(parseQuery(toQuery(params)), params);
  assert.match(toQuery(params), /r=aws:us-east-1/);
});

test("odd links do not break", () => {
  assert.deepEqual(parseHash(""), { view: "", params: new Map() });
  assert.deepEqual(parseHash("#/live"), { view: "live", params: new Map() });
  assert.equal(parseHash("#/estimate?n=%zz").params.get("n"), "%zz");
  assert.equal(parseQuery("n=1&n=2").get("n"), "2");
  assert.equal(parseQuery("n").get("n"), "");
  assert.equal(toQuery(new Map([["n", ""], ["h", "1"]])), "v=1&h=1");
  assert.equal(parseQuery("v=1&h=1?x=2").get("h"), "1?x=2");
});

test("a plus sign is a plus sign, as in the engine", () => {
  assert.deepEqual([...parseQuery("name=a+b&kwh=1e+6")], [["name", "a+b"], ["kwh", "1e+6"]]);
});
