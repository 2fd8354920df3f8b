import assert from "node:assert/strict";
import test from "node:test";
import { h } from "../js/dom.js";
import { plain } from "../js/embed/plain.js";
import { ELSEWHERE, siteOf, snippet } from "../js/estimate/snippet.js";
import { parseQuery } from "../js/url.js";

test("the address of the site, for others", () => {
  assert.equal(siteOf("https://lab.example/tools/gramwatt/#/estimate?h=1"), "https://lab.example/tools/gramwatt/");
  assert.equal(siteOf("https://lab.example/tools/gramwatt/index.html?x=1#/live"), "https://lab.example/tools/gramwatt/");
  for (const own of ["http://127.0.0.1:8420/#/estimate", "http://localhost:8420/", "http://[::1]:8420/", "file:///media/stick/gramwatt.html"]) assert.equal(siteOf(own), ELSEWHERE, own);
});

test("a snippet holds the scenario as an attribute, and a link to the same", () => {
  const html = snippet("https://lab.example/g/", parseQuery('v=1&name=a"b<c&n=8&r=FR'), "8 × A100 & more");
  assert.match(html, /src="https:\/\/lab\.example\/g\/gram-watt\.js"/);
  const scenario = /scenario="([^"]*)"/.exec(html)?.[1] ?? "", href = /href="([^"]*)"/.exec(html)?.[1] ?? "";
  assert.ok(!/[<>]/.test(scenario + href));
  assert.deepEqual([...parseQuery(scenario.replaceAll("&amp;", "&"))], [["v", "1"], ["name", 'a"b<c'], ["n", "8"], ["r", "FR"]]);
  assert.equal(href.replaceAll("&amp;", "&"), `https://lab.example/g/#/estimate?${scenario.replaceAll("&amp;", "&")}`);
  assert.match(html, />8 × A100 &amp; more</);
});

test("the sentence as words: fields by what stands in them, lists by what is chosen", () => {
  const input = h("input", { value: "8" }), empty = h("input", { value: "", placeholder: "0.8" });
  const pick = h("span", { class: "pick" }, h("span", null, "A100"), h("select", null, h("option", null, "A100"), h("option", null, "T4")));
  assert.equal(plain([input, " × ", pick, " at ", empty, h("button", null, "by parts"), "."]), "8 × A100 at 0.8by parts.");
});
