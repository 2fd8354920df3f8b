// @ts-check
/** Proposals for the name of a CPU: the catalog has thousands, so the engine is asked for those that fit what is typed. */
import { splitKey } from "./scenario.js";

const LEAST = 3; // letters before it is worth asking
const MOST = 40; // names that are proposed
const CHANNEL = "cpus";

/** @param {import("./view.js").EstimateView} view */
export function listenToCPUs(view) {
  view.root.addEventListener("input", async (e) => {
    const el = /** @type {HTMLInputElement} */ (e.target), text = el.value?.trim() ?? "";
    if (!el.dataset?.text || splitKey(el.dataset.text)[0] !== "cpu" || text.length < LEAST) return;
    const answer = await view.engine.call("catalog", `cpus ${text}`, CHANNEL, true);
    if (answer?.ok) document.getElementById("cpu-names")?.replaceChildren(...answer.rows.slice(0, MOST).map((/** @type {any} */ r) => new Option(r.tdp_w ? `${r.tdp_w} W` : "", r.name)));
  });
}
