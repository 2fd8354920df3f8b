// @ts-check
/** The parts of the Methods view as plain data. */
import { h } from "../dom.js";
import { origin } from "../estimate/explain.js";
import { chem, product, ratioWords, sentence } from "../estimate/words.js";
import { figure } from "../estimate/figure.js";
import { english, inEnglish, rich, say, tr } from "../i18n/tr.js";
import { GROUPS } from "../labels.js";
import { takeaway } from "../takeaways.js";
import { significant } from "../units.js";
import { unitCheck, withNumbers } from "./formulas.js";

/**
 * @typedef {{fmt: ReturnType<typeof import("../units.js").formatter>, query: string, result: any, rivals: any[] | null, found: any, latex: string, sources: import("./sources.js").Source[], published: any[] | null,
 *   shownCases: string, version: {engine: string, data: string} | null, fault: string}} MethodsModel
 */

const VERDICTS = /** @type {Record<string, string>} */ ({ agrees: tr`agrees`, inside: tr`inside our range`, outside: tr`outside our range`, "not computable": tr`not computable` });

/** Every step of the scenario at hand, formula first. @param {MethodsModel} m */
export function terms(m) {
  if (!m.result) return h("p", { class: "hint" }, m.fault || tr`Working it out.`);
  const named = new Map(GROUPS);
  const groups = [...new Set(m.result.terms.map((/** @type {any} */ t) => t.group))];
  return groups.map((g) => [
    h("h3", null, named.get(g) ?? sentence(g).replace(/\.$/, "")),
    h("ul", { class: "plain formulas" }, m.result.terms.filter((/** @type {any} */ t) => t.group === g).map((/** @type {any} */ t) => h("li", { "data-id": t.id },
      h("p", { class: "formula-line" }, h("strong", null, chem(m.fmt.text(t.value.mid, t.unit))), " ", sentence(say(t.label)).replace(/\.$/, ""), h("span", { class: "formula" }, " = ", product(t.formula))),
      h("p", { class: "numbers" }, chem(`${withNumbers(t, m.fmt)} = ${m.fmt.text(t.value.mid, t.unit)}`), units(t)),
      h("p", { class: "origin" }, t.inputs.map((/** @type {any} */ i, /** @type {number} */ n) => [n ? "; " : "", `${say(i.name)} `, h("strong", null, chem(m.fmt.show(i.value, i.unit).text)), i.source ? [", ", origin(i, false)] : ""])))))]);
}

/** Whether the units of the inputs make that of the term. @param {any} t */
function units(t) {
  const check = unitCheck(t);
  return check ? h("span", { class: check.agree ? "units" : "units fault" }, chem(check.agree ? tr` Units: ${check.text}.` : tr` The units do not agree: ${check.text}.`)) : null;
}

/** @param {MethodsModel} m */
export function rivals(m) {
  if (!m.rivals || !m.result) return m.fault ? h("p", { class: "hint" }, m.fault) : null;
  const ours = m.result.total_kgco2e.mid;
  const kg = (/** @type {number} */ v) => chem(m.fmt.text(v, "kgCO2e")), answers = tools(m);
  return [h("p", null, rich`The scenario of the Estimate view, computed by the published formulas and constants of other calculators, at the versions named. Ours is ${h("strong", null, chem(m.fmt.text(ours, "kgCO2e")))}.`),
    answers.length > 1 ? figure("rivals", { finding: takeaway(m.found), rows: answers.length, name: tr`The same scenario in other tools`, columns: [tr`Tool`, "CO2e", tr`Against ours`], hint: tr`The band is our range. Why each differs stands below.`,
      table: answers.map((a) => ({ id: a.label, cells: [a.label, kg(a.mid), a.own ? "–" : ratioWords(ours, a.mid)] })) }) : null,
    h("ul", { class: "plain rivals" }, m.rivals.map((r) => h("li", { "data-id": r.tool },
      h("details", { class: "rival" }, h("summary", null, h("strong", null, r.tool), " ", h("span", { class: "code" }, r.version), " ",
        r.carbon_kgco2e === null ? h("span", { class: "hint" }, r.energy_kwh === null ? tr`gives no answer` : m.fmt.text(r.energy_kwh, "kWh")) : [h("strong", null, chem(m.fmt.text(r.carbon_kgco2e, "kgCO2e"))), h("span", { class: "hint" }, ` ${ratioWords(ours, r.carbon_kgco2e)}`)]),
        r.not_applicable ? h("p", { class: "hint" }, sentence(say(r.not_applicable))) : null,
        r.differences?.length ? h("table", null, h("thead", null, h("tr", null, [tr`What differs`, tr`Ours`, tr`Theirs`, tr`Ratio`, tr`Why`].map((t) => h("th", { scope: "col" }, t)))),
          h("tbody", null, r.differences.map((/** @type {any} */ d) => h("tr", null, h("th", { scope: "row" }, say(d.factor)), h("td", null, chem(say(d.ours))), h("td", null, chem(say(d.theirs))), h("td", { class: "num" }, significant(d.ratio, 3)), h("td", { class: "source" }, chem(say(d.reason))))))) : null))))];
}

