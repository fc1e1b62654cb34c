// Rows that open: a tap anywhere in the row follows its first link; j and k walk the rows, Enter opens.

const ROWS = 'tr.opens, [data-row]';

function wayOf(row) {
  return row.querySelector('[data-open]') ?? row.querySelector('th a, td a, a');
}

document.addEventListener('click', (event) => {
  const row = event.target.closest(ROWS);
  if (!row || event.target.closest('a, button, input, select, label, summary, textarea')) return;
  // Somebody marking a name to copy it does not want to leave.
  if (String(getSelection())) return;
  wayOf(row)?.click();
});

/** Rows are given a place in the order of focus only when the keys ask for it. */
function step(by) {
  const rows = [...document.querySelectorAll(ROWS)].filter((row) => row.offsetParent !== null);
  if (!rows.length) return false;
  const at = rows.indexOf(document.activeElement?.closest(ROWS));
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))];
  if (!next.matches('a, button')) next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
  return true;
}

document.addEventListener('keys:row', (event) => {
  if (step(event.detail.by)) event.preventDefault();
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.isComposing || !document.activeElement?.matches(ROWS)) return;
  wayOf(document.activeElement)?.click();
});
