// The cluster as a drawing: members, their sessions with the coordinator, who leads what, and this member's lease running down.

import { s, update } from './dom.js';

const CARD = { width: 158, height: 96 };
const NARROW = 480;
const EDGE = 7;

/** Draws into a figure. `lease` is what is left of it, from 0 to 1. */
export function drawPicture(figure, status, lease) {
  const width = Math.max(320, Math.floor(figure.clientWidth));
  const places = width < NARROW ? inRows(status.members.length, width) : onRing(status.members.length, width);
  const height = Math.max(...places.map(place => place.y)) + CARD.height / 2 + EDGE;
  const placeOf = new Map(status.members.map((member, index) => [member.name, places[index]]));
  const hub = placeOf.get(status.coordinator);
  update(figure, s('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': describe(status) },
    hub ? status.members.filter(member => member.name !== status.coordinator).map(member => link(placeOf.get(member.name), hub, member.session)) : null,
    status.members.map((member, index) => card(member, places[index], cardWidth(width), status, index, lease))));
}

function describe(status) {
  const sentence = member => {
    const leads = member.leads.length > 0 ? `, leads ${member.leads.join(', ')}` : '';
    return `${member.name}: ${member.session ? 'has a session' : 'no session'}${member.name === status.coordinator ? ', coordinates' : ''}${leads}`;
  };
  return `The cluster. ${status.members.map(sentence).join('. ')}.`;
}

function onRing(count, width) {
  const radius = { x: Math.min(width / 2 - CARD.width / 2 - EDGE, 90 + count * 36), y: count <= 3 ? 98 : 70 + count * 24 };
  return Array.from({ length: count }, (_, index) => {
    const angle = (index / count) * 2 * Math.PI - Math.PI / 2;
    return { x: width / 2 + radius.x * Math.cos(angle), y: CARD.height / 2 + EDGE + radius.y * (1 + Math.sin(angle)) };
  });
}

// One above where the number is odd, then two in a row.
function inRows(count, width) {
  return Array.from({ length: count }, (_, index) => {
    const odd = count % 2;
    const half = cardWidth(width) / 2;
    const row = Math.floor((index + odd) / 2);
    const x = odd && index === 0 ? width / 2 : (index + odd) % 2 === 0 ? half + EDGE : width - half - EDGE;
    return { x, y: CARD.height / 2 + EDGE + row * (CARD.height + 40) };
  });
}

// Two must find room beside each other.
const cardWidth = width => Math.min(CARD.width, width / 2 - 2 * EDGE - 8);

const link = (from, to, session) => s('line', { class: session ? 'link' : 'link broken', x1: from.x, y1: from.y, x2: to.x, y2: to.y });

function card(member, place, width, status, index, lease) {
  const left = place.x - width / 2;
  const top = place.y - CARD.height / 2;
  const isCoordinator = member.name === status.coordinator;
  const text = (y, className, content) => s('text', { x: left + 14, y: top + y, class: className }, content);
  return s('g', { class: `card${member.session ? '' : ' gone'}${member.leads.length > 0 ? ' leads' : ''}` },
    isCoordinator ? s('rect', { class: 'halo', x: left - 5, y: top - 5, width: width + 10, height: CARD.height + 10, rx: 15 }) : null,
    s('rect', { class: 'body', x: left, y: top, width, height: CARD.height, rx: 11 }),
    s('circle', { class: `member-${index % 7}`, cx: left + width - 18, cy: top + 19, r: 6 }),
    text(24, 'name', short(member.name, 15)),
    text(42, 'role', roleOf(member, isCoordinator)),
    member.leads.length > 0 ? text(64, 'crown', `★ ${short(ledBy(member), 17)}`) : text(64, 'none', member.session ? 'leads nothing' : ''),
    member.name === status.member ? leaseBar(left + 14, top + 80, width - 28, lease) : null);
}

const roleOf = (member, isCoordinator) => [
  isCoordinator ? 'coordinates' : member.session ? `session ${member.session.incarnation}` : 'no session',
  member.drained ? 'drained' : null,
  member.unfit ? 'unfit' : null,
].filter(Boolean).join(' · ');

const ledBy = member => (member.leads.length === 1 ? member.leads[0] : `${member.leads.length}${member.leads.length >= 100 ? '+' : ''} elections`);

const short = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

const leaseBar = (x, y, width, lease) => [
  s('rect', { class: 'lease-back', x, y, width, height: 5, rx: 2.5 }),
  s('rect', { class: lease > 0.3 ? 'lease' : 'lease low', x, y, width: Math.max(0, width * lease), height: 5, rx: 2.5 }),
];
