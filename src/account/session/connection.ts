import { type ErrorParams, NomosError } from '../../errors.js';
import type { Ms } from '../../time/index.js';

/**
 * Where an account stands with Nomos.
 *
 * `new`: never signed in. `connected`: tokens work. `waiting`: tokens are there, but the last renewal did not get through.
 * `signin`: Nomos refused the tokens, a person has to sign in again. `config`: Nomos refused client id or secret.
 */
export type ConnectionPhase = 'new' | 'connected' | 'waiting' | 'signin' | 'config';

/** A failure as it may be shown: no secret, no request. */
export interface ShownError {
  readonly code: string;
  readonly params: ErrorParams;
  readonly at: Ms;
  readonly requestId?: string;
}

/** The state of an account's connection, safe to show and to log. */
export interface Connection {
  readonly phase: ConnectionPhase;
  readonly since: Ms;
  /** What Nomos granted, space-delimited; absent when it did not say. */
  readonly scope?: string;
  readonly lastError?: ShownError;
  /** When the next renewal is tried, where one is planned. */
  readonly nextRenewalAt?: Ms;
  /** False when tokens live in memory only and will be lost at a restart. */
  readonly saved: boolean;
  /** True where another installation had this sign-in before: if it still runs, both lose it. */
  readonly copied?: boolean;
}

/** What may be shown of a failure; one that is not of our family says no more than `unexpected-error`. */
export function shownError(error: unknown, at: Ms): ShownError {
  if (!(error instanceof NomosError)) return { code: 'unexpected-error', params: {}, at };
  const { code, params, requestId } = error;
  return requestId === undefined ? { code, params, at } : { code, params, at, requestId };
}