/** The answers that there are, from the least, with ours among them. @param {MethodsModel} m */
export const tools = (m) => (m.rivals && m.result ? [{ label: "gramwatt", ...m.result.total_kgco2e, own: true }, ...m.rivals.filter((r) => r.carbon_kgco2e !== null).map((r) => ({ label: String(r.tool), low: r.carbon_kgco2e, mid: r.carbon_kgco2e, high: r.carbon_kgco2e, own: false }))]
  .sort((a, b) => a.mid - b.mid) : []);

/** @param {MethodsModel} m */
export function published(m) {
  if (!m.published) return null;
  const count = (/** @type {string} */ v) => m.published?.filter((r) => r.verdict === v).length ?? 0;
  const verdicts = Object.keys(VERDICTS).filter((v) => count(v));
  const rows = m.published.filter((r) => m.shownCases === "all" || r.verdict === m.shownCases);
  return [
    h("p", null, rich`${m.published.length} printed numbers from ${new Set(m.published.map((r) => r.publication)).size} publications: ${verdicts.map((v, i) => [i ? ", " : "", h("strong", null, String(count(v))), ` ${v === "agrees" && count(v) !== 1 ? tr`agree` : VERDICTS[v]}`])}. A row opens as a scenario.`),
    h("div", { class: "chips", role: "group", "aria-label": tr`Show` }, [["all", tr`all`], ...verdicts.map((v) => [v, VERDICTS[v]])].map(([v, text]) => h("button", { type: "button", class: "chip", "data-cases": v, "aria-pressed": String(m.shownCases === v) }, text))),
    h("div", { class: "scroll tall", tabindex: "0", role: "region", "aria-label": tr`Published results` }, h("table", null,
      h("thead", null, h("tr", null, [tr`Case`, tr`Publication`, tr`Quantity`, tr`Reported`, tr`Computed`, tr`Ratio`, tr`Verdict`].map((t) => h("th", { scope: "col" }, t)))),
      h("tbody", null, rows.map((r) => h("tr", { "data-id": `${r.id} ${r.output}` },
        h("th", { scope: "row", class: "source" }, r.query ? h("a", { href: `#/estimate?v=1&${r.query.replace(/^v=1&/, "")}`, ...english }, r.title) : inEnglish(r.title), r.note ? h("span", { class: "hint", ...english }, ` ${r.note}`) : ""),
        h("td", { class: "source", ...english }, r.publication), h("td", null, quantity(r.quantity ?? r.output)), h("td", { class: "num" }, chem(m.fmt.text(r.reported, r.unit ?? ""))),
        h("td", { class: "num" }, r.computed ? chem(m.fmt.text(r.computed.mid, r.unit)) : "–"), h("td", { class: "num" }, r.ratio === null ? "–" : significant(r.ratio, 4)), h("td", null, VERDICTS[r.verdict] ?? r.verdict)))))),
  ];
}

