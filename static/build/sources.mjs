// How the modules of the page are read for a bundle: in a language, standing on core.js where they are fetched on their own,
// and with the parts of the single-file edition where that is made.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { textsOf, translate } from "./texts.mjs";

/** Modules that are fetched on their own: core.js says why they stand on it. */
const FETCHED = /^(main|embed\/main|charts\/plot|\w+\/view)\.js$/;
const FIRST = "estimate/view.js"; // a part of core.js itself

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
    build.onLoad({ filter: /\.js$/ }, ({ path }) => {
      if (!path.startsWith(root)) return null;
      const name = path.slice(root.length + 1).replaceAll("\\", "/"), code = translate(readFileSync(join(root, place(name)), "utf8"), texts);
      return { contents: core && FETCHED.test(name) && name !== FIRST ? `import ${JSON.stringify(join(root, "core.js"))};\n${code}` : code, loader: "js" };
    });
  } };
}
