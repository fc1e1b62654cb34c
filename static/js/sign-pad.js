// Signing by finger: lines on a canvas, sent as a picture with the form. Nothing is kept on the device.

const form = document.getElementById('signing');
const pad = document.getElementById('pad');
const SHARP = 2;

if (form && pad) {
  const pen = pad.getContext('2d');
  const names = JSON.parse(form.dataset.names);
  let drawing = false;
  let strokes = 0;

  const clear = () => {
    pad.width = pad.clientWidth * SHARP;
    pad.height = pad.clientHeight * SHARP;
    pen.scale(SHARP, SHARP);
    Object.assign(pen, { lineWidth: 3, lineCap: 'round', lineJoin: 'round', strokeStyle: '#1F2A30' });
    strokes = 0;
    form.elements.image.value = '';
  };
  const place = (event) => {
    const box = pad.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  pad.addEventListener('pointerdown', (event) => {
    drawing = true;
    pad.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...place(event));
  });
  pad.addEventListener('pointermove', (event) => {
    if (!drawing) return;
    pen.lineTo(...place(event));
    pen.stroke();
    strokes += 1;
  });
  for (const end of ['pointerup', 'pointercancel']) pad.addEventListener(end, () => { drawing = false; });
  form.querySelector('[data-clear]').addEventListener('click', clear);
  // The name in print follows whoever signs, unless somebody has typed another one.
  form.addEventListener('change', ({ target }) => {
    if (target.name === 'role' && (!form.elements.name.value || Object.values(names).includes(form.elements.name.value))) {
      form.elements.name.value = names[target.value] ?? '';
    }
  });
  form.addEventListener('submit', () => {
    // A dot is no signature: the server asks for one beside the field.
    if (strokes > 4) form.elements.image.value = pad.toDataURL('image/png');
  }, { capture: true });
  window.addEventListener('resize', clear);
  clear();
}
