// @ts-check
/** The guesses of a class as the teacher sees them: those that were handed in, and the codes that were read out. */
import { h, patch } from "../dom.js";
import { plural, tr } from "../i18n/tr.js";
import { decode } from "./codes.js";
import { clearGuesses, followGuesses } from "./handin.js";

/**
 * @param {Element} form after which it stands @param {number} lesson
 * @param {{say: (v: number) => string, stops: number[], answer: number | null}} o
 * @returns {{end: () => void}}
 */
export function mountRoom(form, lesson, o) {
  const card = document.createElement("div"), codes = document.createElement("textarea"), came = document.createElement("div"), out = document.createElement("div");
  /** @type {string[] | null} */ let handed = null;
  card.className = "class-guesses card";
  patch(card, [h("h3", { id: "class-title" }, tr`Guesses of the class`), h("p", { class: "hint", id: "class-hint" }, tr`Type the codes that the class reads out, with spaces between them. They stay on this page.`)]);
  codes.setAttribute("aria-labelledby", "class-title");
  codes.setAttribute("aria-describedby", "class-hint");
  card.append(came, codes, out);
  form.after(card);
  const draw = () => {
    const mine = handed && handed.filter((code) => decode(code)?.lesson === lesson);
    patch(came, arrivals(mine));
    patch(out, histogram([codes.value, ...(mine ?? [])].join(" "), lesson, o));
  };
  codes.addEventListener("input", draw);
  came.addEventListener("click", async (e) => {
    if (!(/** @type {HTMLElement} */ (e.target).closest("[data-clear]"))) return;
    await clearGuesses();
    handed = [];
    draw();
  });
  draw();
  return followGuesses((all) => {
    handed = all;
    draw();
  });
}

/** What was handed in, in words. @param {string[] | null} mine null when no class looks on */
const arrivals = (mine) => mine && h("p", { class: "actions" }, h("span", { role: "status" }, plural(mine.length, { one: tr`${mine.length} guess was handed in.`, other: tr`${mine.length} guesses were handed in.` })),
  mine.length ? h("button", { type: "button", class: "quiet", "data-clear": true }, tr`Clear all, for another class`) : null);

/**
 * The guesses of a class, from the codes that it handed in, read aloud or typed.
 * @param {string} typed @param {number} lesson @param {{say: (v: number) => string, stops: number[], answer: number | null}} o
 */
function histogram(typed, lesson, o) {
  const codes = typed.split(/[\s,;]+/).filter(Boolean), read = codes.map(decode);
  const counts = o.stops.map((_, i) => read.filter((c) => c?.lesson === lesson && c.stop === i).length), most = Math.max(1, ...counts);
  const wrong = codes.filter((_, i) => read[i] === null), others = read.filter((c) => c && c.lesson !== lesson).length, nearest = o.answer === null ? -1 : near(o.stops, o.answer);
  return [wrong.length ? h("p", { class: "fault" }, tr`Not a code: ${wrong.join(", ")}. Ask for it again.`) : null,
    others ? h("p", { class: "hint" }, plural(others, { one: tr`${others} code is of another lesson.`, other: tr`${others} codes are of another lesson.` })) : null,
    h("table", { class: "histogram" }, h("caption", { class: "visually-hidden" }, tr`Guesses of the class`), h("thead", null, h("tr", null, [tr`Guess`, tr`How many`, tr`As a bar`].map((t) => h("th", { scope: "col" }, t)))),
      h("tbody", null, o.stops.map((stop, i) => h("tr", { class: i === nearest ? "own" : null }, h("th", { scope: "row" }, o.say(stop)), h("td", null, String(counts[i])),
        h("td", null, h("meter", { min: "0", max: most, value: counts[i], "aria-label": tr`guesses of ${o.say(stop)}` }), i === nearest ? h("strong", null, ` ← ${tr`the answer`}`) : null)))))];
}

/** The stop nearest to the answer, by ratio. @param {number[]} stops @param {number} answer */
const near = (stops, answer) => stops.reduce((best, v, i) => (Math.abs(Math.log(v / answer)) < Math.abs(Math.log(stops[best] / answer)) ? i : best), 0);
