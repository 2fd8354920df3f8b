// Brotli (quality 11) and gzip copies beside every file that shrinks. Results are kept by content, because the engine
// takes seconds and changes seldom.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const KINDS = /\.(html|js|css|svg|json|webmanifest|wasm|txt)$/;

/**
 * @param {string} root
 * @param {string} cache folder for kept results
 * @returns {[string, {raw: number, br: number, gz: number}][]} sizes in bytes, by name
 */
export function compress(root, cache) {
  const sizes = [];
  for (const name of readdirSync(root, { recursive: true }).map(String).sort()) {
    const path = join(root, name);
    if (!statSync(path).isFile() || !KINDS.test(name)) continue;
    const raw = readFileSync(path);
    const key = join(cache, createHash("sha256").update(raw).digest("hex").slice(0, 24));
    const br = kept(`${key}.br`, () => brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length } }));
    const gz = kept(`${key}.gz`, () => gzipSync(raw, { level: 9 }));
    writeFileSync(`${path}.br`, br);
    writeFileSync(`${path}.gz`, gz);
    sizes.push([name, { raw: raw.length, br: br.length, gz: gz.length }]);
  }
  return sizes;
}

function kept(path, make) {
  if (!existsSync(path)) writeFileSync(path, make());
  return readFileSync(path);
}
