// @ts-check
/** The sentence as words, for views that only show it: what stands in a field or is chosen in a list, without the field. */
import { flat } from "../dom.js";

/** @param {import("../dom.js").Loose} loose @returns {string} */
export function plain(loose) {
  return flat(loose).map((c) => {
    if (typeof c === "string") return c;
    if (c.tag === "input") return String(c.attrs.value || c.attrs.placeholder || "");
    return c.tag === "select" ? "" : plain(c.children); // the text that lies under the list says what is chosen
  }).join("");
}
