// @ts-check
/** Place in detail: the grid, the building and its water. */
import { detail } from "./controls.js";
import { finder } from "./details.js";
import { choice, fieldset, ways, written } from "./fields.js";
import { placeName } from "./model.js";

/** @typedef {import("./model.js").Model} Model */

/** @param {Model} m */
export function place(m) {
  const p = m.params, code = p.get("r");
  return [
    fieldset("grid", "Grid",
      ways(m, "grid", {
        r: () => finder("list-r", "a place or cloud region", code ?? "WORLD", placeName(m, code), { "data-choice": "place", "data-fill": "places" }),
        mix: () => written(m, "mix", { keep: true, label: "Shares by fuel", hint: "Such as coal:40,hydro:60. Also gas, oil, nuclear, wind, solar, biomass, geothermal." }),
      }),
      choice(m, "basis", { label: "What a kilowatt-hour stands for" }),
      p.has("ci") || p.has("mix") ? null : [detail(m, "gy", { optional: true, hint: "Leave empty for the newest figure." }),
        detail(m, "t0", { optional: true, hint: "Counts where figures by hour are kept." })],
      detail(m, "mci", { optional: true, hint: "Shown beside the answer, never subtracted." })),
    fieldset("building", "Building",
      ways(m, "building", {
        site: () => choice(m, "site", { rows: m.lists.sites }),
        puec: () => written(m, "puec", { keep: true, hint: "Shares of cooling, lighting, power_conversion, other, network, servers and storage." }),
      }),
      detail(m, "wue", { optional: true }), detail(m, "ewf", { optional: true })),
  ];
}
