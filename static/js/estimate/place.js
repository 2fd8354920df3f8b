// @ts-check
/** Place in detail: the grid, the building and its water. */
import { detail } from "./controls.js";
import { finder } from "./details.js";
import { choice, fieldset, ways, written } from "./fields.js";
import { placeName } from "./model.js";
import { tr } from "../i18n/tr.js";

/** @typedef {import("./model.js").Model} Model */

/** @param {Model} m */
export function place(m) {
  const p = m.params, code = p.get("r");
  return [
    fieldset("grid", tr`Grid`,
      ways(m, "grid", {
        r: () => finder("list-r", tr`a place or cloud region`, code ?? "WORLD", placeName(m, code), { "data-choice": "place", "data-fill": "places" }),
        mix: () => written(m, "mix", { keep: true, label: tr`Shares by fuel`, hint: tr`Such as coal:40,hydro:60. Also gas, oil, nuclear, wind, solar, biomass, geothermal.` }),
      }),
      choice(m, "basis", { label: tr`What a kilowatt-hour stands for` }),
      p.has("ci") || p.has("mix") ? null : [detail(m, "gy", { optional: true, hint: tr`Leave empty for the newest figure.` }),
        detail(m, "t0", { optional: true, hint: tr`Counts where figures by hour are kept.` })],
      detail(m, "mci", { optional: true, hint: tr`Shown beside the answer, never subtracted.` })),
    fieldset("building", tr`Building`,
      ways(m, "building", {
        site: () => choice(m, "site", { rows: m.lists.sites }),
        puec: () => written(m, "puec", { keep: true, hint: tr`Shares of cooling, lighting, power_conversion, other, network, servers and storage.` }),
      }),
      detail(m, "wue", { optional: true }), detail(m, "ewf", { optional: true })),
  ];
}
