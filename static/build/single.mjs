// The single-file edition: the whole page in one HTML file that works from a stick. The engine and the catalogs travel
// as gzip in base64 and are unpacked by the browser; the worker starts from a blob. Everything else is the same code.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { sources } from "./sources.mjs";
import { onlyLines } from "./uplot.mjs";
import { VIEWS } from "./views.mjs";

/**
 * @param {{here: string, language: string, template: string, glue: string, wasm: Uint8Array, pack: string, build: string}} o
 *   template: index.html with the answer in it and the names of files still open
 * @returns {Promise<string>}
 */
export async function singleFile({ here, language, template, glue, wasm, pack, build }) {
  const bundle = async (entry, options = {}) => {
    const r = await esbuild.build({ entryPoints: [join(here, entry)], bundle: true, minify: true, write: false, legalComments: "none", charset: "utf8", loader: { ".html": "text" }, target: ["chrome120", "firefox121", "safari17.2"], absWorkingDir: here, logLevel: "warning", plugins: [onlyLines, sources({ here, language, single: true })], ...options });
    return r.outputFiles[0].text.trim();
  };
  const worker = await bundle("js/engine.worker.js", { format: "iife", alias: { wasm_exec: glue } });
  const style = (await Promise.all(["main", ...VIEWS].map((name) => bundle(`css/${name}.css`)))).join("");
  const early = await bundle("js/early.js", { format: "iife" });
  const main = await bundle("js/main.js", {
    format: "iife", define: { ...Object.fromEntries(VIEWS.map((view) => [`${view.toUpperCase()}_CSS_FILE`, '""'])), "import.meta.url": "document.baseURI" },
  });
  const data = (bytes) => gzipSync(bytes, { level: 9 }).toString("base64");
  const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const csp = `default-src 'none'; script-src ${hash(early)} ${hash(main)} blob: 'wasm-unsafe-eval'; style-src ${hash(style)}; img-src data:; connect-src ws://127.0.0.1:8420; worker-src blob:; base-uri 'none'; form-action 'none'`;
  const icon = `data:image/svg+xml;base64,${readFileSync(join(here, "icons/icon.svg")).toString("base64")}`;
  const close = (code) => code.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
  if (close(main) !== main || close(early) !== early) throw new Error("single file: a script holds the end of a script");
  return template
    .replace(/content="default-src[^"]*"/, () => `content="${csp}"`)
    .replace(/<link rel="icon"[^>]*>/, () => `<link rel="icon" href="${icon}">`)
    .replace(/<link rel="(manifest|alternate)"[^>]*>\n/g, "")
    .replace(/ *<a class="language".*\n/, "") // the other language is another file
    .replace(/ <a href="works\.html">[^<]*<\/a>/, "") // a page of its own, which a stick does not carry
    .replace(/<noscript><p class="notice"><a href="learn[^]*?<\/noscript>\n/, "") // one file has no second page
    .replace("{{BUILD}}", build)
    .replace('<script src="{{EARLY_JS}}"></script>', () => `<script>${early}</script>`)
    .replace('<link rel="stylesheet" href="{{MAIN_CSS}}">', () => `<style>${style}</style>`)
    .replace("{{PRELOAD}}\n", "")
    .replace('<script type="module" src="{{MAIN_JS}}"></script>\n', "")
    .replace("</body>", () => `${block("engine", data(wasm))}${block("catalogs", data(Buffer.from(pack)))}${block("worker", Buffer.from(worker).toString("base64"))}<script>${main}</script>\n</body>`);
}

const block = (id, text) => `<script type="text/plain" id="data-${id}">${text}</script>\n`;
