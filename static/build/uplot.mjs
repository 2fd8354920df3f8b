// Leaves out of uPlot what Live never draws: bars, steps and splines, and helpers for other programs. They hang on the
// library's object, so that a bundler cannot see that nobody asks for them. The build fails when the package's file no
// longer ends as it does in the version that the lock file names.
import { readFileSync } from "node:fs";

const FROM = "\nuPlot.assign = assign;\n", END = "\nexport { uPlot as default };";

/** @type {import("esbuild").Plugin} */
export const onlyLines = {
  name: "only-lines",
  setup(build) {
    build.onLoad({ filter: /[/\\]uPlot\.esm\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8"), from = text.indexOf(FROM), end = text.indexOf(END);
      if (from < 0 || end < from || !text.slice(from, end).includes("paths.bars")) throw new Error("uPlot's file has changed: see static/build/uplot.mjs");
      return { contents: `${text.slice(0, from)}\n${text.slice(end)}`, loader: "js" };
    });
  },
};
