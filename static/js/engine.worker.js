// @ts-check
/**
 * The worker that owns the engine: a Go program in WebAssembly that puts `gramwatt.call(method, argument)` on the
 * global object. First message: {wasm, catalogs: addresses} or {bytes, pack: contents}. Then {id, method, argument}; the answer is {id, text}.
 */
import "wasm_exec"; // the loader that belongs to the Go toolchain in use; puts Go on the global object
import { tr } from "./i18n/tr.js";

const scope = /** @type {any} */ (globalThis);

scope.onmessage = async (/** @type {MessageEvent} */ e) => {
  const { id, method, argument } = e.data;
  if (id === undefined) return start(e.data);
  try {
    scope.postMessage({ id, text: scope.gramwatt.call(method, argument) });
  } catch (error) {
    scope.postMessage({ failed: String(error) });
  }
};

/** @param {{wasm: string, catalogs: string, bytes?: ArrayBuffer, pack?: string}} from */
async function start({ wasm, catalogs, bytes, pack }) {
  try {
    const go = new scope.Go();
    const [instance, text] = await Promise.all([load(go.importObject, wasm, bytes), pack ?? read(catalogs)]);
    const ended = go.run(instance);
    ended.then(() => scope.postMessage({ failed: tr`the engine ended` }));
    if (!scope.gramwatt) throw new Error(tr`the engine did not start`);
    const fault = scope.gramwatt.load(text);
    if (fault) throw new Error(fault);
    scope.postMessage({ ready: true });
  } catch (error) {
    scope.postMessage({ failed: String(error) });
  }
}

/** @param {any} imports @param {string} wasm @param {ArrayBuffer | undefined} bytes */
async function load(imports, wasm, bytes) {
  if (bytes) return (await WebAssembly.instantiate(bytes, imports)).instance;
  const response = await fetch(wasm);
  if (!response.ok) throw new Error(tr`the engine could not be fetched: HTTP ${response.status}`);
  if (response.headers.get("Content-Type") === "application/wasm") {
    return (await WebAssembly.instantiateStreaming(response, imports)).instance;
  }
  return (await WebAssembly.instantiate(await response.arrayBuffer(), imports)).instance;
}

/** @param {string} catalogs */
async function read(catalogs) {
  const response = await fetch(catalogs);
  if (!response.ok) throw new Error(tr`the catalogs could not be fetched: HTTP ${response.status}`);
  return response.text();
}
