// The grid of an import: a column copied in WPS is pasted downwards from the cell at hand; arrows and Enter walk it.

const cells = (grid) => [...grid.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('td input:not([type])')]);

function placeOf(input) {
  const rows = cells(input.closest('[data-grid]'));
  const row = rows.findIndex((inputs) => inputs.includes(input));
  return { rows, row, column: row < 0 ? -1 : rows[row].indexOf(input) };
}

document.addEventListener('paste', (event) => {
  const input = event.target.closest?.('[data-grid] td input');
  const text = event.clipboardData.getData('text/plain').replace(/\r\n?/g, '\n').replace(/\n$/, '');
  if (!input || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const { rows, row, column } = placeOf(input);
  text.split('\n').forEach((line, down) => line.split('\t').forEach((value, right) => {
    const target = rows[row + down]?.[column + right];
    if (target) target.value = value.trim();
  }));
});

document.addEventListener('keydown', (event) => {
  const input = event.target.closest?.('[data-grid] td input:not([type])');
  const step = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
  if (!input || !step || event.isComposing || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const { rows, row, column } = placeOf(input);
  rows[row + step]?.[column]?.select();
});
