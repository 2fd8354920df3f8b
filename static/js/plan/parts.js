// @ts-check
/** The Plan view as plain data. */
import { h } from "../dom.js";
import { chem, ratioWords } from "../estimate/words.js";
import { significant } from "../units.js";
import { LIMITS, LISTS, ownDevices, RENTED } from "./request.js";

/**
 * @typedef {{fmt: ReturnType<typeof import("../units.js").formatter>, scenario: import("../url.js").Params, limits: import("../url.js").Params, plan: any, errors: any[], stale: boolean, sentence: string,
 *   budget: string, afford: any, budgetErrors: any[], rows: string, accuracy: any, rowErrors: any[], hours: {place: string, rows: {hour: number, kg: number}[]} | null, hourless: string}} PlanModel
 */

const BEST = /** @type {Record<string, string>} */ ({ cleanest: "cleanest", fastest: "fastest", cheapest: "cheapest" });
const SHOWN = 60; // points of the front in the table

/** @param {PlanModel} m */
export const work = (m) => [h("p", null, m.sentence || "The work is that of the Estimate view."), h("p", { class: "actions" }, h("a", { href: "#/estimate" }, "Change the work in Estimate"))];

/** @param {PlanModel} m */
export function limits(m) {
  const error = (/** @type {string} */ key) => m.errors.find((e) => e.key === key || e.field === key || e.field?.startsWith(key));
  const field = (/** @type {{key: string, label: string, unit?: string, hint: string}} */ l, /** @type {boolean} */ text) => {
    const e = error(l.key), value = m.limits.get(l.key) ?? "";
    return h("div", { class: text ? "limit wide" : "limit", "data-id": `limit-${l.key}` }, h("label", { for: `plan-${l.key}` }, l.label), h("span", null,
      h("input", { id: `plan-${l.key}`, "data-plan": l.key, "data-id": `in-${l.key}`, type: "text", inputmode: text ? null : "decimal", value, placeholder: l.hint, size: text ? 30 : 10, autocomplete: "off", spellcheck: "false", list: l.key === "devices" ? "plan-devices" : null,
        "aria-invalid": e ? "true" : null, "aria-describedby": e ? `plan-err-${l.key}` : null }), l.unit ? [" ", chem(l.unit)] : ""),
      e ? h("p", { class: "fault", id: `plan-err-${l.key}` }, `${e.reason}. ${e.remedy}.`) : null);
  };
  const chip = (/** @type {string} */ what, /** @type {string} */ text, /** @type {boolean} */ on) => h("button", { type: "button", class: "chip", "data-preset": what, "aria-pressed": String(on) }, text);
  const devices = m.limits.get("devices") ?? "";
  return [LIMITS.map((l) => field(l, false)), LISTS.map((l) => field(l, true)),
    h("div", { class: "chips", role: "group", "aria-label": "Devices to search" }, chip("any", "Any device", devices === ""), chip("rented", "Widely rented cards", devices === RENTED.join(",")), chip("own", "Only the scenario's", devices !== "" && devices === ownDevices(m.scenario)))];
}

