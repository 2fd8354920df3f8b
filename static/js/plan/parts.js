// @ts-check
/** The limits of a search and its answer, as plain data. */
import { h } from "../dom.js";
import { figure } from "../estimate/figure.js";
import { POSITIONS } from "../estimate/slider.js";
import { chem, told } from "../estimate/words.js";
import { say, tr } from "../i18n/tr.js";
import { takeaway } from "../takeaways.js";
import { significant } from "../units.js";
import { LIMITS, LISTS, ownDevices, positionOf, RENTED } from "./request.js";

/**
 * @typedef {{fmt: ReturnType<typeof import("../units.js").formatter>, scenario: import("../url.js").Params, limits: import("../url.js").Params, plan: any, errors: any[], stale: boolean, sentence: string, across: "hours" | "cost",
 *   budget: string, afford: any, budgetErrors: any[], rows: string, accuracy: any, rowErrors: any[], hours: {place: string, rows: {hour: number, kg: number}[]} | null, hourless: string, hourly: string[],
 *   regions: any[] | null, regionsFound: any, own: any, linear: boolean}} PlanModel
 */

const BEST = /** @type {Record<string, string>} */ ({ cleanest: tr`cleanest`, fastest: tr`fastest`, cheapest: tr`cheapest` });
const SHOWN = 60; // points of the front in the table

/** A count, whole. @param {number} n */
const count = (n) => significant(n, 15);
/** @param {number} hour */
export const clock = (hour) => tr`${String(hour).padStart(2, "0")}:00 UTC`;

/** @param {PlanModel} m */
export const work = (m) => [h("p", null, chem(m.sentence || tr`The work is that of the Estimate view.`)), h("p", { class: "actions" }, h("a", { href: "#/estimate" }, tr`Change the work in Estimate`))];

/** @param {PlanModel} m */
export function limits(m) {
  const devices = m.limits.get("devices") ?? "";
  const chip = (/** @type {string} */ what, /** @type {string} */ text, /** @type {boolean} */ on) => h("button", { type: "button", class: "chip", "data-preset": what, "aria-pressed": String(on) }, text);
  return [LIMITS.map((l) => limit(m, l, l)), LISTS.map((l) => limit(m, l, null)),
    h("div", { class: "chips", role: "group", "aria-label": tr`Devices to search` }, chip("any", tr`Any device`, devices === ""), chip("rented", tr`Widely rented cards`, devices === RENTED.join(",")), chip("own", tr`Only the scenario's`, devices !== "" && devices === ownDevices(m.scenario)))];
}

/** A limit: a text field, and for a number a slider that is bound to it.
 * @param {PlanModel} m @param {{key: string, label: string, unit?: string, hint: string}} l @param {typeof LIMITS[number] | null} number */
function limit(m, l, number) {
  const e = m.errors.find((x) => x.key === l.key || x.field === l.key || x.field?.startsWith(l.key)), value = m.limits.get(l.key) ?? "";
  return h("div", { class: number ? "limit" : "limit wide", "data-id": `limit-${l.key}` }, h("label", { for: `plan-${l.key}` }, l.label), h("span", null,
    h("input", { id: `plan-${l.key}`, "data-plan": l.key, "data-id": `in-${l.key}`, type: "text", inputmode: number ? "decimal" : null, value, placeholder: l.hint, size: number ? 10 : 30, autocomplete: "off", spellcheck: "false", list: l.key === "devices" ? "plan-devices" : null,
      "aria-invalid": e ? "true" : null, "aria-describedby": e ? `plan-err-${l.key}` : null }), l.unit ? [" ", chem(l.unit)] : ""),
    number ? h("input", { type: "range", "data-plan-range": l.key, "data-id": `range-${l.key}`, min: 0, max: POSITIONS, step: 1, value: positionOf(number, value), "aria-label": l.unit ? `${l.label}, ${l.unit}` : l.label, "aria-valuetext": value === "" ? l.hint : `${value} ${l.unit}`.trim() }) : null,
    e ? h("p", { class: "fault", id: `plan-err-${l.key}` }, told(e)) : null);
}

/** @param {PlanModel} m */
export function answer(m) {
  const others = m.errors.filter((e) => ![...LIMITS, ...LISTS].some((l) => e.key === l.key || e.field === l.key || e.field?.startsWith(l.key)));
  const stale = m.errors.length && m.plan ? h("p", { class: "badge" }, tr`Below: last valid values`) : null;
  if (others.length) return [h("ul", { class: "faults" }, others.map((e) => h("li", { class: "fault" }, told(e)))), stale];
  const p = m.plan;
  if (!p) return h("p", { class: "hint" }, m.errors.length ? "" : tr`Searching.`);
  if (!p.front.length) return [stale, h("p", null, h("strong", null, takeaway(p.takeaway))), refusedList(m), least(m)];
  return [stale, h("ul", { class: "plain picks" }, [pick(m, p.cleanest, tr`Cleanest`), p.cheapest === null ? null : pick(m, p.cheapest, tr`Cheapest`), pick(m, p.fastest, tr`Fastest`)]),
    h("p", { class: "hint" }, tr`${count(p.front.length)} plans that nothing beats, of ${count(p.candidates)}: ${count(p.devices)} devices × ${count(p.counts)} numbers of them × ${count(p.regions)} places.`), refusedList(m)];
}

