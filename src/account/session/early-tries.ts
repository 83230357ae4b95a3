/**
 * When to present a token again whose answer may have been lost, in ms after the loss.
 *
 * A server that rotates tokens takes the old one for a short while more, 10 to 60 s as a rule; after that the sign-in is
 * lost. So there are many tries early on, most of them before 30 s are over.
 */
const earlyTriesMs = [500, 2_500, 5_500, 9_000, 14_000, 19_000, 24_000, 28_000];

/** More of them at the beginning of an outage; as it goes on, a server in trouble is spared. */
const firstTriesMs = [...earlyTriesMs, 43_000, 58_000];

/** A try is no burden to the server when it keeps this distance from the one before, in ms. */
const leastDistanceMs = 500;

/** A timer that rang late, or a slow answer, makes no loss older than it is: after this time a new loss counts, in ms. */
const oldMs = 60_000;

/**
 * How long to wait with the next early try, in ms, where the loss was so long ago; undefined when there is none any more.
 * `failures` are the renewals that failed before, early tries not counted.
 */
export function earlyWaitMs(sinceLossMs: number, failures: number): number | undefined {
  const tries = failures === 0 ? firstTriesMs : earlyTriesMs;
  const next = tries.find((at) => at - sinceLossMs >= leastDistanceMs);
  return next === undefined ? undefined : next - sinceLossMs;
}

/** True when a try that begins so long after a loss is none of its early tries. */
export function isOldLoss(sinceLossMs: number): boolean {
  return sinceLossMs > oldMs;
}
