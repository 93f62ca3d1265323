// The page: takes in what happens, and draws it.

import { announce, changes } from './announce.js';
import { Audit } from './audit.js';
import { Connection } from './connection.js';
import { ask, explain, tellDialog } from './dialog.js';
import { h, bdi, update } from './dom.js';
import { electionCard } from './elections.js';
import { Live } from './live.js';
import { memberItem } from './members.js';
import { drawPicture } from './picture.js';
import { requestCard } from './requests.js';
import { drawTimes } from './times.js';
import { toast } from './toasts.js';
import { readView, writeView } from './view.js';
import { keepNames } from './words.js';

const TICK_MS = 200;
const MOST_ELECTIONS = 30;
const MOST_TIME_LINES = 8;
const STALE_MS = 2000;

const at = id => document.getElementById(id);
const view = readView();
const audit = new Audit();
const connection = new Connection(() => ({ audit: view.audit, find: view.find, window: view.window }));
let status = null;
let seenAt = 0;

function take(next) {
  // A question may be answered after a newer event.
  if (status && next.member === status.member && next.index < status.index && performance.now() - seenAt < STALE_MS) {
    return;
  }
  const before = status;
  status = next;
  seenAt = performance.now();
  keepNames(status);
  connection.status(status);
  if (before) {
    announce(changes(before, status));
  } else {
    welcome();
  }
  tellDialog(status);
  draw();
}

function welcome() {
  if (view.from && view.from !== status.member) {
    toast('good', `Moved here from ${view.from}`, `${view.from} stopped answering, or you asked for it. This page talks to ${status.member} now.`);
  }
  writeView(view);
}

function draw() {
  at('cluster-id').textContent = status.clusterId;
  document.title = titleOf(status);
  const open = status.elections.filter(election => election.request);
  at('requests').hidden = open.length === 0;
  update(at('requests-list'), open.map(election => requestCard(election.request)));
  drawElections();
  drawClock();
  drawAuditChoice();
  drawAudit();
}

function titleOf({ elections, clusterId }) {
  const open = elections.filter(election => election.request).length;
  return `${open > 0 ? `(${open}) ` : ''}Failover · ${clusterId}`;
}

function found() {
  const wanted = view.find.toLowerCase();
  return status.elections.filter(election => election.name.toLowerCase().includes(wanted));
}

function drawElections() {
  at('election-filter-label').hidden = status.elections.length < 6 && !view.find;
  const list = found();
  update(at('elections-list'),
    list.slice(0, MOST_ELECTIONS).map(electionCard),
    list.length === 0 ? h('p', null, view.find ? 'No election has that in its name.' : 'There is no election.') : null,
    list.length > MOST_ELECTIONS ? h('p', { class: 'small' }, `${list.length - MOST_ELECTIONS} more: narrow them down with “Find”.`) : null);
}

// What changes with time alone.
function drawClock() {
  const left = Math.max(0, status.leaseRemainingMs - (performance.now() - seenAt));
  drawPicture(at('picture'), status, status.leaseMs > 0 ? Math.min(1, left / status.leaseMs) : 0);
  update(at('members'), status.members.map((member, index) => memberItem(member, status, index, left)));
  drawTimes(at('times-list'), found().slice(0, MOST_TIME_LINES), status.members, Number(view.window));
}

function drawAuditChoice() {
  const names = [...new Set([...status.elections.slice(0, 500).map(election => election.name), ...(view.audit ? [view.audit] : [])])];
  update(at('audit-election'), h('option', { value: '' }, 'everything'), names.map(name => h('option', { value: name, 'data-key': name }, bdi(name).textContent)));
  at('audit-election').value = view.audit;
}

function drawAudit() {
  audit.draw({ list: at('audit-list'), place: at('audit-place'), newer: at('audit-newer'), older: at('audit-older') });
}

async function turnAudit(change) {
  try {
    await change();
  } catch (error) {
    toast('bad', 'The audit trail could not be read.', error.message);
  }
  drawAudit();
}

// The part behind '#' holds the view, so links within the page are followed by hand.
document.addEventListener('click', event => {
  const link = event.target.closest('a[href^="#"]');
  if (link) {
    event.preventDefault();
    const goal = at(link.getAttribute('href').slice(1));
    goal.scrollIntoView();
    goal.tabIndex = -1;
    goal.focus({ preventScroll: true });
  }
});

document.addEventListener('click', event => {
  const button = event.target.closest('button[data-act]');
  const { act, election, member } = button?.dataset ?? {};
  if (act === 'explain') {
    explain(election);
  } else if (act) {
    const subject = member ? status.members.find(found => found.name === member) : status.elections.find(found => found.name === election);
    if (subject) {
      ask(act, subject);
    }
  }
});

at('election-filter').addEventListener('input', event => {
  view.find = event.target.value.replace(/[^A-Za-z0-9._-]/g, '');
  writeView(view);
  draw();
});
at('times-window').addEventListener('change', event => {
  view.window = event.target.value;
  writeView(view);
  drawClock();
});
at('audit-election').addEventListener('change', event => {
  view.audit = event.target.value;
  writeView(view);
  turnAudit(() => audit.choose(view.audit));
});
at('audit-newer').addEventListener('click', () => turnAudit(() => audit.turn(-1)));
at('audit-older').addEventListener('click', () => turnAudit(() => audit.turn(1)));

at('election-filter').value = view.find;
at('times-window').value = view.window;
audit.election = view.audit;
setInterval(() => status && !document.hidden && drawClock(), TICK_MS);

new Live({
  status: take,
  audit: records => {
    audit.add(records);
    if (status) {
      drawAudit();
    }
  },
  anew: () => audit.clear(),
  alive: () => connection.alive(),
  lost: error => connection.lost(error),
}).start();
