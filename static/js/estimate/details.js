// @ts-check
/** Hardware in detail: each kind of device, the rest of the server, and storage. */
import { h } from "../dom.js";
import { detail } from "./controls.js";
import { fieldset, written } from "./fields.js";
import { acceleratorName } from "./model.js";
import { groupCount, keyOf, workOf } from "./scenario.js";
import { tr } from "../i18n/tr.js";

/** @typedef {import("./model.js").Model} Model */

/** A list box with a filter above it; it is filled when its section is open.
 * @param {string} id @param {string} label @param {string} value @param {string} text @param {Record<string, any>} attrs */
export function finder(id, label, value, text, attrs) {
  return h("div", { class: "finder", "data-id": `finder-${id}` },
    h("label", { for: `filter-${id}` }, tr`Find ${label}`),
    h("input", { id: `filter-${id}`, type: "search", "data-id": `filter-${id}`, "data-filter": id, autocomplete: "off", spellcheck: "false", placeholder: tr`type a part of its name` }),
    h("label", { for: id, class: "visually-hidden" }, tr`${label}, choose one`),
    h("select", { id, size: 7, opaque: true, "data-value": value, ...attrs }, h("option", { value, selected: true }, text)));
}

/** @param {Model} m */
export function hardware(m) {
  if (workOf(m.params) === "kwh") {
    return h("p", { class: "hint" }, tr`Energy is metered, so the devices do not matter. Choose hours or device-hours in the sentence to list them.`);
  }
  const groups = groupCount(m.params, "hw"), cpus = groupCount(m.params, "cpu");
  return [
    Array.from({ length: groups }, (_, i) => accelerator(m, i + 1, groups)),
    h("p", { class: "actions" }, h("button", { type: "button", class: "quiet", "data-act": "add-hw" }, tr`Add another kind of accelerator`),
      h("button", { type: "button", class: "quiet", "data-act": "add-cpu" }, tr`Add a CPU by name`)),
    Array.from({ length: cpus }, (_, i) => cpu(m, i + 1)), cpus ? h("datalist", { id: "cpu-names", "data-id": "cpu-names", opaque: true }) : null,
    workOf(m.params) === "use" ? null : [host(m, cpus),
      fieldset("storage", tr`Storage kept while the work runs`, detail(m, "ssd", { label: tr`On solid-state drives`, optional: true }), detail(m, "hdd", { label: tr`On disks`, optional: true }))],
  ];
}

/** @param {Model} m @param {number} g @param {number} groups */
function accelerator(m, g, groups) {
  const id = m.params.get(keyOf("hw", g));
  return h("fieldset", { "data-id": `group-hw-${g}` },
    h("legend", null, groups > 1 ? tr`Accelerator ${g}` : tr`Accelerator`),
    finder(`list-hw-${g}`, tr`an accelerator`, id ?? "other", acceleratorName(m, g), { "data-choice": "hw", "data-group": g, "data-fill": "accelerators" }),
    detail(m, keyOf("w", g), { label: tr`Rated power of one device`, optional: !!id, hint: id ? tr`Leave empty to use the catalog's figure.` : tr`From its data sheet.` }),
    detail(m, keyOf("cap", g), { label: tr`Power limit set on it`, optional: true }), detail(m, keyOf("iw", g), { label: tr`Power while it waits`, optional: true }),
    groups > 1 ? h("button", { type: "button", class: "quiet", "data-act": "remove-hw", "data-group": g }, tr`Remove accelerator ${g}`) : null);
}

/** @param {Model} m @param {number} g */
function cpu(m, g) {
  return fieldset(`cpu-${g}`, tr`CPU ${g}`,
    written(m, keyOf("cpu", g), { label: tr`Name`, attrs: { list: "cpu-names" } }),
    detail(m, keyOf("cn", g), { label: tr`Packages` }),
    detail(m, keyOf("cw", g), { label: tr`Rated power of one`, optional: true, hint: tr`Leave empty to use the catalog's figure.` }),
    detail(m, keyOf("cu", g), { label: tr`Average load`, optional: true, hint: tr`Or one of the next two.` }),
    detail(m, keyOf("cut", g), { label: tr`Utilisation, all threads`, optional: true }), detail(m, keyOf("cpw", g), { label: tr`Measured power of one`, optional: true }),
    detail(m, keyOf("ccap", g), { optional: true }), detail(m, keyOf("ciw", g), { optional: true }),
    h("button", { type: "button", class: "quiet", "data-act": "remove-cpu", "data-group": g }, tr`Remove CPU ${g}`));
}

/** @param {Model} m @param {number} cpus */
function host(m, cpus) {
  const value = m.params.get("host") ?? "auto";
  const mode = value === "auto" ? "auto" : value === "0" ? "0" : "watts";
  const choice = (/** @type {string} */ v, /** @type {string} */ words) => h("label", { class: "radio" },
    h("input", { type: "radio", name: "host", value: v, "data-choice": "host", checked: mode === v }), " ", words);
  const listed = cpus > 0 || m.params.has("mem");
  return h("fieldset", { "data-id": "group-host" },
    h("legend", null, tr`Rest of the server`),
    choice("auto", listed ? tr`Only the CPUs and memory listed here` : tr`Automatic: a share of the accelerators`), choice("0", tr`None counted`), choice("watts", tr`Watts that I know`),
    mode === "watts" ? detail(m, "host", { label: tr`Everything but the accelerators` }) : null,
    detail(m, "mem", { label: tr`Memory, when counted by itself`, optional: true }));
}
