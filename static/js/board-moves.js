// Moving people on the board: by dragging a tile onto a bed, and by keys from the tile itself. The server decides.

let held = null;
let before = new Map();

function board() {
  return document.querySelector('#board .board');
}

function tileOf(event) {
  return event.target.closest?.('#board .bed-tile[data-bed]');
}

/** The address of an act on the stay of a tile; the board says where its home stands. */
function wayOf(tile, act) {
  return `${document.getElementById('board').dataset.board}/stays/${tile.dataset.stay}/${act}`;
}

/** An id of its own for this act, drawn where all of them are drawn. */
function tapId() {
  const form = document.createElement('form');
  const input = document.createElement('input');
  input.name = 'tap_id';
  form.append(input);
  document.body.append(form);
  form.dispatchEvent(new CustomEvent('tap:wanted', { bubbles: true }));
  form.remove();
  return input.value;
}

function dayOf() {
  return document.querySelector('[data-date-slider] input[data-base]')?.dataset.base ?? '';
}

/** A free bed takes the person at once; somebody else's bed offers to change with them. Whatever is refused says why. */
function drop(tile, onto) {
  if (onto.dataset.stay) {
    htmx.ajax('GET', `${wayOf(tile, 'exchanges/new')}?other=${onto.dataset.stay}`, { target: '#panel', swap: 'innerHTML', source: '#sentence' });
    return;
  }
  const values = { tap_id: tapId(), bed_id: onto.dataset.bed, on: dayOf(), version: tile.dataset.version };
  htmx.ajax('POST', wayOf(tile, 'bed-moves'), { target: '#panel', swap: 'innerHTML', source: '#sentence', values });
}

function letGo() {
  held?.classList.remove('is-held');
  board()?.classList.remove('is-moving');
  for (const tile of document.querySelectorAll('#board .is-over')) tile.classList.remove('is-over');
  held = null;
}

document.addEventListener('dragstart', (event) => {
  const tile = tileOf(event);
  if (!tile?.draggable || !tile.dataset.stay) return;
  held = tile;
  tile.classList.add('is-held');
  board().classList.add('is-moving');
  event.dataTransfer.effectAllowed = 'move';
  // A link in hand would be taken for its address by other windows.
  event.dataTransfer.setData('text/plain', tile.dataset.name ?? '');
});
document.addEventListener('dragover', (event) => {
  const tile = held && tileOf(event);
  for (const other of document.querySelectorAll('#board .is-over')) if (other !== tile) other.classList.remove('is-over');
  if (!tile || tile === held) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = 'move';
  tile.classList.add('is-over');
});
document.addEventListener('drop', (event) => {
  const tile = tileOf(event);
  if (!held || !tile || tile === held) return;
  event.preventDefault();
  const from = held;
  letGo();
  drop(from, tile);
});
document.addEventListener('dragend', letGo);

// The menu of a tile by keys: its panel opens with the first act in hand, and letters press the acts (data-key).
let wantsActs = null;
document.addEventListener('keydown', (event) => {
  const tile = document.activeElement?.closest('#board .bed-tile[href]');
  if (!tile || event.isComposing || !(event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))) return;
  event.preventDefault();
  wantsActs = { bed: tile.dataset.bed, panelIsThere: false };
  tile.click();
});
document.addEventListener('htmx:after:swap', (event) => {
  const { ctx } = event.detail;
  const target = ctx.target instanceof Element ? ctx.target : null;
  if (!wantsActs || !target) return;
  // Parts of the panel that stood there before may still be arriving: theirs are not the acts that were asked for.
  if (target.id === 'panel') wantsActs.panelIsThere = true;
  if (!wantsActs.panelIsThere || !target.matches('.panel-part') || !ctx.request.action.includes(`/beds/${wantsActs.bed}/`)) return;
  const act = document.querySelector('#panel .panel-part :is(.act-grid a, a.button)');
  if (!act) return;
  wantsActs = null;
  act.focus();
});

// The arrows walk the acts of the panel as they stand: two in a line.
document.addEventListener('keydown', (event) => {
  const act = document.activeElement?.closest('#panel .act-grid > a');
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 2, ArrowUp: -2 }[event.key];
  if (!act || !step || event.ctrlKey || event.metaKey || event.altKey) return;
  const acts = [...act.parentElement.querySelectorAll('a')];
  const next = acts[acts.indexOf(act) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

/** Whose tile stands where: after the board was drawn anew, a person in another bed than before has arrived. */
function whereabouts() {
  return new Map([...document.querySelectorAll('#board .bed-tile[data-stay]')].map((tile) => [tile.dataset.stay, tile.id]));
}
before = whereabouts();
document.addEventListener('htmx:after:swap', () => {
  const now = whereabouts();
  for (const [stay, id] of now) {
    if (!before.has(stay) || before.get(stay) === id) continue;
    const tile = document.getElementById(id);
    tile.classList.add('has-arrived');
    tile.addEventListener('animationend', () => tile.classList.remove('has-arrived'), { once: true });
  }
  if (now.size) before = now;
});
