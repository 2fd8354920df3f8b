// @ts-check
/** Registers the service worker and says so when the page works without its server. Silent where there is none. */
import { ROOT } from "./i18n/tr.js";

const CHECK_EVERY = 24 * 3600 * 1000; // ms

/** @param {HTMLElement} chip @param {HTMLElement} update */
export async function offline(chip, update) {
  if (!("serviceWorker" in navigator) || !window.isSecureContext || location.protocol === "file:") return;
  try {
    const registration = await navigator.serviceWorker.register(`${ROOT}sw.js`, { updateViaCache: "none" });
    await navigator.serviceWorker.ready;
    chip.dataset.ready = "true";
    const offer = () => {
      const waiting = registration.waiting;
      if (!waiting || !navigator.serviceWorker.controller) return;
      update.hidden = false;
      update.onclick = () => {
        navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
        waiting.postMessage("activate");
      };
    };
    offer();
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
    const check = () => void registration.update().catch(() => {}); // offline: there is nothing to find
    check(); // a browser may put off the check that registering asks for
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && check());
    setInterval(check, CHECK_EVERY);
  } catch {
    // storage is full or forbidden: the page works while its server does
  }
}
