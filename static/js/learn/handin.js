// @ts-check
/** Guesses of a class that looks on at the teacher's probe: each is handed in when its pupil says so, and the teacher's page reads them all. */
import { ROOT, tr } from "../i18n/tr.js";

const EVERY = 2000; // ms between two looks at what came in
const KEY = "gramwatt.desk";
const address = () => new URL(`${ROOT}api/v1/guesses`, document.baseURI);

/** Whether this page came from a probe that a class looks on at: it says so in a cookie. */
export const classLooksOn = () => document.cookie.includes(`gramwatt-class-${location.port || (location.protocol === "https:" ? 443 : 80)}=`);

/** What this tab calls itself, so that a second guess takes the place of the first. It is drawn at random and says nothing of anyone. */
function desk() {
  const fresh = () => [...crypto.getRandomValues(new Uint8Array(8))].map((b) => b.toString(16).padStart(2, "0")).join("");
  try {
    const known = sessionStorage.getItem(KEY) ?? fresh();
    sessionStorage.setItem(KEY, known);
    return known;
  } catch {
    return fresh();
  }
}

/** @param {string} code @returns {Promise<string>} what to tell the pupil */
export async function handIn(code) {
  const answer = await fetch(address(), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ desk: desk(), code }) }).catch(() => null);
  if (answer?.ok) return tr`Handed in.`;
  return answer?.status === 429 ? tr`The class is full: read your code out instead.` : tr`It did not arrive: read your code out instead.`;
}

/** Follows what comes in while the teacher's page is open. Only this machine's own page may ask. @param {(codes: string[]) => void} heard @returns {{end: () => void}} */
export function followGuesses(heard) {
  let timer = 0, over = false;
  const look = async () => {
    const answer = await fetch(address()).then((r) => (r.ok ? r.json() : null), () => null);
    if (over) return;
    if (answer?.open) heard(answer.codes);
    if (answer?.open !== false) timer = window.setTimeout(look, EVERY);
  };
  if (classLooksOn() || (location.protocol.startsWith("http") && /^(localhost$|127\.|\[::1\])/.test(location.hostname))) look();
  return { end: () => { over = true; clearTimeout(timer); } };
}

export const clearGuesses = () => fetch(address(), { method: "DELETE" }).catch(() => null);
