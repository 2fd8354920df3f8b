// Renders the default scenario's answer into the page, with the render functions that the browser uses.
import { firstModel } from "../js/estimate/boot.js";
import { askExtras, askSlow, extras as after, slow } from "../js/estimate/after.js";
import { slots } from "../js/estimate/render.js";
import { toHTML } from "../js/dom.js";
import { say, words } from "../js/i18n/tr.js";
import { toQuery } from "../js/url.js";

/** What only scripts can use is drawn when a reader opens it. */
const TOOLS = new Set(["keep", "open"]);

/**
 * @param {string} template
 * @param {(method: string, argument?: string) => any} call the engine
 * @returns {Promise<{page: string, boot: string}>} the page, and what the scripts of any page start from, as JSON
 */
export async function prerender(template, call) {
  await words();
  const query = call("defaults").query;
  const all = { accelerators: call("catalog", "accelerators").rows, places: call("catalog", "regions").rows, clouds: [], workloads: [], sites: [], projects: [], social: null };
  const { fields, texts, lists } = call("fields");
  // Until the browser has the words of the engine, the names in the form are those that the build wrote.
  const said = (/** @type {any} */ row) => ({ ...row, label: say(row.label), ...(say(row.unit ?? "") === (row.unit ?? "") ? {} : { unit_said: say(row.unit) }) });
  const boot = { query, fields: fields.map(said), texts: [...texts, ...lists].map(said), units: call("units").units, version: call("version"), lists: all };
  const m = firstModel(boot);
  m.result = must(call("estimate", toQuery(m.params)), "estimate").result;
  const extras = await askExtras(call, m.params);
  if (!extras) throw new Error("prerender: the example has no answer");
  m.slow = await askSlow(call, m.params);
  Object.assign(m, { regions: extras.regions, sources: extras.sources, tries: extras.tries, extras });
  // The browser gets the names that the first picture needs; the full lists come from the engine.
  const used = new Set([m.params.get("hw"), m.params.get("r"), ...m.pins]);
  const known = { ...boot, lists: { ...all, accelerators: all.accelerators.filter((a) => used.has(a.id)), places: all.places.filter((p) => used.has(p.code)).map((p) => ({ ...p, name: say(p.name) })) } };
  let page = template;
  for (const [name, render] of Object.entries({ ...slots, ...after, ...slow })) {
    if (TOOLS.has(name)) continue;
    const at = new RegExp(`(<[^>]*\\bdata-slot="${name}"[^>]*>)`);
    if (!at.test(page)) throw new Error(`prerender: no place for "${name}" in index.html`);
    page = page.replace(at, (open) => open + toHTML(render(m)));
  }
  const json = JSON.stringify(known).replaceAll("<", "\\u003c");
  return { page: page.replace("{{BOOT}}", () => json), boot: json };
}

function must(answer, what) {
  if (!answer.ok) throw new Error(`prerender: ${what}: ${JSON.stringify(answer.errors)}`);
  return answer;
}
