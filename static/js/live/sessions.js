// @ts-check
/** What was recorded on this machine before: to look at again, to stand beside estimates, to take along. */
import { h } from "../dom.js";
import { duration, kwh } from "./words.js";
import { LOCALE, ROOT, say, tr } from "../i18n/tr.js";

const day = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });

/** @param {any} s a recorded session */
export const sessionName = (s) => (s ? s.name || s.command?.join(" ") || tr`session of ${day.format(s.started * 1000)}` : tr`the session`);

/** @param {import("./render.js").LiveModel} m */
export function render(m) {
  const here = m.session.hello?.boot;
  const head = [tr`Session`, tr`Began`, tr`Lasted`, tr`Energy`, tr`State`, tr`What to do with it`];
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": tr`Recorded sessions` }, h("table", null, h("thead", null, h("tr", null, head.map((t) => h("th", { scope: "col" }, t)))),
    h("tbody", null, m.sessions.map((s) => {
      const name = sessionName(s);
      const act = (/** @type {string} */ what, /** @type {string} */ text, /** @type {string} */ long, /** @type {boolean} */ off = false) => h("button", { type: "button", class: "quiet", "data-session": s.id, "data-what": what, "aria-label": long, disabled: off }, text);
      return h("tr", { "data-id": s.id }, h("th", { scope: "row", class: "source" }, name, s.simulated ? [" ", h("span", { class: "badge", "data-word": "simulated" }, tr`simulated`)] : ""), h("td", null, day.format(s.started * 1000)), h("td", null, duration(s.seconds)), h("td", null, m.fmt.text(kwh(s.joules), "kWh")), h("td", null, s.id === here ? tr`this one` : say(s.state)),
        h("td", null, h("span", { class: "tools" }, act("open", tr`Open`, tr`Open ${name}`), act("compare", tr`Compare`, tr`Compare ${name} with estimates`, !(s.joules > 0)), act("csv", "CSV", tr`Save the samples of ${name} as CSV`), act("json", "JSON", tr`Save ${name} as JSON`),
          h("a", { href: `${ROOT}api/v1/sessions/${encodeURIComponent(s.id)}?samples=gwr`, download: true, "aria-label": tr`Save the recording of ${name}` }, tr`Recording`))));
    }))));
}
