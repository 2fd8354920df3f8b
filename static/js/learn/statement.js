// @ts-check
/** A draft of an impact statement on the run that the lesson ends with, to copy and to complete. */
import { h, patch } from "../dom.js";
import { tr } from "../i18n/tr.js";
import { copyText } from "../share.js";

/**
 * @param {HTMLElement} box
 * @param {() => Promise<any>} report of the run as it stands
 * @param {(name: string, value: string) => void} set tells that the draft was taken
 */
export function mountStatement(box, report, set) {
  let text = "", said = "";
  const draw = () => patch(box, [
    h("p", { class: "actions" }, h("button", { type: "button", class: "primary", "data-write": true }, text ? tr`Write it anew` : tr`Write the draft`), text ? h("button", { type: "button", class: "quiet", "data-copy": true }, said || tr`Copy it`) : null),
    text ? h("textarea", { class: "statement", "aria-label": tr`Draft of the impact statement`, rows: "14", spellcheck: "false", opaque: true }) : null,
  ]);
  draw();
  set(box.dataset.name ?? "", "0");
  box.addEventListener("click", async (e) => {
    const target = /** @type {HTMLElement} */ (e.target), field = () => /** @type {HTMLTextAreaElement} */ (box.querySelector("textarea"));
    if (target.closest("[data-copy]")) {
      said = (await copyText(field())) ? tr`Copied` : tr`Selected: copy it with Ctrl+C`;
      return draw();
    }
    if (!target.closest("[data-write]")) return;
    const answer = await report();
    if (!answer?.ok) return;
    text = answer.text;
    said = "";
    draw();
    field().value = text;
    set(box.dataset.name ?? "", "1");
  });
}
