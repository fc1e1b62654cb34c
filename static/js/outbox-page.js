// What this device still holds: rows that wait, rows that were refused with the reason, and pages that open without a line.

const place = document.getElementById('outbox-list');
const labels = JSON.parse(place.dataset.labels);
const sentence = document.querySelector('[data-outbox-sentence]');

function say(name, detail = {}) {
  const event = new CustomEvent(name, { detail });
  document.dispatchEvent(event);
  return event.detail;
}

const shortTime = (iso) => new Date(iso).toLocaleString('zh-CN', { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' });

function drawRow(row) {
  const line = document.getElementById('outbox-row').content.cloneNode(true);
  line.querySelector('[data-what]').textContent = labels[row.kind] ?? row.kind;
  line.querySelector('[data-label]').textContent = row.label;
  line.querySelector('[data-at]').textContent = shortTime(row.at);
  line.querySelector('[data-why]').textContent = row.why;
  line.querySelector('[data-acts]').hidden = !row.why;
  line.querySelector('[data-again]').addEventListener('click', () => say('outbox:again', { id: row.id }));
  const drop = line.querySelector('[data-drop]');
  drop.addEventListener('click', () => {
    // The first press asks, the second one does: what is dropped here is nowhere else.
    if (drop.dataset.asked) { say('outbox:undo', { id: row.id }); return; }
    drop.dataset.asked = 'yes';
    drop.classList.add('alarm');
    drop.textContent = place.dataset.sure;
  });
  return line;
}

function drawPage(page) {
  const line = document.getElementById('outbox-page-row').content.cloneNode(true);
  Object.assign(line.querySelector('[data-page]'), { href: page.path, textContent: page.title });
  line.querySelector('[data-at]').textContent = shortTime(page.kept);
  return line;
}

function fill(name, lines) {
  const group = place.querySelector(`[data-group="${name}"]`);
  group.hidden = !lines.length;
  group.querySelector('ul').replaceChildren(...lines);
}

async function paint({ detail }) {
  fill('refused', detail.rows.filter((row) => row.why).map(drawRow));
  fill('waiting', detail.rows.filter((row) => !row.done && !row.why).map(drawRow));
  fill('pages', ((await say('outbox:pages').pages) ?? []).map(drawPage));
  const some = detail.waiting || detail.refused;
  document.querySelector('[data-outbox-flush]').hidden = !detail.waiting;
  sentence.textContent = some ? sentence.dataset.some.replace('{waiting}', detail.waiting).replace('{refused}', detail.refused) : sentence.dataset.none;
}

document.addEventListener('outbox:changed', paint);
document.querySelector('[data-outbox-flush]').addEventListener('click', () => say('outbox:flush'));
say('outbox:flush');
