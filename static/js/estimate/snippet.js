// @ts-check
/** The lines of HTML that show a scenario inside another web page. */
import { LANGUAGE, ROOT } from "../i18n/tr.js";
import { toHash, toQuery } from "../url.js";

/** Stands for a web host where this page is only on the reader's own machine, which other readers cannot reach. */
export const ELSEWHERE = "https://your-host.example/gramwatt/";

/** Where the page is for other people. @param {string} href */
export function siteOf(href) {
  const url = new URL(href);
  const own = url.protocol === "file:" || /^(localhost|127\..*|\[::1\])$/.test(url.hostname);
  return own ? ELSEWHERE : new URL(ROOT, url.origin + url.pathname).href;
}

const escape = (/** @type {string} */ s) => s.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/**
 * @param {string} href the page's own address
 * @param {import("../url.js").Params} params
 * @param {string} text of the link that stands there until the frame has an answer
 */
export function snippet(href, params, text) {
  const site = siteOf(href), french = LANGUAGE === "fr";
  return `<script async src="${escape(site)}gram-watt.js"></script>
<gram-watt scenario="${escape(toQuery(params))}" view="card"${french ? ' lang="fr"' : ""}>
  <a href="${escape(site + (french ? "fr/" : "") + toHash("estimate", params))}">${escape(text)}</a>
</gram-watt>
`;
}
