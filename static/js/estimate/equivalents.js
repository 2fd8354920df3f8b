// @ts-check
/** Everyday comparisons: how each reads, and which suits a size until the reader chooses one. */
import { rich, say, tr } from "../i18n/tr.js";

/** How a comparison reads around its number, by the catalog's id, and its name in the list. @type {Record<string, [words: (n: any) => any[], name: string]>} */
const COMPARISONS = {
  "phone-charge": [(n) => rich`charging a smartphone ${n} times`, tr`charging a smartphone`],
  "car-km-eu": [(n) => rich`driving ${n} km in an average European car`, tr`driving in Europe`],
  "car-km-eu-new": [(n) => rich`driving ${n} km in a new European car, by its tailpipe`, tr`driving a new car in Europe`],
  "car-km-us": [(n) => rich`driving ${n} km in an average petrol car in the United States`, tr`driving in the United States`],
  "electric-car-km": [(n) => rich`driving ${n} km in an electric car on this grid`, tr`driving an electric car on this grid`],
  "train-km": [(n) => rich`travelling ${n} km by train`, tr`travelling by train`],
  "flight-km": [(n) => rich`flying ${n} km in economy class`, tr`flying in economy class`],
  "flight-par-lon": [(n) => rich`flying ${n} times from Paris to London, one way`, tr`flying from Paris to London`],
  "flight-nyc-lon": [(n) => rich`flying ${n} times from New York to London, one way`, tr`flying from New York to London`],
  "flight-nyc-sfo": [(n) => rich`flying ${n} times from New York to San Francisco, one way`, tr`flying from New York to San Francisco`],
  "flight-nyc-mel": [(n) => rich`flying ${n} times from New York to Melbourne, one way`, tr`flying from New York to Melbourne`],
  "video-hour": [(n) => rich`streaming ${n} hours of video, world average`, tr`streaming video, world`],
  "video-hour-eu": [(n) => rich`streaming ${n} hours of video in Europe`, tr`streaming video, Europe`],
  "household-week-us": [(n) => rich`the energy of ${n} homes in the United States for a week`, tr`a home's energy in a week`],
  "petrol-gallon": [(n) => rich`burning ${n} gallons of petrol`, tr`burning petrol`],
  "car-lifetime": [(n) => rich`making and driving ${n} cars for all their life`, tr`a car's whole life`],
  "human-year": [(n) => rich`what ${n} people emit in a year, world average`, tr`a person's year, world`],
  "american-year": [(n) => rich`what ${n} people emit in a year in the United States`, tr`a person's year, United States`],
  "person-budget-year": [(n) => rich`what the climate can bear from ${n} people in a year`, tr`what the climate can bear`],
};
/** Up to how many kilograms each comparison is easy to picture. @type {[number, string][]} */
const BY_SIZE = [[0.2, "phone-charge"], [10_000, "car-km-eu"], [Infinity, "human-year"]];

/** @param {{id: string, label: string}} row */
export const comparison = (row) => COMPARISONS[row.id] ?? [(n) => [n, ` × ${say(row.label)}`], say(row.label)];

/** The comparison that the reader chose, else the one that suits the size. @param {any[]} equivalents @param {number} kilograms @param {string} [chosen] */
export function chooseEquivalent(equivalents, kilograms, chosen = "") {
  const wanted = BY_SIZE.find(([upTo]) => kilograms <= upTo)?.[1];
  const row = equivalents.find((e) => e.id === chosen) ?? equivalents.find((e) => e.id === wanted) ?? equivalents[0];
  return row ? { row, words: comparison(row) } : null;
}
