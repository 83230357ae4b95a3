import type { Connection, ConnectionPhase } from '../../account/session/connection.js';
import { failureText } from '../../protocol/failure-text.js';
import { isoText } from '../platform/instants.js';
import type { Red } from '../platform/red.js';
import type { Translate } from '../platform/texts.js';

const texts: Readonly<Record<ConnectionPhase, string>> = {
  new: 'log.connection-new',
  connected: 'log.connection-connected',
  waiting: 'log.connection-waiting',
  signin: 'log.connection-signin',
  config: 'log.connection-config',
};

/** Writes a line into the log whenever an account's connection enters another phase, or begins or ceases to be saved or
 * to be a copy. */
export class ConnectionLog {
  readonly #red: Pick<Red, 'log'>;
  readonly #translate: Translate;
  readonly #nameOf: (accountId: string) => string;
  readonly #last = new Map<string, string>();

  constructor(red: Pick<Red, 'log'>, translate: Translate, nameOf: (accountId: string) => string) {
    this.#red = red;
    this.#translate = translate;
    this.#nameOf = nameOf;
  }

  /**
   * Takes note of where an account stands; the same twice makes one line, also over a redeploy. The line carries name, phase,
   * error code, request id and next attempt, and no secret.
   */
  note(accountId: string, connection: Connection): void {
    const { phase, saved, copied = false } = connection;
    const entry = [phase, saved, copied].join();
    if (this.#last.get(accountId) === entry) return;
    this.#last.set(accountId, entry);
    const isWell = (phase === 'connected' || phase === 'new') && saved && !copied;
    this.#red.log[isWell ? 'info' : 'warn'](`[nomos] ${this.#line(this.#nameOf(accountId), connection)}`);
  }

  #line(account: string, { phase, since, saved, copied, lastError, nextRenewalAt }: Connection): string {
    const parts = [this.#translate(texts[phase], { account, since: isoText(since) })];
    if (!saved) parts.push(this.#translate('log.connection-unsaved'));
    if (copied) parts.push(this.#translate('log.connection-copied'));
    if (lastError !== undefined) parts.push(`${failureText(this.#translate, lastError)} [${lastError.code}]`);
    if (nextRenewalAt !== undefined) {
      parts.push(this.#translate('log.connection-next', { next: isoText(nextRenewalAt) }));
    }
    return parts.join(' ');
  }
}
