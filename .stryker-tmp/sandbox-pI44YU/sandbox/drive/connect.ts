// @ts-nocheck
import { type Walk, walkConsent } from './walk-consent.js';

/** Where to sign in: a Node-RED with our nodes, and one of its accounts. */
export interface ConnectOptions extends Walk {
  readonly nodeRedUrl: string;
  readonly accountId: string;
  /** Fields of the start request beside account and redirect address, e.g. a secret that is not deployed yet. */
  readonly start?: Readonly<Record<string, string>>;
  /** Sends the callback without the cookie, like another browser. */
  readonly foreignBrowser?: true;
}

/** The headers that the editor sends with a changing request. */
export const editorHeaders = { 'content-type': 'application/json', 'x-nomos-request': '1' };

/**
 * Signs an account in as a person does, over HTTP: start, three screens, callback; returns how the page after it names
 * the outcome, e.g. `connected`. Throws when the start is refused or the callback does not redirect.
 */
export async function connectAccount(options: ConnectOptions): Promise<string> {
  const { nodeRedUrl, accountId } = options;
  const redirectUri = `${nodeRedUrl}/nomos/oauth/callback`;
  const started = await fetch(`${nodeRedUrl}/nomos/oauth/start`, {
    method: 'POST',
    headers: editorHeaders,
    body: JSON.stringify({ accountId, redirectUri, ...options.start }),
  });
  const answer = (await started.json()) as { authorizeUrl?: string };
  if (answer.authorizeUrl === undefined) throw new Error(`start refused: ${JSON.stringify(answer)}`);
  const location = await walkConsent(answer.authorizeUrl, options);
  const cookie = (started.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const headers: Record<string, string> = options.foreignBrowser ? {} : { cookie };
  const back = await fetch(location, { headers, redirect: 'manual' });
  const outcome = /callback\/([\w-]+)$/.exec(back.headers.get('location') ?? '')?.[1];
  if (back.status !== 303 || outcome === undefined) throw new Error(`callback answered ${back.status}`);
  return outcome;
}
