// How the modules of the page are read for a bundle: in a language, standing on core.js where they are fetched on their own,
// and with the parts of the single-file edition where that is made.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { textsOf, translate } from "./texts.mjs";

/**
 * @param {{here: string, language: string, core?: boolean, single?: boolean}} o
 * @returns {import("esbuild").Plugin}
 */
export function sources({ here, language, core = false, single = false }) {
  const root = join(here, "js"), texts = textsOf(here, language);
  const place = (/** @type {string} */ name) => {
    if (name === "i18n/language.js" && language !== "en") return `i18n/language.${language}.js`;
    return single && name === "spawn.js" ? "spawn.single.js" : name;
  };
  return { name: "sources", setup(build) {
    // Lessons and their questions are whole texts, a folder for each language.
    build.onResolve({ filter: /^[./]+\/learn\/en\// }, ({ path, resolveDir }) => ({ path: resolve(resolveDir, path.replace("/learn/en/", `/learn/${language}/`)) }));
    // What is fetched on its own stands on core.js, which says why.
    if (core) build.onResolve({ filter: /\.js$/ }, ({ path, kind, resolveDir }) => kind === "dynamic-import" || kind === "entry-point" ? { path: resolve(resolveDir, path), pluginData: { fetched: true } } : null);
    build.onLoad({ filter: /\.js$/ }, ({ path, pluginData }) => {
      if (!path.startsWith(root)) return null;
      const name = path.slice(root.length + 1).replaceAll("\\", "/"), code = translate(readFileSync(join(root, place(name)), "utf8"), texts);
      return { contents: pluginData?.fetched ? `import ${JSON.stringify(join(root, "core.js"))};\n${code}` : code, loader: "js" };
    });
  } };
}
