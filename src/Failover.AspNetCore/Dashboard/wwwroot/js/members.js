// The members as a list: the same as in the drawing, and more, in words.

import { h, bdi } from './dom.js';
import { labelsOf } from './words.js';

/** One item. */
export const memberItem = (member, status, index, leaseMs) => h('li', { 'data-key': member.name, class: member.session ? null : 'gone' },
  h('div', { class: 'member-head' },
    h('span', { class: `swatch member-${index % 7}`, 'aria-hidden': 'true' }),
    h('h3', null, bdi(member.name)),
    member.name === status.coordinator ? h('span', { class: 'badge calm' }, 'coordinator') : null,
    member.name === status.member ? h('span', { class: 'badge' }, 'this page') : null,
    member.leads.length > 0 ? h('span', { class: 'badge good' }, `leads ${member.leads.length}`) : null,
    member.unfit ? h('span', { class: 'badge bad' }, 'unfit') : null,
    member.drained ? h('span', { class: 'badge warn' }, 'drained') : null),
  h('p', { class: 'small' },
    member.session ? `session ${member.session.incarnation}` : 'no session',
    member.name === status.member && member.session ? [', lease runs ', h('span', { class: 'figures' }, `${(leaseMs / 1000).toFixed(1)} s`), ' more unless renewed'] : null,
    labelsOf(member.labels) ? [' · ', bdi(labelsOf(member.labels))] : null,
    ' · ', bdi(member.clusterAddress)),
  member.unfit ? h('p', { class: 'small' }, 'Unfit: ', bdi(member.unfit)) : null,
  member.drained ? h('p', { class: 'small' }, 'Drained by ', bdi(member.drained.actor), ': ', bdi(member.drained.reason)) : null,
  h('div', { class: 'actions' }, member.drained
    ? h('button', { type: 'button', 'data-act': 'undrain', 'data-member': member.name, 'aria-label': `Undrain ${member.name}` }, 'Undrain …')
    : h('button', { type: 'button', 'data-act': 'drain', 'data-member': member.name, 'aria-label': `Drain ${member.name}` }, 'Drain …')));
