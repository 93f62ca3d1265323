import { draw, scale } from './plot.js';
import { causeOf, reachabilityOf, seconds } from './words.js';

const $ = id => document.getElementById(id);
const views = new Map();
const buttons = new Map();

/** All text is set as text: what the clusters say is never read as markup. */
function make(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** Changes only what differs, so that screen readers and selections are left in peace. */
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function replace(list, items) {
  const key = items.map(item => item.className + item.textContent).join('\n');
  if (list.dataset.key !== key) {
    list.dataset.key = key;
    list.replaceChildren(...items);
  }
}

const post = (path, body) => fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

async function loadFaults() {
  for (const fault of await (await fetch('faults')).json()) {
    const button = make('button', fault.title);
    button.type = 'button';
    button.addEventListener('click', async () => {
      say($('hint'), fault.watch);
      const answer = await post(`faults/${fault.key}`, {});
      if (answer.status === 409) say($('hint'), 'One fault at a time: the last one is not over yet.');
    });
    buttons.set(fault.key, button);
    $('faults').append(button);
  }
}

function createView(column) {
  const article = $('column').content.firstElementChild.cloneNode(true);
  const find = selector => article.querySelector(selector);
  article.classList.add(column.mode);
  find('.title').textContent = column.title;
  find('.says').textContent = column.says;
  const view = { find, request: null };
  for (const verb of ['approve', 'reject'])
    find(`.${verb}`).addEventListener('click', () => decide(view, column.mode, verb));
  $('columns').append(article);
  return view;
}

async function decide(view, mode, verb) {
  if (!view.request) {
    // It was closed in the moment of the click.
    say(view.find('.answer'), 'Nothing was done: nobody needs to decide any more.');
    return;
  }
  const { number, revision } = view.request;
  say(view.find('.answer'), 'Asking the cluster …');
  const answer = await post(`columns/${mode}/${verb}`, { request: number, revision });
  say(view.find('.answer'), answer.ok ? wordsOf(verb, await answer.json()) : `It did not work (${answer.status}).`);
}

const wordsOf = (verb, decision) => `${decision.done ? (verb === 'approve' ? 'Approved' : 'Rejected') : 'Nothing was done'}: ${decision.message}.`;

function evidenceOf(request) {
  const { evidence } = request;
  const lines = [make('li', `Why nobody leads: ${causeOf(evidence.cause)}${evidence.oldLeader ? `. It was ${evidence.oldLeader.member}.` : '.'}`)];
  lines.push(evidence.leaseHasRunOut
    ? make('li', 'Its lease has run out: it can not act any more.')
    : make('li', 'Its lease may still run.', 'against'));
  lines.push(make('li', `Its address ${reachabilityOf(evidence.oldLeaderAddress)}.`, evidence.oldLeaderAddress === 'Answers' ? 'against' : ''));
  for (const sighting of evidence.sightings ?? [])
    lines.push(make('li', `${sighting.by} sees: its address ${reachabilityOf(sighting.address)}` + (sighting.heardMsAgo == null ? '.' : `; last heard from ${seconds(sighting.heardMsAgo / 1000)} before.`)));
  lines.push(make('li', `${evidence.connected} of ${evidence.members} members are connected; ${evidence.quorum} are needed.`, evidence.connected <= evidence.quorum ? 'against' : ''));
  for (const candidate of evidence.candidates)
    lines.push(candidate.rank
      ? make('li', `${candidate.member} could lead: number ${candidate.rank} by rank.`)
      : make('li', `${candidate.member} can not be promoted: ${candidate.excluded}.`, 'against'));
  return lines;
}

function showRequest(view, request) {
  const box = view.find('.request');
  if (request && request.number !== view.request?.number) say(view.find('.answer'), '');
  view.request = request;
  box.hidden = !request;
  if (!request) return;
  say(box.querySelector('h3'), request.candidate ? `Promote ${request.candidate.member}?` : 'Nobody can be promoted now');
  say(box.querySelector('.why'), `Request ${request.number}, revision ${request.revision}: ${request.why}`);
  replace(box.querySelector('.evidence'), evidenceOf(request));
  view.find('.approve').disabled = !request.candidate;
}

function fact(name, value, isBad) {
  const made = document.createElement('div');
  made.append(make('dt', name), make('dd', value));
  made.className = isBad ? 'bad' : '';
  return made;
}

function show(column, most) {
  if (!views.has(column.mode)) views.set(column.mode, createView(column));
  const view = views.get(column.mode);
  const leader = view.find('.leader');
  say(leader, column.leader ? `${column.leader} leads in term ${column.term}` : `Nobody leads, for ${seconds(column.vacantSeconds)}`);
  leader.classList.toggle('nobody', !column.leader);
  leader.setAttribute('aria-live', column.leader ? 'polite' : 'off');
  replace(view.find('.members'), column.members.map(member => make('li',
    `${member.name}: ${[member.leads ? 'leads' : '', member.coordinates ? 'coordinates' : '', member.state].filter(Boolean).join(', ')}`,
    member.state !== 'running' ? 'hurt' : member.leads ? 'leads' : '')));
  showRequest(view, column.request);
  draw(view.find('.plot'), column, most);
  replace(view.find('.facts'), [
    fact('without a leader so far', seconds(column.withoutLeaderSeconds)),
    fact('promotions', column.promotions),
    fact('of them false', column.falsePromotions, column.falsePromotions > 0),
    fact('tasks done', column.done),
    fact('tasks waiting', column.waiting),
    fact('lost', column.lost, column.lost > 0),
    fact('recorded twice', column.recordedTwice, column.recordedTwice > 0),
  ]);
  replace(view.find('.story'), column.story.toReversed().map(happening => {
    const line = make('li', '');
    line.append(make('time', `${happening.at.toFixed(1)} s`), ` ${happening.text}`);
    return line;
  }));
}

function listen() {
  const events = new EventSource('events');
  events.onmessage = message => {
    $('connection').hidden = true;
    const snapshot = JSON.parse(message.data);
    const most = scale(snapshot.columns);
    for (const column of snapshot.columns) show(column, most);
    for (const [key, button] of buttons) {
      button.disabled = snapshot.playing !== null;
      button.setAttribute('aria-pressed', String(key === snapshot.playing));
    }
  };
  events.onerror = () => {
    say($('connection'), 'The comparison does not answer. Trying again …');
    $('connection').hidden = false;
  };
}

await loadFaults();
listen();
