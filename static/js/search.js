// Search as one types, in Chinese: while pinyin is still being composed nothing is asked.
// A field with data-search says `q` when its words stand; htmx listens with hx-trigger="q delay:250ms".

function tell(input) {
  input.dispatchEvent(new CustomEvent('q', { bubbles: true }));
}

document.addEventListener('input', (event) => {
  if (event.isComposing || !event.target.matches?.('[data-search]')) return;
  tell(event.target);
});

// Chromium sends the last input event before compositionend, still marked as composing.
document.addEventListener('compositionend', (event) => {
  if (event.target.matches?.('[data-search]')) tell(event.target);
});
