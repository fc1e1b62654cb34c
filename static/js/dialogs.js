// Native dialogs, the side panel and the menus: opened by what leads to them, closed by Esc, the focus given back.

let opener = null;

function open(dialog) {
  if (dialog.open) return;
  dialog.showModal();
  dialog.dispatchEvent(new CustomEvent('opened'));
}

// A link to a dialog is a link to a page where no script runs.
document.addEventListener('click', (event) => {
  const way = event.target.closest('[data-dialog]');
  const dialog = way && document.getElementById(way.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    open(dialog);
    way.closest('details[data-menu]')?.removeAttribute('open');
    return;
  }
  if (event.target.closest('[data-close]')) event.target.closest('dialog')?.close();
  // A tap beside the dialog lands on the dialog element itself: its box is filled by its children.
  if (event.target.nodeName === 'DIALOG' && event.target.open && isOutside(event)) event.target.close();
});

function isOutside({ target, clientX, clientY }) {
  const box = target.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}

// What a reply put into a closed dialog is meant to be seen.
document.addEventListener('htmx:after:swap', (event) => {
  const { ctx } = event.detail;
  const target = ctx.target instanceof Element ? ctx.target : null;
  const dialog = target?.closest('dialog');
  if (dialog && !dialog.open && ctx.sourceElement && !dialog.contains(ctx.sourceElement)) open(dialog);
  if (target?.id === 'panel') arrive(target, ctx.sourceElement);
});

/** The panel takes the focus to its name, and remembers which row or bed asked for it. */
function arrive(panel, source) {
  const head = panel.querySelector('.side-panel h2');
  if (!head) return;
  if (!panel.contains(source)) opener = source;
  head.focus({ preventScroll: true });
  if (matchMedia('(max-width: 62em)').matches) panel.scrollIntoView({ block: 'start' });
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll('details[data-menu][open]')) {
    if (menu !== except) menu.removeAttribute('open');
  }
}
document.addEventListener('click', (event) => closeMenus(event.target.closest('details[data-menu]')));

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.isComposing || document.querySelector('dialog[open]')) return;
  const menu = document.querySelector('details[data-menu][open]');
  if (menu) {
    menu.removeAttribute('open');
    menu.querySelector('summary').focus();
    return;
  }
  const close = document.querySelector('#panel .side-panel .close');
  if (!close) return;
  close.click();
  if (opener?.isConnected) opener.focus();
});
