import type { Clock } from '../../clock/clock.js';
import type { NomosError } from '../../errors.js';
import type { Ms } from '../../time/index.js';
import { type Connection, type ConnectionPhase, shownError } from './connection.js';

/** What may change in a connection; what is not named stays. */
export interface ConnectionChange {
  readonly phase?: ConnectionPhase;
  readonly scope?: string | undefined;
  /** Undefined = all is well again. */
  readonly error?: NomosError | undefined;
  readonly nextRenewalAt?: Ms | undefined;
  readonly saved?: boolean;
  readonly copied?: boolean;
}

/** When the failure was that a person has to mend, and still is there; undefined for any other. */
function sameError({ code }: NomosError, before: Connection | undefined): Ms | undefined {
  const isMendedByPerson = before?.phase === 'signin' || before?.phase === 'config';
  return isMendedByPerson && before.lastError?.code === code ? before.lastError.at : undefined;
}

/** Keeps what is shown of a connection, and tells when it changes. */
export class ConnectionState {
  readonly #clock: Clock;
  readonly #onChange: (connection: Connection) => void;
  #parts: Required<ConnectionChange> & { readonly errorAt: Ms };
  #since: Ms;
  #before: Connection | undefined;

  /** `before` is where an earlier session of this account stood: what is found to be so still has been so since then. */
  constructor(clock: Clock, onChange: (connection: Connection) => void, before?: Connection) {
    this.#clock = clock;
    this.#onChange = onChange;
    this.#before = before;
    this.#since = before?.phase === 'new' ? before.since : clock.now();
    const nothing = { scope: undefined, error: undefined, nextRenewalAt: undefined };
    this.#parts = { phase: 'new', saved: true, copied: false, errorAt: this.#since, ...nothing };
  }

  /** As it may be shown. */
  get shown(): Connection {
    const { phase, scope, error, errorAt, nextRenewalAt, saved, copied } = this.#parts;
    return {
      phase,
      since: this.#since,
      saved,
      ...(copied ? { copied } : {}),
      ...(scope === undefined ? {} : { scope }),
      ...(error === undefined ? {} : { lastError: shownError(error, errorAt) }),
      ...(nextRenewalAt === undefined ? {} : { nextRenewalAt }),
    };
  }

  /** The last failure, for whoever asks for a token; undefined when all is well. */
  get error(): NomosError | undefined {
    return this.#parts.error;
  }

  /** Takes over a change; tells only when something shown is different. */
  change(change: ConnectionChange): void {
    const before = JSON.stringify(this.shown);
    const now = this.#clock.now();
    const { phase = this.#parts.phase, error } = change;
    const still = phase === this.#before?.phase ? this.#before : undefined;
    const errorAt = error === undefined ? this.#parts.errorAt : (sameError(error, still) ?? now);
    if (phase !== this.#parts.phase) this.#since = still?.since ?? now;
    if (phase !== 'new' && still === undefined) this.#before = undefined;
    this.#parts = { ...this.#parts, ...change, errorAt };
    const { shown } = this;
    if (JSON.stringify(shown) !== before) this.#tell(shown);
  }

  /** A mistake of a listener must not cost a token: changes are told in the middle of a renewal. */
  #tell(shown: Connection): void {
    try {
      this.#onChange(shown);
    } catch {}
  }
}
