// @ts-check
/** The options of the long selects, filled in the browser once the engine has sent its lists. */
import { say, tr } from "../i18n/tr.js";

/** @typedef {import("./model.js").Lists} Lists */
/** @typedef {{value: string, text: string}} Option */
/** @typedef {{label: string, options: Option[]}} Group */

const LEVELS = /** @type {Record<string, string>} */ ({
  world: tr`World and groups of countries`, area: tr`World and groups of countries`, country: tr`Countries`, "ca-province": tr`Canada: provinces`,
  "us-state": tr`United States: states`, "egrid-subregion": tr`United States: eGRID subregions`, "au-state": tr`Australia: states`, "cn-province": tr`China: provinces`,
  "ru-region": tr`Russia: regions`, "grid-zone": tr`Other grid zones`,
});
/** Providers by the first part of a cloud region's id. */
export const CLOUDS = /** @type {Record<string, string>} */ ({ aws: "AWS", azure: "Azure", gcp: "Google Cloud", oci: "Oracle Cloud", ovh: "OVHcloud", lambda: "Lambda", nebius: "Nebius", runpod: "Runpod", scaleway: "Scaleway", verda: "Verda" });
const FIRST_VENDORS = ["NVIDIA", "AMD", "Google", "Intel"];

/** @param {Lists} lists @returns {Group[]} */
export function acceleratorGroups(lists) {
  const groups = gather(lists.accelerators.map((a) => ({ group: a.vendor || tr`Other makers`, value: a.id, text: a.tdp_w ? `${a.name} · ${a.tdp_w} W` : a.name })));
  groups.sort((a, b) => rank(a.label) - rank(b.label) || a.label.localeCompare(b.label));
  return [...groups, { label: tr`Not in the list`, options: [{ value: "other", text: tr`Other: I know its watts` }] }];
}
const rank = (/** @type {string} */ v) => (FIRST_VENDORS.indexOf(v) + 1 || 99);

/** @param {Lists} lists @param {boolean} [custom] offer a typed intensity too @returns {Group[]} */
export function placeGroups(lists, custom = true) {
  const order = [...new Set(Object.values(LEVELS))];
  const places = gather(lists.places.map((p) => ({ group: LEVELS[p.level] ?? tr`Other grid zones`, value: p.code, text: say(p.name) })));
  places.sort((a, b) => order.indexOf(a.label) - order.indexOf(b.label));
  for (const g of places.slice(1)) g.options.sort((a, b) => a.text.localeCompare(b.text));
  const clouds = gather(lists.clouds.map((c) => ({ group: tr`Cloud: ${CLOUDS[c.provider] ?? c.provider}`, value: c.id, text: `${c.name && c.name !== c.region ? c.name + " · " : ""}${c.region}` })));
  const own = custom ? [{ label: tr`My own figure`, options: [{ value: "custom", text: tr`Type grams of CO2e per kWh` }, { value: "mix", text: tr`A mix of fuels` }] }] : [];
  return [...own, ...places, ...(custom ? clouds : [])];
}

/** @param {(Option & {group: string})[]} rows @returns {Group[]} */
function gather(rows) {
  /** @type {Map<string, Group>} */
  const groups = new Map();
  for (const { group, value, text } of rows) {
    if (!groups.has(group)) groups.set(group, { label: group, options: [] });
    groups.get(group)?.options.push({ value, text });
  }
  return [...groups.values()];
}

/** Keeps the options that contain every word of the filter, in label, value or group. @param {Group[]} groups @param {string} filter */
export function narrow(groups, filter) {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return groups;
  return groups.map((g) => ({ label: g.label, options: g.options.filter((o) => {
    const hay = `${o.text} ${o.value} ${g.label}`.toLowerCase();
    return words.every((w) => hay.includes(w));
  }) })).filter((g) => g.options.length);
}

/** Kinds of building, and the way back to a number. @param {Lists} lists @returns {Group[]} */
export const siteGroups = (lists) => [{ label: "", options: [...lists.sites.map((s) => ({ value: s.id, text: say(s.label) })), { value: "", text: tr`a PUE that I know` }] }];

/** Fixed choices. @type {Record<string, Group[]>} */
export const FIXED = {
  work: [{ label: "", options: [{ value: "h", text: tr`hours` }, { value: "dh", text: tr`device-hours in all` }, { value: "kwh", text: tr`kWh metered at the devices` },
    { value: "flop", text: tr`FLOP of arithmetic` }, { value: "par", text: tr`parameters and tokens` }, { value: "steps", text: tr`steps that were timed` },
    { value: "red", text: tr`example × data set × experiments (Red AI)` }, { value: "use", text: tr`requests a day: using a model` }] }],
  load: [{ label: "", options: [{ value: "u", text: tr`% of rated power` }, { value: "pw", text: tr`watts measured on each` }] }],
};

/** What the options of each select were made from. @type {WeakMap<HTMLSelectElement, string>} */
const filled = new WeakMap();

/** Fills a select and chooses its value; a value that the list lacks is added as it is.
 * @param {HTMLSelectElement} select @param {Group[]} groups @param {string} value @param {string} stamp what the options were made from */
export function fill(select, groups, value, stamp) {
  if (filled.get(select) !== stamp) {
    filled.set(select, stamp);
    const parts = groups.map((g) => {
      const options = g.options.map((o) => new Option(o.text, o.value));
      if (!g.label) return options;
      const el = document.createElement("optgroup");
      el.label = g.label;
      el.append(...options);
      return [el];
    });
    select.replaceChildren(...parts.flat());
  }
  if (select.value === value) return;
  select.value = value;
  if (select.value !== value && !select.size) {
    select.prepend(new Option(value, value));
    select.value = value;
  }
}
