// A lost line or a broken server: a bar that stays, with a retry that really tries again. Nothing typed is cleared.

const bar = document.getElementById('net-bar');
let failed = null;

/** Show the line for a lost network, or the one for a broken server in the server's own words. */
function show(kind, words) {
  for (const line of bar.querySelectorAll('[data-line]')) {
    line.hidden = line.dataset.line !== kind;
    if (words && !line.hidden) line.textContent = words;
  }
  bar.hidden = false;
}

/** The sentence the server sent for a toast: a toast leaves, so for a broken server it is taken into the bar. */
function takeWords(ctx) {
  try {
    const { toast } = JSON.parse(ctx.hx.trigger);
    delete ctx.hx.trigger;
    return toast.msg;
  } catch { return ''; }
}

function hide() {
  bar.hidden = true;
  failed = null;
}

/** Remember who asked, so that the same request can be made again with the same tap id. */
function remember(ctx) {
  failed = { element: ctx.sourceElement, event: ctx.sourceEvent?.type, submitter: ctx.request?.submitter };
}

/** Ask again as the reader did: a form is sent again, anything else hears its own event again. */
function retry() {
  const { element, event, submitter } = failed ?? {};
  hide();
  if (!element?.isConnected) { location.reload(); return; }
  const form = element.closest('form');
  if (form && event === 'submit') form.requestSubmit(submitter?.isConnected ? submitter : undefined);
  else element.dispatchEvent(new CustomEvent(event ?? 'click', { bubbles: true, cancelable: true }));
}

if (bar) {
  document.addEventListener('htmx:error', (event) => {
    // A fault in a swap is ours and not the line's; only a request that got no answer is retried.
    if (event.detail.ctx?.response) return;
    remember(event.detail.ctx);
    show('network');
  });
  document.addEventListener('htmx:response:error', (event) => {
    const { ctx } = event.detail;
    if (ctx.response.status < 500) return;
    remember(ctx);
    show('server', takeWords(ctx));
  });
  // Any answer that comes through shows that the line is there again.
  document.addEventListener('htmx:after:request', (event) => {
    if (event.detail.ctx.response?.raw.ok) hide();
  });
  bar.querySelector('[data-retry]').addEventListener('click', retry);
  bar.querySelector('[data-dismiss]').addEventListener('click', hide);
}
