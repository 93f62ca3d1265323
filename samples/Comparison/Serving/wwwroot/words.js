// The cluster's words for people.

const causes = {
  FirstElection: 'nobody has led yet',
  CrashConfirmed: 'the leader’s process is gone',
  LeaseExpired: 'the leader was not heard from for longer than its lease',
  Resigned: 'the leader resigned',
  HandedOver: 'the leader released it, to stop or to hand over',
  Unhealthy: 'the leader reported itself unfit',
  ServiceFailed: 'a leader service failed',
  SessionReplaced: 'the leader’s process came back as a new session',
  Goodbye: 'the leader’s process said goodbye',
  Operator: 'an operator removed the leader',
};

const reachability = {
  Unknown: 'has not been dialled',
  Answers: 'answers, so its process may be alive',
  Refuses: 'refuses connections, so no process listens there',
  Silent: 'gives no answer',
};

export const causeOf = cause => causes[cause] ?? cause;
export const reachabilityOf = word => reachability[word] ?? word;

/** A length of time. */
export const seconds = value => value < 10 ? `${value.toFixed(1)} s` : value < 120 ? `${value.toFixed(0)} s` : `${(value / 60).toFixed(1)} min`;
