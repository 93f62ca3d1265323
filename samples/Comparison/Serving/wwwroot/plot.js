// Draws the tasks of the last seconds, and shades the times without a leader.
const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 480, HEIGHT = 150, LEFT = 38, BOTTOM = 20, TOP = 8, SECONDS = 90;

function element(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

const x = ago => LEFT + (WIDTH - LEFT) * (1 - Math.min(SECONDS, Math.max(0, ago)) / SECONDS);

/** The same highest value for all columns, so that they can be compared. */
export const scale = columns => Math.max(10, Math.ceil(Math.max(0, ...columns.flatMap(column => column.perSecond)) / 10) * 10);

export function draw(svg, column, most) {
  const y = value => HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / most;
  const drawn = [];
  for (const [from, to] of column.vacancies)
    drawn.push(element('rect', { class: 'vacant', x: x(from), width: Math.max(1, x(to) - x(from)), y: TOP, height: HEIGHT - BOTTOM - TOP }));
  for (const value of [0, most / 2, most]) {
    drawn.push(element('line', { class: 'grid', x1: LEFT, x2: WIDTH, y1: y(value), y2: y(value) }));
    drawn.push(element('text', { x: LEFT - 4, y: y(value) + 4, 'text-anchor': 'end' }, value));
  }
  for (const ago of [90, 60, 30, 0])
    drawn.push(element('text', { x: x(ago), y: HEIGHT - 4, 'text-anchor': ago === 90 ? 'start' : ago === 0 ? 'end' : 'middle' }, ago ? `−${ago} s` : 'now'));
  const last = column.perSecond.length - 1;
  drawn.push(element('polyline', { class: 'line', points: column.perSecond.map((value, index) => `${x(last - index).toFixed(1)},${y(value).toFixed(1)}`).join(' ') }));
  svg.replaceChildren(...drawn);
}
