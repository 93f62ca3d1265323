// The fields of the dialogs.

import { h } from './dom.js';

let last = 0;

/** A labelled field; the hint is read with it. */
export function field(label, input, hint) {
  const id = `field-${++last}`;
  input.id = id;
  if (hint) {
    input.setAttribute('aria-describedby', `${id}-hint`);
  }
  return h('div', { class: 'field' }, h('label', { for: id }, label), input, hint ? h('p', { class: 'hint', id: `${id}-hint` }, hint) : null);
}

export const tick = (name, label, isOn) => h('label', { class: 'tick' }, h('input', { type: 'checkbox', name, checked: isOn }), ` ${label}`);

export const choice = (name, options, chosen) => h('select', { name }, options.map(([value, text, isDisabled]) =>
  h('option', { value, selected: value === chosen, disabled: isDisabled }, text)));

export const number = (name, value, least, most) => h('input', { type: 'number', name, min: least, max: most, step: 1, value: value ?? '', inputmode: 'numeric' });

export const reason = isRequired => field(isRequired ? 'Reason' : 'Reason (optional)',
  h('input', { type: 'text', name: 'reason', maxlength: 1024, required: isRequired, autocomplete: 'off' }), 'For the audit trail.');
