// @ts-check
/** What the emissions cost others, by each published estimate: the spread is the message, and who loses. */
import { h } from "../dom.js";
import { english, inEnglish, say, tr } from "../i18n/tr.js";
import { estimateName } from "../labels.js";
import { takeaway } from "../takeaways.js";
import { figure } from "./figure.js";
import { chem } from "./words.js";

/** @param {any} d */
export const bearer = (d) => `${d.code === "WORLD" ? tr`The world` : say(d.place)}, ${estimateName(d.estimate)}`;

/** @param {import("./model.js").Model} m */
export function damages(m) {
  const all = m.extras?.damages;
  if (!all?.length) return null;
  const usd = (/** @type {number} */ v) => m.fmt.text(v, "USD");
  const found = m.extras?.takeaways.damages;
  const notes = [...new Set(all.map((/** @type {any} */ d) => d.note && say(d.note)).filter(Boolean))];
  return [
    figure("damages", {
      finding: takeaway(found, { least: estimateName(found?.least), most: estimateName(found?.most) }), rows: all.length, name: tr`Damage by the emissions`, columns: [tr`Who, by which estimate`, tr`Damage`, tr`Range`, tr`For each tonne`, tr`Discounting`, tr`Source`],
      hint: tr`A social cost of carbon puts a price on harm to people, now and later. How much later harm counts is a choice of values, and makes most of the difference.`,
      table: all.map((/** @type {any} */ d) => ({ id: `${d.code}-${d.estimate}`, cells: [bearer(d), usd(d.usd.mid), d.usd.low === d.usd.high ? "–" : tr`${usd(d.usd.low)} to ${usd(d.usd.high)}`, tr`${m.fmt.show(d.usd_per_t.mid, "").number} USD of ${d.dollar_year}`, say(d.discounting),
        h("span", { class: "source" }, d.url ? h("a", { href: d.url, rel: "noreferrer noopener", target: "_blank", ...english }, d.source) : inEnglish(d.source))] })),
    }),
    notes.length ? h("ul", { class: "plain", "data-id": "negative" }, notes.map((/** @type {any} */ n) => h("li", null, chem(String(n))))) : null,
  ];
}
