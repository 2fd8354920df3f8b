// @ts-check
/**
 * What comes after the answer, and is fetched only then: the questions beside it, the parts that their answers fill by the name
 * of their place in the page, and the pictures.
 */
import { quantiles, tornado } from "./certainty.js";
import { damages } from "./damages.js";
import { devices } from "./devices.js";
import { elsewhere } from "./elsewhere.js";
import { levers } from "./levers.js";
import { staircase } from "./staircase.js";
import { tries } from "./tries.js";

export { Charts } from "./drawing.js";
export { regionTable } from "./elsewhere.js";
export { askExtras, askSlow } from "./extras.js";

/** @typedef {import("./render.js").Render} Render */

/** Drawn from the first round of questions. @type {Record<string, Render>} */
export const extras = { elsewhere, tries, tornado, staircase, quantiles, damages };

/** Drawn from the second, which takes the engine longer. @type {Record<string, Render>} */
export const slow = { levers, devices };
