import assert from "node:assert/strict";
import { test } from "node:test";
import { flat, h, toHTML } from "../js/dom.js";
import { formatter } from "../js/units.js";
import { chooseEquivalent } from "../js/estimate/equivalents.js";
import { rangeWords, ratioWords } from "../js/estimate/words.js";

test("text is escaped, attributes too, and neighbours are joined", () => {
  assert.equal(toHTML(h("p", { title: 'a "b" <c>', hidden: false, disabled: true, id: null }, "1 < 2 ", "& 3", null, ["", 4])), '<p title="a &quot;b&quot; &lt;c&gt;" disabled>1 &lt; 2 &amp; 34</p>');
  assert.equal(toHTML(h("input", { value: "x" })), '<input value="x">');
  assert.deepEqual(flat(["a", 1, [false, "b"]]), ["a1b"]);
});

test("a ratio is told as less or more, never by 1", () => {
  assert.equal(ratioWords(46, 1.9), "24 times less");
  assert.equal(ratioWords(1, 24), "24 times as much");
  assert.equal(ratioWords(100, 71), "29 % less");
  assert.equal(ratioWords(100, 100.1), "about the same");
  assert.equal(ratioWords(0, 5), "");
});

test("the range in words says when there is none", () => {
  const { range } = formatter({ kgCO2e: [{ from: 0, factor: 1, symbol: "kg CO2e" }] });
  assert.equal(rangeWords(range({ low: 30, mid: 46, high: 75 }, "kgCO2e")), "between 30 and 75\u00a0kg CO2e");
  assert.match(rangeWords(range({ low: 5, mid: 5, high: 5 }, "kgCO2e")), /exactly/);
});

test("the comparison suits the size", () => {
  const rows = ["phone-charge", "car-km-eu", "human-year"].map((id) => ({ id, label: id, value: { mid: 1 } }));
  assert.equal(chooseEquivalent(rows, 0.01).row.id, "phone-charge");
  assert.equal(chooseEquivalent(rows, 65).row.id, "car-km-eu");
  assert.equal(chooseEquivalent(rows, 24700).row.id, "human-year");
  assert.equal(chooseEquivalent(rows, 65, "human-year").row.id, "human-year"); // what the reader chose stays, whatever the size
  assert.equal(chooseEquivalent([], 1), null);
});