/** @param {PlanModel} m */
export function answer(m) {
  const others = m.errors.filter((e) => ![...LIMITS, ...LISTS].some((l) => e.key === l.key || e.field === l.key || e.field?.startsWith(l.key)));
  if (others.length) return h("ul", { class: "faults" }, others.map((e) => h("li", { class: "fault" }, `${e.reason}. ${e.remedy}.`)));
  const p = m.plan;
  if (!p) return h("p", { class: "hint" }, m.errors.length ? "" : "Searching.");
  if (!p.front.length) return [h("p", null, h("strong", null, "Nothing keeps within these limits.")), refusedList(m), p.least.hours !== null ? h("p", { class: "hint" }, "By itself each could come down to ", [p.least.hours === null ? null : m.fmt.text(p.least.hours, "h"), p.least.carbon_kgco2e === null ? null : m.fmt.text(p.least.carbon_kgco2e, "kgCO2e"), p.least.cost_usd === null ? null : m.fmt.text(p.least.cost_usd, "USD")].filter(Boolean).map((t, i) => [i ? ", " : "", chem(String(t))]), ".") : null];
  const pick = (/** @type {number} */ i, /** @type {string} */ title) => {
    const f = p.front[i];
    return h("li", { class: "card", "data-id": title }, h("h2", null, title), h("p", { class: "live-big" }, numberOf(m, f, title)), h("p", null, `${f.count} × ${f.device_name}`), h("p", { class: "hint" }, f.region_name, f.start_hour === null ? "" : `, from ${String(f.start_hour).padStart(2, "0")}:00 UTC`),
      h("p", { class: "hint" }, chem(m.fmt.text(f.carbon_kgco2e.mid, "kgCO2e")), `, ${m.fmt.text(f.hours.mid, "h")}`, f.cost_usd ? `, ${m.fmt.text(f.cost_usd.mid, "USD")} of ${f.cost_basis}` : ", cost unknown"), h("p", { class: "tools" }, h("a", { href: `#/estimate?${f.query}` }, "Open in Estimate")));
  };
  return [h("ul", { class: "plain picks" }, [pick(p.cleanest, "Cleanest"), p.cheapest === null ? null : pick(p.cheapest, "Cheapest"), pick(p.fastest, "Fastest")]),
    h("p", { class: "hint" }, `${p.front.length.toLocaleString("en-GB")} plans that nothing beats, of ${p.candidates.toLocaleString("en-GB")}: ${p.devices} devices × ${p.counts} numbers of them × ${p.regions} places.`), refusedList(m)];
}

/** @param {PlanModel} m @param {any} f @param {string} title */
function numberOf(m, f, title) {
  const s = title === "Cleanest" ? m.fmt.show(f.carbon_kgco2e.mid, "kgCO2e") : title === "Fastest" ? m.fmt.show(f.hours.mid, "h") : m.fmt.show(f.cost_usd?.mid, "USD");
  return [s.number, " ", h("span", { class: "of" }, chem(s.unit))];
}

const REFUSED = /** @type {Record<string, string>} */ ({ power: "have a rated power that nobody published", speed: "have a speed that nobody published" });

/** @param {PlanModel} m */
const refusedList = (m) => (m.plan.refused.length ? h("ul", { class: "hint" }, m.plan.refused.map((/** @type {any} */ r) => h("li", null, `${r.candidates.toLocaleString("en-GB")} ${REFUSED[r.limit] ?? `go beyond the limit of ${r.limit}`}`))) : null);

/** @param {PlanModel} m */
export function front(m) {
  const p = m.plan;
  if (!p?.front.length) return null;
  const shown = p.front.slice(0, SHOWN);
  return [h("div", { class: "scroll tall", tabindex: "0", role: "region", "aria-label": "Plans that nothing beats" }, h("table", null, h("thead", null, h("tr", null, ["CO2e", "Time", "Cost", "Devices", "Place", "Best in", "Scenario"].map((t) => h("th", { scope: "col" }, chem(t))))),
    h("tbody", null, shown.map((/** @type {any} */ f) => h("tr", null, h("td", { class: "num" }, chem(m.fmt.text(f.carbon_kgco2e.mid, "kgCO2e"))), h("td", { class: "num" }, m.fmt.text(f.hours.mid, "h")), h("td", { class: "num" }, f.cost_usd ? `${m.fmt.text(f.cost_usd.mid, "USD")} ${f.cost_basis}` : "unknown"),
      h("td", null, `${f.count} × ${f.device_name}`), h("td", { class: "source" }, f.region_name), h("td", null, f.best.map((/** @type {string} */ b) => BEST[b] ?? b).join(", ")), h("td", null, h("a", { href: `#/estimate?${f.query}` }, "open"))))))),
    p.front.length > SHOWN ? h("p", { class: "hint" }, `The first ${SHOWN} of ${p.front.length}, from the least carbon up; the picture shows all.`) : null,
    p.notes.length ? h("ul", { class: "hint" }, p.notes.map((/** @type {any} */ n) => h("li", null, n.message))) : null];
}

