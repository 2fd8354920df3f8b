// @ts-check
/** Scenarios to start from: each is a whole link, of a size that a reader can place. */
import { h } from "../dom.js";
import { tr } from "../i18n/tr.js";
import { parseQuery, toQuery } from "../url.js";

/** @typedef {import("./model.js").Model} Model */

/** @type {{id: string, label: string, query: string}[]} the first is the engine's own default */
export const PRESETS = [
  { id: "lab", label: tr`eight A100 for a day in a lab`, query: "" },
  { id: "laptop", label: tr`an evening on a laptop's GPU`, query: "v=1&hw=geforce-rtx-4060-laptop-gpu&n=1&u=80&h=4&x=1&pue=1&r=WORLD" },
  // Source: Strubell et al. 2019, table 3: 64 V100 for 79 hours, PUE 1.58.
  { id: "bert", label: tr`pretraining of BERT's size, 2018`, query: "v=1&hw=tesla-v100-sxm2-16gb&n=64&h=79&job=nlp-small&x=1&pue=1.58&r=US" },
  { id: "project", label: tr`a project: 24 trials and a final run`, query: "v=1&hw=a100-sxm4-80gb&n=8&u=80&h=24&pue=1.56&r=WORLD&ptr=24&pfi=1" },
  // Source: Patterson et al. 2021, table 4: GPT-3, 10,000 V100 at 330 W and 24.6 TFLOP/s, PUE 1.10, 429 g/kWh; 552 t.
  { id: "llm", label: tr`a language model of 2020's largest`, query: "v=1&hw=tesla-v100-sxm2-32gb&n=10000&pw=330&flop=3.14e23&tf=24.6&of=1&host=0&x=1&pue=1.1&ci=429" },
];

/** The link of a preset. @param {{query: string}} preset @param {string} own the default's */
export const queryOf = (preset, own) => preset.query || own;

/** @param {Model} m */
export function presets(m) {
  const now = toQuery(m.params), chosen = PRESETS.find((p) => toQuery(parseQuery(queryOf(p, m.defaults))) === now);
  return h("p", { class: "presets" }, h("label", { for: "preset" }, tr`Start from `),
    h("select", { id: "preset", "data-choice": "preset" },
      chosen ? null : h("option", { value: "", selected: true }, tr`numbers of my own`),
      PRESETS.map((p) => h("option", { value: p.id, selected: p === chosen }, p.label))),
    h("span", null, tr` or `, h("a", { href: "#/live" }, tr`the machine in front of me`)));
}
