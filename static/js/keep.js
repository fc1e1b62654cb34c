// A page that says data-offline is kept on this device by the service worker, so that it opens again without a line.
// Without https there is no worker: the outbox still holds what is done, only the page must stay open.

const marker = document.querySelector('[data-offline]');
const here = location.pathname + location.search;

async function isKept() {
  return Boolean(await (await caches.open('pages')).match(here, { ignoreVary: true }));
}

async function keep() {
  await navigator.serviceWorker.register('/service-worker.js');
  await navigator.serviceWorker.ready;
  if (!(await isKept())) {
    // The worker came after the page: it is fetched once more, for the device alone.
    const reply = await fetch(here, { headers: { Accept: 'text/html' } });
    if (reply.ok && reply.headers.has('X-Keep-Offline')) await (await caches.open('pages')).put(here, reply);
  }
  if (marker.dataset.offline) {
    document.dispatchEvent(new CustomEvent('outbox:page', { detail: { path: here, title: marker.dataset.offline } }));
  }
  if (await isKept()) for (const note of document.querySelectorAll('[data-kept]')) note.hidden = false;
  document.documentElement.dataset.kept = 'yes';
}

if (marker && 'serviceWorker' in navigator) keep().catch(() => {});
