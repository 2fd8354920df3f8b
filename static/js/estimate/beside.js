// @ts-check
/** What the answer says beside its carbon: each number opens how it is made. */
import { h } from "../dom.js";
import { quantities } from "./quantities.js";
import { chem } from "./words.js";
import { tr } from "../i18n/tr.js";

/** @param {import("./model.js").Model} m */
export function beside(m) {
  if (!m.result) return null;
  return h("ul", { class: "beside" }, quantities(m.result).map((q) => {
    const range = m.fmt.range(q.value, q.unit);
    return h("li", { "data-id": q.id }, h("span", { class: "beside-label" }, q.label), " ",
      h("button", { type: "button", class: "number", "data-explain": `q:${q.id}`, "aria-label": tr`${q.label}: ${m.fmt.text(q.value.mid, q.unit)}, show how this number is made` }, chem(m.fmt.text(q.value.mid, q.unit))), " ",
      h("span", { class: "hint" }, range && !range.exact && !range.same ? chem(range.low.unit === range.high.unit ? tr`${range.low.number} to ${range.high.number}` : tr`${range.low.text} to ${range.high.text}`) : ""));
  }));
}
