// The texts of the page: each has French with the same slots, in the typography of French, and none stands in the code
// without its tag.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { parse } from "acorn";
import { ancestor } from "acorn-walk";
import { pageIn, pageTexts, tagged, textsOf, translate } from "../build/texts.mjs";
import { phrasebook } from "../js/i18n/phrasebook.js";

const root = join(import.meta.dirname, ".."), fr = textsOf(root, "fr"), engine = JSON.parse(readFileSync(join(root, "i18n", "fr.engine.json"), "utf8"));
const modules = readdirSync(join(root, "js"), { recursive: true }).map(String).filter((f) => f.endsWith(".js")).map((f) => /** @type {const} */ ([f, readFileSync(join(root, "js", f), "utf8")]));
const pages = readdirSync(root).filter((f) => f.endsWith(".html")).map((f) => readFileSync(join(root, f), "utf8"));

/** Every text that the build looks up. */
const keys = new Set([...pages.flatMap(pageTexts), ...modules.flatMap(([, code]) => tagged(code).map((t) => t.key)), JSON.parse(readFileSync(join(root, "manifest.webmanifest"), "utf8")).description]);
const slots = (/** @type {string} */ s) => [...new Set(s.match(/\{\d+\}/g) ?? [])].sort().join(" ");

test("every text has French, and no French is left of a text that is gone", () => {
  assert.deepEqual([...keys].filter((k) => !Object.hasOwn(fr, k)), [], "without French in i18n/fr.json");
  assert.deepEqual(Object.keys(fr).filter((k) => !keys.has(k)), [], "in i18n/fr.json, and no text of the page");
});

test("no text stands twice: JSON would take the last and drop the other", () => {
  for (const name of ["fr.json", "fr.engine.json"]) {
    const said = [...readFileSync(join(root, "i18n", name), "utf8").matchAll(/^\s*"((?:[^"\\]|\\.)*)":/gm)].map((m) => m[1]);
    assert.deepEqual(said.filter((k, i) => said.indexOf(k) !== i), [], name);
  }
});

test("French has the slots of its English", () => {
  for (const [english, french] of [...Object.entries(fr), ...Object.entries(engine)]) assert.equal(slots(french), slots(english), english);
});

test("French is written as French is: narrow spaces before high marks and inside quotes, apostrophes that curl", () => {
  const wrong = (/** @type {string} */ s) => /[^\u202f\s(][;!?](\s|$)|[\w)}] ?[ \u00a0][;!?:](\s|$)|[\p{L})}]:(\s|$)|«[^\u202f]|[^\u202f]»|\p{L}'\p{L}|\d (?=\d{3}\b)|[\d}] %/u.test(s);
  for (const s of ["Bonjour !", "Bonjour!", "Lieu : ici", "Lieu: ici", "« ici »", "l'heure", "4 789", "20 %"]) assert.ok(wrong(s), s);
  assert.deepEqual([...Object.values(fr), ...Object.values(engine)].filter(wrong), []);
});

