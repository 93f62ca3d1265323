// A line of time for each election: who led when, and when nobody did.

import { h, s, bdi, update } from './dom.js';
import { causeOf, duration, timeOf } from './words.js';

const HEIGHT = 30;
const LEAST_WIDTH = 2.5;
const LABEL_WIDTH = 34;

/** Draws the lines of some elections into an element. */
export function drawTimes(host, elections, members, windowSeconds) {
  const width = Math.max(240, Math.floor(host.clientWidth));
  const lines = elections.map(election => ({ election, spans: spansOf(election) }));
  const now = Math.max(Date.now(), ...lines.flatMap(line => line.spans.map(span => span.from)));
  const oldest = Math.min(now - 10_000, ...lines.flatMap(line => line.spans.map(span => span.from)));
  const start = windowSeconds > 0 ? now - windowSeconds * 1000 : oldest;
  const x = at => ((Math.max(start, at) - start) / (now - start)) * width;
  update(host,
    lines.map(({ election, spans }) => h('div', { 'data-key': election.name, class: 'time-line' },
      h('h3', null, bdi(election.name)),
      line(election, spans.filter(span => (span.to ?? now) >= start), x, now, width, members))),
    h('p', { class: 'axis', 'aria-hidden': 'true', 'data-key': 'axis' },
      [0, 0.5, 1].map(part => h('span', null, timeOf(start + part * (now - start))))));
}

/** Leaderships and vacancies in order; the last one is open (`to` null). */
export function spansOf(election) {
  const spans = [];
  election.history.forEach((record, index) => {
    const from = Date.parse(record.at);
    const next = election.history[index + 1];
    const last = next ? Date.parse(next.at) - next.vacantMs : election.leader ? null : Date.parse(election.since);
    spans.push({ from, to: last === null ? null : Math.max(from, last), term: record.term, leader: record.leader.member });
    if (next) {
      spans.push({ from: Math.max(from, last), to: Date.parse(next.at), cause: next.cause, leader: null });
    }
  });
  if (!election.leader) {
    spans.push({ from: Date.parse(election.since), to: null, cause: election.cause, leader: null });
  }
  return spans;
}

function line(election, spans, x, now, width, members) {
  const pattern = `vacant-${election.name.replace(/[^A-Za-z0-9_-]/g, '_')}`;
  const leaders = spans.filter(span => span.leader).length;
  const label = `${election.name}: ${leaders} leaderships and ${spans.length - leaders} vacancies shown; `
    + (election.leader ? `${election.leader.member} leads now` : 'vacant now');
  return s('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: 'img', 'aria-label': label },
    s('defs', null, s('pattern', { id: pattern, width: 7, height: 7, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      s('rect', { class: 'hatch-back', width: 7, height: 7 }), s('rect', { class: 'hatch', width: 3, height: 7 }))),
    s('rect', { class: 'time-back', width, height: HEIGHT, rx: 5 }),
    spans.toSorted((a, b) => Number(a.leader === null) - Number(b.leader === null)).map(span => {
      const left = x(span.from);
      const length = Math.max(LEAST_WIDTH, x(span.to ?? now) - left);
      const index = members.findIndex(member => member.name === span.leader);
      const title = span.leader
        ? `${span.leader}, term ${span.term}: ${timeOf(span.from)}, ${duration((span.to ?? now) - span.from)}`
        : `vacant for ${duration((span.to ?? now) - span.from)}: ${causeOf(span.cause)}`;
      return [
        s('rect', { class: span.leader ? `member-${Math.max(0, index) % 7}` : null, fill: span.leader ? null : `url(#${pattern})`, x: Math.min(left, width - LEAST_WIDTH), width: length, height: HEIGHT }, s('title', null, title)),
        span.leader && length > LABEL_WIDTH ? s('text', { class: 'on-member', x: left + 8, y: HEIGHT / 2 + 4.5 }, fit(`${span.leader} · ${span.term}`, length)) : null,
      ];
    }));
}

const fit = (text, width) => (text.length * 7.2 + 14 <= width ? text : text.split(' · ').at(-1));
