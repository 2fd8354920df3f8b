// @ts-check
/** Hardware in detail: each kind of device, the rest of the server, and storage. */
import { h } from "../dom.js";
import { detail } from "./controls.js";
import { fieldset, written } from "./fields.js";
import { acceleratorName } from "./model.js";
import { groupCount, keyOf, workOf } from "./scenario.js";

/** @typedef {import("./model.js").Model} Model */

/** A list box with a filter above it; it is filled when its section is open.
 * @param {string} id @param {string} label @param {string} value @param {string} text @param {Record<string, any>} attrs */
export function finder(id, label, value, text, attrs) {
  return h("div", { class: "finder", "data-id": `finder-${id}` },
    h("label", { for: `filter-${id}` }, `Find ${label}`),
    h("input", { id: `filter-${id}`, type: "search", "data-id": `filter-${id}`, "data-filter": id, autocomplete: "off", spellcheck: "false", placeholder: "type a part of its name" }),
    h("label", { for: id, class: "visually-hidden" }, `${label}, choose one`),
    h("select", { id, size: 7, opaque: true, "data-value": value, ...attrs }, h("option", { value, selected: true }, text)));
}

/** @param {Model} m */
export function hardware(m) {
  if (workOf(m.params) === "kwh") {
    return h("p", { class: "hint" }, "Energy is metered, so the devices do not matter. Choose hours or device-hours in the sentence to list them.");
  }
  const groups = groupCount(m.params, "hw"), cpus = groupCount(m.params, "cpu");
  return [
    Array.from({ length: groups }, (_, i) => accelerator(m, i + 1, groups)),
    h("p", { class: "actions" }, h("button", { type: "button", class: "quiet", "data-act": "add-hw" }, "Add another kind of accelerator"),
      h("button", { type: "button", class: "quiet", "data-act": "add-cpu" }, "Add a CPU by name")),
    Array.from({ length: cpus }, (_, i) => cpu(m, i + 1)), cpus ? h("datalist", { id: "cpu-names", "data-id": "cpu-names", opaque: true }) : null,
    workOf(m.params) === "use" ? null : [host(m, cpus),
      fieldset("storage", "Storage kept while the work runs", detail(m, "ssd", { label: "On solid-state drives", optional: true }), detail(m, "hdd", { label: "On disks", optional: true }))],
  ];
}

/** @param {Model} m @param {number} g @param {number} groups */
function accelerator(m, g, groups) {
  const id = m.params.get(keyOf("hw", g));
  return h("fieldset", { "data-id": `group-hw-${g}` },
    h("legend", null, groups > 1 ? `Accelerator ${g}` : "Accelerator"),
    finder(`list-hw-${g}`, "an accelerator", id ?? "other", acceleratorName(m, g), { "data-choice": "hw", "data-group": g, "data-fill": "accelerators" }),
    detail(m, keyOf("w", g), { label: "Rated power of one device", optional: !!id, hint: id ? "Leave empty to use the catalog's figure." : "From its data sheet." }),
    detail(m, keyOf("cap", g), { label: "Power limit set on it", optional: true }), detail(m, keyOf("iw", g), { label: "Power while it waits", optional: true }),
    groups > 1 ? h("button", { type: "button", class: "quiet", "data-act": "remove-hw", "data-group": g }, `Remove accelerator ${g}`) : null);
}

/** @param {Model} m @param {number} g */
function cpu(m, g) {
  return fieldset(`cpu-${g}`, `CPU ${g}`,
    written(m, keyOf("cpu", g), { label: "Name", attrs: { list: "cpu-names" } }),
    detail(m, keyOf("cn", g), { label: "Packages" }),
    detail(m, keyOf("cw", g), { label: "Rated power of one", optional: true, hint: "Leave empty to use the catalog's figure." }),
    detail(m, keyOf("cu", g), { label: "Average load", optional: true, hint: "Or one of the next two." }),
    detail(m, keyOf("cut", g), { label: "Utilisation, all threads", optional: true }), detail(m, keyOf("cpw", g), { label: "Measured power of one", optional: true }),
    detail(m, keyOf("ccap", g), { optional: true }), detail(m, keyOf("ciw", g), { optional: true }),
    h("button", { type: "button", class: "quiet", "data-act": "remove-cpu", "data-group": g }, `Remove CPU ${g}`));
}

/** @param {Model} m @param {number} cpus */
function host(m, cpus) {
  const value = m.params.get("host") ?? "auto";
  const mode = value === "auto" ? "auto" : value === "0" ? "0" : "watts";
  const choice = (/** @type {string} */ v, /** @type {string} */ words) => h("label", { class: "radio" },
    h("input", { type: "radio", name: "host", value: v, "data-choice": "host", checked: mode === v }), " ", words);
  const listed = cpus > 0 || m.params.has("mem");
  return h("fieldset", { "data-id": "group-host" },
    h("legend", null, "Rest of the server"),
    choice("auto", listed ? "Only the CPUs and memory listed here" : "Automatic: a share of the accelerators"), choice("0", "None counted"), choice("watts", "Watts that I know"),
    mode === "watts" ? detail(m, "host", { label: "Everything but the accelerators" }) : null,
    detail(m, "mem", { label: "Memory, when counted by itself", optional: true }));
}
