// Builds the page into dist/: engine, bundles, prerendered HTML, service worker, compressed copies. Everything in dist/
// is relative, so that it works under any path of any host. Run as `node build.mjs` in this folder, after `npm ci`.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { compress } from "./build/compress.mjs";
import { loadEngine } from "./build/engine.mjs";
import { singleFile } from "./build/single.mjs";
import { sources } from "./build/sources.mjs";
import { LANGUAGES, pageIn, textsOf } from "./build/texts.mjs";
import { onlyLines } from "./build/uplot.mjs";
import { VIEWS } from "./build/views.mjs";
import { examples } from "./build/works.mjs";

const here = import.meta.dirname;
const dist = join(here, "dist");
const assets = join(dist, "assets");
const cache = join(here, "node_modules", ".cache", "gramwatt");
const goroot = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
const glue = join(goroot, "lib", "wasm", "wasm_exec.js");

mkdirSync(cache, { recursive: true });
for (const name of existsSync(dist) ? readdirSync(dist) : []) if (name !== "PLACEHOLDER") rmSync(join(dist, name), { recursive: true });
mkdirSync(assets, { recursive: true });

const started = performance.now();

/** Writes a built file under a name that carries its digest. */
function asset(name, content) {
  const [stem, ext] = [name.slice(0, name.lastIndexOf(".")), name.slice(name.lastIndexOf("."))];
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const file = `${stem}-${digest}${ext}`;
  writeFileSync(join(assets, file), content);
  return file;
}

/** Bundles entries; what they share and what they import lazily becomes chunks beside them. PLAIN=1 leaves names readable, for profiling. */
async function bundles(entries, options) {
  const { metafile } = await esbuild.build({
    entryPoints: entries.map((entry) => join(here, entry)), bundle: true, minify: !process.env.PLAIN, write: true, outdir: assets, metafile: true, legalComments: "none", charset: "utf8", loader: { ".html": "text" },
    target: ["chrome120", "firefox121", "safari17.2"], entryNames: "[name]-[hash]", chunkNames: "[name]-[hash]", absWorkingDir: here, logLevel: "warning", ...options,
  });
  return entries.map((entry) => {
    const [name, output] = Object.entries(metafile.outputs).find(([, o]) => o.entryPoint === entry);
    return { file: basename(name), needs: output.imports.filter((i) => i.kind === "import-statement").map((i) => basename(i.path)) };
  });
}
const bundle = async (entry, options) => (await bundles([entry], options))[0].file;

// 1. The engine: Go compiled to WebAssembly, with the loader of the same toolchain.
const wasmPath = join(cache, "engine.wasm");
// The same sources make the same engine under the same name, whatever the commit: readers keep what they have.
// Inlining is left out: it costs a tenth of the download, and an estimate takes a quarter of a millisecond without it.
execFileSync("go", ["build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-gcflags=all=-l", "-o", wasmPath, "./wasm"], {
  cwd: join(here, ".."), env: { ...process.env, GOOS: "js", GOARCH: "wasm", CGO_ENABLED: "0" }, stdio: ["ignore", "inherit", "inherit"],
});
const wasm = readFileSync(wasmPath);
const wasmFile = asset("engine.wasm", wasm);
const data = join(here, "..", "estimator", "data");
const pack = readdirSync(data).filter((f) => f.endsWith(".csv")).sort().map((f) => `== ${f}\n${readFileSync(join(data, f), "utf8")}`).join("");
const catalogsFile = asset("catalogs.txt", pack);

