// @ts-check
/** Three questions at the end of a lesson, each answered alone and as often as the reader likes. */
import { h, patch } from "../dom.js";
import { tr } from "../i18n/tr.js";
import { parseNumber } from "../numbers.js";
import { chem } from "../estimate/words.js";
import { judge } from "./quiz.js";

/**
 * @param {HTMLElement} box
 * @param {import("./quiz.js").Question[]} questions
 * @param {(right: number) => void} answered how many are right
 */
export function mountQuiz(box, questions, answered) {
  /** @type {Map<string, {right: boolean, text: string}>} */ const verdicts = new Map();
  /** @type {Map<string, string>} */ const picked = new Map();
  const draw = () => patch(box, h("ol", { class: "questions" }, questions.map((q) => {
    const v = verdicts.get(q.id);
    return h("li", { "data-id": q.id }, h("form", { "data-question": q.id }, q.options.length
      ? [h("p", { id: `q-${q.id}` }, chem(q.text)), h("div", { role: "radiogroup", "aria-labelledby": `q-${q.id}` }, q.options.map((o, i) => h("label", { class: "option" }, h("input", { type: "radio", name: q.id, value: i, checked: picked.get(q.id) === String(i) }), " ", chem(o.text))))]
      : h("p", null, h("label", { for: `q-${q.id}` }, chem(q.text)), " ", h("input", { class: "slot num", id: `q-${q.id}`, type: "text", inputmode: "decimal", size: "8", autocomplete: "off" }), " ", h("span", null, chem(q.unit))),
      h("p", { class: "actions" }, h("button", { type: "submit", class: "quiet" }, tr`Check`)),
      h("p", { class: `verdict ${v ? (v.right ? "right" : "wrong") : ""}`, role: "status" }, v ? chem(v.text) : "")));
  })));
  draw();
  box.addEventListener("change", (e) => {
    const input = /** @type {HTMLInputElement} */ (e.target);
    if (input.type === "radio") picked.set(input.name, input.value);
  });
  box.addEventListener("submit", (e) => {
    e.preventDefault();
    const form = /** @type {HTMLFormElement} */ (e.target), q = questions.find((one) => one.id === form.dataset.question);
    if (!q) return;
    verdicts.set(q.id, q.options.length ? chosen(q, form) : typed(q, form));
    draw();
    answered([...verdicts.values()].filter((v) => v.right).length);
  });
}

/** @param {import("./quiz.js").Question} q @param {HTMLFormElement} form */
function chosen(q, form) {
  const input = /** @type {HTMLInputElement | null} */ (form.querySelector("input:checked")), o = input && q.options[Number(input.value)];
  if (!o) return { right: false, text: tr`Choose one of them first.` };
  return { right: o.right, text: o.right ? tr`✓ Right. ${o.why}` : tr`✗ Not this. ${o.why}` };
}

/** @param {import("./quiz.js").Question} q @param {HTMLFormElement} form */
function typed(q, form) {
  const number = parseNumber(/** @type {HTMLInputElement} */ (form.querySelector("input")).value);
  if (!number) return { right: false, text: tr`Type a number first, such as 12.5.` };
  const { right, why } = judge(q, number.value);
  return { right, text: right ? tr`✓ Right: ${q.shown}.` : tr`✗ Not yet. ${why || tr`Write down the units of each factor, and work it out again.`}` };
}
