// Keep a chart as a picture: its own drawing, shape by shape, onto a canvas. Nothing is fetched and nothing is sent.

const EDGE = 24;
const HEAD = 44;
const FOOT = 40;
const SHARP = 2;

/** The shape of one element in its own coordinates; words and groups have none. */
function shapeOf(element) {
  const path = new Path2D();
  const at = (name) => element[name].baseVal.value;
  if (element.matches('rect')) path.rect(at('x'), at('y'), at('width'), at('height'));
  else if (element.matches('circle')) path.arc(at('cx'), at('cy'), at('r'), 0, 2 * Math.PI);
  else if (element.matches('line')) return new Path2D(`M${at('x1')} ${at('y1')}L${at('x2')} ${at('y2')}`);
  else if (element.matches('polyline')) return new Path2D(`M${element.getAttribute('points').trim().replaceAll(' ', 'L')}`);
  else if (element.matches('path')) return new Path2D(element.getAttribute('d'));
  else return null;
  return path;
}

function isPaint(paint) {
  return paint && paint !== 'none' && !paint.startsWith('url');
}

function drawShape(pen, shape, style, matrix) {
  const placed = new Path2D();
  placed.addPath(shape, matrix);
  pen.globalAlpha = Number(style.opacity);
  if (isPaint(style.fill)) {
    pen.globalAlpha = Number(style.opacity) * Number(style.fillOpacity);
    pen.fillStyle = style.fill;
    pen.fill(placed);
  }
  if (isPaint(style.stroke)) {
    pen.globalAlpha = Number(style.opacity) * Number(style.strokeOpacity);
    pen.strokeStyle = style.stroke;
    pen.lineWidth = Number.parseFloat(style.strokeWidth);
    pen.setLineDash(style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(',').map(Number.parseFloat));
    pen.stroke(placed);
  }
  pen.globalAlpha = 1;
}

const SIDES = { start: 'left', middle: 'center', end: 'right' };
const LINES = { central: 'middle', middle: 'middle', hanging: 'top', 'text-before-edge': 'top' };

function drawWords(pen, element, style, matrix) {
  const start = (name) => (element[name].baseVal.numberOfItems ? element[name].baseVal.getItem(0).value : 0);
  const place = new DOMPoint(start('x'), start('y')).matrixTransform(matrix);
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  pen.textAlign = SIDES[style.textAnchor] ?? 'left';
  pen.textBaseline = LINES[style.dominantBaseline] ?? 'alphabetic';
  if (isPaint(style.stroke)) {
    pen.strokeStyle = style.stroke;
    pen.lineWidth = Number.parseFloat(style.strokeWidth);
    pen.strokeText(element.textContent, place.x, place.y);
  }
  pen.fillStyle = style.fill;
  pen.fillText(element.textContent, place.x, place.y);
}

/** Draw every element of a drawing where the browser shows it. */
function drawInto(pen, drawing) {
  const origin = drawing.getScreenCTM().inverse();
  for (const element of drawing.querySelectorAll('rect, circle, line, polyline, path, text')) {
    if (element.closest('defs, clipPath, pattern') || !element.getScreenCTM()) continue;
    const style = getComputedStyle(element);
    if (style.visibility === 'hidden' || style.display === 'none') continue;
    const matrix = origin.multiply(element.getScreenCTM());
    if (element.matches('text')) drawWords(pen, element, style, matrix);
    else drawShape(pen, shapeOf(element), style, matrix);
  }
}

/** The drawings of a chart, those of small multiples each with the words above it. */
function partsOf(chart) {
  const box = chart.getBoundingClientRect();
  return [...chart.querySelectorAll('svg')]
    .filter((drawing) => !drawing.parentElement.closest('svg') && !drawing.closest('.legend') && drawing.getClientRects().length)
    .map((drawing) => {
      const place = drawing.getBoundingClientRect();
      const words = drawing.parentElement.querySelector(':scope > h3')?.textContent ?? '';
      return { drawing, words, x: place.left - box.left, y: place.top - box.top, bottom: place.bottom - box.top };
    });
}

function pictureOf(chart) {
  const parts = partsOf(chart);
  const top = Math.min(...parts.map((part) => part.y - (part.words ? 28 : 0)));
  const width = chart.clientWidth;
  const height = Math.max(...parts.map((part) => part.bottom)) - top + HEAD + FOOT + EDGE;
  const canvas = Object.assign(document.createElement('canvas'), { width: width * SHARP, height: height * SHARP });
  const pen = canvas.getContext('2d');
  const look = getComputedStyle(chart);
  pen.scale(SHARP, SHARP);
  pen.fillStyle = '#FFF';
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = look.color;
  pen.font = `600 18px ${look.fontFamily}`;
  pen.fillText(chart.dataset.title, EDGE, 32);
  for (const part of parts) {
    pen.save();
    pen.translate(part.x, part.y - top + HEAD + 4);
    pen.fillStyle = look.color;
    pen.font = `600 15px ${look.fontFamily}`;
    if (part.words) pen.fillText(part.words, 0, -10);
    drawInto(pen, part.drawing);
    pen.restore();
  }
  Object.assign(pen, { fillStyle: '#55636B', font: `14px ${look.fontFamily}`, textAlign: 'left', textBaseline: 'alphabetic' });
  pen.fillText(chart.dataset.note, EDGE, height - 16);
  return canvas;
}

function keep(blob, name) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-save-chart]');
  if (!button) return;
  const chart = button.closest('[data-chart]');
  chart.dispatchEvent(new CustomEvent('chart:saving'));
  const picture = pictureOf(chart);
  chart.dispatchEvent(new CustomEvent('chart:saved'));
  picture.toBlob((blob) => keep(blob, `${chart.dataset.chart}.png`), 'image/png');
});

for (const button of document.querySelectorAll('[data-save-chart]')) button.hidden = false;
