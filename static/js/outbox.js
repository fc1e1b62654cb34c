// The outbox: what was done without a line is kept on this device, under whoever did it, and sent when a line is there.
// Pages speak to it by events on the document: outbox:put, outbox:read, outbox:undo, outbox:again, outbox:flush; it answers
// with outbox:answered for each row and outbox:changed for the whole. The server does each row once, however often it comes.

const place = document.getElementById('outbox');
const USER = Number(place?.dataset.user);
const DAY = 86400000;
const KEPT_DAYS = 7;
const BATCH = 50;
const EVERY = 15000;
const PATIENCE = 15000;
let busy = false;
let again = false;
let state = 'ok';
let lastNumber = 0;

/** A promise of what IndexedDB answers by events. */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

let opened = null;
function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('yiyang', 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('rows', { keyPath: 'id' });
      request.result.createObjectStore('pages', { keyPath: 'path' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}
async function store(name, mode = 'readonly') {
  return (await open()).transaction(name, mode).objectStore(name);
}
const all = async (name) => answer((await store(name)).getAll());
const put = async (name, one) => answer((await store(name, 'readwrite')).put(one));
const drop = async (name, key) => answer((await store(name, 'readwrite')).delete(key));

/** The rows of whoever is signed in here, in the order in which they were made. */
async function mine() {
  return (await all('rows')).filter((row) => row.user === USER).sort((a, b) => a.n - b.n);
}

function drawId() {
  const asked = new CustomEvent('tap:id', { detail: {} });
  document.dispatchEvent(asked);
  return asked.detail.id;
}

/** Numbers that only rise, also for two taps of one millisecond. */
function nextNumber() {
  lastNumber = Math.max(lastNumber + 1, Date.now());
  return lastNumber;
}

/** Keep a row; one that is still waiting for the same slot is no longer wanted. */
async function keep(row) {
  for (const one of await mine()) if (row.slot && one.slot === row.slot && !one.done && !one.why) await drop('rows', one.id);
  await put('rows', row);
  navigator.storage?.persist?.().catch?.(() => {});
  await paint();
  setTimeout(flush, Math.max(0, row.hold - Date.now()));
}

/** Send what is due, in order and in batches; whatever the line does to the reply, the next turn asks again. */
async function flush() {
  if (!place) return;
  if (busy) { again = true; return; }
  if (!navigator.onLine) { await paint(); return; }
  busy = true;
  try {
    let due = [];
    do {
      again = false;
      due = (await mine()).filter((row) => !row.done && !row.why && row.hold <= Date.now()).slice(0, BATCH);
      if (due.length && !(await send(due))) break;
    } while (due.length === BATCH || again);
  } finally {
    busy = false;
    await paint();
  }
}

async function send(rows) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const body = JSON.stringify(rows.map(({ id, kind, at, user, body: said }) => ({ id, kind, at, user, body: said })));
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
    const options = { method: 'POST', headers, body, redirect: 'manual', signal: stop.signal };
    const reply = await fetch(place.dataset.way, options);
    state = reply.ok ? 'ok' : { 401: 'out', 409: 'other' }[reply.status] ?? (reply.type === 'opaqueredirect' ? 'out' : 'server');
    if (reply.ok) await note(rows, await reply.json());
    return reply.ok;
  } catch {
    state = 'offline';
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** What is done is kept a few days more, so that a page opened without a line still shows it; what is refused stays. */
async function note(rows, answers) {
  for (const said of answers) {
    const row = rows.find((one) => one.id === said.id);
    if (!row) continue;
    await put('rows', said.ok ? { ...row, done: Date.now() } : { ...row, why: said.why });
    document.dispatchEvent(new CustomEvent('outbox:answered', { detail: { ...said, kind: row.kind } }));
  }
}

const words = (name, n) => (place.dataset[name] ?? '').replace('{n}', n);

/** The badge, and the bars that say what is safe while there is no line. */
async function paint() {
  const rows = await mine();
  const waiting = rows.filter((row) => !row.done && !row.why).length;
  const refused = rows.filter((row) => row.why).length;
  const offline = state === 'offline' || !navigator.onLine;
  for (const badge of document.querySelectorAll('[data-outbox-badge]')) {
    badge.hidden = !waiting && !refused;
    badge.classList.toggle('is-refused', refused > 0);
    badge.textContent = [waiting && words('waiting', waiting), refused && words('refused', refused)].filter(Boolean).join(' · ');
  }
  for (const bar of document.querySelectorAll('[data-outbox-bar]')) bar.hidden = bar.dataset.outboxBar !== (offline ? 'offline' : state);
  document.dispatchEvent(new CustomEvent('outbox:changed', { detail: { rows, waiting, refused, offline } }));
}

/** Whoever signs in on a shared device finds no page of the one before; what is long uploaded goes. */
async function tidy() {
  const last = Number(localStorage.getItem('outbox-user'));
  if (last && last !== USER) await forgetPages();
  localStorage.setItem('outbox-user', String(USER));
  const old = Date.now() - KEPT_DAYS * DAY;
  for (const row of await all('rows')) if (row.done && row.done < old) await drop('rows', row.id);
  for (const page of await all('pages')) if (page.kept < old) await forgetPage(page.path);
}

async function forgetPage(path) {
  await drop('pages', path);
  if ('caches' in window) await (await caches.open('pages')).delete(path, { ignoreVary: true });
}
async function forgetPages() {
  for (const page of await all('pages')) await drop('pages', page.path);
  if ('caches' in window) await caches.delete('pages');
}

/** Leaving clears what is uploaded and the pages kept; what is not uploaded stays under this person's name. */
async function leave(form) {
  try {
    for (const row of await mine()) if (row.done) await drop('rows', row.id);
    await forgetPages();
  } finally {
    form.submit();
  }
}

let leaving = null;
async function askToLeave(form) {
  await flush().catch(() => {});
  const left = (await mine()).filter((row) => !row.done).length;
  const dialog = document.getElementById('outbox-leaving');
  if (!left || !dialog) { await leave(form); return; }
  leaving = form;
  dialog.querySelector('[data-count]').textContent = words('left', left);
  if (!dialog.open) dialog.showModal();
}

function listen() {
  document.addEventListener('outbox:put', (event) => {
    const { kind, body, label = '', hold = 0, slot = '' } = event.detail;
    const row = {
      id: drawId(), n: nextNumber(), user: USER, kind, body, label, slot, at: new Date().toISOString(), hold: Date.now() + hold,
      done: 0, why: '',
    };
    event.detail.row = row;
    event.detail.kept = keep(row);
  });
  document.addEventListener('outbox:read', (event) => { event.detail.rows = mine(); });
  document.addEventListener('outbox:pages', (event) => { event.detail.pages = all('pages'); });
  document.addEventListener('outbox:undo', async (event) => { await drop('rows', event.detail.id); await paint(); });
  document.addEventListener('outbox:again', async (event) => {
    const row = (await mine()).find((one) => one.id === event.detail.id);
    if (row) await put('rows', { ...row, why: '' });
    await flush();
  });
  document.addEventListener('outbox:flush', flush);
  document.addEventListener('outbox:page', (event) => put('pages', { ...event.detail, kept: Date.now() }));
  document.addEventListener('submit', (event) => {
    const form = event.target.closest('form[data-leave]');
    if (!form) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    askToLeave(form).catch(() => form.submit());
  }, { capture: true });
  document.addEventListener('click', (event) => {
    if (leaving && event.target.closest('[data-leave-anyway]')) leave(leaving);
    if (leaving && event.target.closest('[data-leave-after]')) askToLeave(leaving);
  });
  window.addEventListener('online', flush);
  window.addEventListener('offline', paint);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) flush(); });
  setInterval(flush, EVERY);
}

if (place && 'indexedDB' in window) {
  // A page full of things to press offers its own place for the badge.
  document.querySelector('[data-outbox-slot]')?.append(place.querySelector('[data-outbox-badge]'));
  listen();
  tidy().then(flush).catch(() => { document.dispatchEvent(new CustomEvent('outbox:broken')); });
}
