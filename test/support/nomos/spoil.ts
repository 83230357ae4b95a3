import { chance } from '../../../sandbox/chance.js';
import type { Fault, Sandbox } from '../../../sandbox/index.js';

interface Spoiling {
  readonly seed: number;
  /** Of all requests, 0 to 1. */
  readonly share: number;
  /** What may happen to one. */
  readonly faults: readonly Fault[];
  /** Asked with each request; absent = always. */
  readonly isSpoiling?: () => boolean;
}

/** Spoils a share of the requests to a sandbox, chosen by the seed; the returned function ends it. */
export function spoilSome(sandbox: Sandbox, { seed, share, faults, isSpoiling = () => true }: Spoiling): () => void {
  return sandbox.ledger.watch({
    began({ number }) {
      if (!isSpoiling() || chance(seed, `${number}`) >= share) return;
      const fault = faults[Math.floor(chance(seed, `${number}/kind`) * faults.length)];
      if (fault !== undefined) sandbox.fault({ ...fault, on: 'any' });
    },
  });
}
