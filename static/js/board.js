// The board by keys: arrows walk the tiles as they stand on the wall. Which tile is open follows the address.

function tiles() {
  return [...document.querySelectorAll('#board .bed-tile[href]')];
}

/** The tile whose panel is open is marked, also after the board was drawn anew under the reader's hands. */
function mark() {
  const open = new URLSearchParams(location.search).get('bed');
  for (const tile of tiles()) {
    if (open && tile.id === `bed-${open}`) tile.setAttribute('aria-current', 'true');
    else tile.removeAttribute('aria-current');
  }
}

function middle(tile) {
  const box = tile.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

/** The nearest tile on that side: what lies straight ahead is nearer than what lies askew. */
function nearest(from, side) {
  const here = middle(from);
  let best = null;
  let least = Infinity;
  for (const tile of tiles()) {
    if (tile === from) continue;
    const there = middle(tile);
    const ahead = side === 'ArrowLeft' ? here.x - there.x : side === 'ArrowRight' ? there.x - here.x
      : side === 'ArrowUp' ? here.y - there.y : there.y - here.y;
    const aside = side === 'ArrowLeft' || side === 'ArrowRight' ? Math.abs(there.y - here.y) : Math.abs(there.x - here.x);
    if (ahead < 4) continue;
    const far = ahead + aside * 3;
    if (far < least) { least = far; best = tile; }
  }
  return best;
}

document.addEventListener('keydown', (event) => {
  if (!event.key.startsWith('Arrow') || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const tile = document.activeElement?.closest('#board .bed-tile');
  const next = tile && nearest(tile, event.key);
  if (!next) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
});

// Closing takes the panel and its part of the address away; without a script the link does the same by a page.
document.addEventListener('click', (event) => {
  const close = event.target.closest?.('#panel [data-close-panel]');
  if (!close || event.ctrlKey || event.metaKey || !document.getElementById('board')) return;
  event.preventDefault();
  const open = new URLSearchParams(location.search).get('bed');
  history.pushState(null, '', close.href);
  document.getElementById('panel').replaceChildren();
  mark();
  document.getElementById(`bed-${open}`)?.focus();
});

for (const moment of ['htmx:after:swap', 'htmx:after:history:push', 'popstate']) {
  (moment === 'popstate' ? window : document).addEventListener(moment, mark);
}
