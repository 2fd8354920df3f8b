// @ts-check
/** The page's names for what the engine calls by a key: groups of terms, causes of a range, published estimates. */
import { say, tr } from "./i18n/tr.js";

/** @type {[string, string][]} */
export const GROUPS = [["energy", tr`Electricity`], ["carbon", tr`Carbon`], ["water", tr`Water`], ["resources", tr`Taken from the ground`], ["money", tr`Money`]];

/** What a group's terms are measured at, and how they enter the total. @type {Record<string, string>} */
export const GROUP_SCOPES = {
  energy: tr`At the machines, before the building's overhead.`,
  carbon: tr`Counted in the total.`,
  water: tr`Evaporated, not merely used; beside the carbon, not in it.`,
  resources: tr`Taken from nature; beside the carbon, not in it.`,
  money: tr`Beside the carbon, not in it.`,
};

/** The same for single kinds of term, where the group does not say enough. @type {Record<string, string>} */
export const KIND_SCOPES = {
  facility: tr`Added by the building, by its power usage effectiveness (PUE): from the machines to the meter of the building.`,
  metered: tr`At the devices, as their meter said.`,
  storage: tr`At the disks, while the work runs, before the building's overhead.`,
  idle: tr`At the machines while they wait, before the building's overhead.`,
  use: tr`At the devices that answer, before the building's overhead.`,
  network: tr`Outside the building: in the total, but not in the electricity above.`,
  embodied: tr`Before the machines are switched on: the share of their life that this work takes. Moving and scrapping them is not known and not in it.`,
  "water-site": tr`Evaporated at the building, by its cooling.`,
  "water-grid": tr`Evaporated at the power plants.`,
  electricity: tr`The bill of the electricity at the building.`,
  rental: tr`What renting costs by list price; it contains the electricity, so the two do not add up.`,
  damage: tr`What the emissions cost everyone, by a published estimate. Nobody sends this bill.`,
  "carbon-price": tr`What the emissions would cost at the price that was typed.`,
  "primary-energy": tr`Energy in fuel, water, wind or sun before it became electricity or hardware.`,
  minerals: tr`Minerals and metals used up, weighed as antimony by how scarce each is.`,
};

/** What a kilowatt-hour's carbon stands for. @type {Record<string, string>} */
export const SCOPES = {
  lifecycle: tr`Life-cycle average of the place: with building the plants and bringing the fuel.`,
  direct: tr`Average of the place, only what leaves the stack.`,
  marginal: tr`Marginal and direct: what one more kilowatt-hour would add.`,
};

/** Causes of a range, by kind; the engine's own label is the rest. @type {Record<string, (label: string) => string>} */
const CAUSES = {
  load: (l) => tr`the load of ${l}`,
  power: (l) => tr`the measured power of ${l}`,
  curve: (l) => tr`the power of ${l} at its utilisation`,
  host: () => tr`the rest of the server`,
  making: (l) => l,
  lifecycle: () => tr`the grid's carbon intensity`,
  direct: () => tr`the grid's carbon intensity`,
  marginal: () => tr`the grid's carbon intensity`,
};

/** @param {{kind: string, label: string}} effect */
export const causeName = (effect) => CAUSES[effect.kind]?.(say(effect.label)) ?? (effect.label.startsWith("the ") ? say(effect.label) : tr`the ${say(effect.label)}`);

/** Published estimates of the damage of a tonne. @type {Record<string, string>} */
const ESTIMATES = {
  "epa-2023": "US EPA 2023", "iwg-2021": tr`US working group 2021`, "rennert-2022": "Rennert et al. 2022", "ricke-2018": "Ricke et al. 2018",
  "uba-2020-0": tr`German UBA, later lives count the same`, "uba-2020-1": tr`German UBA, later lives count less`,
};

/** @param {string | null | undefined} id */
export const estimateName = (id) => ESTIMATES[id ?? ""] ?? id ?? "";
