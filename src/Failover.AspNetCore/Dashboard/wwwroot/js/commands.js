// What operators may do: for each command its words, its fields, and the body that is sent. What a command names (request, revision,
// term) is what was shown when its dialog was opened.

import { bdi } from './dom.js';
import { choice, field, reason, tick } from './fields.js';
import { policyFields, policyFrom } from './policy.js';

const PAUSES = [['', 'until it is resumed'], ['300000', '5 minutes'], ['900000', '15 minutes'], ['3600000', '1 hour'], ['28800000', '8 hours']];

const others = election => [['', 'the best other candidate'],
  ...election.candidates.filter(candidate => candidate.member !== election.leader?.member).map(candidate => [candidate.member, named(candidate)])];

const named = candidate => (candidate.excluded ? `${candidate.member} (${candidate.excluded})` : candidate.rank ? `${candidate.member} (rank ${candidate.rank})` : candidate.member);

const target = (form, body) => (form.get('target') ? { ...body, target: form.get('target') } : body);

/** By the word in the route. `subject` is an election, or a member. */
export const commands = {
  'approve': {
    title: election => ['Approve a leader for ', bdi(election.name)],
    text: election => `Request ${election.request.number}, revision ${election.request.revision}. With enough approvals the member leads in term ${election.request.term + 1}.`,
    fields: ({ request }) => [
      field('Promote', choice('candidate', request.evidence.candidates.map(candidate => [candidate.member, named(candidate), candidate.excluded !== null && !candidate.canForce]), request.candidate?.member)),
      tick('force', 'Although something speaks against it (needs a reason)', false),
      reason(false),
    ],
    body: (form, { request }) => ({ request: request.number, revision: request.revision, candidate: form.get('candidate'), force: form.has('force') }),
    go: 'Approve', kind: 'good',
  },
  'reject': {
    title: election => ['Reject the promotion request for ', bdi(election.name)],
    text: election => `Request ${election.request.number}, revision ${election.request.revision}. ${election.request.candidate?.member ?? 'Its candidate'} is not proposed again during this vacancy.`,
    fields: () => [reason(true)],
    body: (_, { request }) => ({ request: request.number, revision: request.revision }),
    go: 'Reject', kind: 'bad',
  },
  'promote': {
    title: election => ['Promote a member for ', bdi(election.name)],
    text: election => `Without a request, after term ${election.term}. ${election.leader ? `${election.leader.member} leads: with force it is deposed first, which waits until its lease is over.` : 'The seat is vacant.'}`,
    fields: election => [
      field('Promote', choice('candidate', election.candidates.filter(candidate => candidate.member !== election.leader?.member).map(candidate => [candidate.member, named(candidate)]))),
      tick('force', 'Although something speaks against it, a live leader included', false),
      reason(true),
    ],
    body: (form, election) => ({ candidate: form.get('candidate'), expectedTerm: election.term, force: form.has('force') }),
    go: 'Promote', kind: 'bad',
  },
  'hand-over': {
    title: election => ['Hand over ', bdi(election.name)],
    text: election => `${election.leader.member} stops what it does as leader and releases; then the next one leads in term ${election.term + 1}.`,
    fields: election => [field('To', choice('target', others(election))), reason(false)],
    body: (form, election) => target(form, { expectedTerm: election.term }),
    go: 'Hand over',
  },
  'resign': {
    title: election => ['Let the leader of ', bdi(election.name), ' resign'],
    text: election => `${election.leader.member} releases, and is no candidate for a while. Who follows is left to the policy.`,
    fields: () => [reason(true)],
    body: (_, election) => ({ expectedTerm: election.term }),
    go: 'Resign', kind: 'bad',
  },
  'pause': {
    title: election => ['Pause ', bdi(election.name)],
    text: () => 'No promotion and no request until it is resumed. A leader goes on; when it fails, nobody follows.',
    fields: () => [field('For', choice('duration', PAUSES)), reason(true)],
    body: form => (form.get('duration') ? { durationMs: Number(form.get('duration')) } : {}),
    go: 'Pause', kind: 'bad',
  },
  'resume': {
    title: election => ['Resume ', bdi(election.name)],
    text: () => 'Promotion goes on by the policy.',
    fields: () => [reason(false)],
    body: () => ({}),
    go: 'Resume',
  },
  'policy': {
    title: election => ['Policy of ', bdi(election.name)],
    text: election => `Takes the place of the present one, as a whole (revision ${election.policyRevision}).`,
    fields: election => [...policyFields(election.policy), reason(true)],
    body: (form, election) => ({ policy: policyFrom(form), expectedRevision: election.policyRevision }),
    go: 'Set policy',
  },
  'drill': {
    title: election => ['Drill for ', bdi(election.name)],
    text: election => `A rehearsal with the real thing: ${election.leader.member} hands over, and gets it back. The gaps are measured.`,
    fields: election => [field('With', choice('target', others(election))), reason(false)],
    body: (form, election) => target(form, { expectedTerm: election.term }),
    go: 'Run the drill',
  },
  'drain': {
    title: member => ['Drain ', bdi(member.name)],
    text: () => 'It hands over what it leads, and leads nothing until it is undrained. It still votes and may coordinate.',
    fields: () => [reason(true)],
    body: () => ({}),
    go: 'Drain', kind: 'bad',
  },
  'undrain': {
    title: member => ['Undrain ', bdi(member.name)],
    text: () => 'It may lead again.',
    fields: () => [reason(false)],
    body: () => ({}),
    go: 'Undrain',
  },
};

/** Where a command is sent. */
export const pathOf = (verb, subject) => (verb === 'drain' || verb === 'undrain'
  ? `members/${encodeURIComponent(subject.name)}/${verb}`
  : `elections/${encodeURIComponent(subject.name)}/${verb}`);

/** What a running dialog should know about what has changed since it was opened; null if nothing has. */
export function changedSince(verb, shown, now) {
  if (now === undefined) {
    return 'This is there no more.';
  }
  if (verb === 'approve' || verb === 'reject') {
    return now.request?.number !== shown.request.number ? `Request ${shown.request.number} is closed: it was decided on, or is needed no more.`
      : now.request.revision !== shown.request.revision ? `The request has changed: it is revision ${now.request.revision} now. Close this, and look at it again.`
        : null;
  }
  if (verb === 'policy') {
    return now.policyRevision === shown.policyRevision ? null : `The policy has changed: it is revision ${now.policyRevision} now. Close this, and look at it again.`;
  }
  return shown.term !== now.term || shown.leader?.member !== now.leader?.member
    ? `This has changed: ${now.leader ? `${now.leader.member} leads in term ${now.term}` : 'nobody leads'} now.`
    : null;
}
