// What the page shows, in the part of its address behind '#': so it survives a reload, and the move to another member.

const NAME = /^[A-Za-z0-9._-]{1,100}$/;
const WINDOWS = ['60', '600', '3600', '86400', '0'];

/** Reads it; what is not well-formed counts as absent, since links come from anywhere. */
export function readView() {
  const given = new URLSearchParams(location.hash.slice(1));
  const name = key => (NAME.test(given.get(key) ?? '') ? given.get(key) : '');
  return {
    audit: name('audit'),
    find: /^[A-Za-z0-9._-]{0,100}$/.test(given.get('find') ?? '') ? given.get('find') ?? '' : '',
    window: WINDOWS.includes(given.get('window')) ? given.get('window') : '600',
    from: name('from'),
  };
}

/** Writes it, without a new entry in the history. */
export function writeView({ audit, find, window }) {
  history.replaceState(null, '', `#${new URLSearchParams({ audit, find, window })}`);
}
