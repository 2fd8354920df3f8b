// @ts-check
/** The form as a sentence. Its bracketed parts are ordinary inputs, styled as text. */
import { h } from "../dom.js";
import { sentence as full } from "./words.js";
import { acceleratorName, errorOf, idOf, placeholder, placeName, shown } from "./model.js";
import { groupCount, keyOf, workOf } from "./scenario.js";

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

const WORK = { h: "hours", dh: "device-hours", kwh: "kWh" };

/** @param {Model} m */
export function sentence(m) {
  const work = workOf(m.params), groups = groupCount(m.params, "hw");
  const time = [number(m, work, { h: "Training time in hours", dh: "Device-hours of all devices together", kwh: "Metered energy in kilowatt-hours" }[work]),
    " ", pick("work", "How the work is known", work, WORK[work], { "data-choice": "work", "data-fill": "work" })];
  return h("p", { class: "sentence" },
    work === "kwh" ? ["Energy: ", time, " metered at the devices, "] : [devices(m, groups), work === "dh" ? "together " : "for ", time, groups === 1 ? [" ", at(m, 1)] : "", ", "],
    "in a building with a PUE of ", number(m, "pue", "Building overhead, PUE"), ", on ", grid(m),
    ", run ", number(m, "x", "How many runs the project takes"), m.params.get("x") === "1" ? " time." : " times.");
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
  if (m.params.has("ci")) {
    return ["a grid of ", number(m, "ci", "Grid intensity in grams of CO2e per kilowatt-hour"), " ",
      pick("r", "Where it runs", "custom", "g CO2e/kWh", { "data-choice": "place", "data-fill": "places" })];
  }
  const code = m.params.get("r") ?? "WORLD";
  const name = placeName(m, code);
  return [/^world$/i.test(code) ? "the average grid of the " : "the grid of ", pick("r", "Where it runs", code, name, { "data-choice": "place", "data-fill": "places" })];
}

/** What is wrong, in words, with a way to each field. @param {Model} m @param {Set<string>} [elsewhere] keys shown beside their own field */
export function faults(m, elsewhere = new Set()) {
  const here = m.errors.filter((e) => !e.key || !elsewhere.has(e.key));
  return [m.reading ? h("li", { class: "reading", "data-id": "reading" }, m.reading) : null, here.map((e) => h("li", { id: e.key ? `err-${idOf(e.key)}` : null, class: "fault" },
    h("span", null, full(e.reason), " "), h("span", { class: "remedy" }, full(e.remedy))))];
}