/** @param {PlanModel} m */
export function budget(m) {
  const a = m.afford, e = m.budgetErrors[0];
  return [h("p", { class: "sentence-small" }, h("label", null, "With ", h("input", { type: "text", "data-budget": "", "data-id": "budget", value: m.budget, size: 8, "aria-invalid": e ? "true" : null, autocomplete: "off" })), " (kg, kWh or USD)"),
    e ? h("p", { class: "fault" }, `${e.reason}. ${e.remedy}.`) : null,
    a ? [h("p", { class: "live-big" }, significant(a.fits.mid, 3), " ", h("span", { class: "of" }, "times this scenario")),
      h("p", null, `between ${significant(a.fits.low, 2)} and ${significant(a.fits.high, 2)} times; `, [a.runs ? `${significant(a.runs.mid, 3)} runs` : null, a.hours ? `${m.fmt.text(a.hours.mid, "h")} on these machines` : null, a.tokens ? `${significant(a.tokens.mid, 3)} tokens` : null].filter(Boolean).join(", "), "."),
      a.regions?.length ? h("p", { class: "hint" }, `Where it would go furthest: ${a.regions.slice(0, 3).map((/** @type {any} */ r) => `${r.name} (${significant(a.use.mid / r.total_kgco2e.mid, 2)} times as far)`).join(", ")}.`) : null] : null];
}

/** @param {PlanModel} m */
export function hours(m) {
  if (!m.hours) return h("p", { class: "hint" }, m.hourless);
  const kg = m.hours.rows.map((r) => r.kg), least = m.hours.rows[kg.indexOf(Math.min(...kg))], most = m.hours.rows[kg.indexOf(Math.max(...kg))];
  const at = (/** @type {number} */ hour) => `${String(hour).padStart(2, "0")}:00 UTC`;
  return [h("p", null, `In ${m.hours.place} a start at ${at(least.hour)} emits ${chemText(m, least.kg)}; at ${at(most.hour)} it is ${chemText(m, most.kg)}, ${ratioWords(least.kg, most.kg)}.`),
    h("div", { class: "plot", opaque: true, "data-hours": "" }),
    h("details", { class: "table" }, h("summary", null, "Show as table"), h("div", { class: "scroll" }, h("table", null, h("thead", null, h("tr", null, h("th", { scope: "col" }, "Start, UTC"), h("th", { scope: "col" }, chem("CO2e")))), h("tbody", null, m.hours.rows.map((r) => h("tr", null, h("th", { scope: "row" }, at(r.hour)), h("td", null, chem(chemText(m, r.kg)))))))))];
}

const chemText = (/** @type {PlanModel} */ m, /** @type {number} */ kg) => m.fmt.text(kg, "kgCO2e");

/** @param {PlanModel} m */
export function accuracy(m) {
  const a = m.accuracy;
  return [m.rowErrors.length ? h("ul", { class: "faults" }, m.rowErrors.slice(0, 5).map((e) => h("li", { class: "fault" }, `${e.field}: ${e.reason}. ${e.remedy}.`))) : null,
    a ? [h("div", { class: "plot", opaque: true, "data-accuracy": "" }),
      a.steps.length ? h("ul", null, a.steps.map((/** @type {any} */ s) => h("li", null, `From ${a.rows[s.from].label} to ${a.rows[s.to].label}: ${significant(s.points, 3)} more points for ${m.fmt.text(s.kgco2e, "kgCO2e")}, `, h("strong", null, m.fmt.text(s.g_per_point / 1000, "kgCO2e")), " for each."))) : null,
      h("ul", { class: "hint" }, a.rows.filter((/** @type {any} */ r) => r.beaten_by !== null).map((/** @type {any} */ r) => h("li", null, `${a.rows[r.beaten_by].label} is as good as ${r.label} for no more energy.`))),
      h("p", { class: "hint" }, chem(`At ${significant(a.g_per_kwh, 3)} g CO2e/kWh${a.grid?.name ? `, ${a.grid.name}${a.grid.year ? `, ${a.grid.year}` : ""}` : ""}.`))] : null];
}
