// Whether the page's member is there, and what to do when it is not: wait a little, then go to another member's page.

import { h, bdi, update } from './dom.js';
import { isDialogOpen } from './dialog.js';
import { isDirect, otherPages } from './move.js';

// After the first failure.
const PATIENCE_MS = 2000;

/** Shows the connection, and moves the page. */
export class Connection {
  #lostAt = null;
  #text = document.getElementById('connection-text');
  #line = document.getElementById('connection');
  #notice = document.getElementById('notice');
  #isStaying = false;
  #isMoving = false;
  #view;
  #status = null;
  #reason = '';

  constructor(view) {
    this.#view = view;
    this.#notice.addEventListener('click', event => {
      if (event.target.closest('[data-stay]')) {
        this.#isStaying = true;
        this.#show();
      }
    });
  }

  /** The member has answered. */
  alive() {
    this.#lostAt = null;
    this.#isStaying = false;
  }

  /** What it answered. */
  status(status) {
    this.#status = status;
    this.#show();
  }

  /** It has not answered, or with an error. */
  lost(error) {
    this.#reason = error.status > 0 ? error.message : 'It does not answer.';
    const now = performance.now();
    this.#lostAt ??= now;
    this.#show();
    if (this.#status === null || this.#isStaying || this.#isMoving || isDialogOpen() || error.status === 401 || error.status === 403) {
      return;
    }
    // One failure may be an accident; and without a network of its own the browser reaches no other member either.
    const next = otherPages(this.#status, this.#view()).find(page => page.isLikely);
    if (next && isDirect(this.#status) && navigator.onLine && now - this.#lostAt > PATIENCE_MS) {
      this.#isMoving = true;
      location.assign(next.url);
    }
  }

  #show() {
    const status = this.#status;
    if (this.#lostAt !== null) {
      this.#line.className = 'connection bad';
      this.#text.textContent = status ? `${status.member} is not there` : 'No answer';
      this.#warn(status ? `${status.member}, which this page talks to, is lost. What you see is old.` : 'The member does not answer.', true);
    } else if (status && !status.hasSession) {
      this.#line.className = 'connection warn';
      this.#text.textContent = `${status.member} is cut off`;
      this.#warn(`${status.member} has no running lease: it is cut off from the others, or a coordinator is being elected. What it shows may be old.`, false);
    } else if (status) {
      this.#line.className = 'connection good';
      this.#text.textContent = `Live, seen from ${status.member}${status.coordinator ? '' : '; nobody coordinates'}`;
      this.#notice.hidden = true;
      update(this.#notice);
    }
  }

  #warn(text, isLost) {
    const pages = this.#status ? otherPages(this.#status, this.#view()) : [];
    const willMove = isLost && this.#status && isDirect(this.#status) && !this.#isStaying && pages.some(page => page.isLikely);
    this.#notice.hidden = false;
    update(this.#notice,
      h('p', null, h('strong', null, bdi(text)), ' ', isLost ? bdi(this.#reason) : null,
        willMove ? ' In a moment this page goes to the next member.' : null,
        willMove && isDialogOpen() ? ' It waits for the open dialog.' : null),
      h('p', { class: 'actions' },
        pages.map(page => h('a', { class: 'button', href: page.url, 'data-key': page.name }, 'Go to ', bdi(page.name))),
        willMove ? h('button', { type: 'button', class: 'quiet', 'data-stay': true }, 'Stay here') : null));
  }
}
