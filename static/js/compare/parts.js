// @ts-check
/** The Compare view as plain data. */
import { h } from "../dom.js";
import { figure } from "../estimate/figure.js";
import { chem, told } from "../estimate/words.js";
import { splitKey } from "../estimate/scenario.js";
import { say, tr } from "../i18n/tr.js";
import { localized } from "../numbers.js";
import { significant } from "../units.js";
import { keys, LETTERS, MOST } from "./model.js";
import { factorName, odds, verdict } from "./words.js";

/**
 * @typedef {{fmt: ReturnType<typeof import("../units.js").formatter>, list: import("./model.js").Params[], comparison: any, errors: any[], stale: boolean,
 *   fields: Map<string, any>, names: (key: string, value: string) => string, measured: boolean, linear: boolean}} CompareModel
 */

const WORDS = /** @type {Record<string, string>} */ ({ name: tr`Name`, hw: tr`Accelerator`, cpu: "CPU", r: tr`Place`, basis: tr`Kilowatt-hour stands for`, wl: tr`Kind of work`, prov: tr`Provider` });

/** @param {CompareModel} m */
export function sentences(m) {
  if (m.errors.length) return [h("ul", { class: "faults" }, m.errors.map((e) => h("li", { class: "fault" }, told(e)))), m.comparison ? h("p", { class: "badge" }, tr`Below: last valid values`) : null];
  if (!m.comparison) return h("p", { class: "hint" }, tr`Working it out.`);
  if (m.list.length < 2) return h("p", null, tr`One scenario is here. Add another to see what differs.`);
  return h("ul", { class: "plain verdicts" }, m.comparison.scenarios.slice(1).map((/** @type {any} */ s, /** @type {number} */ i) =>
    h("li", null, h("strong", null, verdict(s, LETTERS[i + 1], LETTERS[0])), h("span", { class: "hint" }, tr` It is ${odds(s)}.`))));
}

/** @param {CompareModel} m */
export function totals(m) {
  if (!m.comparison) return null;
  return h("ol", { class: "plain totals" }, m.comparison.scenarios.map((/** @type {any} */ s, /** @type {number} */ i) => {
    const total = m.fmt.show(s.result.total_kgco2e.mid, "kgCO2e"), range = m.fmt.range(s.result.total_kgco2e, "kgCO2e");
    return h("li", { "data-id": LETTERS[i], class: "card" }, h("h2", null, h("span", { class: "letter" }, LETTERS[i]), " ", s.result.name ?? (i === 0 ? tr`the baseline` : "")),
      h("p", { class: "live-big" }, total.number, " ", h("span", { class: "of" }, chem(total.unit))),
      h("p", { class: "hint" }, range && !range.exact ? chem(range.low.unit === range.high.unit ? tr`${range.low.number} to ${range.high.text}` : tr`${range.low.text} to ${range.high.text}`) : tr`no range`),
      h("p", null, m.fmt.text(s.result.energy_kwh.mid, "kWh"), s.result.electricity_usd ? tr`, ${m.fmt.text(s.result.electricity_usd.mid, "USD")} of electricity` : ""),
      h("p", { class: "tools" }, act("open", i, tr`Open in Estimate`), act("duplicate", i, tr`Duplicate`, m.list.length >= MOST), i > 0 ? act("swap", i, tr`Swap with ${LETTERS[i - 1]}`) : null, i > 0 ? act("baseline", i, tr`Set as baseline`) : null, m.list.length > 1 ? act("remove", i, tr`Remove`) : null));
  }));
}

/** @param {string} what @param {number} i @param {string} text @param {boolean} [disabled] */
const act = (what, i, text, disabled) => h("button", { type: "button", class: "quiet", "data-compare": what, "data-at": i, "aria-label": tr`${text}: scenario ${LETTERS[i]}`, disabled }, text);

/** @param {CompareModel} m */
export function adders(m) {
  const full = m.list.length >= MOST;
  return [h("button", { type: "button", class: "primary", "data-compare": "add", disabled: full }, tr`Add the scenario of Estimate`),
    h("button", { type: "button", class: "quiet", "data-compare": "measured", disabled: full || !m.measured, "aria-describedby": m.measured ? null : "no-session" }, tr`Add the measured session`),
    m.measured ? null : h("span", { class: "hint", id: "no-session" }, tr`The Live view has no session yet.`),
    h("button", { type: "button", class: "quiet", "data-compare": "share" }, tr`Copy link`)];
}

const NUMBER = /^\d+(\.\d+)?(e-?\d+)?$/;

