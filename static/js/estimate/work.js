// @ts-check
/** The work in detail: what its sentence has no room for, by the way in which it is known. */
import { h } from "../dom.js";
import { detail } from "./controls.js";
import { choice, fieldset, ways, written } from "./fields.js";
import { groupCount, metered, WORK_KEYS, workOf } from "./scenario.js";
import { tr } from "../i18n/tr.js";

/** @typedef {import("./model.js").Model} Model */

/** @param {Model} m */
export function work(m) {
  const p = m.params, way = workOf(p);
  const arithmetic = ["flop", "par"].includes(way) || (way === "red" && p.has("xf")) || [...WORK_KEYS.par, "flop"].some((k) => p.has(k));
  const timed = !["kwh", "use"].includes(way) && !metered(p);
  return [
    groupCount(p, "hw") && !metered(p) ? choice(m, "job", { empty: tr`not said`, rows: m.lists.workloads, hint: tr`Stands in for the load where none is given: empty the load in the sentence to use it.` }) : null,
    way === "steps" ? steps(m) : null,
    way === "red" ? ways(m, "example") : null,
    arithmetic && p.get("flop") === undefined && way !== "red" ? model(m, way === "par") : null,
    arithmetic || ["h", "dh"].includes(way) ? speed(m, arithmetic) : null,
    way === "use" ? null : detail(m, "of", { optional: true, hint: tr`Multiplies the work: 1.2 means 20 % on top.` }),
    timed ? detail(m, "ih", { optional: true, hint: tr`Hours of one run in which the devices are held and do not work.` }) : null,
    detail(m, "sh", { optional: true, hint: tr`When others share the machine that you describe.` }),
    detail(m, "net", { optional: true, hint: tr`Between data centres, not within one.` }),
  ];
}

/** @param {Model} m */
function steps(m) {
  return fieldset("steps", tr`Timed steps`,
    ways(m, "count", { epo: () => detail(m, "bat") }),
    ways(m, "step", { sm: () => [written(m, "sm", { keep: true, hint: tr`Seconds in order, such as 0.9,0.36,0.35: their spread becomes the range.` }), detail(m, "swu", { optional: true })] }));
}

/** @param {Model} m @param {boolean} said parameters and tokens stand in the sentence */
function model(m, said) {
  const p = m.params, both = p.get("arch") === "encoder-decoder", method = p.get("met") ?? "full", attention = ["lay", "wid", "ctx"];
  return fieldset("model", tr`Model`,
    said ? null : [detail(m, "par", { optional: true }), both ? null : detail(m, "tok", { optional: true })],
    said && !p.has("par") ? null : detail(m, "act", { optional: true, hint: tr`Only of a mixture of experts, where it replaces the size of the model.` }),
    choice(m, "arch"), both ? [detail(m, "epar", { optional: true }), said ? null : [detail(m, "etok"), detail(m, "dtok")]] : null,
    choice(m, "met"), method === "lora" || method === "frozen" ? detail(m, "tra", { optional: true, hint: tr`Of the adapters or of the head.` }) : null,
    choice(m, "rec", { hint: tr`To save memory. Counts where the speed is given in TFLOP/s.` }),
    both ? null : detail(m, "tea", { optional: true }),
    both ? null : h("p", { class: "hint" }, tr`Long sequences: attention counts when all three are given.`), both ? null : attention.map((k) => detail(m, k, { optional: true })));
}

/** @param {Model} m @param {boolean} needed the hours follow from it */
function speed(m, needed) {
  return fieldset("speed", needed ? tr`Speed` : tr`Speed, to learn the FLOP and their share of the peak`,
    choice(m, "prec"), ways(m, "speed", { mfu: () => detail(m, "mfu"), tf: () => detail(m, "tf") }));
}

/** Requests, alone or beside the work that makes the model. @param {Model} m */
export function requests(m) {
  const p = m.params, alone = workOf(m.params) === "use", any = WORK_KEYS.use.some((k) => p.has(k));
  if (!any) {
    return [h("p", { class: "hint" }, tr`A model that is used emits too. Its requests can be counted beside the work above.`),
      h("p", { class: "actions" }, h("button", { type: "button", class: "quiet", "data-act": "add-use" }, tr`Count requests`))];
  }
  const tokens = [detail(m, "qin", { optional: true }), detail(m, "qout", { optional: true })];
  const serving = [detail(m, "qw", { optional: true, hint: tr`Leave empty for the rated power of the devices at a load.` }), detail(m, "qn", { optional: true }),
    detail(m, "qp", { optional: true }), detail(m, "qa", { optional: true })];
  return [
    alone && p.has("qd") ? ways(m, "period") : [detail(m, "qd", { optional: true, hint: tr`Leave empty to learn the energy of one request.` }),
      p.has("qd") ? ways(m, "period", { qdays: () => detail(m, "qdays"), qy: () => detail(m, "qy") }) : null],
    ways(m, "request", {
      sized: () => [detail(m, "qp"), detail(m, "qa", { optional: true, hint: tr`Only of a mixture of experts.` }), choice(m, "qprec"), tokens, detail(m, "qb", { optional: true, hint: tr`What the energy depends on most.` })],
      qe: () => detail(m, "qe"),
      qj: () => [detail(m, "qj"), tokens],
      qs: () => [detail(m, "qs"), detail(m, "qb", { optional: true }), tokens, serving],
      qr: () => [detail(m, "qr"), tokens, serving],
    }),
    alone ? null : h("p", { class: "actions" }, h("button", { type: "button", class: "quiet", "data-act": "remove-use" }, tr`Count no requests`)),
  ];
}
