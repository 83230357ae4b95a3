import { atOnceOrInTurn, type Outcome, stepByStep } from './turns.js';

/** Something to be decided. */
export interface Waiting {
  /** Called when its turn comes; its steps are taken in turns of the event loop. */
  begin(): Iterator<undefined, void, undefined>;
  /** Called once, also when the queue is closed first or this one adds nothing (`undefined`); must not throw. */
  ended(outcome: Outcome<void> | undefined): void;
  /** While one of a kind waits, another one adds nothing; absent = it always does. */
  readonly kind?: string;
}

/** Occasions that may wait for a long plan or for their turn: more would only pile up. */
export const longestDecisionQueue = 2_000;

/**
 * Decides one thing after another, each from what the one before has left.
 *
 * Where nothing is under way, what takes one step is decided before `add` returns: nearly every plan. In a storm of them the
 * rest waits for its turn.
 */
export class DecisionQueue {
  readonly #waiting: Waiting[] = [];
  readonly #closing = new AbortController();
  #current: Waiting | undefined;

  /** False when too many wait already; then it is not decided. What has a `kind` always finds room. */
  add(occasion: Waiting): boolean {
    const addsNothing = occasion.kind !== undefined && this.#waiting.some(({ kind }) => kind === occasion.kind);
    if (addsNothing || this.#closing.signal.aborted) {
      occasion.ended(undefined);
      return true;
    }
    if (occasion.kind === undefined && this.#waiting.length >= longestDecisionQueue) return false;
    this.#waiting.push(occasion);
    if (this.#current === undefined) this.#next();
    return true;
  }

  /** Ends what is under way and what waits. */
  close(): void {
    this.#closing.abort();
    const left = [...(this.#current ? [this.#current] : []), ...this.#waiting.splice(0)];
    this.#current = undefined;
    for (const occasion of left) occasion.ended(undefined);
  }

  #next(): void {
    for (let occasion = this.#waiting.shift(); occasion !== undefined; occasion = this.#waiting.shift()) {
      this.#current = occasion;
      let isLate = false;
      atOnceOrInTurn(() => {
        this.#decide(occasion);
        if (isLate && this.#current === undefined) this.#next();
      });
      isLate = true;
      // The rest follows when this one has ended.
      if (this.#current !== undefined) return;
    }
  }

  #decide(occasion: Waiting): void {
    if (this.#current !== occasion) return;
    let isLate = false;
    const ended = (outcome: Outcome<void>) => {
      if (this.#current !== occasion) return;
      occasion.ended(outcome);
      if (this.#current === occasion) this.#current = undefined;
      if (isLate) this.#next();
    };
    stepByStep(occasion.begin(), this.#closing.signal, ended);
    isLate = true;
  }
}
