// Serves one page when the line is down, and keeps nothing else: no page with a person on it is ever stored.
const KEPT = "stepwell-offline-1";
// Without cookies, so that nobody's name is on the page that is kept.
const asked = (path) => new Request(path, { credentials: "omit" });
const FILES = ["/offline/", "/static/stepwell.css", "/static/stepwell.svg", "/static/vendor/figtree-latin-wght-normal.woff2"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(FILES.map(asked))).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(fetch(request).catch(() => caches.match("/offline/")));
  } else if (FILES.includes(new URL(request.url).pathname) && request.method === "GET") {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