/** How far down each goes by itself, when nothing keeps within all limits. @param {PlanModel} m */
function least(m) {
  const l = m.plan.least, known = [[l.hours, "h"], [l.carbon_kgco2e, "kgCO2e"], [l.cost_usd, "USD"]].filter(([v]) => v !== null);
  return known.length ? h("p", { class: "hint" }, chem(tr`By itself each could come down to ${known.map(([v, unit]) => m.fmt.text(v, unit)).join(", ")}.`)) : null;
}

/** @param {PlanModel} m @param {number} i @param {string} title */
function pick(m, i, title) {
  const f = m.plan.front[i];
  return h("li", { class: "card", "data-id": title }, h("h2", null, title), h("p", { class: "live-big" }, numberOf(m, f, title)), h("p", null, `${count(f.count)} × ${f.device_name}`), h("p", { class: "hint" }, f.start_hour === null ? say(f.region_name) : tr`${say(f.region_name)}, from ${clock(f.start_hour)}`),
    h("p", { class: "hint" }, chem(`${m.fmt.text(f.carbon_kgco2e.mid, "kgCO2e")}, ${m.fmt.text(f.hours.mid, "h")}, ${cost(m, f)}`)), h("p", { class: "tools" }, h("a", { href: `#/estimate?${f.query}`, "aria-label": tr`Open in Estimate: ${title}` }, tr`Open in Estimate`)));
}

/** @param {PlanModel} m @param {any} f */
const cost = (m, f) => (f.cost_usd ? tr`${m.fmt.text(f.cost_usd.mid, "USD")} of ${say(f.cost_basis)}` : tr`cost unknown`);

/** @param {PlanModel} m @param {any} f @param {string} title */
function numberOf(m, f, title) {
  const s = title === "Cleanest" ? m.fmt.show(f.carbon_kgco2e.mid, "kgCO2e") : title === "Fastest" ? m.fmt.show(f.hours.mid, "h") : m.fmt.show(f.cost_usd?.mid, "USD");
  return [s.number, " ", h("span", { class: "of" }, chem(s.unit))];
}

const REFUSED = /** @type {Record<string, string>} */ ({ power: tr`have a rated power that nobody published`, speed: tr`have a speed that nobody published` });

/** @param {PlanModel} m */
const refusedList = (m) => (m.plan.refused.length ? h("ul", { class: "hint" }, m.plan.refused.map((/** @type {any} */ r) => h("li", null, `${count(r.candidates)} ${REFUSED[r.limit] ?? tr`go beyond the limit of ${r.limit}`}`))) : null);

/** The front as a picture: carbon against time, or against cost. @param {PlanModel} m */
export function front(m) {
  const p = m.plan;
  if (!p?.front.length) return null;
  const shown = p.front.slice(0, SHOWN), chip = (/** @type {"hours" | "cost"} */ by, /** @type {string} */ text) => h("button", { type: "button", class: "chip", "data-across": by, "aria-pressed": String(m.across === by) }, text);
  return [figure("front", {
    finding: takeaway(p.takeaway), rows: p.front.length, name: tr`Plans that nothing beats`, columns: ["CO2e", tr`Time`, tr`Cost`, tr`Devices`, tr`Place`, tr`Best in`, tr`Scenario`],
    hint: m.across === "hours" ? tr`A dot is a plan: carbon upwards, time to the right, each line ten times more. None of them is beaten in carbon, time and cost at once.` : tr`A dot is a plan: carbon upwards, cost to the right, each line ten times more. None of them is beaten in carbon, time and cost at once. Plans of unknown cost are not in this picture.`,
    tools: h("div", { class: "chips", role: "group", "aria-label": tr`To the right` }, chip("hours", tr`Time to the right`), chip("cost", tr`Cost to the right`)),
    table: shown.map((/** @type {any} */ f, /** @type {number} */ i) => ({ id: `p${i}`, cells: [chem(m.fmt.text(f.carbon_kgco2e.mid, "kgCO2e")), m.fmt.text(f.hours.mid, "h"), f.cost_usd ? `${m.fmt.text(f.cost_usd.mid, "USD")} ${say(f.cost_basis)}` : tr`unknown`,
      `${count(f.count)} × ${f.device_name}`, say(f.region_name), f.best.map((/** @type {string} */ b) => BEST[b] ?? b).join(", "), h("a", { href: `#/estimate?${f.query}`, "aria-label": tr`Open: ${count(f.count)} × ${f.device_name}, ${say(f.region_name)}` }, tr`open`)] })),
  }),
  p.front.length > SHOWN ? h("p", { class: "hint" }, tr`The table has the first ${SHOWN} of ${count(p.front.length)}, from the least carbon up; the picture shows all.`) : null,
  p.notes.length ? h("ul", { class: "hint" }, p.notes.map((/** @type {any} */ n) => h("li", null, say(n.message)))) : null];
}

/** The points of the picture. @param {PlanModel} m */
export const points = (m) => (m.plan?.front ?? []).filter((/** @type {any} */ f) => m.across === "hours" || f.cost_usd?.mid > 0).map((/** @type {any} */ f) => ({
  at: m.across === "hours" ? f.hours.mid : f.cost_usd.mid, kg: f.carbon_kgco2e.mid, label: f.best.map((/** @type {string} */ b) => BEST[b] ?? b).join(", "), best: f.best.length > 0, priced: f.cost_usd !== null }));
