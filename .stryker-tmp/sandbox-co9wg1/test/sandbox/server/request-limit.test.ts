// @ts-nocheck
import assert from 'node:assert/strict';
import { Refusal } from '../../../sandbox/server/envelope.js';
import { makeLedger } from '../../../sandbox/server/ledger.js';
import { defaultModes } from '../../../sandbox/server/modes.js';
import { checkLimit } from '../../../sandbox/server/request-limit.js';
import type { Exchange, World } from '../../../sandbox/world.js';

describe('sandbox: request limit', () => {
  /** The remaining requests after each arrival, or `wait` where it was refused. */
  function arrivals(perSecond: number | undefined, instants: readonly number[]) {
    const ledger = makeLedger();
    const modes = { ...defaultModes, requestsPerSecond: perSecond, retryAfterSeconds: 17 };
    const world = { modes, ledger, recent: [] } as unknown as World;
    const seen = instants.map((receivedAt) => {
      const entry = { ...ledger.open({ at: 0, method: 'GET', path: '/' }), receivedAt };
      try {
        return checkLimit(world, { entry } as Exchange)['ratelimit-remaining'];
      } catch (error) {
        assert.ok(error instanceof Refusal && error.status === 429);
        assert.equal(error.headers['retry-after'], '17');
        assert.equal(error.headers['ratelimit-remaining'], '0');
        assert.equal(error.message, 'Wait 17 seconds before retrying.');
        return 'wait';
      }
    });
    return { seen, findings: ledger.findings.length };
  }

  for (const [title, perSecond, instants, seen] of [
    ['none', undefined, [0, 0, 0], [undefined, undefined, undefined]],
    ['two a second, three at once', 2, [0, 10, 20], ['1', '0', 'wait']],
    ['a second later the first is forgotten', 2, [0, 10, 999, 1000, 1009], ['1', '0', 'wait', '0', 'wait']],
    ['refused requests do not count', 1, [0, 500, 999, 1000], ['0', 'wait', 'wait', '0']],
    ['the clock jumps back', 1, [10_000, 0], ['0', '0']],
  ] as const)
    it(title, () => {
      const result = arrivals(perSecond, instants);
      assert.deepEqual(result.seen, seen);
      assert.equal(result.findings, seen.filter((word) => word === 'wait').length);
    });
});
