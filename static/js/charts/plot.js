// @ts-check
/**
 * The entry of the chart chunk. Plot puts a <style> element into its pictures, which a strict Content-Security-Policy
 * refuses; it is taken out before the picture enters the page, and css/chart.css says the same.
 */
export { drawWaterfall } from "./waterfall.js";
export { drawRegions } from "./regions.js";
export { drawScenarios } from "./scenarios.js";
export { drawDrivers } from "./drivers.js";
export { drawAccuracy, drawFront, drawHours } from "./front.js";
export { drawTornado } from "./tornado.js";
export { drawQuantiles } from "./quantiles.js";
export { drawStaircase } from "./staircase.js";
export { drawDamages } from "./damages.js";
export { drawRanked } from "./ranked.js";
