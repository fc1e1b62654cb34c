// Manners of forms: a busy button, the error summary in focus, 「错误：」 in the title, drafts that say they were kept.

const prefix = document.body.dataset.errorPrefix ?? '';

function markTitle(wrong) {
  const bare = document.title.startsWith(prefix) ? document.title.slice(prefix.length) : document.title;
  document.title = wrong ? prefix + bare : bare;
}

/** Bring the reader to what has to be changed. */
function focusSummary(root) {
  const summary = root.querySelector('[data-error-summary]');
  if (!summary) return false;
  summary.focus({ preventScroll: true });
  summary.scrollIntoView({ block: 'nearest' });
  return true;
}

function busy(form, submitter, on) {
  const button = submitter ?? form.querySelector('[type="submit"], button:not([type])');
  if (!button) return;
  if (on) button.setAttribute('aria-busy', 'true');
  else button.removeAttribute('aria-busy');
}

/** The clock of the reader's machine, for 「已自动保存 10:32」. */
function clock() {
  return new Date().toTimeString().slice(0, 5);
}

function noteSaved(element) {
  const form = element.closest('form') ?? document;
  for (const place of form.querySelectorAll('[data-saved]')) {
    place.textContent = place.dataset.saved.replace('{time}', clock());
  }
}

// A plain post takes the page away; a second press on the way must not send the act twice.
// A form whose answer is a file leaves the page where it is and says so with data-stay.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post' || form.hasAttribute('hx-post') || 'stay' in form.dataset || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = 'yes';
  busy(form, event.submitter, true);
});
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    busy(form, null, false);
  }
});

document.addEventListener('htmx:before:request', (event) => {
  const { ctx } = event.detail;
  const form = ctx.sourceElement.closest('form');
  if (form && ctx.sourceEvent?.type === 'submit') busy(form, ctx.request.submitter, true);
});
document.addEventListener('htmx:finally:request', (event) => {
  const { ctx } = event.detail;
  const form = ctx.sourceElement?.closest?.('form');
  if (form) for (const button of form.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy');
  if (ctx.response?.raw.ok && ctx.sourceElement?.closest?.('[data-autosave]')) noteSaved(ctx.sourceElement);
});

document.addEventListener('htmx:after:swap', (event) => {
  const { ctx } = event.detail;
  const refused = [409, 422].includes(ctx.response?.status);
  const posted = ctx.request?.method && ctx.request.method !== 'GET';
  // The button was disabled on the way, so the focus has fallen to the body: it must be given a place.
  if (refused) markTitle(focusSummary(document.getElementById('main') ?? document));
  else if (posted) markTitle(false);
});

// A page that came back from a plain post with its errors in it has the prefix already: only the focus is missing.
if (prefix && document.title.startsWith(prefix)) focusSummary(document);

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = document.activeElement?.closest('form');
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});

// Steppers: two buttons beside a hidden number; least and most hold.
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-stepper] [data-by]');
  if (!button) return;
  const box = button.closest('[data-stepper]');
  const input = box.querySelector('input');
  const least = Number(input.dataset.least ?? 0);
  const most = Number(input.dataset.most ?? Infinity);
  const next = Number(input.value) + Number(button.dataset.by) * Number(box.dataset.step);
  input.value = Math.min(most, Math.max(least, next));
  const output = box.querySelector('output');
  output.textContent = `${input.value} ${output.dataset.unit}`;
  input.dispatchEvent(new Event('change', { bubbles: true }));
});
