import { ConfigError, ConsentRequiredError, type NomosError } from '../../errors.js';
import type { TokenRecord } from '../tokens/token-record.js';

/**
 * The error that asks a person to sign in: `not-signed-in`, `consent-gone`, `sign-in-copied`, `answer-lost`, `account-moved` (the tokens
 * belong to another API address) or `token-record-unreadable`.
 */
export function signInError(code: string): ConsentRequiredError {
  return new ConsentRequiredError(code, `a person has to sign in: ${code}`);
}

/** Why a stored record needs a person, or undefined when it does not. */
export function errorOfRecord({ phase, reason }: TokenRecord): NomosError | undefined {
  if (phase === 'signin') return signInError(reason ?? 'consent-gone');
  return phase === 'config' ? new ConfigError('client-refused', 'Nomos refused client id or secret') : undefined;
}
