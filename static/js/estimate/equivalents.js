// @ts-check
/** Everyday comparisons: how each reads, and which suits a size until the reader chooses one. */

/** How a comparison reads around its number, by the catalog's id, and its name in the list. @type {Record<string, [before: string, after: string, name: string]>} */
const COMPARISONS = {
  "phone-charge": ["charging a smartphone ", " times", "charging a smartphone"],
  "car-km-eu": ["driving ", " km in an average European car", "driving in Europe"],
  "car-km-eu-new": ["driving ", " km in a new European car, by its tailpipe", "driving a new car in Europe"],
  "car-km-us": ["driving ", " km in an average petrol car in the United States", "driving in the United States"],
  "electric-car-km": ["driving ", " km in an electric car on this grid", "driving an electric car on this grid"],
  "train-km": ["travelling ", " km by train", "travelling by train"],
  "flight-km": ["flying ", " km in economy class", "flying in economy class"],
  "flight-par-lon": ["flying ", " times from Paris to London, one way", "flying from Paris to London"],
  "flight-nyc-lon": ["flying ", " times from New York to London, one way", "flying from New York to London"],
  "flight-nyc-sfo": ["flying ", " times from New York to San Francisco, one way", "flying from New York to San Francisco"],
  "flight-nyc-mel": ["flying ", " times from New York to Melbourne, one way", "flying from New York to Melbourne"],
  "video-hour": ["streaming ", " hours of video, world average", "streaming video, world"],
  "video-hour-eu": ["streaming ", " hours of video in Europe", "streaming video, Europe"],
  "household-week-us": ["the energy of ", " homes in the United States for a week", "a home's energy in a week"],
  "petrol-gallon": ["burning ", " gallons of petrol", "burning petrol"],
  "car-lifetime": ["making and driving ", " cars for all their life", "a car's whole life"],
  "human-year": ["what ", " people emit in a year, world average", "a person's year, world"],
  "american-year": ["what ", " people emit in a year in the United States", "a person's year, United States"],
  "person-budget-year": ["what the climate can bear from ", " people in a year", "what the climate can bear"],
};
/** Up to how many kilograms each comparison is easy to picture. @type {[number, string][]} */
const BY_SIZE = [[0.2, "phone-charge"], [10_000, "car-km-eu"], [Infinity, "human-year"]];

/** @param {{id: string, label: string}} row */
export const comparison = (row) => COMPARISONS[row.id] ?? /** @type {const} */ (["", ` × ${row.label}`, row.label]);

/** The comparison that the reader chose, else the one that suits the size. @param {any[]} equivalents @param {number} kilograms @param {string} [chosen] */
export function chooseEquivalent(equivalents, kilograms, chosen = "") {
  const wanted = BY_SIZE.find(([upTo]) => kilograms <= upTo)?.[1];
  const row = equivalents.find((e) => e.id === chosen) ?? equivalents.find((e) => e.id === wanted) ?? equivalents[0];
  return row ? { row, words: comparison(row) } : null;
}
