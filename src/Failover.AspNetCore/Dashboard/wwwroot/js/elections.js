// Elections: who leads, since when, under which policy; history; what operators may do.

import { h, bdi } from './dom.js';
import { candidateTable } from './candidates.js';
import { ago, causeOf, duration, policyOf, session, timeOf } from './words.js';

/** One election. */
export const electionCard = election => h('article', { 'data-key': election.name, class: 'election', 'aria-label': `Election ${election.name}` },
  h('div', { class: 'heading-row' },
    h('h3', null, bdi(election.name)),
    h('p', { class: 'badges' },
      h('span', { class: 'badge' }, `term ${election.term}`),
      election.request ? h('span', { class: 'badge warn' }, `request ${election.request.number} is open`) : null,
      election.handOver ? h('span', { class: 'badge calm' }, election.handOver.isResignation ? 'resigning' : 'being handed over') : null,
      election.pause ? h('span', { class: 'badge warn' }, 'paused') : null)),
  election.leader
    ? h('p', { class: 'lead' }, h('span', { class: 'leader' }, bdi(election.leader.member)), ' leads, since ', since(election))
    : h('p', { class: 'lead' }, h('span', { class: 'vacant' }, 'vacant'), ` (${causeOf(election.cause)}), since `, since(election)),
  h('p', { class: 'small' }, 'Policy ', h('strong', null, bdi(election.policy.name)), `: ${policyOf(election.policy.name)}`, settingsOf(election.policy), '.'),
  election.pause ? h('p', { class: 'small' }, 'Paused by ', bdi(election.pause.by.actor), election.pause.durationMs ? ` for ${duration(election.pause.durationMs)}` : ' until resumed', ': ', bdi(election.pause.by.reason)) : null,
  election.handOver ? h('p', { class: 'small' }, 'From ', bdi(election.handOver.from), ' to ', election.handOver.target ? bdi(election.handOver.target) : 'the best candidate', ', asked for by ', bdi(election.handOver.by.actor), '.') : null,
  election.quarantined.map(quarantine => h('p', { class: 'small' }, bdi(quarantine.member), ` is no candidate for ${duration(quarantine.durationMs)}: ${causeOf(quarantine.cause)}.`)),
  election.passedOver.map(passed => h('p', { class: 'small' }, bdi(session(passed.session)), ' is not proposed again: ', bdi(passed.reason), '.')),
  h('div', { class: 'actions', role: 'group', 'aria-label': `Commands for ${election.name}` },
    election.leader ? [button(election, 'hand-over', 'Hand over …'), button(election, 'resign', 'Resign …')] : null,
    button(election, 'promote', 'Promote …'),
    election.pause ? button(election, 'resume', 'Resume …') : button(election, 'pause', 'Pause …'),
    button(election, 'policy', 'Policy …'),
    election.leader ? button(election, 'drill', 'Drill …') : null,
    button(election, 'explain', 'Explain', 'quiet')),
  h('details', null,
    h('summary', null, 'Terms and candidates'),
    h('h4', null, 'Terms, newest first'),
    history(election),
    h('h4', null, 'Candidates'),
    candidateTable(election.candidates, false)));

const since = election => h('time', { datetime: election.since, title: election.since }, `${timeOf(election.since)} (${ago(election.since)})`);

const button = (election, act, text, kind) => h('button', { type: 'button', class: kind, 'data-act': act, 'data-election': election.name }, text);

function settingsOf(policy) {
  const settings = [
    policy.approvals > 1 ? `${policy.approvals} operators` : null,
    policy.requestTimeoutMs ? `after ${duration(policy.requestTimeoutMs)} it will ${policy.onRequestTimeout.toLowerCase()}` : null,
    policy.mostPromotions ? `at most ${policy.mostPromotions} promotions in ${duration(policy.windowMs)}` : null,
    policy.withinLabel ? `within the same ${policy.withinLabel}` : null,
  ].filter(Boolean);
  return settings.length > 0 ? ` (${settings.join('; ')})` : null;
}

const history = election => (election.history.length === 0
  ? h('p', { class: 'small' }, 'Nobody has led yet.')
  : h('div', { class: 'scroller', tabindex: '0', role: 'region', 'aria-label': `Terms of ${election.name}` }, h('table', null,
    h('thead', null, h('tr', null, ['Term', 'Leader', 'Began', 'Vacant before', 'Because'].map(title => h('th', { scope: 'col' }, title)))),
    h('tbody', null, election.history.toReversed().map(record => h('tr', null,
      h('td', { class: 'figures' }, String(record.term)),
      h('th', { scope: 'row' }, bdi(session(record.leader))),
      h('td', null, h('time', { datetime: record.at }, timeOf(record.at))),
      h('td', { class: 'figures' }, duration(record.vacantMs)),
      h('td', null, causeOf(record.cause))))))));