/** @param {string} q such as total_kgco2e, or term:embodied.1 */
function quantity(q) {
  const text = q.replace(/^term:([a-z-]+).*$/, "part: $1").replace(/_kgco2e$/, " CO2e").replace(/_(kwh|usd|l|w)$/, "").replaceAll("_", " "), said = say(text);
  return said === text ? inEnglish(chem(text)) : chem(said);
}

/** @param {MethodsModel} m */
export function uncounted(m) {
  if (!m.result) return null;
  const notes = m.result.notes.map((/** @type {any} */ n) => h("li", null, chem(say(n.message))));
  return [h("p", null, tr`For the scenario at hand:`), h("ul", { class: "plain" }, m.result.not_counted.map((/** @type {any} */ n) => h("li", null, chem(sentence(say(n.text ?? n.label ?? n)))))),
    notes.length ? [h("h3", null, tr`Worth knowing`), h("ul", { class: "plain" }, notes)] : null];
}

const DATES = 8; // days of reading that are listed

/** Which data version this is, and when what it holds was read. @param {MethodsModel} m */
export function changes(m) {
  if (!m.version || !m.sources.length) return null;
  const days = [...new Set(m.sources.map((s) => s.as_of))].sort().reverse();
  const of = (/** @type {string} */ day) => m.sources.filter((s) => s.as_of === day);
  return [h("p", null, tr`This page carries data ${m.version.data}, the first version that was given out, so that no earlier one is kept beside it. A link says which version it was made with, and the page says so when they differ.`),
    h("p", null, tr`Its ${significant(m.sources.length, 15)} sources were taken on these days, the newest first:`),
    h("ul", { class: "plain" }, days.slice(0, DATES).map((day) => h("li", { "data-id": day }, h("details", null, h("summary", null, h("time", null, day), ` ${of(day).length === 1 ? tr`one source` : tr`${of(day).length} sources`}`), h("ul", null, of(day).map((s) => h("li", null, s.url ? h("a", { href: s.url, rel: "noreferrer noopener", target: "_blank", ...english }, s.title) : inEnglish(s.title), h("span", { class: "hint", ...english }, ` ${s.licence}`)))))))),
    days.length > DATES ? h("p", { class: "hint" }, tr`Older ones stand in the table Sources and licences above.`) : null];
}

/** @param {MethodsModel} m */
export function cite(m) {
  if (!m.version || !m.latex) return m.version ? h("p", { class: "hint" }, m.fault) : null;
  return [h("p", null, tr`This page is gramwatt ${m.version.engine} with data ${m.version.data}. A result carries both in its link and in every export, so that a reader can repeat it.`),
    h("h3", null, tr`Reference, BibTeX`), h("pre", { tabindex: "0", role: "region", "aria-label": tr`Reference, BibTeX` }, h("code", english, bibtex(m))), h("p", { class: "actions" }, h("button", { type: "button", class: "quiet", "data-copy": "bibtex" }, tr`Copy the reference`)),
    h("h3", null, tr`Paragraph on this scenario, LaTeX`), h("pre", { tabindex: "0", class: "tall", role: "region", "aria-label": tr`Paragraph on this scenario, LaTeX` }, h("code", english, m.latex)), h("p", { class: "actions" }, h("button", { type: "button", class: "quiet", "data-copy": "latex" }, tr`Copy the paragraph and its references`))];
}

/** The entry for this program, as the engine's LaTeX has it. @param {MethodsModel} m */
export const bibtex = (m) => /@misc\{gramwatt,[\s\S]*?\n\}/.exec(m.latex)?.[0] ?? "";

/** @param {{table: string, text: string}} choice @param {[string, string][]} tables */
export function finder(choice, tables) {
  return h("div", { class: "find" },
    h("label", null, tr`Table `, h("select", { "data-find": "table" }, tables.map(([id, name]) => h("option", { value: id, selected: id === choice.table }, name)))),
    h("label", null, tr`Rows with `, h("input", { type: "search", "data-find": "text", value: choice.text, placeholder: "H100, France, CC-BY", autocomplete: "off" })));
}
