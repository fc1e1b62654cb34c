// A word after an act: HX-Trigger {"toast": {"msg": "…", "undo": "/path"}} is written into the polite live region.
// The words themselves come from the server, in the reader's language.

const STAY = 6000;
let refused = false;
const STAY_WITH_UNDO = 10000;
const place = document.getElementById('toasts');

/** A form, so that taking the act back is an ordinary post that works on a slow line too. */
function undoForm(path) {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = path;
  const tap = document.createElement('input');
  tap.type = 'hidden';
  tap.name = 'tap_id';
  const button = document.createElement('button');
  button.textContent = place.dataset.undo;
  form.append(tap, button);
  return form;
}

/** Take the word away after a while, but never while somebody is on it. */
function leaveAfter(toast, time) {
  let timer;
  const start = () => { timer = setTimeout(() => toast.remove(), time); };
  const stop = () => clearTimeout(timer);
  toast.addEventListener('pointerenter', stop);
  toast.addEventListener('focusin', stop);
  toast.addEventListener('pointerleave', start);
  toast.addEventListener('focusout', start);
  start();
}

/** Say it once; an alarm is said at once, to those who listen too. */
function say(message, undo, alarm) {
  const toast = document.createElement('div');
  toast.className = alarm ? 'toast toast-alarm' : 'toast';
  const words = document.createElement('span');
  words.textContent = message;
  toast.append(words);
  place.append(toast);
  if (undo) {
    const form = undoForm(undo);
    toast.append(form);
    // tap.js draws the id of this act; it must hear of the form once it stands in the page.
    form.dispatchEvent(new CustomEvent('tap:wanted', { bubbles: true }));
  }
  if (alarm) document.getElementById('alerts').textContent = message;
  leaveAfter(toast, undo || alarm ? STAY_WITH_UNDO : STAY);
}

if (place) {
  document.addEventListener('toast', (event) => {
    const { msg, undo, alarm, value } = event.detail ?? {};
    if (msg ?? value) say(msg ?? value, undo, alarm ?? refused);
  });
  // A refusal says its sentence by the same header; it is told apart by the status it came with.
  document.addEventListener('htmx:response:error', () => { refused = true; });
  document.addEventListener('htmx:finally:request', () => { refused = false; });
  // What the server wrote into the page itself leaves by the same clock.
  for (const toast of place.querySelectorAll('[data-toast]')) {
    leaveAfter(toast, toast.querySelector('form') ? STAY_WITH_UNDO : STAY);
  }
}
