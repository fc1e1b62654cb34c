// 看某一天: the slider moves the date field beside it, says the day in words, and sends the form when it is let go.

const DAY = 86400000;
let waiting;

/** Days are counted in UTC: the reader's own zone must not shift a date. */
function plus(base, days) {
  return new Date(Date.parse(`${base}T00:00:00Z`) + days * DAY);
}

function iso(date) {
  return date.toISOString().slice(0, 10);
}

function words(form, days, date) {
  const day = form.dataset.format.replace('{m}', date.getUTCMonth() + 1).replace('{d}', date.getUTCDate());
  return days === 0 ? form.dataset.today.replace('{day}', day) : day;
}

function parts(form) {
  return { range: form.querySelector('input[type="range"]'), field: form.querySelector('input[type="date"]') };
}

function follow(form) {
  const { range, field } = parts(form);
  const days = Number(range.value);
  const date = plus(range.dataset.base, days);
  field.value = iso(date);
  range.setAttribute('aria-valuetext', words(form, days, date));
}

function wake(root) {
  for (const form of root.querySelectorAll('[data-date-slider]:not(.is-live)')) {
    form.classList.add('is-live');
    const { range, field } = parts(form);
    const date = plus(range.dataset.base, Number(range.value));
    // A day beyond the slider's ends keeps its own date in the field.
    if (iso(date) === field.value) range.setAttribute('aria-valuetext', words(form, Number(range.value), date));
  }
}

document.addEventListener('input', (event) => {
  const form = event.target.matches?.('input[type="range"]') && event.target.closest('[data-date-slider]');
  if (form) follow(form);
});

/** A date being typed passes through years like 0002 and through half a month: wait, and wait for a real year. */
function later(form) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (form.querySelector('input[type="date"]').value >= '1900') form.requestSubmit();
  }, 900);
}

document.addEventListener('change', (event) => {
  const form = event.target.closest?.('[data-date-slider]');
  if (!form) return;
  if (event.target.type === 'range') form.requestSubmit();
  else if (event.target.type === 'date') later(form);
});

document.addEventListener('htmx:after:swap', () => wake(document));
wake(document);
