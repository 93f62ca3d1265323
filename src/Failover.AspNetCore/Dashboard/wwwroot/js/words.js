// The cluster's words for people.

const causes = {
  FirstElection: 'nobody has led yet',
  CrashConfirmed: 'the leader’s process is gone',
  LeaseExpired: 'the leader was not heard from for longer than its lease',
  Resigned: 'the leader resigned',
  HandedOver: 'it was handed over',
  Unhealthy: 'the leader reported itself unfit',
  ServiceFailed: 'a leader service failed',
  SessionReplaced: 'the leader’s process came back as a new session',
  Goodbye: 'the leader’s process said goodbye',
  Operator: 'an operator removed the leader',
};

const reachability = {
  Unknown: 'has not been dialled',
  Answers: 'answers: its process may be alive',
  Refuses: 'refuses connections: no process listens there',
  Silent: 'gives no answer',
};

const outcomes = {
  Invalid: 'Something is missing or not well-formed. Nothing was done.',
  NotFound: 'There is no such thing any more. Nothing was done.',
  Conflict: 'It does not fit what is so now, or somebody else was first. Nothing was done.',
  NotEligible: 'That member can not be promoted. Nothing was done.',
  Stale: 'This has changed since you looked. Nothing was done: look at it again, and decide on what is so now.',
  Unavailable: 'No coordinator with a quorum could be reached. Nothing was done.',
  Unknown: 'No answer came in time. It may have been done: look at the audit trail before you repeat it.',
};

// The way there may be done when the way back is refused.
const drillOutcomes = {
  Conflict: 'The drill did not end as planned.',
  NotEligible: 'The drill did not end as planned.',
};

const policies = {
  'automatic': 'promotes the best candidate at once',
  'operator-approved': 'waits for an operator',
  'automatic-within-limits': 'automatic within limits, beyond them an operator decides',
};

export const causeOf = cause => causes[cause] ?? String(cause);
export const reachabilityOf = word => reachability[word] ?? String(word);
export const drillOutcomeOf = outcome => drillOutcomes[outcome] ?? null;
export const outcomeOf = word => outcomes[word];
export const policyOf = name => policies[name] ?? 'a policy of the application';

/** A length of time in few signs: 240 ms, 4.2 s, 3 min, 2 h, 5 d. */
export function duration(ms) {
  const abs = Math.max(0, ms);
  if (abs < 1000) return `${Math.round(abs)} ms`;
  if (abs < 10_000) return `${(abs / 1000).toFixed(1)} s`;
  if (abs < 120_000) return `${Math.round(abs / 1000)} s`;
  if (abs < 7_200_000) return `${Math.round(abs / 60_000)} min`;
  if (abs < 172_800_000) return `${Math.round(abs / 3_600_000)} h`;
  return `${Math.round(abs / 86_400_000)} d`;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const day = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short', day: 'numeric' });

/** The time of day, with the date where it is not today's. */
export function timeOf(text) {
  const at = new Date(text);
  return at.toDateString() === new Date().toDateString() ? clock.format(at) : `${day.format(at)} ${clock.format(at)}`;
}

/** How long ago, by this browser's clock; the cluster's may differ. */
export const ago = text => `${duration(Date.now() - Date.parse(text))} ago`;

let names = new Set();

/** Names of members and elections stay as they are, also where a sentence begins with one. */
export const keepNames = ({ members, elections }) => { names = new Set([...members, ...elections].map(named => named.name)); };

/** The cluster's messages come without a capital letter and a full stop. */
export function sentence(text) {
  if (!text) return '';
  const begin = names.has(text.split(/[ ,;:#]/, 1)[0]) ? text[0] : text[0].toUpperCase();
  return `${begin}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

export const labelsOf = labels => Object.entries(labels ?? {}).map(([name, value]) => `${name}=${value}`).join(', ');

export const session = id => (id ? `${id.member}#${id.incarnation}` : 'none');
