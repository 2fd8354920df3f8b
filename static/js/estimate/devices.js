// @ts-check
/** The same work on other accelerators: which ones emit least, where one's own stands, and the way to take another. */
import { h } from "../dom.js";
import { tr } from "../i18n/tr.js";
import { takeaway } from "../takeaways.js";
import { figure, scale } from "./figure.js";
import { groupCount, metered, workOf } from "./scenario.js";
import { chem, ratioWords } from "./words.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {{id: string, name: string, energy_kwh: any, total_kgco2e: {low: number, mid: number, high: number}, hours: {mid: number} | null}} Row */

const NAMED = 8; // devices that the picture names, beside one's own and the last
const LISTED = 40; // rows of the table

/** The one accelerator that the work could move from, or "" when there is none or more than one. @param {import("../url.js").Params} params */
export const ownDevice = (params) => (groupCount(params, "hw") === 1 && !metered(params) && workOf(params) !== "use" ? params.get("hw") ?? "" : "");

/** What the picture shows. @param {Model} m */
export function ranked(m) {
  const all = /** @type {Row[] | undefined} */ (m.slow?.devices?.devices), own = ownDevice(m.params);
  if (!all?.length || !own) return null;
  const wanted = [...all.slice(0, NAMED), ...all.filter((d, i) => i >= NAMED && (d.id === own || i === all.length - 1))];
  return wanted.map((d) => ({ label: d.name, ...d.total_kgco2e, own: d.id === own }));
}

/** @param {Model} m */
export function devices(m) {
  const rows = ranked(m), own = ownDevice(m.params);
  if (!rows) return null;
  const all = /** @type {Row[]} */ (m.slow?.devices.devices), kg = (/** @type {number} */ v) => m.fmt.text(v, "kgCO2e"), mine = all.find((d) => d.id === own);
  return figure("devices", {
    finding: takeaway(m.slow?.devices.takeaway), rows: rows.length, name: tr`The same work on other accelerators`, columns: [tr`Accelerator`, tr`Emissions`, tr`Electricity`, tr`Time`, tr`Against yours`, ""],
    hint: tr`Each is taken to reach the same share of its peak speed, with as many devices. Named are the cleanest, yours, and the one that emits the most.`, tools: scale(m.linear),
    table: all.slice(0, LISTED).map((d) => ({ id: d.id, cells: [d.name, chem(kg(d.total_kgco2e.mid)), m.fmt.text(d.energy_kwh.mid, "kWh"), d.hours ? m.fmt.text(d.hours.mid, "h") : "–", d.id === own || !mine ? "–" : ratioWords(mine.total_kgco2e.mid, d.total_kgco2e.mid),
      d.id === own ? tr`in the answer` : h("button", { type: "button", class: "quiet", "data-set": "hw", "data-value": d.id, "aria-label": tr`Use it: ${d.name}` }, tr`Use it`)] })),
  });
}
