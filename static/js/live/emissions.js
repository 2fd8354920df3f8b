// @ts-check
/** What the session has emitted by the probe's own count, which follows the grid intensity over time. */
import { h } from "../dom.js";
import { chem } from "../estimate/words.js";
import { tr } from "../i18n/tr.js";

const CATALOG = "catalog"; // whose yearly figure stands in
const SOURCES = /** @type {Record<string, string>} */ ({ electricitymaps: tr`Electricity Maps`, uk: tr`the UK’s Carbon Intensity API`, file: tr`a file of hourly values`, catalog: tr`the catalog’s yearly figure`, flag: tr`a figure of yours` });
const STEADY = { steady: true };

/** @param {import("./render.js").LiveModel} m */
export function render(m) {
  const e = m.session.sample?.emissions;
  if (!e) return null;
  const grams = (/** @type {number} */ g) => m.fmt.text(g / 1000, "kgCO2e", STEADY), named = (/** @type {string} */ s) => SOURCES[s] ?? s;
  const parts = Object.entries(e.by_source).filter(([, g]) => g > 0).map(([source, g]) => tr`${grams(/** @type {number} */ (g))} with ${named(source)}`);
  return h("section", { class: "card", "data-id": "emissions", "data-source": e.grid_source }, h("h2", null, tr`With the grid of each moment`),
    h("p", { class: "live-big" }, chem(grams(e.grams)), m.session.hello.simulated ? h("span", { class: "of" }, tr` (simulated)`) : null),
    e.g_per_kwh === null ? h("p", { class: "fault" }, tr`No grid intensity is known now: this energy waits for the next one.`)
      : h("p", null, chem(tr`Now ${m.fmt.text(e.g_per_kwh, "gCO2e/kWh")}, by ${named(e.grid_source)}${e.grid_place ? tr`, for ${e.grid_place}` : ""}.`)),
    e.grid_source === CATALOG ? h("p", { class: "fault" }, tr`The source of the intensity does not answer, so the yearly figure counts for now. The list of sensors says why.`) : null,
    parts.length ? h("p", { class: "hint" }, chem(tr`Counted by the probe as the energy comes, PUE included: ${parts.join(", ")}.`)) : null);
}
