// The reason of a late entry is asked only where a day lies before today; the server asks for it in any case.

/** Show or hide what belongs to a late entry; a place with an error in it stays. */
function weigh(place) {
  const fields = place.closest('form')?.elements;
  const late = place.dataset.late.split(' ').some((name) => {
    const day = fields?.namedItem(name)?.value;
    return day && day < place.dataset.today;
  });
  place.hidden = !late && !place.querySelector('.field-error');
  // The hour that was proposed is today's; on another day it would be a false one.
  if (late) for (const hour of fields) if (hour.dataset.now && hour.value === hour.dataset.now) hour.value = '';
}

document.addEventListener('input', (event) => {
  if (event.target.type !== 'date') return;
  for (const place of event.target.form?.querySelectorAll('[data-late]') ?? []) weigh(place);
});

// A page taken back from the browser's memory keeps its dates but not what was shown beside them.
window.addEventListener('pageshow', () => {
  for (const place of document.querySelectorAll('[data-late]')) weigh(place);
});
