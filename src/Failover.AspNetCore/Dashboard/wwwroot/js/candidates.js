// Candidates as a table, with rank or reason.

import { h, bdi } from './dom.js';
import { labelsOf } from './words.js';

/** The table; `isRanked` where the coordinator has ranked them. */
export const candidateTable = (candidates, isRanked) => h('div', { class: 'scroller', tabindex: '0', role: 'region', 'aria-label': 'Candidates' },
  h('table', null,
    h('thead', null, h('tr', null, [isRanked ? 'Rank' : null, 'Candidate', 'For and against', 'Priority', 'Labels'].filter(Boolean).map(title => h('th', { scope: 'col' }, title)))),
    h('tbody', null, candidates.map(candidate => h('tr', { class: candidate.excluded ? 'excluded' : null },
      isRanked ? h('td', { class: 'figures' }, candidate.rank === null ? '–' : String(candidate.rank)) : null,
      h('th', { scope: 'row' }, bdi(candidate.member)),
      h('td', null, against(candidate, isRanked)),
      h('td', { class: 'figures' }, String(candidate.priority)),
      h('td', null, bdi(labelsOf(candidate.labels) || '–')))))));

function against(candidate, isRanked) {
  if (candidate.excluded) {
    return [bdi(candidate.excluded), candidate.canForce ? ' (force would override this)' : null];
  }
  if (!isRanked) {
    return 'enrolled';
  }
  const facts = [
    candidate.position !== 0 ? `position ${candidate.position}` : null,
    `leads ${candidate.leaderships}`,
    candidate.isCoordinator ? 'coordinates' : null,
  ];
  return facts.filter(Boolean).join(', ');
}
