// @ts-check
/** The page's names for what the engine calls by a key: groups of terms, causes of a range, published estimates. */

/** @type {[string, string][]} */
export const GROUPS = [["energy", "Electricity"], ["carbon", "Carbon"], ["water", "Water"], ["resources", "Taken from the ground"], ["money", "Money"]];

/** What a group's terms are measured at, and how they enter the total. @type {Record<string, string>} */
export const GROUP_SCOPES = {
  energy: "At the machines, before the building's overhead.",
  carbon: "Counted in the total.",
  water: "Evaporated, not merely used; beside the carbon, not in it.",
  resources: "Taken from nature; beside the carbon, not in it.",
  money: "Beside the carbon, not in it.",
};

/** The same for single kinds of term, where the group does not say enough. @type {Record<string, string>} */
export const KIND_SCOPES = {
  facility: "Added by the building, by its power usage effectiveness (PUE): from the machines to the meter of the building.",
  metered: "At the devices, as their meter said.",
  storage: "At the disks, while the work runs, before the building's overhead.",
  idle: "At the machines while they wait, before the building's overhead.",
  use: "At the devices that answer, before the building's overhead.",
  network: "Outside the building: in the total, but not in the electricity above.",
  embodied: "Before the machines are switched on: the share of their life that this work takes. Moving and scrapping them is not known and not in it.",
  "water-site": "Evaporated at the building, by its cooling.",
  "water-grid": "Evaporated at the power plants.",
  electricity: "The bill of the electricity at the building.",
  rental: "What renting costs by list price; it contains the electricity, so the two do not add up.",
  damage: "What the emissions cost everyone, by a published estimate. Nobody sends this bill.",
  "carbon-price": "What the emissions would cost at the price that was typed.",
  "primary-energy": "Energy in fuel, water, wind or sun before it became electricity or hardware.",
  minerals: "Minerals and metals used up, weighed as antimony by how scarce each is.",
};

/** What a kilowatt-hour's carbon stands for. @type {Record<string, string>} */
export const SCOPES = {
  lifecycle: "Life-cycle average of the place: with building the plants and bringing the fuel.",
  direct: "Average of the place, only what leaves the stack.",
  marginal: "Marginal and direct: what one more kilowatt-hour would add.",
};

/** Causes of a range, by kind; the engine's own label is the rest. @type {Record<string, (label: string) => string>} */
const CAUSES = {
  load: (l) => `the load of ${l}`,
  power: (l) => `the measured power of ${l}`,
  curve: (l) => `the power of ${l} at its utilisation`,
  host: () => "the rest of the server",
  making: (l) => l,
  lifecycle: () => "the grid's carbon intensity",
  direct: () => "the grid's carbon intensity",
  marginal: () => "the grid's carbon intensity",
};

/** @param {{kind: string, label: string}} effect */
export const causeName = (effect) => CAUSES[effect.kind]?.(effect.label) ?? (effect.label.startsWith("the ") ? effect.label : `the ${effect.label}`);

/** Published estimates of the damage of a tonne. @type {Record<string, string>} */
const ESTIMATES = {
  "epa-2023": "US EPA 2023", "iwg-2021": "US working group 2021", "rennert-2022": "Rennert et al. 2022", "ricke-2018": "Ricke et al. 2018",
  "uba-2020-0": "German UBA, later lives count the same", "uba-2020-1": "German UBA, later lives count less",
};

/** @param {string | null | undefined} id */
export const estimateName = (id) => ESTIMATES[id ?? ""] ?? id ?? "";
