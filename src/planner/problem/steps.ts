/**
 * Work that may be long, done in steps: it stops at every `yield`, so that whoever drives it can let others have their turn.
 *
 * Between two stops lies a bounded number of operations, whatever is asked. Left unfinished it has done nothing.
 */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** Does all steps at once. */
export function finished<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** How many states of a programme are settled in one step: well below a ms on a desktop, some ms on a small computer. */
export const statesPerStep = 2 ** 17;
