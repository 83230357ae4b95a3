// @ts-nocheck
import type { World } from '../world.js';
import type { AuthorizationRequest } from './attempt.js';

/** What a person answers on the third screen. */
export type Decision = 'allow' | 'deny';

/** What goes back to the client: a code, a denial, or an error code of RFC 6749 4.1.2.1. */
export type Outcome = { readonly code: string } | 'deny' | { readonly error: string; readonly description: string };

/** Where the browser is sent at the end, with `state` as it came and `iss` (RFC 9207) as the mode says. */
export function callbackUrl(
  { modes, url }: Pick<World, 'modes' | 'url'>,
  { redirectUri, state }: Pick<AuthorizationRequest, 'redirectUri' | 'state'>,
  outcome: Outcome,
): string {
  const callback = new URL(redirectUri);
  const add = (name: string, value: string) => callback.searchParams.append(name, value);
  if (outcome === 'deny') {
    if (modes.denial !== 'bare') {
      add('error', 'access_denied');
      add('error_description', 'The customer denied access');
    }
  } else if ('code' in outcome) {
    add('code', outcome.code);
  } else {
    add('error', outcome.error);
    add('error_description', outcome.description);
  }
  if (state !== undefined) add('state', state);
  if (modes.iss !== 'off') add('iss', modes.iss === 'on' ? url : 'https://issuer.invalid');
  return callback.href;
}