// 2. Bundles, from the leaves to the root, because each carries the names of the files that it starts.
/** Style sheets that come with their view. */
const sheets = Object.fromEntries(await Promise.all(VIEWS.map(async (view) => [view, await bundle(`css/${view}.css`, {})])));
const styles = Object.fromEntries(VIEWS.map((view) => [`${view.toUpperCase()}_CSS_FILE`, JSON.stringify(sheets[view])]));
const mainCSS = await bundle("css/main.css", {});
const embedCSS = await bundle("css/embed.css", {});
const early = await bundle("js/early.js", { format: "iife" });
const worksCSS = await bundle("css/works.css", {});
const embedEarly = await bundle("js/embed/early.js", { format: "iife", entryNames: "embed-early-[hash]" });
/** What differs by language: the scripts, and what the example's answer is written with. */
async function scripts({ id: language, folder }) {
  const workerFile = await bundle("js/engine.worker.js", { format: "iife", alias: { wasm_exec: glue }, plugins: [sources({ here, language })] });
  const names = { WORKER_FILE: JSON.stringify(workerFile), WASM_FILE: JSON.stringify(wasmFile), CATALOGS_FILE: JSON.stringify(catalogsFile), ...styles };
  const [main, embed] = await bundles(["js/main.js", "js/embed/main.js"], { format: "esm", splitting: true, define: names, plugins: [sources({ here, language, core: true }), onlyLines] });
  // The self-test is one script that old browsers understand. It starts the engine from where its page stands.
  const beside = (file) => JSON.stringify(`${folder ? "../" : ""}assets/${file}`);
  const works = await bundle("js/works/main.js", { format: "iife", entryNames: "works-[hash]", target: "es2017", plugins: [sources({ here, language })],
    define: { "import.meta.url": "document.baseURI", WORKER_FILE: beside(workerFile), WASM_FILE: beside(wasmFile), CATALOGS_FILE: beside(catalogsFile) } });
  const inLanguage = async (/** @type {string} */ name) => {
    const outfile = join(cache, `${name}-${language}.mjs`);
    await esbuild.build({ entryPoints: [join(here, "build", `${name}.mjs`)], bundle: true, format: "esm", platform: "node", outfile, absWorkingDir: here, logLevel: "warning", plugins: [sources({ here, language })] });
    return import(`${pathToFileURL(outfile)}?${started}`);
  };
  const { prerender } = await inLanguage("prerender"), { writeLessons } = await inLanguage("lessons");
  return { main, embed, works, prerender, writeLessons };
}
const made = [];
for (const language of LANGUAGES) made.push(await scripts(language));
// What other people's pages load by its name, from the top of the site.
await bundle("js/gram-watt.js", { format: "iife", outdir: dist, entryNames: "[name]" });

// 3. The page, with the answer to the default scenario in it, and what belongs to it.
const engine = await loadEngine(glue, wasm, pack);
cpSync(join(here, "icons"), join(dist, "icons"), { recursive: true });
cpSync(join(here, "recordings"), join(dist, "recordings"), { recursive: true });
const digest = createHash("sha256");
for (const f of readdirSync(assets).sort()) digest.update(f);
const manifest = JSON.parse(readFileSync(join(here, "manifest.webmanifest"), "utf8"));
const [template, embedded, selfTest] = ["index.html", "embed.html", "works.html"].map((name) => readFileSync(join(here, name), "utf8"));
for (const text of [template, embedded, selfTest, readFileSync(join(here, "lesson.html"), "utf8"), ...LANGUAGES.map(({ id }) => JSON.stringify(textsOf(here, id)))]) digest.update(text);
const build = digest.digest("hex").slice(0, 12);
const fill = (page, files) => page.replace(/\{\{(\w+)\}\}/g, (_, key) => files[key] ?? "");
const singles = [];
for (const [i, { id, folder }] of LANGUAGES.entries()) {
  const { main, embed, works, prerender } = made[i], texts = textsOf(here, id), root = folder ? "../" : "", other = LANGUAGES[1 - i];
  const preload = ({ needs }) => needs.map((file) => `<link rel="modulepreload" href="${root}assets/${file}">`).join("\n");
  const { page, boot } = await prerender(pageIn(template, id, texts), engine);
  const shared = { ROOT: root, BUILD: build, MAIN_CSS: `${root}assets/${mainCSS}`, OTHER: other.id, OTHER_PAGE: (root + other.folder) || "./", OTHER_NAME: other.name, OTHER_OFFER: other.offer };
  mkdirSync(join(dist, folder), { recursive: true });
  writeFileSync(join(dist, folder, "index.html"), fill(page, { ...shared, PRELOAD: preload(main), MAIN_JS: `${root}assets/${main.file}`, EARLY_JS: `${root}assets/${early}` }));
  writeFileSync(join(dist, folder, "embed.html"), fill(pageIn(embedded, id, texts), { ...shared, PRELOAD: preload(embed), EMBED_JS: `${root}assets/${embed.file}`, EMBED_CSS: `${root}assets/${embedCSS}`, EMBED_EARLY_JS: `${root}assets/${embedEarly}`, BOOT: boot }));
  writeFileSync(join(dist, folder, "manifest.webmanifest"), JSON.stringify({ ...manifest, lang: id, description: texts[manifest.description] ?? manifest.description, id: `./${folder}`, scope: root || "./", icons: manifest.icons.map((icon) => ({ ...icon, src: root + icon.src })) }));
  writeFileSync(join(dist, folder, "works.html"), fill(pageIn(selfTest, id, texts), { ...shared, WORKS_CSS: `${root}assets/${worksCSS}`, WORKS_JS: `${root}assets/${works}`, EARLY_JS: `${root}assets/${early}`, EXAMPLES: examples(engine) }));
  singles.push([id === "en" ? "gramwatt.html" : `gramwatt.${id}.html`, await singleFile({ here, language: id, template: page, glue, wasm, pack, build })]);
}
const lessons = [];
for (const [i, { folder }] of LANGUAGES.entries()) lessons.push(...await made[i].writeLessons({ here, dist, folder, call: engine, fill: (page, names) => fill(page, { BUILD: build, MAIN_CSS: `assets/${mainCSS}`, LEARN_CSS: `assets/${sheets.learn}`, ...names }) }));

