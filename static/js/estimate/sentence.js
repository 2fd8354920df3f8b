// @ts-check
/** The form as a sentence. Its bracketed parts are ordinary inputs, styled as text. */
import { h } from "../dom.js";
import { contents } from "./fields.js";
import { sentence as full } from "./words.js";
import { acceleratorName, errorOf, idOf, placeholder, placeName, shown } from "./model.js";
import { groupCount, keyOf, metered, splitKey, workOf } from "./scenario.js";
import { wayOf } from "./ways.js";
import { rich, say, tr } from "../i18n/tr.js";

/** @typedef {import("./model.js").Model} Model */

/**
 * A number inside running text. Its width follows its digits.
 * @param {Model} m @param {string} key @param {string} label said by a screen reader, with the unit in words
 */
export function number(m, key, label) {
  const value = shown(m, key), error = errorOf(m, key), hint = placeholder(m, key);
  return h("input", {
    class: "slot num", type: "text", inputmode: "decimal", id: `in-${idOf(key)}`, "data-id": key, "data-key": key,
    value, placeholder: hint, size: Math.max(2, (value || hint).length), "aria-label": label, autocomplete: "off", spellcheck: "false", enterkeyhint: "done",
    "aria-invalid": error ? "true" : null, "aria-describedby": error ? `err-${idOf(key)}` : null,
  });
}

/**
 * A native select under text that can wrap. Only the chosen option is in the HTML; the rest is filled in when the
 * lists are there.
 * @param {string} id @param {string} label @param {string} value @param {string} text @param {Record<string, any>} attrs
 */
export function pick(id, label, value, text, attrs) {
  return h("span", { class: "slot pick", "data-id": `pick-${id}` },
    h("span", { class: "pick-text", "aria-hidden": "true" }, text),
    h("select", { id, "aria-label": label, opaque: true, "data-value": value, ...attrs }, h("option", { value, selected: true }, text)));
}

/** @param {Model} m */
export function sentence(m) {
  return h("p", { class: "sentence" }, rich`${opening(m)}, ${building(m)}, on ${grid(m)}${times(m)}.`);
}

/** The chosen way, as it reads in the sentence. @type {Record<import("./scenario.js").Work, string>} */
const WORK = { h: tr`hours`, dh: tr`device-hours`, kwh: "kWh", flop: "FLOP", par: tr`tokens`, steps: tr`timed steps`, red: tr`experiments`, use: tr`requests a day` };

/** What is done, on what. @param {Model} m */
function opening(m) {
  const p = m.params, work = workOf(p), groups = groupCount(p, "hw");
  const way = (/** @type {string} */ text = WORK[work]) => pick("work", tr`How the work is known`, work, text, { "data-choice": "work", "data-fill": "work" });
  const load = groups === 1 ? [" ", at(m, 1)] : "";
  const on = [devices(m, groups), groups === 1 ? at(m, 1) : "", groups ? ", " : ""];
  switch (work) {
    case "kwh": return rich`Energy: ${number(m, "kwh", tr`Metered energy in kilowatt-hours`)} ${way()} metered at the devices`;
    case "dh": return rich`${devices(m, groups)}together ${number(m, "dh", tr`Device-hours of all devices together`)} ${way()}${load}`;
    case "flop": return rich`${on}to compute ${number(m, "flop", tr`Work of one run in FLOP`)} ${way()}`;
    case "par": return [on, p.has("par") || !p.has("act") ? rich`to train ${number(m, "par", tr`Parameters of the model`)} parameters` : rich`to train ${number(m, "act", tr`Parameters that one token passes`)} active parameters`,
      p.get("arch") === "encoder-decoder" ? rich` reading ${number(m, "etok", tr`Tokens read by the encoder`)} and writing ${number(m, "dtok", tr`Tokens written by the decoder`)} ${way()}` : rich` on ${number(m, "tok", tr`Tokens trained on`)} ${way()}`];
    case "steps": return rich`${devices(m, groups)}for ${steps(m, way)}${load}`;
    case "red": return [metered(p) ? rich`Energy: ${number(m, "xe", tr`Energy of one example in kilowatt-hours`)} kWh an example` : rich`${on}${number(m, "xf", tr`Work of one example in FLOP`)} FLOP an example`,
      rich` × ${number(m, "xd", tr`Examples in the data set`)} examples × ${number(m, "xn", tr`Experiments over the data set`)} ${way()}`];
    case "use": return p.has("qd") ? [rich`${on}answering ${number(m, "qd", tr`Requests per day`)} ${way()}`, period(m)]
      : rich`${on}answering one ${way(tr`request`)}`;
    default: return rich`${devices(m, groups)}for ${number(m, "h", tr`Training time in hours`)} ${way()}${load}`;
  }
}

/** For how long requests are answered. @param {Model} m */
function period(m) {
  const p = m.params, years = p.has("qy"), key = years ? "qy" : "qdays", one = p.get(key) === "1";
  const n = number(m, key, years ? tr`Years in service` : tr`Days of the period`);
  if (years) return one ? rich` for ${n} year` : rich` for ${n} years`;
  return one ? rich` for ${n} day` : rich` for ${n} days`;
}

/** @param {Model} m @param {(text?: string) => any} way */
function steps(m, way) {
  const ways = { range: () => rich`${number(m, "spl", tr`Least seconds of a step`)} to ${number(m, "sph", tr`Most seconds of a step`)} s`, sm: () => go("in-sm", tr`measured seconds`) };
  const step = ways[/** @type {"range" | "sm"} */ (wayOf(m.params, "step"))]?.() ?? [number(m, "sps", tr`Seconds of one step`), " s"];
  return wayOf(m.params, "count") === "epo" ? rich`${number(m, "epo", tr`Epochs`)} ${way(tr`epochs, timed by steps`)} of ${number(m, "sam", tr`Samples of the training set`)} samples at ${step} a step`
    : rich`${number(m, "st", tr`Steps of one run`)} ${way()} of ${step}`;
}