/** One row an input; what differs from the first is marked by a word and a border. @param {CompareModel} m */
export function inputs(m) {
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": tr`Inputs of the scenarios` }, h("table", { class: "inputs" },
    h("thead", null, h("tr", null, h("th", { scope: "col" }, tr`Input`), m.list.map((_, i) => h("th", { scope: "col" }, LETTERS[i])))),
    h("tbody", null, keys(m.list).map((key) => h("tr", { "data-id": key }, h("th", { scope: "row" }, label(m, key)),
      m.list.map((p, i) => {
        const value = p.get(key) ?? "", text = NUMBER.test(value) ? localized(value) : value, changed = i > 0 && value !== (m.list[0].get(key) ?? "") && key !== "name";
        const error = m.errors.find((e) => e.key === key && (e.scenario === undefined || e.scenario === i));
        return h("td", { class: changed ? "changed" : null, "data-id": `${key}.${i}`, "data-letter": LETTERS[i] },
          h("input", { type: "text", "data-cell": key, "data-at": i, "data-id": `in-${key}-${i}`, value: text, size: Math.max(6, text.length), "aria-label": tr`${label(m, key)}, scenario ${LETTERS[i]}`, autocomplete: "off", spellcheck: "false", placeholder: key === "name" ? tr`unnamed` : tr`default`, "aria-invalid": error ? "true" : null, list: { hw: "compare-hw", r: "compare-r" }[splitKey(key)[0]] ?? null }),
          m.names(key, value) ? h("span", { class: "hint" }, m.names(key, value)) : null,
          changed ? h("span", { class: "badge" }, tr`differs`) : null);
      }))))));
}

/** @param {CompareModel} m @param {string} key */
function label(m, key) {
  const [base, group] = splitKey(key), field = m.fields.get(base);
  const words = WORDS[base] ?? (field ? `${say(field.label)}${field.unit ? `, ${say(field.unit)}` : ""}` : base);
  return group > 1 ? `${words} (${group})` : words;
}

/** The totals with their ranges. @param {CompareModel} m */
export function chart(m) {
  if (!m.comparison) return null;
  const all = m.comparison.scenarios, kg = (/** @type {number} */ v) => m.fmt.text(v, "kgCO2e");
  const least = all.reduce((/** @type {any} */ a, /** @type {any} */ b) => (b.result.total_kgco2e.mid < a.result.total_kgco2e.mid ? b : a)), at = LETTERS[all.indexOf(least)];
  return figure("scenarios", {
    finding: all.length > 1 ? tr`${at} emits the least: ${kg(least.result.total_kgco2e.mid)}.` : tr`It emits ${kg(least.result.total_kgco2e.mid)}.`, rows: all.length, name: tr`Totals with their ranges`, columns: [tr`Scenario`, "CO2e", tr`Low`, tr`High`],
    hint: all.length > 1 ? tr`Bands that overlap share causes: the same grid or the same load moves both, so the odds above say more than the overlap.` : null,
    table: all.map((/** @type {any} */ s, /** @type {number} */ i) => ({ id: LETTERS[i], cells: [named(s, i), ...["mid", "low", "high"].map((end) => chem(kg(s.result.total_kgco2e[end])))] })),
  });
}

/** @param {any} s @param {number} i */
const named = (s, i) => (s.result.name ? `${LETTERS[i]}, ${s.result.name}` : LETTERS[i]);

/** Which factor makes which part of the ratio. @param {CompareModel} m */
export function drivers(m) {
  if (!m.comparison || m.list.length < 2) return null;
  return m.comparison.scenarios.slice(1).map((/** @type {any} */ s, /** @type {number} */ i) => {
    const rows = s.drivers.filter((/** @type {any} */ d) => d.ratio !== 1), letter = LETTERS[i + 1];
    return h("section", { "data-id": letter }, h("h3", null, `${letter} ÷ A = ${s.ratio === null ? tr`no ratio` : significant(s.ratio, 3)}`),
      rows.length ? figure(`drivers-${letter}`, {
        finding: verdict(s, letter, LETTERS[0]), rows: rows.length, name: tr`Factors of ${letter} against A`, columns: [tr`Factor`, "A", letter, tr`Ratio`, tr`Share of the difference`], picture: drawable(s).length > 0,
        hint: drawable(s).length ? tr`Bars to the right raise the ratio, bars to the left lower it; their lengths add up to the whole, because factors multiply.` : tr`A factor is zero on one side, so that the ratio has no parts to draw.`,
        table: rows.map((/** @type {any} */ d) => ({ id: d.id, cells: [factorName(d), chem(m.fmt.text(d.first, d.unit)), chem(m.fmt.text(d.this, d.unit)), `× ${significant(d.ratio, 3)}`, shareOf(d)] })),
      }) : h("p", { class: "hint" }, tr`No factor differs.`));
  });
}

/** The factors that a picture can show, in logarithms. @param {any} s a compared scenario @returns {any[]} */
export const drawable = (s) => {
  const rows = s.drivers?.filter((/** @type {any} */ d) => d.ratio !== 1) ?? [];
  return rows.every((/** @type {any} */ d) => d.log_share !== null && d.ratio > 0) ? rows : [];
};

/** @param {any} d */
const shareOf = (d) => (d.log_share === null ? "–" : d.log_share < 0 ? tr`against it, ${Math.round(-100 * d.log_share)}\u00a0%` : `${Math.round(100 * d.log_share)}\u00a0%`);
