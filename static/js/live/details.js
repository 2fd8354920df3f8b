// @ts-check
/** What stands around the strips: the estimate beside the session, events, parts of the session, sensors, the table. It comes after the first watts. */
import { h } from "../dom.js";
import { chem } from "../estimate/words.js";
import { english, rich, say, tr } from "../i18n/tr.js";
import { significant } from "../units.js";
import { toQuery } from "../url.js";
import { calibrate } from "./calibrate.js";
import { badge } from "./render.js";
import { spanOf } from "./span.js";
import { duration, kwh, label, KINDS, name } from "./words.js";

/** @typedef {import("./render.js").LiveModel} LiveModel */

const STEADY = { steady: true };

/** @param {LiveModel} m */
export const details = (m) => ({ inspect: inspect(m), picker: picker(m), sensors: sensors(m), own: own(m), events: events(m), table: table(m), keep: keep(m) });

const asked = { span: "", effect: "" }; // of the engine, last

/**
 * Asks for the grams of the chosen span, and for what the measured load would make of the estimate: once for each question.
 * @param {import("./view.js").LiveView} view @param {import("../url.js").Params} params the scenario
 */
export async function ask(view, params) {
  const { m } = view;
  m.calibration = calibrate(m.session, params);
  const span = m.picked && spanOf(m.session, m.picked.from, m.picked.to), wanted = span && span.joules !== null ? view.electricity(span.joules) : "";
  if (wanted !== asked.span) {
    asked.span = wanted;
    const answer = wanted ? await view.engine.call("estimate", wanted, "span") : null;
    if (wanted !== asked.span) return;
    m.pickedAir = answer?.ok ? answer.result.total_kgco2e : null;
    view.soon();
  }
  const now = toQuery(params), then = m.calibration.blocked ? "" : m.calibration.query, both = `${now} ${then}`;
  if (both === asked.effect) return;
  asked.effect = both;
  if (!then) return void (m.effect = null);
  const answers = await Promise.all([view.engine.call("estimate", now, "before"), view.engine.call("estimate", then, "after")]);
  if (asked.effect !== both) return;
  const [before, after] = answers.map((a) => (a?.ok ? a.result.total_kgco2e.mid : null));
  m.effect = before !== null && after !== null ? { before, after } : null;
  view.soon();
}

/** @param {LiveModel} m */
export function calibration(m) {
  const c = m.calibration;
  if (!c) return null;
  return h("section", { class: "card", "data-id": "calibration" }, h("h2", null, tr`Against the estimate`),
    c.load === null ? h("p", { class: "hint" }, tr`No device here has both a known rated power and a reading, so there is no load to compare.`)
      : [h("p", { class: "live-big" }, String(c.percent), " ", h("span", { class: "of" }, tr`% of rated power`)),
        h("p", { class: "hint" }, tr`mean of ${duration(m.session.sample?.seconds ?? 0)}, ${c.devices}${m.session.hello.simulated ? tr`, simulated` : ""}`),
        h("p", null, c.planned ? tr`Your scenario assumes ${c.planned}; it would become ${c.percent} %.` : tr`Your scenario says nothing about load; it would become ${c.percent} %.`),
        m.effect && !c.blocked ? h("p", { "data-id": "effect" }, chem(tr`With these devices your estimate goes from ${m.fmt.text(m.effect.before, "kgCO2e")} to ${m.fmt.text(m.effect.after, "kgCO2e")}.`)) : null,
        h("button", { type: "button", class: "primary", "data-live": "calibrate", disabled: !!c.blocked, "aria-describedby": c.blocked ? "calibrate-why" : null }, tr`Use ${c.percent} % in my estimate`),
        c.blocked ? h("p", { class: "hint", id: "calibrate-why" }, c.blocked) : null]);
}

/** Looking back while paused: a slider moves the cursor of all strips, and its place can begin or end a span. @param {LiveModel} m */
function inspect(m) {
  if (!m.inspect) return null;
  return h("div", { class: "row" }, h("label", { for: "inspect" }, tr`Look back`), h("span", { class: "row-value", "aria-hidden": "true" }, m.clock(m.inspect.at)),
    h("input", { id: "inspect", type: "range", "data-live-set": "inspect", min: m.inspect.min, max: m.inspect.max, step: Math.max(0.1, m.span / 600), value: m.inspect.at, "aria-valuetext": m.clock(m.inspect.at) }),
    h("span", { class: "tools" }, h("button", { type: "button", class: "quiet", "data-live": "begin" }, tr`A span begins here`), h("button", { type: "button", class: "quiet", "data-live": "end" }, tr`A span ends here`)));
}

