import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { atPosition, LIMITS, RENTED, limitsOf, ownDevices, planQuery, plannable, positionOf, stepped } from "../js/plan/request.js";
import { parseQuery } from "../js/url.js";

test("every card of the short list is in the catalog", () => {
  const known = new Set(readFileSync(new URL("../../estimator/data/accelerators.csv", import.meta.url), "utf8").split("\n").map((l) => l.split(",")[0]));
  for (const id of RENTED) assert.ok(known.has(id), id);
});

test("the link carries limits, the search carries the work too", () => {
  const limits = limitsOf(parseQuery("v=1&deadline=48&devices=l4,l40s&hw=x&money="));
  assert.deepEqual([...limits], [["deadline", "48"], ["devices", "l4,l40s"]]);
  assert.equal(planQuery(parseQuery("v=1&hw=l4&h=5"), limits), "v=1&hw=l4&h=5&deadline=48&devices=l4,l40s");
});

test("metered energy is no work to plan", () => {
  assert.equal(plannable(parseQuery("v=1&kwh=5")), false);
  assert.equal(plannable(parseQuery("v=1&hw=l4&h=5")), true);
  assert.equal(plannable(parseQuery("v=1&par=7e9&tok=1e12")), true);
  assert.equal(ownDevices(parseQuery("hw=l4&n=8&hw.2=t4&h=3")), "l4,t4");
});

test("a slider moves by stops, and its right end is no limit", () => {
  const [deadline, , , maxn] = LIMITS;
  assert.equal(stepped(deadline, "48", 1), "49");
  assert.equal(stepped(deadline, "48", -1), "47");
  assert.equal(stepped(deadline, "9900", 1), "");
  assert.equal(stepped(deadline, "", -1), "9900");
  assert.equal(stepped(maxn, "1", -1), "1");
  assert.equal(atPosition(deadline, 1000), "");
  for (const l of LIMITS) for (const v of ["1", "8", "64", "500"]) assert.equal(atPosition(l, positionOf(l, v)), v);
});
