// @ts-check
/**
 * What can be said in several ways, of which a scenario uses one. The engine refuses two at once, so choosing a way
 * takes the keys of the others out of the link.
 *
 * @typedef {import("../url.js").Params} Params
 * @typedef {{id: string, words: string, keys: string[], start: Record<string, string>, also?: string[]}} Way
 *   keys: any of them says that this way is used; also: keys that leave with it; start: what the link says once it is chosen
 * @typedef {{legend: string, ways: Way[], silent: string}} Choice  silent: the way of a link that says none of it
 */
import { tr } from "../i18n/tr.js";

/** @type {Record<string, Choice>} */
export const CHOICES = {
  building: { legend: tr`Overhead of the building (PUE)`, silent: "none", ways: [
    { id: "pue", words: tr`A PUE that I know`, keys: ["pue"], start: { pue: "1.56" } },
    { id: "site", words: tr`The kind of building`, keys: ["site"], start: { site: "data-centre" } },
    { id: "puec", words: tr`Where its energy goes`, keys: ["puec"], start: { puec: "servers:60,storage:4,network:4,cooling:22,power_conversion:8,lighting:2" } },
    { id: "none", words: tr`Not known: the surveyed mean`, keys: [], start: {} },
  ] },
  grid: { legend: tr`Carbon of a kilowatt-hour`, silent: "r", ways: [
    { id: "r", words: tr`By the place`, keys: ["r", "gy"], start: { r: "WORLD" } },
    { id: "ci", words: tr`Grams that I know`, keys: ["ci"], start: { ci: "473" } },
    { id: "mix", words: tr`A mix of fuels`, keys: ["mix"], start: { mix: "gas:40,wind:30,solar:20,nuclear:10" } },
  ] },
  speed: { legend: tr`How fast the devices train`, silent: "none", ways: [
    { id: "none", words: tr`Not known: a range of published runs`, keys: [], start: {} },
    { id: "mfu", words: tr`Share of the peak speed (MFU)`, keys: ["mfu"], start: { mfu: "40" } },
    { id: "tf", words: tr`TFLOP/s of one device`, keys: ["tf"], start: { tf: "150" } },
  ] },
  step: { legend: tr`Time of a step`, silent: "sps", ways: [
    { id: "sps", words: tr`One number`, keys: ["sps"], start: { sps: "0.35" } },
    { id: "range", words: tr`The least and the most`, keys: ["spl", "sph"], start: { spl: "0.3", sph: "0.4" } },
    { id: "sm", words: tr`A list of measured steps`, keys: ["sm", "swu"], start: { sm: "0.9,0.36,0.35,0.34", swu: "1" } },
  ] },
  count: { legend: tr`Number of steps`, silent: "st", ways: [
    { id: "st", words: tr`Counted`, keys: ["st"], start: { st: "250000" } },
    { id: "epo", words: tr`Epochs over a data set`, keys: ["epo", "sam", "bat"], start: { epo: "3", sam: "1281167", bat: "256" } },
  ] },
  example: { legend: tr`Cost of one example`, silent: "xf", ways: [
    { id: "xf", words: tr`Its arithmetic`, keys: ["xf"], start: { xf: "12000000000" } },
    { id: "xe", words: tr`Its energy`, keys: ["xe"], start: { xe: "0.000001" } },
  ] },
  request: { legend: tr`Energy of one request`, silent: "sized", ways: [
    { id: "sized", words: tr`From the size of the model`, keys: [], start: { qp: "7000000000", qin: "500", qout: "300" } },
    { id: "qe", words: tr`Measured, of a request`, keys: ["qe"], start: { qe: "0.0003" } },
    { id: "qj", words: tr`Measured, of an output token`, keys: ["qj"], start: { qj: "0.4", qout: "300" } },
    { id: "qs", words: tr`Latency and batch`, keys: ["qs"], also: ["qw"], start: { qs: "5" } },
    { id: "qr", words: tr`Tokens per second`, keys: ["qr"], also: ["qw"], start: { qr: "1000", qout: "300" } },
  ] },
  period: { legend: tr`How long requests come`, silent: "qdays", ways: [
    { id: "qdays", words: tr`Days`, keys: ["qdays"], start: { qdays: "365" } },
    { id: "qy", words: tr`Years in service`, keys: ["qy"], start: { qy: "2" } },
  ] },
  project: { legend: tr`The project behind the result`, silent: "x", ways: [
    { id: "x", words: tr`A number of runs`, keys: ["x"], start: { x: "1" } },
    { id: "trials", words: tr`Trials, seeds, failures, retraining`, keys: ["ptr", "pgr", "pts", "pse", "pfa", "pfi", "pre", "pye"], start: { ptr: "24", pfi: "1" } },
    { id: "pp", words: tr`A published project`, keys: ["pp"], start: { pp: "one-sweep" } },
  ] },
  trials: { legend: tr`Trials`, silent: "ptr", ways: [
    { id: "ptr", words: tr`Counted`, keys: ["ptr"], start: { ptr: "24" } },
    { id: "pgr", words: tr`A grid of hyper-parameters`, keys: ["pgr"], start: { pgr: "3,4,2" } },
  ] },
  price: { legend: tr`Price of electricity`, silent: "none", ways: [
    { id: "none", words: tr`That of the country, where it is known`, keys: [], start: {} },
    { id: "ep", words: tr`A flat price`, keys: ["ep"], start: { ep: "0.12" } },
    { id: "tar", words: tr`By the hour of the day`, keys: ["tar"], start: { tar: "22-6:0.08,6-22:0.2" } },
  ] },
};

/** The way that a scenario uses. @param {Params} params @param {string} choice */
export function wayOf(params, choice) {
  const c = CHOICES[choice];
  return c.ways.find((w) => w.keys.some((k) => params.has(k)))?.id ?? c.silent;
}

/** @param {Params} params @param {string} choice @param {string} id @returns {Params} the keys of other ways leave, in whose place the new one begins */
export function setWay(params, choice, id) {
  const c = CHOICES[choice], way = c.ways.find((w) => w.id === id);
  if (!way || id === wayOf(params, choice)) return params;
  /** @type {Params} */ const next = new Map();
  const others = c.ways.filter((w) => w !== way).flatMap((w) => [...w.keys, ...(w.also ?? [])]);
  const add = () => Object.entries(way.start).forEach(([k, v]) => params.has(k) || next.set(k, v));
  let added = false;
  for (const [k, v] of params) {
    if (!others.includes(k)) next.set(k, v);
    else if (!added) { added = true; add(); }
  }
  if (!added) add();
  return next;
}
