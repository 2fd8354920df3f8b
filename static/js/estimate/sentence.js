// @ts-check
/** The form as a sentence. Its bracketed parts are ordinary inputs, styled as text. */
import { h } from "../dom.js";
import { contents } from "./fields.js";
import { sentence as full } from "./words.js";
import { acceleratorName, errorOf, idOf, placeholder, placeName, shown } from "./model.js";
import { groupCount, keyOf, metered, splitKey, workOf } from "./scenario.js";
import { wayOf } from "./ways.js";

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
  return h("p", { class: "sentence" }, opening(m), ", ", building(m), ", on ", grid(m), times(m), ".");
}

/** The chosen way, as it reads in the sentence. @type {Record<import("./scenario.js").Work, string>} */
const WORK = { h: "hours", dh: "device-hours", kwh: "kWh", flop: "FLOP", par: "tokens", steps: "timed steps", red: "experiments", use: "requests a day" };

/** What is done, on what. @param {Model} m */
function opening(m) {
  const p = m.params, work = workOf(p), groups = groupCount(p, "hw");
  const way = (/** @type {string} */ text = WORK[work]) => pick("work", "How the work is known", work, text, { "data-choice": "work", "data-fill": "work" });
  const load = groups === 1 ? [" ", at(m, 1)] : "";
  const on = [devices(m, groups), groups === 1 ? at(m, 1) : "", groups ? ", " : ""];
  switch (work) {
    case "kwh": return ["Energy: ", number(m, "kwh", "Metered energy in kilowatt-hours"), " ", way(), " metered at the devices"];
    case "dh": return [devices(m, groups), "together ", number(m, "dh", "Device-hours of all devices together"), " ", way(), load];
    case "flop": return [on, "to compute ", number(m, "flop", "Work of one run in FLOP"), " ", way()];
    case "par": return [on, "to train ", p.has("par") || !p.has("act") ? [number(m, "par", "Parameters of the model"), " parameters"] : [number(m, "act", "Parameters that one token passes"), " active parameters"],
      p.get("arch") === "encoder-decoder" ? [" reading ", number(m, "etok", "Tokens read by the encoder"), " and writing ", number(m, "dtok", "Tokens written by the decoder")] : [" on ", number(m, "tok", "Tokens trained on")], " ", way()];
    case "steps": return [devices(m, groups), "for ", steps(m, way), load];
    case "red": return [metered(p) ? ["Energy: ", number(m, "xe", "Energy of one example in kilowatt-hours"), " kWh"] : [on, number(m, "xf", "Work of one example in FLOP"), " FLOP"],
      " an example × ", number(m, "xd", "Examples in the data set"), " examples × ", number(m, "xn", "Experiments over the data set"), " ", way()];
    case "use": return [on, "answering ", p.has("qd") ? [number(m, "qd", "Requests per day"), " ", way(), " for ", p.has("qy") ? [number(m, "qy", "Years in service"), " years"] : [number(m, "qdays", "Days of the period"), " days"]] : ["one ", way("request")]];
    default: return [devices(m, groups), "for ", number(m, "h", "Training time in hours"), " ", way(), load];
  }
}

/** @param {Model} m @param {(text?: string) => any} way */
function steps(m, way) {
  const count = wayOf(m.params, "count") === "epo" ? [number(m, "epo", "Epochs"), " ", way("epochs, timed by steps"), " of ", number(m, "sam", "Samples of the training set"), " samples at "]
    : [number(m, "st", "Steps of one run"), " ", way(), " of "];
  const step = { range: () => [number(m, "spl", "Least seconds of a step"), " to ", number(m, "sph", "Most seconds of a step"), " s"], sm: () => go("in-sm", "measured seconds") }[wayOf(m.params, "step")];
  return [count, step?.() ?? [number(m, "sps", "Seconds of one step"), " s"], wayOf(m.params, "count") === "epo" ? " a step" : ""];
}

/** A part of the sentence that is told in a detail section: a way there. @param {string} id @param {string} text */
const go = (id, text) => h("button", { type: "button", class: "slot go", "data-focus": id }, text);

