// @ts-check
/** What a teacher sees beside a lesson and beside the list: plans, paths and ways to a class. */
import { h } from "../dom.js";
import { english, rich, tr } from "../i18n/tr.js";

/**
 * @typedef {{minutes: number, goals: string[], fits: string[], before: string, misconceptions: string[], discuss: string[]}} Plan
 * @typedef {{minutes: string, title: string, steps: {lesson: number, minutes: number, how: string}[]}} Path
 */

/** @param {number} number @param {Plan} plan @param {string[]} key right answers of the questions on the page */
export function planOf(number, plan, key) {
  const list = (/** @type {string[]} */ items) => h("ul", { class: "plain" }, items.map((text) => h("li", null, text)));
  return h("section", { class: "card plan", "aria-labelledby": "plan-of-lesson" }, h("h2", { id: "plan-of-lesson" }, tr`For the teacher`),
    h("p", null, tr`${plan.minutes} minutes. For learners from about sixteen years. Before it: ${plan.before}`),
    h("h3", null, tr`They will be able to`), list(plan.goals), fits(plan), h("h3", null, tr`What they may believe`), list(plan.misconceptions), h("h3", null, tr`To talk about`), list(plan.discuss),
    h("details", null, h("summary", null, tr`Show the answers`), h("ol", { class: "questions" }, key.map((text) => h("li", null, text)))),
    h("p", { class: "actions" }, h("a", { href: `#/learn/${number}?present=1` }, tr`Show it on the wall`), h("a", { href: `#/learn/${number}/print?seed=1&copies=30` }, tr`Worksheets for thirty, with a key`)),
    h("p", { class: "hint" }, tr`Plans, lessons and worksheets may be used, changed and passed on with a word on where they come from (CC BY 4.0).`));
}

/** Where it stands in two curricula: the competences that GreenComp names, and a knowledge area of computer science. @param {Plan} plan */
const fits = (plan) => h("p", { class: "hint" }, rich`Fits ${h("a", { href: "https://doi.org/10.2760/13286", rel: "noreferrer noopener", target: "_blank" }, "GreenComp")} (EU 2022): ${plan.fits.join(", ")}. And ${h("a", { href: "https://www.acm.org/articles/bulletins/2024/june/cs2023-curricular-guidelines", rel: "noreferrer noopener", target: "_blank" }, "CS2023")} (ACM, IEEE-CS, AAAI), ${h("span", english, "Society, Ethics, and the Profession")}.`);

/** @param {Path[]} paths */
export function overview(paths) {
  return h("section", { class: "block", "aria-labelledby": "teach-title" }, h("h2", { id: "teach-title" }, tr`For teachers`),
    h("p", null, tr`Each lesson of the list has a plan, a view for the wall and worksheets: open it from here.`),
    h("ul", { class: "paths" }, paths.map((p) => h("li", { class: "card" }, h("h3", null, `${p.minutes}: ${p.title}`),
      h("ol", null, p.steps.map((s) => h("li", null, h("a", { href: `#/learn/${s.lesson}?teach=1` }, tr`Lesson ${s.lesson}`), ` · ${tr`${s.minutes} min`} · ${s.how}`)))))),
    h("h3", null, tr`Getting it to a class`),
    h("ul", { class: "plain" },
      h("li", null, rich`Without the internet: ${h("code", null, "gramwatt serve --lan")} prints an address and a QR code, and the class opens it. Each looks on; a guess is sent only when it is handed in.`),
      h("li", null, rich`From a stick: the file ${h("code", null, "gramwatt.html")} holds all of it.`),
      h("li", null, rich`On their own machines: open the page once before the class; it then works offline.`),
      h("li", null, h("a", { href: "works.html" }, tr`Will it work here? Try it on each kind of machine beforehand.`))),
    h("div", { class: "class-link" }));
}

/** The address for a class. A loopback address and a file are this machine's alone. @param {Location} at @returns {string} empty when there is none */
export function classLink(at) {
  const own = at.protocol === "file:" || /^(localhost|127\.|\[::1\])/.test(at.hostname);
  return own ? "" : `${at.href.split("#")[0]}#/learn`;
}
