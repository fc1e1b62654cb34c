// The long line of days, drawn by ECharts out of the numbers that the page holds; the drawing that came with the page
// stands until then, and for whoever runs no script. Arrows walk the days, Home and End go to the ends.

const root = document.documentElement;
const paint = (name) => getComputedStyle(root).getPropertyValue(name).trim();
const rem = () => Number.parseFloat(getComputedStyle(root).fontSize);

function daysFrom(first, count) {
  const begin = Date.parse(`${first}T00:00:00Z`);
  return Array.from({ length: count }, (_none, index) => new Date(begin + index * 86400000).toISOString().slice(0, 10));
}

const STYLES = [
  { color: '--brand', type: 'solid', width: 2 },
  { color: '--ink-2', type: [6, 4], width: 1.5 },
  { color: '--accent', type: [2, 3], width: 1.5 },
];

/** Per cent with one place, or a count with its thousands. */
function shown(line, value) {
  if (value === null || value === undefined) return '—';
  return line.unit === '%' ? `${(value / 10).toFixed(1)}%` : value.toLocaleString('zh-CN');
}

function sayDay(data, index) {
  const parts = data.lines.map((line) => `${line.name} ${shown(line, line.values[index])}`);
  return [data.days[index], ...parts];
}

function seriesOf(data) {
  return data.lines.map((line, at) => {
    const { color, type, width } = STYLES[at];
    return {
      name: line.name, type: 'line', showSymbol: false, connectNulls: false, animation: false, yAxisIndex: line.unit === '%' ? 0 : 1,
      xAxisIndex: line.unit === '%' ? 0 : 1, sampling: 'lttb',
      data: line.unit === '%' ? line.values.map((value) => (value === null ? null : value / 10)) : line.values,
      lineStyle: { color: paint(color), type, width }, itemStyle: { color: paint(color) },
    };
  });
}

function axesOf(data, letters) {
  const label = { color: letters.color, fontSize: letters.fontSize, fontFamily: letters.fontFamily, hideOverlap: true };
  const days = { type: 'category', data: data.days, boundaryGap: false, axisLine: { lineStyle: { color: paint('--line') } }, axisTick: { show: false } };
  const values = { type: 'value', splitNumber: 3, splitLine: { lineStyle: { color: paint('--line') } }, nameTextStyle: { ...label, align: 'left' }, nameGap: 10 };
  const count = (value) => value.toLocaleString('zh-CN');
  return {
    xAxis: [{ ...days, gridIndex: 0, axisLabel: { show: false } }, { ...days, gridIndex: 1, axisLabel: label }],
    yAxis: [
      { ...values, gridIndex: 0, name: data.rate_title, min: 0, max: ({ max }) => Math.max(100, Math.ceil(max / 20) * 20), interval: 20, axisLabel: { ...label, formatter: '{value}%' } },
      { ...values, gridIndex: 1, name: data.count_title, min: 0, axisLabel: { ...label, formatter: count } },
    ],
  };
}

function optionOf(data) {
  const letters = { color: paint('--ink-2'), fontSize: rem() * 0.875, fontFamily: getComputedStyle(document.body).fontFamily };
  const unit = rem();
  return {
    aria: { enabled: true, label: { description: data.said }, decal: { show: true } },
    textStyle: letters,
    grid: [
      { left: 3.5 * unit, right: unit, top: 2 * unit, height: '38%' },
      { left: 3.5 * unit, right: unit, top: '56%', bottom: 4.75 * unit },
    ],
    ...axesOf(data, letters),
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    // The day under the pointer is said in the line above the chart, in letters of the page.
    tooltip: { trigger: 'axis', showContent: false, renderMode: 'richText' },
    dataZoom: [
      // A finger that goes over the chart scrolls the page.
      ...(matchMedia('(pointer: fine)').matches ? [{ type: 'inside', xAxisIndex: [0, 1], zoomOnMouseWheel: 'ctrl' }] : []),
      { type: 'slider', id: 'slide', xAxisIndex: [0, 1], bottom: 0.5 * unit, height: 2 * unit, left: 3.5 * unit, right: unit, showDataShadow: false, brushSelect: false, textStyle: letters, borderColor: paint('--line'), fillerColor: paint('--brand-tint'), backgroundColor: paint('--ground'), handleStyle: { borderColor: paint('--brand') } },
    ],
    series: seriesOf(data),
  };
}

/** A picture of the chart has no use for the bar that zooms it. */
function pictured(figure, chart) {
  const slide = (show) => {
    chart.setOption({ dataZoom: [{ id: 'slide', show }] });
    chart.getZr().flush();
  };
  figure.addEventListener('chart:saving', () => slide(false));
  figure.addEventListener('chart:saved', () => slide(true));
}

/** Walk the days with the pointer or the keys: the line follows, and the day is said above the chart. */
function walkable(place, chart, data, said) {
  let at = data.days.length - 1;
  const say = (index) => { said.textContent = sayDay(data, index).join('　'); };
  chart.on('updateAxisPointer', ({ dataIndex }) => {
    if (dataIndex !== undefined) say((at = dataIndex));
  });
  say(at);
  const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -30, PageDown: 30, Home: -Infinity, End: Infinity };
  place.addEventListener('keydown', (event) => {
    const step = steps[event.key];
    if (step === undefined || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    at = Math.min(data.days.length - 1, Math.max(0, at + step));
    chart.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: at });
    say(at);
  });
}

function mount(figure) {
  const source = figure.querySelector('script[type="application/json"]');
  const place = figure.querySelector('[data-live-chart]');
  if (!source || !place || !globalThis.echarts) return;
  const data = JSON.parse(source.textContent);
  data.days = daysFrom(data.first, data.lines[0].values.length);
  figure.querySelector('[data-plain-chart]').hidden = true;
  place.hidden = false;
  for (const part of figure.querySelectorAll('[data-live-only]')) part.hidden = false;
  const chart = globalThis.echarts.init(place, null, { renderer: 'svg' });
  chart.setOption(optionOf(data));
  pictured(figure, chart);
  walkable(place, chart, data, figure.querySelector('[data-chart-said]'));
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(place);
  document.addEventListener('htmx:before:cleanup', (event) => {
    if (!event.target.contains?.(place)) return;
    watch.disconnect();
    chart.dispose();
  });
}

for (const figure of document.querySelectorAll('[data-chart]')) mount(figure);
