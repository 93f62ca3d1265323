// Tells people who do not see the page what changed.

import { causeOf } from './words.js';

/** Sentences for what differs between two states of the cluster. */
export function changes(before, after) {
  const said = [];
  if (before.coordinator !== after.coordinator && after.coordinator) {
    said.push(`${after.coordinator} coordinates.`);
  }
  const known = new Map(before.elections.map(election => [election.name, election]));
  for (const election of after.elections) {
    const old = known.get(election.name);
    if (election.leader && (old?.term !== election.term || !old.leader)) {
      said.push(`${election.leader.member} leads ${election.name} in term ${election.term}.`);
    } else if (!election.leader && old?.leader) {
      said.push(`Nobody leads ${election.name}: ${causeOf(election.cause)}.`);
    }
    const request = election.request;
    if (request && (old?.request?.number !== request.number || old.request.revision !== request.revision)) {
      said.push(`Promotion request ${request.number} for ${election.name}, revision ${request.revision}, waits for an operator.`);
    }
  }
  return said;
}

/** Puts them where screen readers hear them. */
export function announce(sentences) {
  if (sentences.length > 0) {
    document.getElementById('announcer').textContent = sentences.join(' ');
  }
}