/** @param {Model} m */
function building(m) {
  const p = m.params;
  switch (wayOf(p, "building")) {
    case "site": {
      const id = p.get("site") ?? "", label = m.lists.sites.find((s) => s.id === id)?.label ?? id;
      return [/^at /.test(label) ? "" : id === "cloud" ? "at " : "in ", pick("site", "Kind of building", id, label, { "data-choice": "site", "data-fill": "sites" })];
    }
    case "puec": return ["in a building with a PUE ", go("in-puec", "by its parts")];
    default: return ["in a building with a PUE of ", number(m, "pue", "Building overhead, PUE")];
  }
}

/** How often. @param {Model} m */
function times(m) {
  const p = m.params;
  switch (wayOf(p, "project")) {
    case "trials": return [", in a ", go(p.has("pgr") ? "in-pgr" : "way-project", "project of trials")];
    case "pp": {
      const id = p.get("pp") ?? "";
      return [", as often as in ", go("in-pp", (m.lists.projects.find((r) => r.id === id)?.label ?? id).replace(/^(One|All)/, (w) => w.toLowerCase()))];
    }
  }
  if (workOf(p) === "use" && !p.has("x")) return "";
  return [", run ", number(m, "x", "How many runs the project takes"), p.get("x") === "1" ? " time" : " times"];
}

/** @param {Model} m @param {number} groups */
function devices(m, groups) {
  const one = (/** @type {number} */ g) => [
    workOf(m.params) === "dh" && groups === 1 && !m.params.has("n") ? "" : [number(m, keyOf("n", g), groups > 1 ? `Number of devices, group ${g}` : "Number of devices"), " × "],
    pick(`hw-${g}`, groups > 1 ? `Accelerator, group ${g}` : "Accelerator", m.params.get(keyOf("hw", g)) ?? "other", acceleratorName(m, g),
      { "data-choice": "hw", "data-group": g, "data-fill": "accelerators" }), " ",
    groups > 1 ? [at(m, g), " "] : ""];
  if (groups === 0) return "CPUs only, ";
  return Array.from({ length: groups }, (_, i) => [i > 0 ? (i === groups - 1 ? "and " : ", ") : "", one(i + 1)]);
}

/** @param {Model} m @param {number} g */
function at(m, g) {
  const measured = m.params.has(keyOf("pw", g));
  const [key, label, text] = measured ? [keyOf("pw", g), "Measured watts of one device", "W each"] : [keyOf("u", g), "Average load in percent of rated power", "% load"];
  return ["at ", number(m, key, label), " ", pick(`load-${g}`, "How the load is known", measured ? "pw" : "u", text, { "data-choice": "load", "data-group": g, "data-fill": "load" })];
}

/** @param {Model} m */
function grid(m) {
  if (m.params.has("mix")) return ["a grid of ", pick("r", "Where it runs", "mix", "my own mix", { "data-choice": "place", "data-fill": "places" })];
  if (m.params.has("ci")) {
    return ["a grid of ", number(m, "ci", "Grid intensity in grams of CO2e per kilowatt-hour"), " ",
      pick("r", "Where it runs", "custom", "g CO2e/kWh", { "data-choice": "place", "data-fill": "places" })];
  }
  const code = m.params.get("r") ?? "WORLD";
  const name = placeName(m, code);
  return [/^world$/i.test(code) ? "the average grid of the " : "the grid of ", pick("r", "Where it runs", code, name, { "data-choice": "place", "data-fill": "places" })];
}

/**
 * What is wrong, in words, with a way to each field. A field of a detail section has its own words beside it too, so the
 * ids belong to the fields of the sentence.
 * @param {Model} m
 */
export function faults(m) {
  const here = contents(sentence(m)).keys;
  return [m.reading ? h("li", { class: "reading", "data-id": "reading" }, m.reading) : null, m.errors.map((e) => h("li", { id: e.key && (here.has(e.key) || !labelled(e.key)) ? `err-${idOf(e.key)}` : null, class: "fault" },
    e.key && labelled(e.key) && !here.has(e.key) ? [h("button", { type: "button", class: "quiet", "data-focus": controlOf(e.key) }, m.fields.get(splitKey(e.key)[0])?.label ?? m.texts.get(e.key)?.label ?? "Its field"), ": "] : null,
    h("span", null, full(e.reason), " "), h("span", { class: "remedy" }, full(e.remedy))))];
}

/** Whether a key has a field with words of its own beside it. @param {string} key */
const labelled = (key) => !["hw", "r", "d", "v"].includes(splitKey(key)[0]);
/** The control of a key. @param {string} key */
const controlOf = (key) => `in-${idOf(key)}`;
