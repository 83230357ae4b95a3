import type {
  AccountAnswer,
  AttemptAnswer,
  ConfirmRequest,
  PasteRequest,
  StartAnswer,
  StartRequest,
} from '../../protocol/admin-api.js';
import { type FailedRequest, post } from '../form/ask.js';
import { AccountWatch } from './account-watch.js';
import { openConsentWindow } from './consent-window.js';

/** How far a sign-in is. `blocked`: the browser opened no window. `closed`: it was closed before Nomos sent it back. */
export type ConsentStage =
  | { readonly stage: 'idle' | 'starting' | 'exchanging' | 'done' | 'expired' }
  | { readonly stage: 'waiting' | 'closed' | 'blocked'; readonly authorizeUrl: string }
  | { readonly stage: 'held'; readonly attemptId: string }
  | { readonly stage: 'failed'; readonly refusal: FailedRequest };

/** What a dialog wants to hear. */
export interface ConsentListener {
  stage(stage: ConsentStage): void;
  account(answer: AccountAnswer): void;
}

/** Of a dialog that is closed. */
const deaf: ConsentListener = { stage: () => undefined, account: () => undefined };

interface Attempt {
  readonly attemptId: string;
  readonly authorizeUrl: string;
  /** By the clock of the browser. */
  readonly expiresAt: number;
}

/** Signs one account in: opens Nomos' page, notices the outcome, and takes pasted addresses. */
export class Consent {
  readonly #accountId: string;
  #listener: ConsentListener;
  readonly #watch: AccountWatch;
  #attempt: Attempt | undefined;
  #window: Window | null = null;

  constructor(accountId: string, listener: ConsentListener) {
    this.#accountId = accountId;
    this.#listener = listener;
    this.#watch = new AccountWatch(accountId, (answer) => this.#learn(answer));
  }

  /** Asks for the state of the account now. */
  refresh(): Promise<void> {
    return this.#watch.refresh();
  }

  /** Opens Nomos' sign-in page; has to be called directly in the click, or the browser blocks the window. */
  async start(request: StartRequest): Promise<void> {
    this.#closeWindow();
    const opened = openConsentWindow(this.#accountId);
    this.#window = opened;
    this.#listener.stage({ stage: 'starting' });
    const outcome = await post<StartAnswer>('nomos/oauth/start', request);
    if (!outcome.ok) return this.#fail(outcome.refusal);
    const { attemptId, authorizeUrl } = outcome.answer;
    if (opened) opened.location.href = authorizeUrl;
    if (this.#listener === deaf) return;
    this.#attempt = { attemptId, authorizeUrl, expiresAt: Date.now() + outcome.answer.lifeMs };
    this.#listener.stage({ stage: opened ? 'waiting' : 'blocked', authorizeUrl });
    this.#watch.poll(this.#attempt.expiresAt + 5000);
    this.#tick();
  }

  /** Hands over the address to which the browser was sent. */
  async paste(url: string): Promise<void> {
    const request: PasteRequest = { accountId: this.#accountId, url };
    await this.#finish('nomos/oauth/paste', request);
  }

  /** Accepts a sign-in that came back from another browser or under another host name. */
  async confirm(attemptId: string): Promise<void> {
    const request: ConfirmRequest = { accountId: this.#accountId, attemptId };
    await this.#finish('nomos/oauth/confirm', request);
  }

  /** Nothing is told any more; a window that is open stays, since its sign-in may still come to its end. */
  stop(): void {
    this.#listener = deaf;
    this.#attempt = undefined;
    this.#watch.stop();
  }

  async #finish(path: string, request: PasteRequest | ConfirmRequest): Promise<void> {
    this.#listener.stage({ stage: 'exchanging' });
    const outcome = await post<AccountAnswer>(path, request);
    // The attempt may wait on, with the right address in its window: only the runtime tells when it is over.
    if (!outcome.ok) return this.#listener.stage({ stage: 'failed', refusal: outcome.refusal });
    this.#learn(outcome.answer);
    if (outcome.answer.connection.phase === 'connected') this.#end({ stage: 'done' });
  }

  #learn(answer: AccountAnswer): void {
    this.#listener.account(answer);
    const { attempt } = answer;
    if (attempt && (this.#attempt?.attemptId === attempt.attemptId || attempt.state === 'held')) this.#follow(attempt);
  }

  #follow(attempt: AttemptAnswer): void {
    if (attempt.state === 'done') this.#end({ stage: 'done' });
    if (attempt.state === 'failed') this.#fail(attempt.error ?? { code: 'unexpected', text: '' });
    if (attempt.state === 'exchanging') this.#listener.stage({ stage: 'exchanging' });
    if (attempt.state === 'held') {
      this.#closeWindow();
      this.#listener.stage({ stage: 'held', attemptId: attempt.attemptId });
    }
  }

  #fail(refusal: FailedRequest): void {
    this.#end({ stage: 'failed', refusal });
  }

  #end(stage: ConsentStage): void {
    this.#attempt = undefined;
    this.#watch.rest();
    this.#closeWindow();
    this.#listener.stage(stage);
  }

  // A page that isolates itself (Cross-Origin-Opener-Policy) looks closed from here: so a closed window changes only the
  // advice, and waiting goes on until the attempt expires.
  #tick(): void {
    const attempt = this.#attempt;
    if (!attempt) return;
    if (Date.now() > attempt.expiresAt) this.#end({ stage: 'expired' });
    else if (this.#window?.closed) {
      this.#window = null;
      this.#listener.stage({ stage: 'closed', authorizeUrl: attempt.authorizeUrl });
    }
    window.setTimeout(() => this.#attempt === attempt && this.#tick(), 500);
  }

  #closeWindow(): void {
    this.#window?.close();
    this.#window = null;
  }
}
