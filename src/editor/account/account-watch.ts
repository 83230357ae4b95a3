import type { AccountAnswer } from '../../protocol/admin-api.js';
import { accountPath, ask } from '../form/ask.js';

const pollMs = 2000;

/** Follows the state of one account: by websocket, and by asking every 2 s while a sign-in is under way. */
export class AccountWatch {
  readonly #accountId: string;
  readonly #tell: (answer: AccountAnswer) => void;
  #pollUntil = 0;
  #timer: number | undefined;
  #stopped = false;
  #asked = 0;
  /** The newest question that was answered; a message answers all that were asked before it. */
  #answered = 0;

  constructor(accountId: string, tell: (answer: AccountAnswer) => void) {
    this.#accountId = accountId;
    this.#tell = tell;
    RED.comms.subscribe(this.#topic, this.#onMessage);
  }

  /** Asks once, now; resolves when the answer has been told or the runtime knows nothing of this account. */
  async refresh(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const outcome = await ask<AccountAnswer>(accountPath(this.#accountId));
    if (!outcome.ok || this.#stopped || asked <= this.#answered) return;
    this.#answered = asked;
    this.#tell(outcome.answer);
  }

  /** Asks every 2 s until the given instant (ms) or until `rest` is called. */
  poll(until: number): void {
    this.#pollUntil = until;
    if (this.#timer === undefined) this.#schedule();
  }

  /** Stops asking; the websocket is still listened to. */
  rest(): void {
    this.#pollUntil = 0;
    window.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  stop(): void {
    this.#stopped = true;
    this.rest();
    RED.comms.unsubscribe(this.#topic, this.#onMessage);
  }

  get #topic(): string {
    return `nomos/account/${this.#accountId}`;
  }

  readonly #onMessage = (_topic: string, payload: unknown): void => {
    if (this.#stopped || !isAccountAnswer(payload)) return;
    this.#answered = this.#asked;
    this.#tell(payload);
  };

  #schedule(): void {
    const timer = window.setTimeout(async () => {
      await this.refresh();
      if (this.#timer !== timer) return;
      this.#timer = undefined;
      if (Date.now() < this.#pollUntil) this.#schedule();
    }, pollMs);
    this.#timer = timer;
  }
}

function isAccountAnswer(payload: unknown): payload is AccountAnswer {
  return typeof payload === 'object' && payload !== null && 'connection' in payload;
}
