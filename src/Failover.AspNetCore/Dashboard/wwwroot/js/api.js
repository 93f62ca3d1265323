// Talks to the member that served this page. Addresses are relative: the page lies at the interface's prefix.

const READ_PATIENCE_MS = 4000;
const ACT_PATIENCE_MS = 45_000;

/** What a member answered that is not what was asked for. `outcome` is its word, or null; `status` 0 means no answer. */
export class ApiError extends Error {
  constructor(status, detail, outcome = null, field = null) {
    super(detail);
    this.status = status;
    this.outcome = outcome;
    this.field = field;
  }
}

/** Reads. */
export async function read(path, patience = READ_PATIENCE_MS) {
  return answerOf(await ask(path, { headers: { Accept: 'application/json' } }, patience));
}

/**
 * Sends a command under a key of its own. Where no answer came, or it says that nobody knows, it is repeated once with the same key, which
 * takes effect at most once.
 */
export async function act(path, body) {
  const request = {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Accept': 'application/json', 'Idempotency-Key': newKey() },
    body: JSON.stringify(body),
  };
  try {
    return await answerOf(await ask(path, request, ACT_PATIENCE_MS));
  } catch (error) {
    if (!(error instanceof ApiError) || ![0, 503, 504].includes(error.status)) {
      throw error;
    }
    await new Promise(resolve => setTimeout(resolve, 1000));
    return answerOf(await ask(path, request, ACT_PATIENCE_MS));
  }
}

async function ask(path, request, patience) {
  try {
    return await fetch(path, { cache: 'no-store', credentials: 'same-origin', redirect: 'error', signal: AbortSignal.timeout(patience), ...request });
  } catch {
    throw new ApiError(0, 'The member does not answer.');
  }
}

async function answerOf(response) {
  let body;
  try {
    body = await response.json();
  } catch {
    throw new ApiError(response.ok ? 0 : response.status, `The answer (status ${response.status}) is not from this interface, or was cut off.`);
  }
  if (!response.ok) {
    throw new ApiError(response.status, body?.detail ?? `status ${response.status}`, body?.outcome ?? null, body?.field ?? null);
  }
  return body;
}

// randomUUID is for secure contexts only; a plain http address inside a network is none.
const newKey = () => `page-${Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')}`;
