// @ts-check
/** Cards that are sorted into bins, by a choice on each card: it works by keyboard and tells at once why. */
import { h, patch } from "../dom.js";
import { tr } from "../i18n/tr.js";

/**
 * <ul data-widget="sort" data-name="cards" data-bins="direct=A direct effect|chain=Follows from another"><li data-bin="direct" data-why="…">…</li></ul>
 * @param {HTMLElement} list
 * @param {(name: string, value: string) => void} set tells how many cards lie where they belong
 */
export function mountSort(list, set) {
  const bins = (list.dataset.bins ?? "").split("|").map((b) => b.split("="));
  const cards = [.../** @type {HTMLCollectionOf<HTMLElement>} */ (list.children)];
  const right = new Set();
  cards.forEach((card, i) => {
    const name = `${list.dataset.name}-${i}`, words = document.createElement("div"), field = document.createElement("div");
    words.id = name;
    words.append(...card.childNodes);
    card.append(words, field);
    const told = (/** @type {string} */ bin) => (!bin ? "" : bin === card.dataset.bin ? `✓ ${card.dataset.why ?? ""}` : tr`✗ Think again. ${card.dataset.hint ?? ""}`);
    const draw = (/** @type {string} */ bin) => patch(field, [
      h("div", { class: "bins", role: "radiogroup", "aria-labelledby": name }, bins.map(([value, text]) => h("label", { class: "option" }, h("input", { type: "radio", name, value, checked: value === bin }), " ", text))),
      h("p", { class: "verdict", role: "status" }, told(bin))]);
    draw("");
    card.addEventListener("change", (e) => {
      const bin = /** @type {HTMLInputElement} */ (e.target).value;
      draw(bin);
      if (bin === card.dataset.bin) right.add(i);
      else right.delete(i);
      set(list.dataset.name ?? "", String(right.size));
    });
  });
  set(list.dataset.name ?? "", "0");
}
