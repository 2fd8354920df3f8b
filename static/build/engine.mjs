// The engine in Node: the same wasm that the browser runs.
import { readFileSync } from "node:fs";
import vm from "node:vm";

/**
 * @param {string} glue path of wasm_exec.js
 * @param {Uint8Array} wasm
 * @param {string} pack the catalogs
 * @returns {Promise<(method: string, argument?: string) => any>}
 */
export async function loadEngine(glue, wasm, pack) {
  vm.runInThisContext(readFileSync(glue, "utf8"), { filename: glue });
  const go = new globalThis.Go();
  const { instance } = await WebAssembly.instantiate(wasm, go.importObject);
  go.run(instance);
  const fault = globalThis.gramwatt.load(pack);
  if (fault) throw new Error(fault);
  return (method, argument = "") => JSON.parse(globalThis.gramwatt.call(method, argument));
}
