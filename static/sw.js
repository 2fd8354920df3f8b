// The service worker: after one visit the page works without its server.
//
// Pages are asked from the network first, so that another program on this port is never hidden behind an old page: when the
// server that answers is not gramwatt, the worker takes itself away. When it is, or when none answers, the page comes from
// the cache, so that page and files are of one build. Built files carry a digest in their name and come from the cache first.
// There is one cache for each build, filled past the HTTP cache but for those, so that the engine travels once; a new build
// waits until the reader accepts it, or until no page of the old one is open.
"use strict";

const BUILD = "{{BUILD}}";
const FILES = [/* {{FILES}} */];
const CACHE = "gramwatt-" + BUILD;
const SCOPE = new URL("./", self.location).href;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data === "activate") self.skipWaiting(); // the reader said yes
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !url.href.startsWith(SCOPE)) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request));
  else if (FILES.includes(url.href.slice(SCOPE.length))) event.respondWith(file(event.request));
});

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((f) => new Request(new URL(f || "./", SCOPE), { cache: f.startsWith("assets/") ? "default" : "reload" })));
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith("gramwatt-") && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim(); // the first visit is served from here on, too
}

async function page(request) {
  const path = new URL(request.url).pathname.slice(new URL(SCOPE).pathname.length);
  const kept = () => stored(FILES.includes(path) ? path : FILES.find((f) => f.endsWith("/") && path.startsWith(f)) ?? "");
  let response;
  try {
    response = await fetch(request);
  } catch {
    return (await kept()) ?? Response.error();
  }
  if (response.type === "opaqueredirect") return response; // it shows no header; its target will
  if (await ours(response)) return (await kept()) ?? response; // a newer page waits, with its files, for the reader's word
  await self.registration.unregister();
  for (const name of await caches.keys()) if (name.startsWith("gramwatt-")) await caches.delete(name);
  return response;
}

async function file(request) {
  return (await stored(new URL(request.url).href.slice(SCOPE.length))) ?? fetch(request);
}

async function stored(path) {
  return (await caches.open(CACHE)).match(new URL(path || "./", SCOPE));
}

// Is it gramwatt that answered? Its server says so in a header; on other hosts the page carries a mark.
async function ours(response) {
  if (response.headers.has("X-Gramwatt")) return true;
  if (!response.ok) return response.status >= 500 || response.type === "opaqueredirect";
  const type = response.headers.get("Content-Type") || "";
  return type.includes("text/html") && (await response.clone().text()).includes('name="gramwatt-build"');
}
