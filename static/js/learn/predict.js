// @ts-check
/**
 * A guess before the answer. The slider has stops, because guesses about emissions span powers of ten. What comes after it
 * in the lesson is hidden until the guess stands, or the reader wants none.
 */
import { h, patch } from "../dom.js";
import { rich, tr } from "../i18n/tr.js";
import { encode } from "./codes.js";
import { classLooksOn, handIn } from "./handin.js";

/**
 * @param {HTMLFormElement} form
 * @param {number} lesson
 * @param {(value: number) => string} say a guess in words
 * @param {(guess: number | null) => void} committed
 */
export function mountPredict(form, lesson, say, committed) {
  const stops = (form.dataset.stops ?? "").split(" ").map(Number), start = stops.indexOf(Number(form.dataset.start));
  const answer = document.createElement("div"), box = document.createElement("div");
  answer.append(...form.querySelectorAll("details > :not(summary)"));
  answer.hidden = true;
  form.querySelector("details")?.replaceWith(box, answer);
  let at = start;
  const draw = () => patch(box, [
    h("label", { for: "guess", class: "guess-label" }, form.dataset.label), h("output", { for: "guess", class: "guess" }, say(stops[at])),
    h("input", { id: "guess", type: "range", min: "0", max: stops.length - 1, step: "1", value: at, "aria-valuetext": say(stops[at]) }),
    h("p", { class: "actions" }, h("button", { type: "submit", class: "primary" }, tr`This is my guess`), h("button", { type: "button", class: "quiet", "data-skip": true }, tr`Go on without a guess`)),
  ]);
  const commit = (/** @type {boolean} */ guessed) => {
    answer.hidden = false;
    patch(box, guessed ? [h("p", { class: "guessed", tabindex: "-1" }, rich`You said ${h("strong", null, say(stops[at]))}.`),
      h("p", { class: "hint" }, rich`Your code for the class: ${h("code", null, encode(lesson, at))}. It holds your guess and nothing else.`),
      classLooksOn() ? h("p", { class: "actions" }, h("button", { type: "button", class: "quiet", "data-hand-in": true }, tr`Hand it in`), h("span", { class: "hint", role: "status" }, tr`It goes to the teacher's computer, without your name.`)) : null] : h("p", { class: "guessed", tabindex: "-1" }, tr`Without a guess:`));
    committed(guessed ? stops[at] : null);
    /** @type {HTMLElement | null} */ (box.querySelector(".guessed"))?.focus();
  };
  draw();
  form.addEventListener("input", (e) => {
    at = Number(/** @type {HTMLInputElement} */ (e.target).value);
    draw();
  });
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    commit(true);
  });
  form.addEventListener("click", (e) => {
    const target = /** @type {HTMLElement} */ (e.target), button = /** @type {HTMLButtonElement | null} */ (target.closest("[data-hand-in]"));
    if (target.closest("[data-skip]")) commit(false);
    if (button) handIn(encode(lesson, at)).then((said) => { /** @type {HTMLElement} */ (button.nextElementSibling).textContent = said; });
  });
}
