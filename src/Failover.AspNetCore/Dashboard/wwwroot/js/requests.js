// Promotion requests, with what speaks for and against them.

import { h, bdi } from './dom.js';
import { candidateTable } from './candidates.js';
import { ago, causeOf, duration, reachabilityOf, sentence, session, timeOf } from './words.js';

/** One request. */
export function requestCard(request) {
  const evidence = request.evidence;
  const margin = evidence.connected - evidence.quorum;
  return h('article', { 'data-key': `request-${request.number}`, class: 'request', 'aria-label': `Promotion request ${request.number} for ${request.election}` },
    h('div', { class: 'heading-row' },
      h('h3', null, bdi(request.election), ' ', request.candidate ? ['→ ', bdi(request.candidate.member)] : 'has nobody to promote'),
      h('p', { class: 'badges' },
        h('span', { class: 'badge' }, `request ${request.number}`),
        h('span', { class: 'badge' }, `revision ${request.revision}`),
        h('span', { class: 'badge' }, `${request.approvals.length} of ${request.approvalsNeeded} approvals`),
        request.isEscalated ? h('span', { class: 'badge bad' }, 'nobody decided in time') : null)),
    h('p', { class: 'lead' }, bdi(sentence(request.why))),
    h('div', { class: 'actions' },
      h('button', { type: 'button', class: 'good', 'data-act': 'approve', 'data-election': request.election }, request.candidate ? `Approve ${request.candidate.member} …` : 'Approve …'),
      h('button', { type: 'button', class: 'bad', 'data-act': 'reject', 'data-election': request.election }, 'Reject …'),
      h('button', { type: 'button', class: 'quiet', 'data-act': 'explain', 'data-election': request.election }, 'Explain')),
    h('div', { class: 'columns' },
      h('div', null,
        h('h4', null, 'What happened'),
        h('dl', null,
          pair('Why it is vacant', causeOf(evidence.cause)),
          pair('Old leader', bdi(session(evidence.oldLeader))),
          pair('Its lease', evidence.leaseHasRunOut ? 'is over: it can act no more' : 'may still run', evidence.leaseHasRunOut ? 'good' : 'bad'),
          pair('Its address', reachabilityOf(evidence.oldLeaderAddress)),
          pair('Opened', [h('time', { datetime: request.openedAt }, timeOf(request.openedAt)), `, ${ago(request.openedAt)}`]),
          pair('Connected', `${evidence.connected} of ${evidence.members} members; ${margin <= 0 ? 'none' : margin} more may fail`, margin <= 0 ? 'warn' : null))),
      h('div', null,
        h('h4', null, 'Who saw what of the old leader'),
        evidence.sightings.length > 0 ? h('ul', { class: 'plain' }, evidence.sightings.map(sighting)) : h('p', { class: 'small' }, 'Nobody was asked.'),
        request.approvals.length > 0 ? [h('h4', null, 'Approved so far'), h('ul', { class: 'plain' }, request.approvals.map(approval))] : null)),
    h('h4', null, 'Candidates'),
    candidateTable(evidence.candidates, true),
    evidence.recentPromotions.length > 0 ? [h('h4', null, 'Recent promotions'), h('ul', { class: 'plain' }, evidence.recentPromotions.toReversed().map(promotion))] : null,
    h('p', { class: 'small digest' }, 'Evidence, SHA-256: ', h('code', null, request.evidenceDigest)));
}

const pair = (term, value, kind) => [h('dt', null, term), h('dd', { class: kind }, value)];

const sighting = seen => h('li', null, h('strong', null, bdi(seen.by)), ': its address ', reachabilityOf(seen.address),
  seen.heardMsAgo === null ? '; never heard from it' : `; heard from it ${duration(seen.heardMsAgo)} before`);

const approval = given => h('li', null, h('strong', null, bdi(given.by.actor)), ' for ', bdi(given.candidate), given.force ? ', with force' : '', given.by.reason ? [': ', bdi(given.by.reason)] : null);

const promotion = record => h('li', null, `term ${record.term}: `, bdi(session(record.leader)), ', ', h('time', { datetime: record.at }, timeOf(record.at)), `: ${causeOf(record.cause)}`);
