import { strict as assert } from 'node:assert';
import { inTurn } from '#src/nodered/platform/turns.js';

function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('nodered: turns', () => {
  it('runs tasks in order, also those queued meanwhile, and lets others work in between', async () => {
    const seen: string[] = [];
    const done = new Promise<void>((resolve) => {
      inTurn(() => {
        seen.push('a');
        inTurn(() => seen.push('c'));
        busy(10);
        setImmediate(() => seen.push('others'));
      });
      inTurn(() => {
        seen.push('b');
        busy(10);
      });
      inTurn(() => inTurn(resolve));
    });
    assert.equal(seen.length, 0);
    await done;
    assert.deepEqual(
      seen.filter((name) => name !== 'others'),
      ['a', 'b', 'c'],
    );
    assert.ok(seen.indexOf('others') < seen.indexOf('c'), seen.join());
  });
});
