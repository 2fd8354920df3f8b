// @ts-check
/** Starts the engine's worker. Both files lie beside this one; the build puts their names in. */

/* global WORKER_FILE, WASM_FILE, CATALOGS_FILE */

/** @returns {Worker} */
export function spawnEngine() {
  // @ts-ignore
  const worker = new Worker(new URL(WORKER_FILE, import.meta.url)); // @ts-ignore
  worker.postMessage({ wasm: new URL(WASM_FILE, import.meta.url).href, catalogs: new URL(CATALOGS_FILE, import.meta.url).href });
  return worker;
}
