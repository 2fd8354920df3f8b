// @ts-check
/**
 * A page written as plain data. h() describes an element, toHTML() writes it as text (Node, at build time) and
 * patch() makes a real element equal to it (browser). One render function serves both, so what the reader sees
 * before any script runs is what the script would have drawn.
 *
 * patch() changes only what differs: focus, selection, open <details> and a field being typed in survive.
 *
 * @typedef {{tag: string, attrs: Record<string, any>, children: Child[]}} VNode
 * @typedef {VNode | string} Child
 * @typedef {Child | number | null | undefined | false | Loose[]} Loose
 */

const SVG = "http://www.w3.org/2000/svg";
const VOID = new Set(["input", "br", "hr", "img", "meta", "link"]);

/**
 * @param {string} tag
 * @param {Record<string, any> | null} [attrs] null, undefined and false leave an attribute out; true writes it empty
 * @param {...Loose} children
 * @returns {VNode}
 */
export function h(tag, attrs, ...children) {
  return { tag, attrs: attrs ?? {}, children: flat(children) };
}

/**
 * Flattens children and joins neighbouring texts, as a parser of HTML would.
 * @param {Loose} loose
 * @returns {Child[]}
 */
export function flat(loose) {
  /** @type {Child[]} */
  const out = [];
  const add = (/** @type {Loose} */ c) => {
    if (Array.isArray(c)) return c.forEach(add);
    if (c === null || c === undefined || c === false || c === "") return;
    if (typeof c === "object") return void out.push(c);
    const last = out.length - 1;
    if (typeof out[last] === "string") out[last] += String(c);
    else out.push(String(c));
  };
  add(loose);
  return out;
}

const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (/** @type {string} */ s) => s.replace(/[&<>"]/g, (c) => escapes[/** @type {"&"} */ (c)]);

/**
 * @param {Loose} loose
 * @returns {string}
 */
export function toHTML(loose) {
  return flat(loose).map((c) => {
    if (typeof c === "string") return escape(c);
    const attrs = Object.entries(c.attrs)
      .filter(([k, v]) => k !== "opaque" && v !== null && v !== undefined && v !== false)
      .map(([k, v]) => (v === true ? ` ${k}` : ` ${k}="${escape(String(v))}"`)).join("");
    return VOID.has(c.tag) ? `<${c.tag}${attrs}>` : `<${c.tag}${attrs}>${toHTML(c.children)}</${c.tag}>`;
  }).join("");
}

/**
 * Makes the children of an element equal to the description.
 * @param {Element} parent
 * @param {Loose} loose
 */
export function patch(parent, loose) {
  const wanted = flat(loose);
  let at = parent.firstChild;
  for (const want of wanted) {
    const match = find(at, want);
    if (!match) {
      parent.insertBefore(create(want, parent), at);
      continue;
    }
    if (match !== at) parent.insertBefore(match, at);
    else at = at.nextSibling;
    update(match, want);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/**
 * Finds the node that want should reuse: a sibling with the same key, or without one the next that has none either.
 * @param {ChildNode | null} at
 * @param {Child} want
 */
function find(at, want) {
  if (!at) return null;
  if (typeof want === "string") return at.nodeType === 3 ? at : null;
  const key = want.attrs["data-id"] ?? null;
  for (let n = /** @type {ChildNode | null} */ (at); n; n = n.nextSibling) {
    const el = /** @type {HTMLElement} */ (n), found = n.nodeType === 1 ? el.getAttribute("data-id") : null;
    if (n.nodeType === 1 && el.localName === want.tag && found === key) return el;
    if (key === null && found === null) return null; // only keyed elements may be passed over
  }
  return null;
}

/**
 * @param {Child} want
 * @param {Element} parent
 * @returns {Node}
 */
function create(want, parent) {
  if (typeof want === "string") return document.createTextNode(want);
  const svg = want.tag === "svg" || (parent.namespaceURI === SVG && parent.localName !== "foreignObject");
  const el = svg ? document.createElementNS(SVG, want.tag) : document.createElement(want.tag);
  update(el, want);
  return el;
}

/**
 * @param {Node} node
 * @param {Child} want
 */
function update(node, want) {
  if (typeof want === "string") {
    if (node.nodeValue !== want) node.nodeValue = want;
    return;
  }
  const el = /** @type {any} */ (node);
  for (const { name } of [...el.attributes]) {
    if (name !== "open" && !(name in want.attrs)) el.removeAttribute(name);
  }
  for (const [name, v] of Object.entries(want.attrs)) {
    if (name === "opaque") continue;
    if (v === null || v === undefined || v === false) el.removeAttribute(name);
    else if (el.getAttribute(name) !== (v === true ? "" : String(v))) el.setAttribute(name, v === true ? "" : String(v));
  }
  if (!want.attrs.opaque) patch(el, want.children); // an opaque element's children belong to someone else
  properties(el, want.attrs);
}

/**
 * Attributes of form controls are only their first value; what is shown is the property.
 * @param {any} el
 * @param {Record<string, any>} attrs
 */
function properties(el, attrs) {
  if (el.localName === "option" && el.selected !== !!attrs.selected && attrs.selected) el.selected = true;
  if (el.localName !== "input") return;
  if (el.type === "checkbox" || el.type === "radio") el.checked = !!attrs.checked;
  else if ("value" in attrs && el !== document.activeElement && el.value !== String(attrs.value)) el.value = attrs.value;
}
