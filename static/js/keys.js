// The keyboard: / search, g and a letter for places, j k rows, n new, e edit, ? the sheet. Off in fields, while composing,
// and for good when the reader says so on the sheet (single keys get in the way of some aids).

const OFF = 'keys-off';
const CHORD = 1500;
let chord = '';
let timer;

function isTyping(target) {
  return target.isContentEditable || ['INPUT', 'SELECT', 'TEXTAREA'].includes(target.nodeName);
}

function isOff() {
  try { return localStorage.getItem(OFF) === 'yes'; } catch { return false; }
}

/** Press whatever on the page says that it answers to this key. */
function press(key) {
  const found = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find((one) => one.offsetParent !== null);
  found?.click();
  return Boolean(found);
}

function begin() {
  chord = 'g';
  clearTimeout(timer);
  timer = setTimeout(() => { chord = ''; }, CHORD);
}

function focusSearch() {
  const field = document.querySelector('main [data-search]') ?? document.querySelector('.search [data-search]');
  field?.focus();
  field?.select();
  return Boolean(field);
}

function showSheet() {
  const sheet = document.getElementById('keys');
  if (!sheet) return false;
  if (!sheet.open) {
    sheet.showModal();
    sheet.dispatchEvent(new CustomEvent('opened'));
  }
  return true;
}

function row(by) {
  return !document.dispatchEvent(new CustomEvent('keys:row', { detail: { by }, cancelable: true }));
}

/** True when the key was ours; the browser must then not have it too. */
function answer(key) {
  if (chord) {
    chord = '';
    return press(`g ${key}`);
  }
  if (key === 'g') { begin(); return true; }
  if (key === '/') return focusSearch();
  if (key === '?') return showSheet();
  if (key === 'j') return row(1);
  if (key === 'k') return row(-1);
  return key.length === 1 && press(key);
}

document.addEventListener('keydown', (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (isTyping(event.target) || isOff() || document.querySelector('dialog[open]')) return;
  // An input method that holds the key reports it as Process; it is not ours then.
  if (event.key === 'Process') return;
  if (answer(event.key)) event.preventDefault();
});

// The switch on the sheet itself: a checkbox that is on while single keys work.
document.addEventListener('change', (event) => {
  if (!event.target.matches?.('[data-keys-switch]')) return;
  try { localStorage.setItem(OFF, event.target.checked ? 'no' : 'yes'); } catch { /* A browser without storage keeps them on. */ }
});
function setSwitches() {
  for (const box of document.querySelectorAll('[data-keys-switch]')) box.checked = !isOff();
}
document.addEventListener('htmx:after:swap', setSwitches);
setSwitches();
