import { ConfigError } from '../../errors.js';
import type { SessionSettings } from './session-options.js';

/** The codes of the errors that `lackingClient` gives. */
export const lackingCodes: readonly string[] = [
  'credentials-missing',
  'client-missing',
  'secret-missing',
  'credentials-variable-unset',
];

/** What Node-RED leaves in place of an environment variable that is not set. */
const unresolved = /^\$(?:\{(.+)\}|\((.+)\))$/;

/**
 * The error for client id and secret that nobody could ask Nomos with: `credentials-missing`, `client-missing`,
 * `secret-missing` or `credentials-variable-unset`; undefined where both are there.
 */
export function lackingClient({ clientId, clientSecret }: Omit<SessionSettings, 'baseUrl'>): ConfigError | undefined {
  const [hasId, hasSecret] = [clientId.trim() !== '', clientSecret.trim() !== ''];
  if (!hasId && !hasSecret) return new ConfigError('credentials-missing', 'there is neither client id nor secret');
  if (!hasId) return new ConfigError('client-missing', 'there is no client id');
  if (!hasSecret) return new ConfigError('secret-missing', 'there is no client secret');
  const [, braced, bracketed] = unresolved.exec(clientId.trim()) ?? unresolved.exec(clientSecret.trim()) ?? [];
  const variable = braced ?? bracketed;
  if (variable === undefined) return undefined;
  return new ConfigError('credentials-variable-unset', 'client id or secret names a variable that is not set', {
    params: { variable },
  });
}
