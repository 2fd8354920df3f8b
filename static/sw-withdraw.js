// Takes gramwatt's service worker and its caches away from every reader who comes by, and loads their pages again from
// the server. To withdraw a version that went wrong, put this file in the place of sw.js; nobody needs to accept it.
"use strict";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(withdraw()));

async function withdraw() {
  for (const name of await caches.keys()) if (name.startsWith("gramwatt-")) await caches.delete(name);
  await self.registration.unregister();
  for (const client of await self.clients.matchAll({ type: "window", includeUncontrolled: true })) client.navigate(client.url).catch(() => {}); // one that cannot be moved is free at its next visit
}
