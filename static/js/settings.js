// The size of the words changes at once and is kept by a post in the background, so that nothing typed is lost.
// Printing, too: a button that asks the browser.

const CLASSES = { standard: '', large: 'text-large', larger: 'text-larger' };

function apply(size) {
  document.documentElement.classList.remove('text-large', 'text-larger');
  if (CLASSES[size]) document.documentElement.classList.add(CLASSES[size]);
  for (const button of document.querySelectorAll('[data-text-size] button')) {
    button.setAttribute('aria-pressed', String(button.value === size));
  }
}

document.addEventListener('submit', (event) => {
  const form = event.target.closest('[data-text-size]');
  if (!form || !event.submitter) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  body.set(event.submitter.name, event.submitter.value);
  apply(event.submitter.value);
  // Should the post be lost, the size still holds until the next page.
  fetch(form.action, { method: 'POST', body, redirect: 'manual' }).catch(() => {});
}, { capture: true });

document.addEventListener('click', (event) => {
  if (event.target.closest('[data-print]')) window.print();
});
