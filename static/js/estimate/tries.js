// @ts-check
/** The buttons that change one thing, each with what it would do to the answer. */
import { h } from "../dom.js";
import { tr } from "../i18n/tr.js";
import { chem, ratioWords } from "./words.js";

/** @param {import("./model.js").Model} m */
export function tries(m) {
  const kg = (/** @type {number} */ v) => m.fmt.text(v, "kgCO2e");
  const from = m.result?.total_kgco2e.mid;
  return [
    m.moved && !m.moved.at ? h("p", { class: "moved", "data-id": "moved" }, h("strong", null, m.moved.label), tr`: `, chem(kg(m.moved.from)), " → ", chem(kg(m.moved.to)), ", ",
      ratioWords(m.moved.from, m.moved.to), ". ", h("button", { type: "button", class: "quiet", "data-act": "undo" }, tr`Undo`)) : null,
    h("h2", { class: "try-title" }, tr`Try`),
    h("ul", { class: "tries" },
      m.tries.map((t) => h("li", { "data-id": `li-${t.id}` }, h("button", { type: "button", class: "try", "data-try": t.id, "data-id": t.id },
        h("span", { class: "try-label" }, t.label), h("span", { class: "try-effect" }, chem(kg(t.kg)), from > 0 ? ` · ${ratioWords(from, t.kg)}` : "")))),
      h("li", { "data-id": "li-live" }, h("a", { class: "try", href: "#/live", "data-id": "live" }, h("span", { class: "try-label" }, tr`Measure this machine`), h("span", { class: "try-effect" }, tr`watts, live`)))),
  ];
}
