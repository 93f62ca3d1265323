// The way to another member's page. A page may talk to its own member only (content security policy, and no CORS), so when that one dies
// the page does not reach for the others: it goes there, and takes along what it was showing.

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** The other members' pages, those first that probably answer: with a session, the coordinator before the others. */
export function otherPages(status, view) {
  const self = status.members.find(member => member.name === status.member);
  const below = pathBelow(baseOf(self?.address));
  return status.members
    .filter(member => member.name !== status.member && baseOf(member.address))
    .sort((a, b) => weight(b, status) - weight(a, status) || (a.name < b.name ? -1 : 1))
    .map(member => ({ name: member.name, isLikely: member.session !== null, url: pageOf(baseOf(member.address), below, view, status.member) }));
}

/** Whether this page was opened at its member's own address. Behind a proxy or balancer that one finds another member by itself. */
export function isDirect(status) {
  const base = baseOf(status.members.find(member => member.name === status.member)?.address);
  return base !== null && base.protocol === location.protocol && portOf(base) === portOf(location)
    && (base.hostname === location.hostname || (LOOPBACK.includes(base.hostname) && LOOPBACK.includes(location.hostname)));
}

const weight = (member, status) => (member.session ? 2 : 0) + (member.name === status.coordinator ? 1 : 0);

const portOf = url => url.port || (url.protocol === 'https:' ? '443' : '80');

/** An advertised address, if a browser can go there. */
function baseOf(address) {
  const url = address && URL.canParse(address) ? new URL(address) : null;
  return url && (url.protocol === 'http:' || url.protocol === 'https:') && !url.username && !url.password ? url : null;
}

/** The page's path below its member's address: the same at the others. */
function pathBelow(base) {
  const start = base ? base.pathname.replace(/\/$/, '') : '';
  return location.pathname.startsWith(`${start}/`) ? location.pathname.slice(start.length) : location.pathname;
}

function pageOf(base, below, view, from) {
  const url = new URL(base);
  url.pathname = base.pathname.replace(/\/$/, '') + below;
  url.search = '';
  url.hash = new URLSearchParams({ ...view, from }).toString();
  return url.href;
}
