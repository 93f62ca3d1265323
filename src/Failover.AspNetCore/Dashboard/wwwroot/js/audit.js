// The audit trail: the newest page lives, older ones are fetched as they are asked for.

import { h, bdi, update } from './dom.js';
import { read } from './api.js';
import { causeOf, duration, timeOf } from './words.js';

const PAGE = 25;
const FETCHED = 200;

/** What is known of the trail. Numbers have no gaps, except where the cluster keeps a record no more. */
export class Audit {
  #records = new Map();
  #page = 0;
  #isWhole = false;
  election = '';

  /** Takes in records, in any order. */
  add(records) {
    for (const record of records) {
      this.#records.set(record.number, record);
    }
  }

  /** Forgets everything: the records of another cluster do not belong to this one's. */
  clear() {
    this.#records.clear();
    this.#page = 0;
    this.#isWhole = false;
  }

  /** The newer (-1) or older (+1) page. */
  async turn(step) {
    this.#page = Math.max(0, this.#page + step);
    while (this.#shown().length <= (this.#page + 1) * PAGE && await this.#fetchOlder()) {
      // One more than the page shows tells whether there is another.
    }
    this.#page = Math.min(this.#page, Math.max(0, Math.ceil(this.#shown().length / PAGE) - 1));
  }

  /** Shows the records about one election, or all, from the newest. */
  async choose(election) {
    this.election = election;
    this.#page = 0;
    await this.turn(0);
  }

  /** Draws the page into the elements. */
  draw({ list, place, newer, older }) {
    const all = this.#shown();
    const page = all.slice(this.#page * PAGE, (this.#page + 1) * PAGE);
    update(list, h('table', { class: 'audit' },
      h('thead', null, h('tr', null, ['No.', 'When', 'What', 'About', 'Who and why'].map(title => h('th', { scope: 'col' }, title)))),
      h('tbody', null, page.map(row))));
    place.textContent = page.length === 0 ? 'nothing is recorded' : `${page.at(-1).number} to ${page[0].number}${this.#page === 0 ? ', live' : ''}`;
    newer.disabled = this.#page === 0;
    older.disabled = all.length <= (this.#page + 1) * PAGE && (this.#isWhole || this.#first() <= 1);
  }

  #shown() {
    return [...this.#records.values()].filter(record => !this.election || record.election === this.election).sort((a, b) => b.number - a.number);
  }

  #first() {
    return Math.min(...this.#records.keys(), Infinity);
  }

  /** Fetches what lies before the oldest known record; false if nothing does. */
  async #fetchOlder() {
    const first = this.#first();
    if (this.#isWhole || first <= 1 || first === Infinity) {
      return false;
    }
    const after = Math.max(0, first - 1 - FETCHED);
    const records = (await read(`audit?after=${after}&limit=${FETCHED}`)).filter(record => record.number < first);
    this.add(records);
    this.#isWhole = records.length === 0;
    return !this.#isWhole;
  }
}

const row = record => h('tr', { 'data-key': String(record.number), class: record.refused ? 'refused' : null },
  h('td', { class: 'figures' }, String(record.number)),
  h('td', null, h('time', { datetime: record.at, title: record.at }, timeOf(record.at))),
  h('td', null, h('span', { class: `verb${record.refused ? ' bad' : ''}` }, bdi(record.verb))),
  h('td', null, about(record)),
  h('td', null, why(record)));

function about(record) {
  const parts = [
    record.election ? bdi(record.election) : null,
    record.member ? bdi(record.from && record.from !== record.member ? `${record.from} → ${record.member}` : record.member) : null,
    record.term > 0 ? `term ${record.term}` : null,
    record.request > 0 ? `request ${record.request}${record.revision > 0 ? `, revision ${record.revision}` : ''}` : null,
  ];
  return parts.filter(Boolean).flatMap((part, index) => (index > 0 ? [' · ', part] : [part]));
}

function why(record) {
  const parts = [
    record.actor ? h('strong', null, bdi(record.actor)) : null,
    record.reason ? bdi(record.reason) : null,
    record.detail && record.detail !== record.reason ? bdi(record.detail) : null,
    record.cause ? causeOf(record.cause) : null,
    record.vacantMs !== null && record.vacantMs !== undefined ? `vacant for ${duration(record.vacantMs)}` : null,
  ];
  return parts.filter(Boolean).flatMap((part, index) => (index > 0 ? [' · ', part] : [part]));
}
