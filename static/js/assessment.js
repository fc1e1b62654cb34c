// Answering an assessment: one group at a time, on a phone one item. Every answer goes to the outbox and to nowhere else,
// so the page works the same with and without a line. The level is reckoned by the server alone.

const root = document.getElementById('visit');
const visit = JSON.parse(document.getElementById('visit-facts').textContent);
const form = root.querySelector('form');
const steps = [...root.querySelectorAll('[data-step]')];
const items = [...root.querySelectorAll('[data-item]')];
const narrow = matchMedia('(max-width: 40em)');
const answers = new Map();
let step = 0;
let at = 0;
let finishing = null;
let loaded = false;

function say(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
  return detail;
}

const radiosOf = (code) => [...form.querySelectorAll(`input[name="${code}"]`)];
const nameOf = (code) => root.querySelector(`[data-item="${code}"]`).dataset.label;

/** Items behind a choice that ends the questions (MZ/T 039, coma) need no answer. */
function sparedFrom() {
  const ending = items.findIndex((item) => radiosOf(item.dataset.item).some((radio) => radio.checked && 'ends' in radio.dataset));
  return ending < 0 ? items.length : ending + 1;
}

/** The earlier answer is shown as a hollow dot once this one is given: nobody is led by it. */
function showBefore(code) {
  const before = visit.before[code];
  for (const mark of root.querySelectorAll(`[data-item="${code}"] [data-before]`)) {
    mark.hidden = !answers.has(code) || mark.dataset.before !== before;
  }
}

function drawProgress() {
  const wanted = items.slice(0, sparedFrom());
  const open = wanted.filter((item) => !answers.has(item.dataset.item));
  const place = document.querySelector('[data-progress]');
  place.textContent = place.dataset.progress.replace('{done}', wanted.length - open.length).replace('{all}', wanted.length);
  const bar = root.querySelector('progress');
  bar.max = wanted.length;
  bar.value = wanted.length - open.length;
  for (const list of root.querySelectorAll('[data-open-list]')) {
    list.replaceChildren(...open.map((item) => {
      const way = document.createElement('button');
      Object.assign(way, { type: 'button', className: 'chip', textContent: `${item.dataset.item} ${item.dataset.label}` });
      way.addEventListener('click', () => goTo(item.dataset.item));
      return way;
    }));
  }
  for (const part of root.querySelectorAll('[data-when-open]')) part.hidden = !open.length;
  for (const part of root.querySelectorAll('[data-when-done]')) part.hidden = open.length > 0;
  items.forEach((item, index) => { item.classList.toggle('is-spared', index >= sparedFrom()); });
  for (const way of root.querySelectorAll('[data-to-step]')) {
    const inside = steps[Number(way.dataset.toStep)].querySelectorAll('[data-item]');
    way.classList.toggle('is-done', inside.length > 0 && [...inside].every((item) => !open.includes(item)));
  }
}

const inStep = () => [...steps[step].querySelectorAll('[data-item]')];

function show() {
  steps.forEach((one, index) => one.classList.toggle('is-current', index === step));
  const here = inStep();
  at = Math.min(at, Math.max(0, here.length - 1));
  for (const item of items) item.classList.toggle('is-current', item === here[at]);
  for (const way of root.querySelectorAll('[data-to-step]')) {
    if (Number(way.dataset.toStep) === step) {
      way.setAttribute('aria-current', 'step');
      way.scrollIntoView({ block: 'nearest', inline: 'center' });
    }
    else way.removeAttribute('aria-current');
  }
  const last = step === steps.length - 1;
  root.querySelector('[data-back]').disabled = step === 0 && at === 0;
  root.querySelector('[data-next]').hidden = last;
  for (const part of root.querySelectorAll('[data-when-last]')) part.hidden = !last;
}

function move(by) {
  const here = inStep();
  if (narrow.matches && here[at + by]) at += by;
  else if (steps[step + by]) {
    step += by;
    at = by > 0 ? 0 : Math.max(0, inStep().length - 1);
  }
  show();
  window.scrollTo(0, 0);
  const head = narrow.matches && inStep()[at] ? inStep()[at].querySelector('legend') : steps[step].querySelector('h2');
  head?.focus({ preventScroll: true });
}

function goTo(code) {
  step = steps.findIndex((one) => one.querySelector(`[data-item="${code}"]`));
  at = inStep().findIndex((item) => item.dataset.item === code);
  show();
  const item = inStep()[at];
  item.scrollIntoView({ block: 'start' });
  radiosOf(code)[0]?.focus({ preventScroll: true });
}

/** Facts are sent whole: what stands on the page is what holds. A field is sent alone, an empty one takes it back. */
function facts() {
  const events = {};
  for (const field of form.querySelectorAll('[name^="event."]:checked')) if (field.value !== '0') events[field.name.slice(6)] = Number(field.value);
  const yes = (name) => form.querySelector(`[name="fact.${name}"]`)?.checked ?? false;
  return { coma: yes('coma'), dementia: yes('dementia'), psychiatric: yes('psychiatric'), risk_events: events };
}
function valueOf(field) {
  if (field.type !== 'checkbox') return field.value.trim();
  return [...form.querySelectorAll(`[name="${field.name}"]:checked`)].map((one) => one.value);
}

