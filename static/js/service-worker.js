// The shell without a line: style sheets, scripts, and the pages that said they may be kept on this device. Nothing else.
// SHELL and OFFLINE are written before this by the server; no page of the desk is ever kept.

const SHELF = 'shell';
const PAGES = 'pages';
const KEEPS = 'X-Keep-Offline';
const PATIENCE = 6000;

async function fill() {
  const shelf = await caches.open(SHELF);
  const there = new Set((await shelf.keys()).map((request) => new URL(request.url)).map((url) => url.pathname + url.search));
  await shelf.addAll(SHELL.filter((path) => !there.has(path)));
  // The page for no line names nobody: it is fetched without a cookie.
  await shelf.add(new Request(OFFLINE, { credentials: 'omit', cache: 'reload' }));
  await self.skipWaiting();
}

/** Sheets and scripts of an older version are wanted as long as a page of that version is kept. */
async function clear() {
  const kept = await (await caches.open(PAGES)).keys();
  const shelf = await caches.open(SHELF);
  if (!kept.length) {
    for (const request of await shelf.keys()) {
      const { pathname, search } = new URL(request.url);
      if (pathname !== OFFLINE && !SHELL.includes(pathname + search)) await shelf.delete(request);
    }
  }
  await self.clients.claim();
}

async function fromShelf(request) {
  const shelf = await caches.open(SHELF);
  const found = await shelf.match(request, { ignoreVary: true });
  if (found) return found;
  const reply = await fetch(request);
  if (reply.ok && new URL(request.url).searchParams.has('v')) await shelf.put(request, reply.clone());
  return reply;
}

function inTime(promise, time) {
  return Promise.race([promise, new Promise((_resolve, reject) => { setTimeout(() => reject(new Error('slow')), time); })]);
}

/** The line first; a line that does not answer gives the page as it was kept. */
async function page(request) {
  const pages = await caches.open(PAGES);
  const kept = await pages.match(request.url, { ignoreVary: true });
  try {
    const asked = fetch(request);
    const reply = await (kept ? inTime(asked, PATIENCE) : asked);
    if (reply.ok && reply.headers.has(KEEPS)) await pages.put(request.url, reply.clone());
    // A server that is just starting again answers too, but with nothing one could work with.
    return reply.status >= 500 && kept ? kept : reply;
  } catch {
    return kept ?? (await (await caches.open(SHELF)).match(OFFLINE, { ignoreVary: true })) ?? Response.error();
  }
}

self.addEventListener('install', (event) => event.waitUntil(fill()));
self.addEventListener('activate', (event) => event.waitUntil(clear()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/static/')) event.respondWith(fromShelf(request));
  else if (request.mode === 'navigate') event.respondWith(page(request));
});