/** Two moments make a span: its ends are chosen from the marks here, or by dragging over a strip. @param {LiveModel} m */
function picker(m) {
  const { session: s, picked } = m;
  if (!s.sample) return null;
  const start = s.sample.t - s.sample.seconds, marks = s.events.filter((e) => e.kind === "mark");
  const choice = (/** @type {"from" | "to"} */ end, /** @type {string} */ text) => {
    const at = picked?.[end] ?? null, first = end === "from" ? ["start", tr`the beginning`] : ["now", m.player ? tr`the end of what was played` : tr`now`];
    const value = at === null ? "" : at === -Infinity ? "start" : at === Infinity ? "now" : String(at);
    const options = [["", tr`choose`], first, ...marks.map((e) => [String(e.t), `${m.clock(e.t)} ${say(e.label)}`])];
    if (!options.some(([v]) => v === value)) options.push([value, m.clock(at ?? start)]);
    return h("label", { class: "pick-end" }, `${text} `, h("select", { "data-live-set": end }, options.map(([v, t]) => h("option", { value: v, selected: v === value }, t))));
  };
  return h("div", { class: "picker", role: "group", "aria-label": tr`Part of the session` }, choice("from", tr`From`), choice("to", tr`to`),
    picked ? h("button", { type: "button", class: "quiet", "data-live": "unpick" }, tr`Clear`) : h("span", { class: "hint" }, tr`tells the energy of a part: choose two moments, or drag over a strip`));
}

/** @param {LiveModel} m */
function sensors(m) {
  const list = m.session.hello?.sensors ?? [];
  return list.map((/** @type {any} */ s) => h("li", { "data-id": s.family }, h("p", null, h("strong", null, say(s.family)), " ", badge(s.state), " ", say(s.detail ?? "")),
    s.remedy ? h("p", { class: "remedy" }, rich`To allow it: ${h("code", english, s.remedy)}`) : null));
}

/** What the probe itself takes. @param {LiveModel} m */
function own(m) {
  const s = m.session.sample?.self;
  if (!s) return null;
  const busy = s.cpu_ratio == null ? tr`${significant(s.cpu_seconds, 2)} s of processor time so far` : tr`${significant(100 * s.cpu_ratio, 2)}\u00a0% of one core`;
  return h("p", { class: "hint" }, tr`The probe itself takes ${busy} and ${significant(s.resident_bytes / 1e6, 2)}\u00a0MB of memory${s.watts == null ? "" : tr`, about ${m.fmt.text(s.watts, "W")}`}.`);
}

/** @param {LiveModel} m */
function events(m) {
  const list = m.session.events;
  if (!list.length) return h("li", { class: "hint" }, tr`Nothing yet. Your marks appear here, and on their own: work that begins or ends, devices held back, gaps, changes of state and the budget.`);
  const marks = list.filter((e) => e.kind === "mark");
  return list.toReversed().map((e) => {
    const before = e.kind === "mark" ? marks[marks.indexOf(e) - 1] : undefined;
    const since = before?.joules != null && e.joules != null ? tr`: ${m.fmt.text(kwh(e.joules - before.joules), "kWh")} since the mark before it` : "";
    return h("li", { "data-id": `${e.t}${e.kind}${e.label}${e.device}` }, h("time", null, m.clock(e.t)), " ", badge(e.kind), " ",
      [name(m, e.device), say(e.label)].filter(Boolean).join(tr`: `), e.seconds ? `, ${significant(e.seconds)} s` : "", since);
  });
}

/** The strips as a table: the same columns that were drawn, and what stands beside them. @param {LiveModel} m */
function table(m) {
  if (!m.tableOpen) return null;
  const head = [tr`Device`, tr`Kind`, tr`Power`, tr`Lowest shown`, tr`Highest shown`, tr`Mean of the session`, tr`Energy`, tr`Busy`, tr`Quality`, tr`State`];
  return [h("caption", { class: "visually-hidden" }, m.session.hello?.simulated ? tr`All devices, simulated: now, in the time shown, and in the session` : tr`All devices: now, in the time shown, and in the session`), h("thead", null, h("tr", null, head.map((t) => h("th", { scope: "col" }, t)))),
    h("tbody", null, m.session.devices.map((d) => {
      const now = m.session.latest.get(d.id) ?? {}, c = m.drawn.get(d.id);
      const end = (/** @type {(number | null)[] | undefined} */ list, /** @type {(a: number, b: number) => number} */ pick) => m.fmt.text((list ?? []).reduce((a, b) => (a === null ? b : b === null ? a : pick(a, b)), null), "W");
      return h("tr", { "data-id": d.id }, h("th", { scope: "row" }, label(m, d)), [KINDS[d.kind] ?? d.kind, m.fmt.text(now.watts, "W"), end(c?.low, Math.min), end(c?.high, Math.max), m.fmt.text(m.session.mean(d.id), "W"), now.joules == null ? "—" : m.fmt.text(kwh(now.joules), "kWh", STEADY),
        now.utilization === undefined ? "—" : `${Math.round(now.utilization * 100)}\u00a0%`, say(d.quality), say(now.state ?? d.state)].map((v) => h("td", null, v)));
    }))];
}

/** What can be taken along. @param {LiveModel} m */
function keep(m) {
  if (!m.session.sample) return null;
  const act = (/** @type {string} */ what, /** @type {string} */ text) => h("button", { type: "button", class: "quiet", "data-keep-session": what }, text);
  return [h("p", { class: "tools" }, act("csv", tr`Samples as CSV`), act("json", tr`Session as JSON`), act("png", tr`Strips as a picture (PNG)`), act("print", tr`Print a report`)),
    h("p", { class: "hint" }, m.said || (m.session.hello.simulated ? tr`Each of them says that the hardware is simulated.` : tr`Joules, watts and seconds as the probe told them, with their quality.`))];
}

