// Ctrl+K: one line that finds people, beds and pages. The server searches, pinyin initials too; htmx fetches;
// what is left for here is opening, the arrow keys and Enter.

const box = document.getElementById('command');
const input = document.getElementById('command-q');
const list = document.getElementById('command-list');

function options() {
  return [...list.querySelectorAll('a[href]')];
}

function selected() {
  return list.querySelector('[aria-selected="true"]');
}

/** One hit is marked at a time; the field tells those who listen which one it is. */
function select(option) {
  selected()?.setAttribute('aria-selected', 'false');
  if (!option) { input.removeAttribute('aria-activedescendant'); return; }
  option.setAttribute('aria-selected', 'true');
  input.setAttribute('aria-activedescendant', option.id);
  option.scrollIntoView({ block: 'nearest' });
}

/** Hits come as plain links; here they become the options of the box. */
function dress() {
  options().forEach((option, at) => {
    option.id = `command-${at}`;
    option.setAttribute('role', 'option');
    option.setAttribute('aria-selected', 'false');
    option.tabIndex = -1;
  });
  input.setAttribute('aria-expanded', String(options().length > 0));
  select(options()[0]);
}

function move(by) {
  const all = options();
  if (!all.length) return;
  select(all[(all.indexOf(selected()) + by + all.length) % all.length]);
}

function show() {
  if (box.open) return;
  box.showModal();
  input.select();
  // The pages one may go to stand there before a letter is typed.
  input.dispatchEvent(new CustomEvent('q', { bubbles: true }));
}

if (box) {
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k' || event.isComposing) return;
    event.preventDefault();
    show();
  });
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter') selected()?.click();
    else return;
    event.preventDefault();
  });
  list.addEventListener('pointermove', (event) => {
    const option = event.target.closest('a[href]');
    if (option && option !== selected()) select(option);
  });
  document.addEventListener('htmx:after:swap', (event) => {
    if (event.detail.ctx.sourceElement === input) dress();
  });
}
