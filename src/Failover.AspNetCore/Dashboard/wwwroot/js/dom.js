// Builds and updates elements. Text goes in as text nodes only, so nothing from outside becomes markup.

const SVG = 'http://www.w3.org/2000/svg';

/** An HTML element: h('p', { class: 'x' }, 'text', child …). Attributes that are null or false are left out. */
export const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

/** An SVG element. */
export const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** Text from outside: its direction does not spill over to what stands around it. */
export const bdi = text => h('bdi', null, String(text ?? ''));

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * Makes the children of `parent` like `wanted`, changing as little as possible: focus, open details and what the pointer is over stay.
 * Elements are matched by `data-key`, the others by their place.
 */
export function update(parent, ...wanted) {
  const next = wanted.flat(Infinity).filter(Boolean).map(node => (typeof node === 'string' ? document.createTextNode(node) : node));
  const byKey = new Map([...parent.children].filter(child => child.dataset?.key).map(child => [child.dataset.key, child]));
  let place = parent.firstChild;
  for (const node of next) {
    const keyed = node.dataset?.key ? byKey.get(node.dataset.key) : null;
    const old = keyed ?? (place && !place.dataset?.key && !node.dataset?.key && isSame(place, node) ? place : null);
    if (old === null || !isSame(old, node)) {
      parent.insertBefore(node, place);
      continue;
    }
    if (old === place) {
      place = place.nextSibling;
    } else {
      parent.insertBefore(old, place);
    }
    become(old, node);
  }
  while (place) {
    const gone = place;
    place = place.nextSibling;
    gone.remove();
  }
}

const isSame = (one, other) => one.nodeType === other.nodeType && one.nodeName === other.nodeName;

function become(old, node) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== node.data) {
      old.data = node.data;
    }
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!node.hasAttribute(name) && !(name === 'open' && old.nodeName === 'DETAILS')) {
      old.removeAttribute(name);
    }
  }
  for (const { name, value } of node.attributes) {
    if (old.getAttribute(name) !== value) {
      old.setAttribute(name, value);
    }
  }
  update(old, [...node.childNodes]);
}
