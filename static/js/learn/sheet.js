// @ts-check
/** Worksheets on paper: a page for each copy with numbers of its own, and the key on a page after them. */
import { chem } from "../estimate/words.js";
import { h } from "../dom.js";
import { tr } from "../i18n/tr.js";

/**
 * @param {{title: string, guess: string}} lesson words of the lesson
 * @param {{seed: number, questions: import("./quiz.js").Question[]}[]} copies
 * @param {string[]} discussion
 */
export function sheets(lesson, copies, discussion) {
  return [h("div", { class: "sheet-tools actions" }, h("button", { type: "button", class: "primary", "data-print": true }, tr`Print`), h("p", { class: "hint" }, tr`Each copy has numbers of its own. The key is on the last page: keep it.`)),
    ...copies.map((c) => h("section", { class: "sheet", "data-id": `sheet-${c.seed}` },
      h("header", null, h("h2", null, lesson.title), h("p", null, tr`Sheet ${String(c.seed)}`), h("p", { class: "line" }, tr`Name`)),
      h("h3", null, tr`Your guess, before anything else`), h("p", null, chem(lesson.guess)), h("p", { class: "line" }),
      h("h3", null, tr`Questions`), h("ol", { class: "questions" }, c.questions.map((q) => h("li", null, h("p", null, chem(q.text)), q.options.length
        ? h("ul", { class: "boxes" }, q.options.map((o) => h("li", null, "☐ ", chem(o.text))))
        : [h("p", { class: "line" }, tr`Working`), h("p", { class: "line" }, tr`Answer, in ${q.unit || tr`a plain number`}`)]))),
      h("h3", null, tr`Talk about it`), h("p", null, chem(discussion[0] ?? "")), h("p", { class: "line" }), h("p", { class: "line" }))),
    h("section", { class: "sheet key" }, h("h2", null, tr`Key: ${lesson.title}`),
      h("table", null, h("thead", null, h("tr", null, [tr`Sheet`, "1", "2", "3"].map((t) => h("th", { scope: "col" }, t)))),
        h("tbody", null, copies.map((c) => h("tr", null, h("th", { scope: "row" }, String(c.seed)), c.questions.map((q) => h("td", null, chem(answerOf(q))))))))),
  ];
}

/** @param {import("./quiz.js").Question} q */
const answerOf = (q) => q.options.find((o) => o.right)?.text ?? q.shown;