// 4. The service worker knows every file of this build.
const files = [...LANGUAGES.flatMap(({ folder }) => [folder, `${folder}embed.html`, `${folder}works.html`, `${folder}manifest.webmanifest`]), "gram-watt.js", ...lessons.map((f) => f.replace(/index\.html$/, "")), ...readdirSync(join(dist, "icons")).map((f) => `icons/${f}`), ...readdirSync(join(dist, "recordings")).map((f) => `recordings/${f}`), ...readdirSync(assets).map((f) => `assets/${f}`)];
writeFileSync(join(dist, "sw.js"), readFileSync(join(here, "sw.js"), "utf8").replace("{{BUILD}}", build).replace("/* {{FILES}} */", files.map((f) => JSON.stringify(f)).join(", ")));

// 5. Compressed copies, the plain site for any host, and the single file.
const sizes = compress(dist, cache);
const out = join(here, "..", "dist");
mkdirSync(out, { recursive: true });
rmSync(join(out, "site"), { recursive: true, force: true });
cpSync(dist, join(out, "site"), { recursive: true, filter: (f) => !f.endsWith("PLACEHOLDER") });
// To withdraw the page from readers who have it offline, this file is put in the place of sw.js.
cpSync(join(here, "sw-withdraw.js"), join(out, "site", "sw-withdraw.js"));
// Hosts that read this file let the page itself stand in no frame; embed.html and what starts it are for everyone.
writeFileSync(join(out, "site", "_headers"), `/
  Content-Security-Policy: frame-ancestors 'none'
/index.html
  Content-Security-Policy: frame-ancestors 'none'
/fr/
  Content-Security-Policy: frame-ancestors 'none'
/fr/index.html
  Content-Security-Policy: frame-ancestors 'none'
/gram-watt.js
  Access-Control-Allow-Origin: *
/assets/*
  Cache-Control: public, max-age=31536000, immutable
`);
for (const [name, page] of singles) writeFileSync(join(out, name), page);

for (const [name, s] of sizes) console.log(`${name.padEnd(44)} ${kb(s.raw)} raw ${kb(s.br)} br ${kb(s.gz)} gz`);
for (const [name, page] of singles) console.log(`${`${name} (single file)`.padEnd(44)} ${kb(page.length)} raw`);
console.log(`built ${build} in ${((performance.now() - started) / 1000).toFixed(1)} s`);

function kb(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`.padStart(11);
}
