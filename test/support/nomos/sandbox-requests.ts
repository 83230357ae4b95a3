import { createHash, randomBytes } from 'node:crypto';
import { type LedgerEntry, type Sandbox, walkConsent } from '../../../sandbox/index.js';

/** A token answer, or a refusal, as it came. */
export interface TokenAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at raw JSON of any shape.
  readonly body: any;
}

export const curie = { 'x-api-version': '2026-05-27.curie' };
const redirectUri = 'http://localhost:1880/nomos/oauth/callback';

/** A careful authorization request, and what belongs to it. */
export function authorization(sandbox: Sandbox, more: Record<string, string | undefined> = {}) {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(32).toString('base64url');
  const query = {
    response_type: 'code',
    client_id: sandbox.clients[0]!.clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  };
  const present = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return { url: `${sandbox.url}/oauth/authorize?${new URLSearchParams(present)}`, verifier, state };
}

/** The Basic header of the sandbox's first client. */
export function basic({ clients }: Sandbox): string {
  const { clientId, clientSecret } = clients[0]!;
  const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret!)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** Posts a form to the token endpoint. */
export async function postToken(
  sandbox: Sandbox,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const answer = await fetch(`${sandbox.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { authorization: basic(sandbox), ...curie, ...headers },
    redirect: 'manual',
  });
  return { status: answer.status, body: await answer.json() };
}

/** Walks the consent and fetches tokens, the way a careful client does. */
export async function signIn(sandbox: Sandbox, email = 'anna@example.com') {
  const { url, verifier } = authorization(sandbox);
  const callback = new URL(await walkConsent(url, { email, decision: 'allow' }));
  const code = callback.searchParams.get('code')!;
  const fields = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri };
  const { status, body } = await postToken(sandbox, fields);
  if (status !== 200) throw new Error(`no tokens: ${status}`);
  return { accessToken: body.access_token as string, refreshToken: body.refresh_token as string, body, fields };
}

export function refreshWith(sandbox: Sandbox, refreshToken: string): Promise<TokenAnswer> {
  return postToken(sandbox, { grant_type: 'refresh_token', refresh_token: refreshToken });
}

/** A refresh whose answer is not looked into. */
export function refreshRaw(sandbox: Sandbox, refreshToken: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${sandbox.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
    headers: { authorization: basic(sandbox), ...curie },
    redirect: 'manual',
    ...init,
  });
}

/** The ledger's last entry once its outcome is known: a cut connection is noticed a moment later. */
export async function lastEntry({ ledger }: Sandbox): Promise<LedgerEntry> {
  const entry = ledger.entries.at(-1)!;
  if (entry.outcome !== 'pending') return entry;
  return new Promise((resolve) => {
    const forget = ledger.watch({
      ended(ended) {
        if (ended !== entry) return;
        forget();
        resolve(entry);
      },
    });
  });
}

/** Reads from the API. */
export async function read(
  sandbox: Sandbox,
  path: string,
  { accessToken, headers = curie }: { accessToken: string; headers?: Record<string, string> },
) {
  const answer = await fetch(sandbox.url + path, { headers: { authorization: `Bearer ${accessToken}`, ...headers } });
  // biome-ignore lint/suspicious/noExplicitAny: tests look at raw JSON of any shape.
  const body: any = await answer.json();
  return { status: answer.status, headers: answer.headers, body };
}

export function kindsOf({ ledger }: Sandbox): string[] {
  return ledger.findings.map(({ kind }) => kind);
}
