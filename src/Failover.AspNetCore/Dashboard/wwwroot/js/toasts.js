// What came of commands, at the edge of the page.

import { h, bdi } from './dom.js';

const SHOWN_MS = 12_000;
const MOST = 4;

/** Shows a message; problems stay until they are dismissed. */
export function toast(kind, headline, detail) {
  const close = h('button', { type: 'button', class: 'quiet', 'aria-label': 'Dismiss' }, '×');
  const box = h('div', { class: `toast ${kind}` }, h('div', null, h('strong', null, headline), detail ? h('p', null, bdi(detail)) : null), close);
  close.addEventListener('click', () => box.remove());
  const host = document.getElementById('toasts');
  host.append(box);
  while (host.children.length > MOST) {
    host.firstElementChild.remove();
  }
  if (kind === 'good') {
    setTimeout(() => box.remove(), SHOWN_MS);
  }
}
