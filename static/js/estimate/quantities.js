// @ts-check
/**
 * What the answer says beside its carbon, and how each of it comes about: one table for the list, the panel that explains
 * a number, and the tests.
 *
 * @typedef {{low: number, mid: number, high: number}} Range
 * @typedef {{id: string, label: string, unit: string, value: Range, formula: string, scope: string, terms: (t: any) => boolean}} Quantity
 */
import { SCOPES } from "../labels.js";

/** @param {...string} kinds */
const kind = (...kinds) => (/** @type {any} */ t) => kinds.includes(t.id.split(".")[0]);
const energy = (/** @type {any} */ t) => t.group === "energy";
const machines = (/** @type {any} */ t) => t.group === "energy" && !kind("facility", "host", "memory")(t);
const none = () => false;

/** Members of the result, in the order of the page. @type {Omit<Quantity, "value" | "id">[] & {id: string}[]} */
const TABLE = [
  { id: "operational_kgco2e", label: "From electricity", unit: "kgCO2e", formula: "energy at the facility × grid intensity", scope: "Part of the total.", terms: kind("grid") },
  { id: "network_kgco2e", label: "From moving data", unit: "kgCO2e", formula: "data moved × energy per gigabyte × grid intensity", scope: "Part of the total; outside the building.", terms: kind("network") },
  { id: "embodied_kgco2e", label: "From making the hardware", unit: "kgCO2e", formula: "making it × hours of this work ÷ hours of use in its life", scope: "Part of the total.", terms: kind("embodied") },
  { id: "market_based_kgco2e", label: "By the contract", unit: "kgCO2e", formula: "energy at the facility × intensity of the contract", scope: "Market-based; never in the total, which counts what the grid delivers.", terms: none },
  { id: "it_energy_kwh", label: "Electricity at the machines", unit: "kWh", formula: "devices + rest of the server", scope: "Before the building's overhead.", terms: (t) => energy(t) && !kind("facility")(t) },
  { id: "network_kwh", label: "Electricity of moving data", unit: "kWh", formula: "data moved × energy per gigabyte", scope: "Outside the building, and not in the electricity above.", terms: kind("network") },
  { id: "average_w", label: "Average power", unit: "W", formula: "energy at the facility ÷ time", scope: "At the meter of the building, while the work runs.", terms: energy },
  { id: "hours", label: "Time", unit: "h", formula: "time of one run × runs × restarts and evaluation", scope: "Wall clock, all runs one after the other.", terms: machines },
  { id: "device_hours", label: "Device-hours", unit: "h", formula: "devices × time", scope: "Summed over all devices and runs.", terms: machines },
  { id: "flop", label: "Arithmetic", unit: "FLOP", formula: "work of one run × runs", scope: "Without what restarts repeat.", terms: machines },
  { id: "mfu", label: "Share of peak speed", unit: "", formula: "arithmetic ÷ (peak speed × time)", scope: "Model FLOP utilisation (MFU), by the time that was given.", terms: machines },
  { id: "achieved_tflops", label: "Speed of one device, TFLOP/s", unit: "", formula: "arithmetic ÷ (devices × time)", scope: "Sustained, by the time that was given.", terms: machines },
  { id: "break_even_requests", label: "Requests that use as much", unit: "", formula: "energy before the requests ÷ energy of one request", scope: "From then on, use weighs more than training.", terms: kind("use", "accelerator") },
  { id: "water_l", label: "Water", unit: "L", formula: "cooling of the building + power plants", scope: "Evaporated, not merely used; a litre in a dry place weighs more.", terms: kind("water-site", "water-grid") },
  { id: "water_on_site_l", label: "Water at the building", unit: "L", formula: "energy at the machines × WUE", scope: "Evaporated by the cooling; water of the power plants is not known here.", terms: kind("water-site") },
  { id: "primary_energy_mj", label: "Primary energy", unit: "MJ", formula: "energy at the facility × primary energy of electricity + making", scope: "In fuel, water, wind or sun, before it became electricity.", terms: kind("primary-energy") },
  { id: "minerals_kgsb", label: "Minerals and metals", unit: "kgSb", formula: "energy at the facility × minerals of electricity + making", scope: "Used up, weighed as antimony by how scarce each is.", terms: kind("minerals") },
  { id: "electricity_usd", label: "Electricity bill", unit: "USD", formula: "energy at the facility × electricity price", scope: "At the building.", terms: kind("electricity") },
  { id: "device_usd", label: "Rent of the devices", unit: "USD", formula: "devices × time × rent", scope: "By list prices; it contains the electricity.", terms: kind("rental") },
  { id: "social_cost_usd", label: "Damage to everyone", unit: "USD", formula: "total × social cost of carbon", scope: "By a published estimate; nobody sends this bill.", terms: kind("damage") },
  { id: "carbon_price_usd", label: "At the carbon price", unit: "USD", formula: "total × carbon price", scope: "At the price that was typed.", terms: kind("carbon-price") },
];

/** What the result knows, beside its headlines. @param {any} r @returns {Quantity[]} */
export function quantities(r) {
  /** @type {Quantity[]} */ const rows = [];
  const split = r.network_kgco2e || r.embodied_kgco2e;
  for (const q of TABLE) {
    if (q.id === "operational_kgco2e" && !split) continue; // it is the total
    if (q.id === "water_on_site_l" && r.water_l) continue;
    if (r[q.id]) rows.push({ ...q, value: r[q.id] });
  }
  if (r.request) rows.push({ id: "request", label: "Electricity of one request", unit: "kWh", value: r.request.energy_kwh, formula: r.request.formula, scope: "At the devices, before the server around them and the building.", terms: kind("use") });
  for (const u of r.per_unit) {
    if (u.kgco2e.mid === r.total_kgco2e.mid) continue; // of a single one: the headline says it
    rows.push({ id: `per ${u.unit}`, label: `For each ${u.unit}`, unit: "kgCO2e", value: u.kgco2e, formula: `total ÷ ${u.unit}s`.replace("ss", "s"), scope: r.embodied_kgco2e ? "The software carbon intensity (SCI), with making the hardware." : "The software carbon intensity (SCI), but without making the hardware.", terms: (t) => t.group === "carbon" });
  }
  return rows;
}

/** @param {any} grid of the result */
export const gridScope = (grid) => SCOPES[grid.scope] ?? "As it was typed.";
