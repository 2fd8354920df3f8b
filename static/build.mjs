// Builds the page into dist/: engine, bundles, prerendered HTML, service worker, compressed copies. Everything in dist/
// is relative, so that it works under any path of any host. Run as `node build.mjs` in this folder, after `npm ci`.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as esbuild from "esbuild";
import { compress } from "./build/compress.mjs";
import { loadEngine } from "./build/engine.mjs";
import { VIEWS } from "./build/views.mjs";
import { onlyLines } from "./build/uplot.mjs";
import { prerender } from "./build/prerender.mjs";
import { singleFile } from "./build/single.mjs";

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
    entryPoints: entries.map((entry) => join(here, entry)), bundle: true, minify: !process.env.PLAIN, write: true, outdir: assets, metafile: true, legalComments: "none", charset: "utf8",
    target: ["chrome120", "firefox121", "safari17.2"], entryNames: "[name]-[hash]", chunkNames: "[name]-[hash]", absWorkingDir: here, logLevel: "warning", ...options,
  });
  return entries.map((entry) => {
    const [name, output] = Object.entries(metafile.outputs).find(([, o]) => o.entryPoint === entry);
    return { file: basename(name), needs: output.imports.filter((i) => i.kind === "import-statement").map((i) => basename(i.path)) };
  });
}
/** Lets what is fetched on its own stand on the one file of core.js. */
const onCore = { name: "core", setup(b) {
  b.onLoad({ filter: /[/]js[/](?:main|embed[/]main|charts[/]plot|\w+[/]view)\.js$/ }, ({ path }) =>
    path.endsWith("/estimate/view.js") ? null : { contents: `import ${JSON.stringify(join(here, "js", "core.js"))};\n${readFileSync(path, "utf8")}`, loader: "js" });
} };
const bundle = async (entry, options) => (await bundles([entry], options))[0].file;

// 1. The engine: Go compiled to WebAssembly, with the loader of the same toolchain.
const wasmPath = join(cache, "engine.wasm");
// Inlining is left out: it costs a tenth of the download, and an estimate takes a quarter of a millisecond without it.
execFileSync("go", ["build", "-trimpath", "-ldflags=-s -w", "-gcflags=all=-l", "-o", wasmPath, "./wasm"], {
  cwd: join(here, ".."), env: { ...process.env, GOOS: "js", GOARCH: "wasm", CGO_ENABLED: "0" }, stdio: ["ignore", "inherit", "inherit"],
});
const wasm = readFileSync(wasmPath);
const wasmFile = asset("engine.wasm", wasm);
const data = join(here, "..", "estimator", "data");
const pack = readdirSync(data).filter((f) => f.endsWith(".csv")).sort().map((f) => `== ${f}\n${readFileSync(join(data, f), "utf8")}`).join("");
const catalogsFile = asset("catalogs.txt", pack);

// 2. Bundles, from the leaves to the root, because each carries the names of the files that it starts.
const workerFile = await bundle("js/engine.worker.js", { format: "iife", alias: { wasm_exec: glue } });
/** Style sheets that come with their view. */
const styles = Object.fromEntries(await Promise.all(VIEWS.map(async (view) => [`${view.toUpperCase()}_CSS_FILE`, JSON.stringify(await bundle(`css/${view}.css`, {}))])));
const mainCSS = await bundle("css/main.css", {});
const embedCSS = await bundle("css/embed.css", {});
const early = await bundle("js/early.js", { format: "iife" });
const embedEarly = await bundle("js/embed/early.js", { format: "iife", entryNames: "embed-early-[hash]" });
const names = { WORKER_FILE: JSON.stringify(workerFile), WASM_FILE: JSON.stringify(wasmFile), CATALOGS_FILE: JSON.stringify(catalogsFile), ...styles };
const [main, embed] = await bundles(["js/main.js", "js/embed/main.js"], { format: "esm", splitting: true, define: names, plugins: [onCore, onlyLines] });
// What other people's pages load by its name, from the top of the site.
await bundle("js/gram-watt.js", { format: "iife", outdir: dist, entryNames: "[name]" });

// 3. The page, with the answer to the default scenario in it, and what belongs to it.
const engine = await loadEngine(glue, wasm, pack);
cpSync(join(here, "icons"), join(dist, "icons"), { recursive: true });
cpSync(join(here, "recordings"), join(dist, "recordings"), { recursive: true });
cpSync(join(here, "manifest.webmanifest"), join(dist, "manifest.webmanifest"));
const digest = createHash("sha256");
for (const f of readdirSync(assets).sort()) digest.update(f);
const template = readFileSync(join(here, "index.html"), "utf8");
const build = digest.update(template).digest("hex").slice(0, 12);
const fill = (page, files) => page.replace(/\{\{(\w+)\}\}/g, (_, key) => files[key] ?? "");
const { page: rendered, boot } = await prerender(template, engine);
const preload = ({ needs }) => needs.map((file) => `<link rel="modulepreload" href="assets/${file}">`).join("\n");
writeFileSync(join(dist, "index.html"), fill(rendered, { BUILD: build, PRELOAD: preload(main), MAIN_JS: `assets/${main.file}`, MAIN_CSS: `assets/${mainCSS}`, EARLY_JS: `assets/${early}` }));
writeFileSync(join(dist, "embed.html"), fill(readFileSync(join(here, "embed.html"), "utf8"), { BUILD: build, PRELOAD: preload(embed), EMBED_JS: `assets/${embed.file}`, MAIN_CSS: `assets/${mainCSS}`, EMBED_CSS: `assets/${embedCSS}`, EMBED_EARLY_JS: `assets/${embedEarly}`, BOOT: boot }));

// 4. The service worker knows every file of this build.
const files = ["", "embed.html", "gram-watt.js", "manifest.webmanifest", ...readdirSync(join(dist, "icons")).map((f) => `icons/${f}`), ...readdirSync(join(dist, "recordings")).map((f) => `recordings/${f}`), ...readdirSync(assets).map((f) => `assets/${f}`)];
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
/gram-watt.js
  Access-Control-Allow-Origin: *
/assets/*
  Cache-Control: public, max-age=31536000, immutable
`);
const single = await singleFile({ here, template: rendered, glue, wasm, pack, build });
writeFileSync(join(out, "gramwatt.html"), single);

for (const [name, s] of sizes) console.log(`${name.padEnd(44)} ${kb(s.raw)} raw ${kb(s.br)} br ${kb(s.gz)} gz`);
console.log(`${"gramwatt.html (single file)".padEnd(44)} ${kb(single.length)} raw`);
console.log(`built ${build} in ${((performance.now() - started) / 1000).toFixed(1)} s`);

function kb(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`.padStart(11);
}