/** Attributes of h() that a reader meets. */
const READ = new Set(["aria-label", "title", "placeholder", "alt", "aria-valuetext", "aria-roledescription"]);
const PROSE = /[A-Za-z]{2}[)%]?[\s\u00a0][(]?[A-Za-z]{2}/; // two words in a row
/** Texts that are English on purpose: what other programs read, links, and code. */
const NOT_SAID = /^(as given$|600 15px |var\(|v=1|AMD EPYC|rgba?\(|[\w-]+( [\w-]+)*\{|image\/|gramwatt serve|make run|social_costs world|slow answers|text\/|\(prefers|US EPA|Rennert|Ricke|Google Cloud|Oracle Cloud|\d+px |share of it used|own share|rated power|power limit|measured power|metered energy|grid intensity|runs of|overhead factor|power of the rest|seconds per step|one example|data set|prompt tokens|output tokens|tokens per second|devices that answer|measured energy)/;
/** Files whose words are data for other programs, or names that no page shows; lessons have their own texts. */
const APART = /^(dom|early|gram-watt|embed\/early|live\/keep|estimate\/snippet|engine\.worker|methods\/sources|numbers|i18n\/.*|learn\/.*)\.js$/;

/** What a module says without a tag. @param {string} code @returns {string[]} */
function untagged(code) {
  /** @type {string[]} */ const bare = [];
  const look = (/** @type {any} */ node, /** @type {string} */ text, /** @type {any[]} */ path) => {
    const parent = path.at(-2);
    if (parent?.type === "TaggedTemplateExpression" || parent?.type === "ImportDeclaration" || parent?.type === "ExpressionStatement" || (parent?.type === "Property" && parent.key === node)) return;
    const call = path.findLast((n) => n.type === "CallExpression"), place = path.findLast((n) => n.type === "Property" && n.value !== undefined && path.includes(n.value));
    const attribute = call?.callee.name === "h" && call.arguments[1]?.properties?.includes(place) ? place.key.value ?? place.key.name : null;
    const child = call?.callee.name === "h" && call.arguments.indexOf(path[path.indexOf(call) + 1]) > 1;
    if (attribute !== null && !READ.has(attribute)) return;
    if (call && ["querySelector", "querySelectorAll", "closest", "matches", "evaluate"].includes(call.callee.property?.name) && call.arguments.includes(path[path.indexOf(call) + 1])) return;
    if (NOT_SAID.test(text) || !(PROSE.test(text) || ((child || attribute !== null) && /^[A-Z][a-z]{2,}( |$)|[a-z]{2} \{\}|\{\}[ \u00a0][a-z]{2}/.test(text)))) return;
    bare.push(text);
  };
  ancestor(parse(code, { ecmaVersion: "latest", sourceType: "module" }), {
    Literal: (n, _, path) => typeof n.value === "string" && look(n, n.value, path),
    TemplateLiteral: (n, _, path) => look(n, n.quasis.map((q) => q.value.cooked).join("{}"), path),
  });
  return bare;
}

test("no text stands in the code without its tag", () => {
  assert.deepEqual(untagged('h("p", { class: "a b", title: "Some words" }, "Name", tr`Said well`, `in ${n} words`); el.querySelector("p b"); x.textContent = "two words";'), ["Some words", "Name", "in {} words", "two words"]);
  assert.deepEqual(modules.filter(([file]) => !APART.test(file)).flatMap(([file, code]) => untagged(code).map((text) => `${file}: ${text}`)), []);
});

test("a module in a language: slots in any order, texts within texts, spaces around them kept, code left alone", () => {
  const texts = { "Copied {0} of {1}": "{1} : {0} copiés", "rows": "lignes", "{0} a `day`": "par jour `{0}` ${" };
  const run = (/** @type {string} */ code) => new Function("rich", `return ${translate(code, texts)}`)((/** @type {any} */ s, /** @type {any[]} */ ...v) => s.flatMap((/** @type {string} */ t, /** @type {number} */ i) => (i < v.length ? [t, v[i]] : [t])));
  assert.equal(run("tr`Copied ${1 + 1} of ${tr` rows`}`"), " lignes : 2 copiés");
  assert.equal(run("tr`${3} a \\`day\\``"), "par jour `3` ${");
  assert.equal(run("tr`unknown ${1}`"), "unknown 1");
  assert.deepEqual(run("rich`Copied ${{ a: 1 }} of ${2}`"), ["", 2, " : ", { a: 1 }, " copiés"]);
  assert.equal(translate("const tr2 = 'tr`rows`';", texts), "const tr2 = 'tr`rows`';");
});

test("a page in a language: its texts and labels, and nothing of its scripts", () => {
  const page = '<html lang="en"><meta name="description" content="rows"><meta name="x" content="rows"><p title="rows">rows <b>{{rows}}</b></p><script type="application/json">"rows"</script>';
  assert.equal(pageIn(page, "fr", { rows: "lignes" }), '<html lang="fr"><meta name="description" content="lignes"><meta name="x" content="rows"><p title="lignes">lignes <b>{{rows}}</b></p><script type="application/json">"rows"</script>');
});

test("the phrasebook: whole phrases, what stands in them, numbers, lists, and what it does not know", () => {
  const say = phrasebook({ "use {0}": "prenez {0}", "use {0}, or leave it out": "prenez {0}, ou rien", "making {0}": "fabrication : {0}", Poland: "Pologne", "no figure for {0}": "rien pour {0}" });
  assert.equal(say("use 2021, 2022 or 2025, or leave it out"), "prenez 2021, 2022 ou 2025, ou rien");
  assert.equal(say("no figure for Poland"), "rien pour Pologne");
  assert.equal(say("making NVIDIA A100 SXM4 80GB"), "fabrication : NVIDIA A100 SXM4 80GB");
  assert.equal(say("1,234.5 kWh"), "1\u202f234,5 kWh");
  assert.equal(say("473 g CO2e/kWh"), "473 g CO2e/kWh");
  for (const name of ["NVIDIA A100 SXM4 80GB", "7.5 and 15 W modes", "2:00 UTC", "Ember: Yearly electricity data, 2024"]) assert.equal(say(name), name);
});
