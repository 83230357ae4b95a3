import { ConfigError } from '../../errors.js';

/** Answers a question; must not reject, and ends soon once the signal is aborted. */
export type Answering = (signal: AbortSignal) => Promise<void>;

/** Questions that may wait for their answers: more would only pile up. */
const longestQueue = 100;

/** Answers questions one after another, in their order. */
export class QuestionQueue {
  #ending = new AbortController();
  #isClosed = false;
  #tail: Promise<void> = Promise.resolve();
  #waitingCount = 0;

  /** False when too many wait already; then it is not answered. */
  add(answer: Answering): boolean {
    if (this.#waitingCount >= longestQueue) return false;
    this.addOwn(answer);
    return true;
  }

  /** The same for what a node asks by itself, one thing at a time: that finds room however many messages wait. */
  addOwn(answer: Answering): void {
    const { signal } = this.#ending;
    this.#waitingCount += 1;
    this.#tail = this.#tail.then(async () => {
      await answer(signal);
      this.#waitingCount -= 1;
    });
  }

  /** Ends the question that is being answered and all that wait: each is still called, with an aborted signal. */
  cancel(): void {
    this.#ending.abort();
    if (!this.#isClosed) this.#ending = new AbortController();
  }

  /** The same for good, also for questions to come. */
  close(): void {
    this.#isClosed = true;
    this.cancel();
  }
}

/** The error for a question that was not taken. */
export function tooManyQuestions(count = longestQueue): ConfigError {
  return new ConfigError('too-many-questions', 'too many messages wait for an answer', {
    params: { count },
  });
}