function send(part, slot, label) {
  const body = { home: visit.home, elder: visit.elder, assessment: visit.assessment, ...part };
  return say('outbox:put', { kind: 'assessments.save', body, label: `${visit.title}　${label}`, slot: `${visit.assessment}|${slot}` });
}

function answer(code, choice) {
  answers.set(code, choice);
  send({ answers: { [code]: choice } }, code, `${code} ${nameOf(code)}`);
  showBefore(code);
  drawProgress();
}

form.addEventListener('change', ({ target }) => {
  if (target.closest('[data-item]')) answer(target.name, target.value);
  else if (/^(fact|event)\./.test(target.name)) send({ facts: facts() }, 'facts', root.dataset.factsWord);
  else if (target.name.startsWith('p.')) send({ particulars: { [target.name.slice(2)]: valueOf(target) } }, target.name, root.dataset.fieldsWord);
});

/** Put what the server knew and what this device has answered since onto the page; of two answers the later one stands. */
function fill(rows) {
  const ours = rows.filter((row) => row.kind === 'assessments.save' && row.body.assessment === visit.assessment && !row.why);
  const known = new Map(Object.entries(visit.answers));
  let lastFacts = visit.facts;
  const fields = { ...visit.particulars };
  for (const row of ours) {
    for (const [code, choice] of Object.entries(row.body.answers ?? {})) {
      const there = known.get(code);
      if (!there || (there.at ? there.at <= row.at : !row.done)) known.set(code, { choice, at: row.at });
    }
    if (row.body.facts && (!row.done || row.at >= visit.asked)) lastFacts = row.body.facts;
    if (row.body.particulars && (!row.done || row.at >= visit.asked)) Object.assign(fields, row.body.particulars);
  }
  for (const [code, { choice }] of known) {
    const radio = radiosOf(code).find((one) => one.value === choice);
    if (!radio) continue;
    radio.checked = true;
    answers.set(code, choice);
    showBefore(code);
  }
  fillFields(lastFacts, fields);
}

function fillFields(known, fields) {
  for (const name of ['coma', 'dementia', 'psychiatric']) {
    const box = form.querySelector(`[name="fact.${name}"]`);
    if (box) box.checked = Boolean(known[name]);
  }
  for (const [name, count] of Object.entries(known.risk_events ?? {})) {
    const radio = form.querySelector(`[name="event.${name}"][value="${count}"]`);
    if (radio) radio.checked = true;
  }
  for (const field of form.querySelectorAll('[name^="p."]')) {
    const said = fields[field.name.slice(2)];
    if (field.type === 'checkbox') field.checked = (said ?? []).includes(field.value);
    else if (field.type === 'radio') field.checked = field.value === said;
    else if (said !== undefined) field.value = said;
  }
}

/** A second tap of a double tap says nothing new, and what is not all answered is not sent only to be refused. */
function finish({ detail: taps }) {
  if (taps > 1) return;
  const place = root.querySelector('[data-finish-refused]');
  const missing = root.querySelector('[data-when-open]:not([hidden]) [data-open-list] button');
  place.hidden = !missing;
  if (missing) {
    place.querySelector('[data-why]').textContent = root.dataset.openWord;
    missing.focus();
    return;
  }
  const label = `${visit.title}　${root.dataset.finishWord}`;
  const body = { home: visit.home, elder: visit.elder, assessment: visit.assessment };
  finishing = say('outbox:put', { kind: 'assessments.score', body, label, slot: `${visit.assessment}|score` }).row;
  root.querySelector('[data-finishing]').hidden = false;
}

document.addEventListener('outbox:answered', ({ detail }) => {
  if (detail.kind === 'assessments.score' && detail.id === finishing?.id) {
    root.querySelector('[data-finishing]').hidden = true;
    if (detail.ok) location.assign(visit.result);
    else {
      const place = root.querySelector('[data-finish-refused]');
      place.hidden = false;
      place.querySelector('[data-why]').textContent = detail.why;
    }
  }
});
document.addEventListener('outbox:changed', ({ detail }) => {
  if (loaded) return;
  loaded = true;
  fill(detail.rows);
  drawProgress();
});
document.addEventListener('outbox:broken', () => { root.querySelector('[data-broken]').hidden = false; });
root.querySelector('[data-next]').addEventListener('click', () => move(1));
root.querySelector('[data-back]').addEventListener('click', () => move(-1));
root.querySelector('[data-finish]')?.addEventListener('click', finish);
for (const way of root.querySelectorAll('[data-to-step]')) {
  way.addEventListener('click', () => { step = Number(way.dataset.toStep); at = 0; show(); window.scrollTo(0, 0); });
}
form.addEventListener('submit', (event) => event.preventDefault());
root.classList.add('is-stepping');
show();
drawProgress();
say('outbox:read', {}).rows?.then((rows) => { if (!loaded) { loaded = true; fill(rows); drawProgress(); } });
