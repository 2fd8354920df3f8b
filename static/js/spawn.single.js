// @ts-check
/** Starts the engine's worker in the single-file edition, where everything lies in the page itself. */

/** @param {string} id */
const bytes = (id) => Uint8Array.from(atob(document.getElementById(`data-${id}`)?.textContent ?? ""), (c) => c.charCodeAt(0));

/** @param {string} id */
const unpack = (id) => new Response(new Blob([bytes(id)]).stream().pipeThrough(new DecompressionStream("gzip")));

/** @returns {Worker} */
export function spawnEngine() {
  const url = URL.createObjectURL(new Blob([bytes("worker")], { type: "text/javascript" }));
  const worker = new Worker(url);
  Promise.all([unpack("engine").arrayBuffer(), unpack("catalogs").text()])
    .then(([engine, pack]) => worker.postMessage({ bytes: engine, pack }, [engine]))
    .catch((error) => worker.dispatchEvent(new ErrorEvent("error", { message: String(error) })));
  return worker;
}
