// @ts-nocheck
import { walkConsent } from '../../../sandbox/index.js';
import type { Bench } from './bench.js';

/** A sign-in that was started: everything a browser has in its hands. */
export interface StartedSignIn {
  readonly attemptId: string;
  readonly authorizeUrl: string;
  /** `name=value`, as the browser sends it back. */
  readonly cookie: string;
  /** The whole `Set-Cookie` header. */
  readonly setCookie: string;
}

/** Presses Connect; throws when the start is refused. */
export async function startSignIn(bench: Bench, body: Readonly<Record<string, string>> = {}): Promise<StartedSignIn> {
  const redirectUri = `${bench.url}/nomos/oauth/callback`;
  const response = await bench.admin('nomos/oauth/start', { json: { accountId: 'account', redirectUri, ...body } });
  const answer = (await response.json()) as { attemptId: string; authorizeUrl: string };
  if (response.status !== 200) throw new Error(`start refused: ${JSON.stringify(answer)}`);
  const setCookie = response.headers.get('set-cookie') ?? '';
  return { ...answer, setCookie, cookie: setCookie.split(';')[0] ?? '' };
}

/** Walks the three screens and allows; gives the address that the browser is sent to, which is not opened. */
export function allow({ authorizeUrl }: StartedSignIn, email = 'anna@example.com'): Promise<string> {
  return walkConsent(authorizeUrl, { email, decision: 'allow' });
}

/** What a browser gets that comes to the callback: status, headers, and how the page it is led to names the outcome. */
export async function openCallback(address: string, cookie?: string) {
  const response = await fetch(address, { redirect: 'manual', headers: cookie === undefined ? {} : { cookie } });
  const location = response.headers.get('location') ?? '';
  return { status: response.status, location, outcome: location.split('/').at(-1), headers: response.headers };
}

/** An address with parameters set, repeated or taken away (undefined). */
export function withQuery(address: string, changes: Readonly<Record<string, string | readonly string[] | undefined>>) {
  const url = new URL(address);
  for (const [name, value] of Object.entries(changes)) {
    url.searchParams.delete(name);
    for (const one of value === undefined ? [] : [value].flat()) url.searchParams.append(name, one);
  }
  return url.toString();
}
