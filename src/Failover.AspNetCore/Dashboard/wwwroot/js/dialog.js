// The dialog in which a command is completed, tried and sent; and the one that explains.

import { h, bdi, update } from './dom.js';
import { act, read } from './api.js';
import { candidateTable } from './candidates.js';
import { changedSince, commands, pathOf } from './commands.js';
import { toast } from './toasts.js';
import { drillOutcomeOf, duration, outcomeOf, sentence } from './words.js';

const dialog = document.getElementById('dialog');
let open = null;
let opener = null;

/** Opens the dialog of a command. */
export function ask(verb, subject) {
  const command = commands[verb];
  const warning = h('p', { class: 'warning', role: 'status', 'aria-live': 'polite' });
  const answer = h('p', { class: 'answer', role: 'status', 'aria-live': 'polite' });
  const form = h('form', { autocomplete: 'off' },
    command.fields(subject), warning, answer,
    h('div', { class: 'actions end' },
      h('button', { type: 'button', class: 'quiet', 'data-close': true }, 'Cancel'),
      h('button', { type: 'submit', value: 'try', class: 'quiet' }, 'What would happen?'),
      h('button', { type: 'submit', value: 'go', class: command.kind ?? 'good' }, command.go)));
  form.addEventListener('submit', event => {
    event.preventDefault();
    send(verb, subject, form, answer, event.submitter?.value === 'try');
  });
  show([h('h2', { id: 'dialog-title' }, command.title(subject)), h('p', null, command.text(subject)), form]);
  open = { verb, subject, warning };
  form.querySelector('select, input')?.focus();
}

/** Tells an open dialog what is so now. */
export function tellDialog(status) {
  if (open !== null) {
    const list = open.verb === 'drain' || open.verb === 'undrain' ? null : status.elections;
    const now = list?.find(election => election.name === open.subject.name);
    open.warning.textContent = list === null ? '' : changedSince(open.verb, open.subject, now) ?? '';
  }
}

async function send(verb, subject, form, answer, isTrial) {
  const values = new FormData(form);
  const body = { ...commands[verb].body(values, subject), ...(values.get('reason') ? { reason: values.get('reason') } : {}), ...(isTrial ? { dryRun: true } : {}) };
  const buttons = form.querySelectorAll('button[type=submit]');
  buttons.forEach(button => { button.disabled = true; });
  // The dialog may be closed meanwhile, and another one opened.
  const isShown = () => dialog.open && form.isConnected;
  answer.className = 'answer';
  answer.textContent = isTrial ? 'Asking …' : 'Sent …';
  try {
    const result = await act(pathOf(verb, subject), body);
    if (isTrial) {
      answer.textContent = `Nothing was changed. ${sentence(result.message)}`;
    } else {
      if (isShown()) {
        dialog.close();
      }
      toast('good', `${commands[verb].go}: done`, sentence(result.message) + gaps(result));
    }
  } catch (error) {
    const headline = (verb === 'drill' ? drillOutcomeOf(error.outcome) : null) ?? outcomeOf(error.outcome) ?? headlineOf(error.status);
    answer.className = 'answer bad';
    update(answer, h('strong', null, headline), ' ', bdi(sentence(error.message)));
    if (!isShown()) {
      toast('bad', `${commands[verb].go}: ${headline}`, sentence(error.message));
    }
  } finally {
    buttons.forEach(button => { button.disabled = false; });
  }
}

const gaps = result => (result.gapsMs ? ` Without a leader: ${result.gapsMs.map(duration).join(' there, ')} back.` : '');

const headlineOf = status => {
  switch (status) {
    case 0: return 'No answer. It may have been done: look at the audit trail.';
    case 400: return 'Something is missing or not well-formed. Nothing was done.';
    case 401: return 'You are not signed in. Nothing was done.';
    case 403: return 'You may not do this. Nothing was done.';
    default: return 'It failed.';
  }
};

/** Asks the coordinator why an election is as it is, and shows it. */
export async function explain(name) {
  const asking = h('p', { role: 'status' }, 'Asking the coordinator …');
  show([h('h2', { id: 'dialog-title' }, 'Why is ', bdi(name), ' as it is?'), asking, closeRow()]);
  const body = await explanationOf(name);
  if (dialog.open && asking.isConnected) {
    update(dialog, h('h2', { id: 'dialog-title' }, 'Why is ', bdi(name), ' as it is?'), body, closeRow());
  }
}

async function explanationOf(name) {
  try {
    const explanation = await read(`elections/${encodeURIComponent(name)}/explain`, 15_000);
    return [
      h('p', { class: 'lead', role: 'status' }, bdi(sentence(explanation.summary))),
      explanation.details.length > 0 ? h('ul', null, explanation.details.map(detail => h('li', null, bdi(sentence(detail))))) : null,
      explanation.gapMs !== null && explanation.gapMs !== undefined ? h('p', { class: 'small' }, `Without an acting leader before this one: ${duration(explanation.gapMs)}.`) : null,
      h('h3', null, 'Candidates'), candidateTable(explanation.candidates, true),
      h('p', { class: 'small' }, 'Said by ', bdi(explanation.coordinator), ', which coordinates.'),
    ];
  } catch (error) {
    return [h('p', { class: 'answer bad', role: 'status' }, bdi(sentence(error.message)))];
  }
}

const closeRow = () => h('div', { class: 'actions end' }, h('button', { type: 'button', 'data-close': true }, 'Close'));

function show(content) {
  open = null;
  opener = document.activeElement;
  dialog.replaceChildren(...content.flat());
  if (!dialog.open) {
    dialog.showModal();
  }
}

dialog.addEventListener('click', event => event.target.closest('[data-close]') && dialog.close());
dialog.addEventListener('close', () => {
  open = null;
  opener?.isConnected ? opener.focus() : document.getElementById('main').focus();
});

/** Whether somebody is at it. */
export const isDialogOpen = () => dialog.open;
