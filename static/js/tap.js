// Every act carries a tap_id. The page draws the first one; after an act went through a new one is drawn here,
// so that a retry of a lost reply keeps the old id and the next act gets its own.

/** UUIDv7: 48 bits of time, the rest by chance. Plain http has getRandomValues but no randomUUID. */
function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let at = 5; at >= 0; at -= 1) {
    bytes[at] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function draw(root) {
  for (const input of root.querySelectorAll('input[name="tap_id"]')) input.value = uuid7();
}

document.addEventListener('tap:wanted', (event) => draw(event.target));
document.addEventListener('tap:id', (event) => { event.detail.id = uuid7(); });

document.addEventListener('htmx:finally:request', (event) => {
  const { ctx } = event.detail;
  const form = ctx.sourceElement?.closest?.('form');
  if (form?.isConnected && ctx.response?.raw.ok) draw(form);
});

// A page taken back from the browser's memory still holds the ids of acts that went through.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) draw(document);
});