/** A part of the sentence that is told in a detail section: a way there. @param {string} id @param {string} text */
const go = (id, text) => h("button", { type: "button", class: "slot go", "data-focus": id }, text);

/** @param {Model} m */
function building(m) {
  const p = m.params;
  switch (wayOf(p, "building")) {
    case "site": {
      const id = p.get("site") ?? "", label = m.lists.sites.find((s) => s.id === id)?.label ?? id;
      const choice = pick("site", tr`Kind of building`, id, say(label), { "data-choice": "site", "data-fill": "sites" });
      return /^at /.test(label) ? rich`${choice}` : id === "cloud" ? rich`at ${choice}` : rich`in ${choice}`;
    }
    case "puec": return rich`in a building with a PUE ${go("in-puec", tr`by its parts`)}`;
    default: return rich`in a building with a PUE of ${number(m, "pue", tr`Building overhead, PUE`)}`;
  }
}

/** How often. @param {Model} m */
function times(m) {
  const p = m.params;
  switch (wayOf(p, "project")) {
    case "trials": return rich`, in a ${go(p.has("pgr") ? "in-pgr" : "way-project", tr`project of trials`)}`;
    case "pp": {
      const id = p.get("pp") ?? "";
      return rich`, as often as in ${go("in-pp", say(m.lists.projects.find((r) => r.id === id)?.label ?? id).replace(/^./, (c) => c.toLowerCase()))}`;
    }
  }
  if (workOf(p) === "use" && !p.has("x")) return "";
  const runs = number(m, "x", tr`How many runs the project takes`);
  return p.get("x") === "1" ? rich`, run ${runs} time` : rich`, run ${runs} times`;
}

/** @param {Model} m @param {number} groups */
function devices(m, groups) {
  const one = (/** @type {number} */ g) => [
    workOf(m.params) === "dh" && groups === 1 && !m.params.has("n") ? "" : [number(m, keyOf("n", g), groups > 1 ? tr`Number of devices, group ${g}` : tr`Number of devices`), " × "],
    pick(`hw-${g}`, groups > 1 ? tr`Accelerator, group ${g}` : tr`Accelerator`, m.params.get(keyOf("hw", g)) ?? "other", acceleratorName(m, g),
      { "data-choice": "hw", "data-group": g, "data-fill": "accelerators" }), " ",
    groups > 1 ? [at(m, g), " "] : ""];
  if (groups === 0) return tr`CPUs only, `;
  return Array.from({ length: groups }, (_, i) => [i > 0 ? (i === groups - 1 ? tr`and ` : ", ") : "", one(i + 1)]);
}

/** @param {Model} m @param {number} g */
function at(m, g) {
  const measured = m.params.has(keyOf("pw", g));
  const [key, label, text] = measured ? [keyOf("pw", g), tr`Measured watts of one device`, tr`W each`] : [keyOf("u", g), tr`Average load in percent of rated power`, tr`% load`];
  return rich`at ${number(m, key, label)} ${pick(`load-${g}`, tr`How the load is known`, measured ? "pw" : "u", text, { "data-choice": "load", "data-group": g, "data-fill": "load" })}`;
}

/** @param {Model} m */
function grid(m) {
  if (m.params.has("mix")) return rich`a grid of ${pick("r", tr`Where it runs`, "mix", tr`my own mix`, { "data-choice": "place", "data-fill": "places" })}`;
  if (m.params.has("ci")) {
    return rich`a grid of ${number(m, "ci", tr`Grid intensity in grams of CO2e per kilowatt-hour`)} ${pick("r", tr`Where it runs`, "custom", tr`g CO2e/kWh`, { "data-choice": "place", "data-fill": "places" })}`;
  }
  const code = m.params.get("r") ?? "WORLD";
  const place = pick("r", tr`Where it runs`, code, placeName(m, code), { "data-choice": "place", "data-fill": "places" });
  return /^world$/i.test(code) ? rich`the average grid of the ${place}` : rich`the grid of ${place}`;
}

/**
 * What is wrong, in words, with a way to each field. A field of a detail section has its own words beside it too, so the
 * ids belong to the fields of the sentence.
 * @param {Model} m
 */
export function faults(m) {
  const here = contents(sentence(m)).keys;
  return [m.reading ? h("li", { class: "reading", "data-id": "reading" }, m.reading) : null, m.errors.map((e) => h("li", { id: e.key && (here.has(e.key) || !labelled(e.key)) ? `err-${idOf(e.key)}` : null, class: "fault" },
    e.key && labelled(e.key) && !here.has(e.key) ? [h("button", { type: "button", class: "quiet", "data-focus": controlOf(e.key) }, say(m.fields.get(splitKey(e.key)[0])?.label ?? m.texts.get(e.key)?.label ?? "") || tr`Its field`), tr`: `] : null,
    h("span", null, full(say(e.reason)), " "), h("span", { class: "remedy" }, full(say(e.remedy)))))];
}

/** Whether a key has a field with words of its own beside it. @param {string} key */
const labelled = (key) => !["hw", "r", "d", "v"].includes(splitKey(key)[0]);
/** The control of a key. @param {string} key */
const controlOf = (key) => `in-${idOf(key)}`;
