// @ts-check
/**
 * The address: `#/estimate?v=1&hw=a100-sxm4-80gb&n=8&h=24…`. The part after `#` never reaches a server. Keys are
 * those of the engine's codec; this module only splits and joins, and keeps keys that it does not know.
 *
 * @typedef {Map<string, string>} Params  in the order of the link
 * @typedef {{view: string, params: Params}} Place
 */

export const CODEC = "1"; // version of the keys; old links keep it

/**
 * @param {string} hash  with or without the leading "#"
 * @returns {Place} view is "" when the hash names none
 */
export function parseHash(hash) {
  const text = hash.replace(/^#/, "");
  const [path, ...rest] = text.split("?");
  return { view: path.replace(/^\//, "").split("/")[0], params: parseQuery(rest.join("?")) };
}

/**
 * The last of two equal keys wins, as in the engine.
 * @param {string} query
 * @returns {Params}
 */
export function parseQuery(query) {
  /** @type {Params} */
  const params = new Map();
  for (const part of query.split("&")) {
    if (!part) continue;
    const cut = part.indexOf("=");
    const key = decode(cut < 0 ? part : part.slice(0, cut));
    if (key) params.set(key, cut < 0 ? "" : decode(part.slice(cut + 1)));
  }
  return params;
}

/**
 * @param {Params} params
 * @returns {string} `v` first, the rest in order; empty values are left out
 */
export function toQuery(params) {
  const parts = [`v=${encode(params.get("v") || CODEC)}`];
  for (const [k, v] of params) if (k !== "v" && v !== "") parts.push(`${encode(k)}=${encode(v)}`);
  return parts.join("&");
}

/**
 * @param {string} view
 * @param {Params} [params]
 */
export function toHash(view, params) {
  return params && params.size ? `#/${view}?${toQuery(params)}` : `#/${view}`;
}

/** A plus sign is a plus sign, as in the engine. @param {string} s */
function decode(s) {
  try {
    return decodeURIComponent(s);
  } catch {
    return s; // a stray % is kept as typed
  }
}

/** Keeps what a reader should see in an address: colon, slash, comma and at sign need no escape in a fragment.
 * @param {string} s */
function encode(s) {
  return encodeURIComponent(s).replace(/%(3A|2F|2C|40)/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
}
