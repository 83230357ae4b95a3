import type { Clock } from '../../clock/clock.js';
import { elapsedMs, type Mark, markNow } from '../../clock/elapsed.js';

/** How long an answer is good for others who ask, in ms. */
const freshMs = 3_000;

/**
 * One question that many ask: whoever asks while it is under way, or within 3 s after its answer, gets that answer too.
 * A failure is shared by those who waited for it only.
 */
export class SharedAnswer<T> {
  readonly #clock: Clock;
  readonly #question: () => Promise<T>;
  #underWay: Promise<T> | undefined;
  #answered: { readonly answer: T; readonly at: Mark } | undefined;

  constructor(clock: Clock, question: () => Promise<T>) {
    this.#clock = clock;
    this.#question = question;
  }

  /** The answer; rejects with what the question rejects with. */
  ask(): Promise<T> {
    const known = this.#answered;
    if (known !== undefined && elapsedMs(known.at, this.#clock) < freshMs) return Promise.resolve(known.answer);
    this.#underWay ??= this.#begin();
    return this.#underWay;
  }

  /** The next who asks gets a new answer: what is known or under way was meant for somebody else. */
  forget(): void {
    this.#underWay = undefined;
    this.#answered = undefined;
  }

  #begin(): Promise<T> {
    const mine = this.#question().then(
      (answer) => {
        if (this.#underWay === mine) this.#answered = { answer, at: markNow(this.#clock) };
        this.#end(mine);
        return answer;
      },
      (error: unknown) => {
        this.#end(mine);
        throw error;
      },
    );
    return mine;
  }

  #end(mine: Promise<T>): void {
    if (this.#underWay === mine) this.#underWay = undefined;
  }
}
