const key = Symbol.for('node-red-contrib-nomos.token-requests');

type Tails = Map<string, Promise<unknown>>;

/**
 * Runs `work` after everything begun before for the same account has ended, in the whole process.
 *
 * The queue hangs on `globalThis`, so that two copies of this module, or the sessions before and after a redeploy, never
 * present the same refresh token at the same time.
 */
export function exclusively<T>(accountId: string, work: () => Promise<T>): Promise<T> {
  const tails = tailsOfProcess();
  const mine = (tails.get(accountId) ?? Promise.resolve()).then(work);
  const tail = mine
    .catch(() => undefined)
    .then(() => {
      if (tails.get(accountId) === tail) tails.delete(accountId);
    });
  tails.set(accountId, tail);
  return mine;
}

function tailsOfProcess(): Tails {
  const place = globalThis as { [key]?: Tails };
  place[key] ??= new Map();
  return place[key];
}
