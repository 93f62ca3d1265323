// The fields of a promotion policy.

import { h } from './dom.js';
import { choice, field, number, tick } from './fields.js';
import { policyOf } from './words.js';

const NAMES = ['automatic', 'operator-approved', 'automatic-within-limits'];

/** Fields filled with the policy as it is. */
export function policyFields(policy) {
  const names = NAMES.includes(policy.name) ? NAMES : [...NAMES, policy.name];
  return [
    field('Policy', choice('name', names.map(name => [name, `${name}: ${policyOf(name)}`]), policy.name)),
    h('div', { class: 'columns tight' },
      field('Operators who must approve', number('approvals', policy.approvals, 1, 5)),
      field('A request times out after (s)', number('requestTimeout', policy.requestTimeoutMs && policy.requestTimeoutMs / 1000, 1, 604_800), 'Empty: never.')),
    field('When it has timed out', choice('onRequestTimeout', [['Escalate', 'stay open, and say it louder'], ['Withdraw', 'withdraw it'], ['Promote', 'promote its candidate']], policy.onRequestTimeout)),
    tick('approveFirstLeader', 'The very first leader needs approval', policy.approveFirstLeader),
    tick('approveReturn', 'The last leader needs approval when it comes back', policy.approveReturn),
    h('fieldset', null, h('legend', null, 'Limits, for automatic-within-limits'),
      h('div', { class: 'columns tight' },
        field('At most so many promotions', number('mostPromotions', policy.mostPromotions, 1, 30), 'Empty: no such limit.'),
        field('in so many seconds', number('window', policy.windowMs / 1000, 1, 604_800))),
      field('Same value of this label', h('input', { type: 'text', name: 'withinLabel', value: policy.withinLabel ?? '', maxlength: 100, autocomplete: 'off' }), 'For example zone. Empty: no such limit.')),
  ];
}

/** The whole policy, as the fields have it. */
export function policyFrom(form) {
  const whole = name => (form.get(name) === '' ? null : Number(form.get(name)));
  return {
    name: form.get('name'),
    approvals: whole('approvals') ?? 1,
    requestTimeoutMs: whole('requestTimeout') === null ? null : whole('requestTimeout') * 1000,
    onRequestTimeout: form.get('onRequestTimeout'),
    approveFirstLeader: form.has('approveFirstLeader'),
    approveReturn: form.has('approveReturn'),
    mostPromotions: whole('mostPromotions'),
    windowMs: (whole('window') ?? 600) * 1000,
    withinLabel: form.get('withinLabel') || null,
  };
}
