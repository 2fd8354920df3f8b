// @ts-check
/**
 * What the answer says beside its carbon, and how each of it comes about: one table for the list, the panel that explains
 * a number, and the tests.
 *
 * @typedef {{low: number, mid: number, high: number}} Range
 * @typedef {{id: string, label: string, unit: string, value: Range, formula: string, scope: string, terms: (t: any) => boolean}} Quantity
 */
import { tr } from "../i18n/tr.js";
import { SCOPES } from "../labels.js";

/** @param {...string} kinds */
const kind = (...kinds) => (/** @type {any} */ t) => kinds.includes(t.id.split(".")[0]);
const energy = (/** @type {any} */ t) => t.group === "energy";
const machines = (/** @type {any} */ t) => t.group === "energy" && !kind("facility", "host", "memory")(t);
const none = () => false;

/** Members of the result, in the order of the page. @type {Omit<Quantity, "value" | "id">[] & {id: string}[]} */
const TABLE = [
  { id: "operational_kgco2e", label: tr`From electricity`, unit: "kgCO2e", formula: tr`energy at the facility × grid intensity`, scope: tr`Part of the total.`, terms: kind("grid") },
  { id: "network_kgco2e", label: tr`From moving data`, unit: "kgCO2e", formula: tr`data moved × energy per gigabyte × grid intensity`, scope: tr`Part of the total; outside the building.`, terms: kind("network") },
  { id: "embodied_kgco2e", label: tr`From making the hardware`, unit: "kgCO2e", formula: tr`making it × hours of this work ÷ hours of use in its life`, scope: tr`Part of the total.`, terms: kind("embodied") },
  { id: "market_based_kgco2e", label: tr`By the contract`, unit: "kgCO2e", formula: tr`energy at the facility × intensity of the contract`, scope: tr`Market-based; never in the total, which counts what the grid delivers.`, terms: none },
  { id: "it_energy_kwh", label: tr`Electricity at the machines`, unit: "kWh", formula: tr`devices + rest of the server`, scope: tr`Before the building's overhead.`, terms: (t) => energy(t) && !kind("facility")(t) },
  { id: "network_kwh", label: tr`Electricity of moving data`, unit: "kWh", formula: tr`data moved × energy per gigabyte`, scope: tr`Outside the building, and not in the electricity above.`, terms: kind("network") },
  { id: "average_w", label: tr`Average power`, unit: "W", formula: tr`energy at the facility ÷ time`, scope: tr`At the meter of the building, while the work runs.`, terms: energy },
  { id: "hours", label: tr`Time`, unit: "h", formula: tr`time of one run × runs × restarts and evaluation`, scope: tr`Wall clock, all runs one after the other.`, terms: machines },
  { id: "device_hours", label: tr`Device-hours`, unit: "h", formula: tr`devices × time`, scope: tr`Summed over all devices and runs.`, terms: machines },
  { id: "flop", label: tr`Arithmetic`, unit: "FLOP", formula: tr`work of one run × runs`, scope: tr`Without what restarts repeat.`, terms: machines },
  { id: "mfu", label: tr`Share of peak speed`, unit: "", formula: tr`arithmetic ÷ (peak speed × time)`, scope: tr`Model FLOP utilisation (MFU), by the time that was given.`, terms: machines },
  { id: "achieved_tflops", label: tr`Speed of one device, TFLOP/s`, unit: "", formula: tr`arithmetic ÷ (devices × time)`, scope: tr`Sustained, by the time that was given.`, terms: machines },
  { id: "break_even_requests", label: tr`Requests that use as much`, unit: "", formula: tr`energy before the requests ÷ energy of one request`, scope: tr`From then on, use weighs more than training.`, terms: kind("use", "accelerator") },
  { id: "water_l", label: tr`Water`, unit: "L", formula: tr`cooling of the building + power plants`, scope: tr`Evaporated, not merely used; a litre in a dry place weighs more.`, terms: kind("water-site", "water-grid") },
  { id: "water_on_site_l", label: tr`Water at the building`, unit: "L", formula: tr`energy at the machines × WUE`, scope: tr`Evaporated by the cooling; water of the power plants is not known here.`, terms: kind("water-site") },
  { id: "primary_energy_mj", label: tr`Primary energy`, unit: "MJ", formula: tr`energy at the facility × primary energy of electricity + making`, scope: tr`In fuel, water, wind or sun, before it became electricity.`, terms: kind("primary-energy") },
  { id: "minerals_kgsb", label: tr`Minerals and metals`, unit: "kgSb", formula: tr`energy at the facility × minerals of electricity + making`, scope: tr`Used up, weighed as antimony by how scarce each is.`, terms: kind("minerals") },
  { id: "electricity_usd", label: tr`Electricity bill`, unit: "USD", formula: tr`energy at the facility × electricity price`, scope: tr`At the building.`, terms: kind("electricity") },
  { id: "device_usd", label: tr`Rent of the devices`, unit: "USD", formula: tr`devices × time × rent`, scope: tr`By list prices; it contains the electricity.`, terms: kind("rental") },
  { id: "social_cost_usd", label: tr`Damage to everyone`, unit: "USD", formula: tr`total × social cost of carbon`, scope: tr`By a published estimate; nobody sends this bill.`, terms: kind("damage") },
  { id: "carbon_price_usd", label: tr`At the carbon price`, unit: "USD", formula: tr`total × carbon price`, scope: tr`At the price that was typed.`, terms: kind("carbon-price") },
];

/** What the total is also told for each of. @type {Record<string, [label: string, formula: string]>} */
const EACH = {
  run: [tr`For each run`, tr`total ÷ runs`], request: [tr`For each request`, tr`total ÷ requests`], EFLOP: [tr`For each EFLOP`, tr`total ÷ EFLOPs`],
  "million tokens": [tr`For each million tokens`, tr`total ÷ million tokens`],
};

/** What the result knows, beside its headlines. @param {any} r @returns {Quantity[]} */
export function quantities(r) {
  /** @type {Quantity[]} */ const rows = [];
  const split = r.network_kgco2e || r.embodied_kgco2e;
  for (const q of TABLE) {
    if (q.id === "operational_kgco2e" && !split) continue; // it is the total
    if (q.id === "water_on_site_l" && r.water_l) continue;
    if (r[q.id]) rows.push({ ...q, value: r[q.id] });
  }
  if (r.request) rows.push({ id: "request", label: tr`Electricity of one request`, unit: "kWh", value: r.request.energy_kwh, formula: r.request.formula, scope: tr`At the devices, before the server around them and the building.`, terms: kind("use") });
  for (const u of r.per_unit) {
    if (u.kgco2e.mid === r.total_kgco2e.mid) continue; // of a single one: the headline says it
    const [label, formula] = EACH[u.unit] ?? [u.unit, ""];
    rows.push({ id: `per ${u.unit}`, label, unit: "kgCO2e", value: u.kgco2e, formula, scope: r.embodied_kgco2e ? tr`The software carbon intensity (SCI), with making the hardware.` : tr`The software carbon intensity (SCI), but without making the hardware.`, terms: (t) => t.group === "carbon" });
  }
  return rows;
}

/** @param {any} grid of the result */
export const gridScope = (grid) => SCOPES[grid.scope] ?? tr`As it was typed.`;
