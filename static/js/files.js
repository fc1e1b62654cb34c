// A file for a field: dropped on it, or pasted as a table straight from WPS or Excel. The field works alone as well.

function say(zone, message) {
  const place = zone.querySelector('.field-error');
  const input = zone.querySelector('input[type="file"]');
  place.textContent = message;
  place.hidden = !message;
  if (message) input.setAttribute('aria-invalid', 'true');
  else input.removeAttribute('aria-invalid');
}

/** Refuse here what the server would refuse after a long upload. */
function check(zone, file) {
  const kinds = zone.querySelector('input').accept.split(',').map((kind) => kind.trim().toLowerCase());
  if (kinds[0] && !kinds.some((kind) => file.name.toLowerCase().endsWith(kind))) return zone.dataset.wrongKind;
  if (file.size > Number(zone.dataset.most)) return zone.dataset.tooBig;
  return '';
}

function give(zone, file) {
  const input = zone.querySelector('input[type="file"]');
  const message = check(zone, file);
  say(zone, message);
  const carrier = new DataTransfer();
  if (!message) carrier.items.add(file);
  input.files = carrier.files;
  if (!message) input.dispatchEvent(new Event('change', { bubbles: true }));
}

document.addEventListener('dragover', (event) => {
  const zone = event.target.closest?.('[data-drop]');
  if (!zone) return;
  event.preventDefault();
  zone.classList.add('is-over');
});

document.addEventListener('dragleave', (event) => {
  const zone = event.target.closest?.('[data-drop]');
  if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove('is-over');
});

document.addEventListener('drop', (event) => {
  const zone = event.target.closest?.('[data-drop]');
  if (!zone) return;
  event.preventDefault();
  zone.classList.remove('is-over');
  if (event.dataTransfer.files[0]) give(zone, event.dataTransfer.files[0]);
});

document.addEventListener('change', (event) => {
  const zone = event.target.matches?.('input[type="file"]') && event.target.closest('[data-drop]');
  const file = zone && event.target.files[0];
  if (!file) return;
  const message = check(zone, file);
  say(zone, message);
  if (message) event.target.value = '';
});

/** One cell as CSV has it: quoted when it holds what would break the line. */
function cell(text) {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// A copied range arrives as lines of tabs; it becomes the .csv that the field would have been given.
document.addEventListener('paste', (event) => {
  const zone = document.querySelector('[data-drop]');
  if (!zone || event.target.closest?.('input:not([type="file"]), textarea')) return;
  if (event.clipboardData.files[0]) { give(zone, event.clipboardData.files[0]); return; }
  const text = event.clipboardData.getData('text/plain');
  if (!text.includes('\t')) return;
  event.preventDefault();
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  const csv = lines.map((line) => line.split('\t').map(cell).join(',')).join('\r\n');
  give(zone, new File([`\ufeff${csv}`], `${zone.dataset.pasted}.csv`, { type: 'text/csv' }));
});
