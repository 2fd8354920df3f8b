// @ts-check
/** The Compare view as plain data. */
import { h } from "../dom.js";
import { chem } from "../estimate/words.js";
import { splitKey } from "../estimate/scenario.js";
import { significant } from "../units.js";
import { keys, LETTERS, MOST } from "./model.js";
import { factorName, odds, verdict } from "./words.js";

/**
 * @typedef {{fmt: ReturnType<typeof import("../units.js").formatter>, list: import("./model.js").Params[], comparison: any, errors: any[], stale: boolean,
 *   fields: Map<string, any>, names: (key: string, value: string) => string, measured: boolean, linear: boolean}} CompareModel
 */

const WORDS = /** @type {Record<string, string>} */ ({ name: "Name", hw: "Accelerator", cpu: "CPU", r: "Place", basis: "Kilowatt-hour stands for", wl: "Kind of work", prov: "Provider" });

/** @param {CompareModel} m */
export function sentences(m) {
  if (m.errors.length) return h("ul", { class: "faults" }, m.errors.map((e) => h("li", { class: "fault" }, `${e.reason}. ${e.remedy}.`)));
  if (!m.comparison) return h("p", { class: "hint" }, "Working it out.");
  if (m.list.length < 2) return h("p", null, "One scenario is here. Add another to see what differs.");
  return h("ul", { class: "plain verdicts" }, m.comparison.scenarios.slice(1).map((/** @type {any} */ s, /** @type {number} */ i) =>
    h("li", null, h("strong", null, verdict(s, LETTERS[i + 1], LETTERS[0])), h("span", { class: "hint" }, ` It is ${odds(s)}.`))));
}

/** @param {CompareModel} m */
export function totals(m) {
  if (!m.comparison) return null;
  return h("ol", { class: "plain totals" }, m.comparison.scenarios.map((/** @type {any} */ s, /** @type {number} */ i) => {
    const total = m.fmt.show(s.result.total_kgco2e.mid, "kgCO2e"), range = m.fmt.range(s.result.total_kgco2e, "kgCO2e");
    return h("li", { "data-id": LETTERS[i], class: "card" }, h("h2", null, h("span", { class: "letter" }, LETTERS[i]), " ", s.result.name ?? (i === 0 ? "the baseline" : "")),
      h("p", { class: "live-big" }, total.number, " ", h("span", { class: "of" }, chem(total.unit))),
      h("p", { class: "hint" }, range && !range.exact ? chem(range.low.unit === range.high.unit ? `${range.low.number} to ${range.high.text}` : `${range.low.text} to ${range.high.text}`) : "no range"),
      h("p", null, m.fmt.text(s.result.energy_kwh.mid, "kWh"), s.result.electricity_usd ? `, ${m.fmt.text(s.result.electricity_usd.mid, "USD")} of electricity` : ""),
      h("p", { class: "tools" }, act("open", i, "Open in Estimate"), act("duplicate", i, "Duplicate", m.list.length >= MOST), i > 0 ? act("baseline", i, "Compare with this") : null, m.list.length > 1 ? act("remove", i, "Remove") : null));
  }));
}

/** @param {string} what @param {number} i @param {string} text @param {boolean} [disabled] */
const act = (what, i, text, disabled) => h("button", { type: "button", class: "quiet", "data-compare": what, "data-at": i, "aria-label": `${text}: scenario ${LETTERS[i]}`, disabled }, text);

/** @param {CompareModel} m */
export function adders(m) {
  const full = m.list.length >= MOST;
  return [h("button", { type: "button", class: "primary", "data-compare": "add", disabled: full }, "Add the scenario of Estimate"),
    h("button", { type: "button", class: "quiet", "data-compare": "measured", disabled: full || !m.measured, "aria-describedby": m.measured ? null : "no-session" }, "Add the measured session"),
    m.measured ? null : h("span", { class: "hint", id: "no-session" }, "The Live view has no session yet."),
    h("button", { type: "button", class: "quiet", "data-compare": "share" }, "Copy link")];
}

/** One row an input; what differs from the first is marked by a word and a border. @param {CompareModel} m */
export function inputs(m) {
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Inputs of the scenarios" }, h("table", { class: "inputs" },
    h("thead", null, h("tr", null, h("th", { scope: "col" }, "Input"), m.list.map((_, i) => h("th", { scope: "col" }, LETTERS[i])))),
    h("tbody", null, keys(m.list).map((key) => h("tr", { "data-id": key }, h("th", { scope: "row" }, label(m, key)),
      m.list.map((p, i) => {
        const value = p.get(key) ?? "", changed = i > 0 && value !== (m.list[0].get(key) ?? "") && key !== "name";
        const error = m.errors.find((e) => e.key === key && (e.scenario === undefined || e.scenario === i));
        return h("td", { class: changed ? "changed" : null, "data-id": `${key}.${i}` },
          h("input", { type: "text", "data-cell": key, "data-at": i, "data-id": `in-${key}-${i}`, value, size: Math.max(6, value.length), "aria-label": `${label(m, key)}, scenario ${LETTERS[i]}`, autocomplete: "off", spellcheck: "false", placeholder: key === "name" ? "unnamed" : "default", "aria-invalid": error ? "true" : null, list: { hw: "compare-hw", r: "compare-r" }[splitKey(key)[0]] ?? null }),
          m.names(key, value) ? h("span", { class: "hint" }, m.names(key, value)) : null,
          changed ? h("span", { class: "badge" }, "differs") : null);
      }))))));
}

/** @param {CompareModel} m @param {string} key */
function label(m, key) {
  const [base, group] = splitKey(key), field = m.fields.get(base);
  const words = WORDS[base] ?? (field ? `${field.label}${field.unit ? `, ${field.unit}` : ""}` : base);
  return group > 1 ? `${words} (${group})` : words;
}

/** Which factor makes which part of the ratio. @param {CompareModel} m */
export function drivers(m) {
  if (!m.comparison || m.list.length < 2) return null;
  return m.comparison.scenarios.slice(1).map((/** @type {any} */ s, /** @type {number} */ i) => {
    const rows = s.drivers.filter((/** @type {any} */ d) => d.ratio !== 1);
    return h("section", { "data-id": LETTERS[i + 1] }, h("h3", null, `${LETTERS[i + 1]} ÷ A = ${s.ratio === null ? "no ratio" : significant(s.ratio, 3)}`),
      rows.length ? [rows.every((/** @type {any} */ d) => d.log_share !== null) ? h("div", { class: "plot", opaque: true, "data-drivers": i + 1 }) : null,
        h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `Factors of ${LETTERS[i + 1]}` }, h("table", null, h("thead", null, h("tr", null, ["Factor", "A", LETTERS[i + 1], "Ratio", "Share of the difference"].map((t) => h("th", { scope: "col" }, t)))),
          h("tbody", null, rows.map((/** @type {any} */ d) => h("tr", null, h("th", { scope: "row" }, factorName(d)), h("td", { class: "num" }, chem(m.fmt.text(d.first, d.unit))), h("td", { class: "num" }, chem(m.fmt.text(d.this, d.unit))), h("td", { class: "num" }, `× ${significant(d.ratio, 3)}`),
            h("td", { class: "num" }, d.log_share === null ? "–" : d.log_share < 0 ? `against it, ${Math.round(-100 * d.log_share)}\u00a0%` : `${Math.round(100 * d.log_share)}\u00a0%`))))))] : h("p", { class: "hint" }, "No factor differs."));
  });
}
