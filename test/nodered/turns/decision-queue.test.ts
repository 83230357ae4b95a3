import assert from 'node:assert/strict';
import { systemClock } from '#src/clock/clock.js';
import { DecisionQueue, longestDecisionQueue, type Waiting } from '#src/nodered/turns/decision-queue.js';

function* long(turns: number, work: () => void): Generator<undefined, void, undefined> {
  for (let turn = 0; turn < turns; turn += 1) yield;
  work();
}

describe('nodered: queue of decisions', () => {
  let seen: string[];
  let queue: DecisionQueue;
  beforeEach(() => {
    seen = [];
    queue = new DecisionQueue();
  });

  const occasion = (name: string, turns = 0, kind?: string): Waiting => ({
    begin: () => {
      seen.push(`${name} begins`);
      return long(turns, () => {
        if (name === 'bad') throw new Error('no');
        seen.push(name);
      });
    },
    ended: (outcome) => {
      seen.push(`${name} ${outcome === undefined ? 'dropped' : 'error' in outcome ? 'failed' : 'ended'}`);
    },
    ...(kind !== undefined && { kind }),
  });
  const idle = () => new Promise<void>((resolve) => queue.add({ ...occasion('last'), ended: () => resolve() }));

  it('short ones are decided before the call returns', () => {
    const { monotonicMs } = systemClock;
    // However busy the machine is, nothing takes any time.
    systemClock.monotonicMs = () => 0;
    for (const name of ['a', 'bad', 'b']) assert.ok(queue.add(occasion(name)));
    systemClock.monotonicMs = monotonicMs;
    assert.deepEqual(seen, ['a begins', 'a', 'a ended', 'bad begins', 'bad failed', 'b begins', 'b', 'b ended']);
  });

  it('what comes during a long one waits for it, in order', async () => {
    queue.add(occasion('long', 3));
    queue.add(occasion('bad', 2));
    queue.add(occasion('short'));
    assert.deepEqual(seen, ['long begins']);
    await idle();
    assert.deepEqual(seen.slice(1, 8), [
      'long',
      'long ended',
      'bad begins',
      'bad failed',
      'short begins',
      'short',
      'short ended',
    ]);
  });

  it('whoever adds nothing, because one of its kind waits, hears so at once: nobody waits for ever', async () => {
    queue.add(occasion('long', 1));
    queue.add(occasion('first', 0, 'start'));
    queue.add(occasion('second', 0, 'start'));
    assert.deepEqual(seen, ['long begins', 'second dropped']);
    await idle();
    assert.deepEqual(seen.slice(2, 6), ['long', 'long ended', 'first begins', 'first']);
  });

  it('one of a kind waits, messages only up to a number', async () => {
    queue.add(occasion('long', 1));
    for (let count = 0; count < 200; count += 1) assert.ok(queue.add(occasion('prices', 0, 'prices')));
    for (let count = 1; count < longestDecisionQueue; count += 1) assert.ok(queue.add(occasion(`message ${count}`)));
    assert.equal(queue.add(occasion('one too many')), false);
    await new Promise<void>((resolve) => {
      const alarm = occasion('alarm', 0, 'alarm');
      assert.ok(queue.add({ ...alarm, ended: (outcome) => resolve(alarm.ended(outcome)) }));
    });
    assert.equal(seen.filter((line) => line === 'prices ended').length, 1);
    assert.equal(
      seen.filter((line) => line.startsWith('message') && line.endsWith('ended')).length,
      longestDecisionQueue - 1,
    );
    assert.equal(seen.at(-1), 'alarm ended');
  });

  it('what is decided asks again: after it', () => {
    queue.add({
      begin: () =>
        long(0, () => {
          queue.add(occasion('again'));
          seen.push('first');
        }),
      ended: () => seen.push('first ended'),
    });
    assert.deepEqual(seen, ['first', 'first ended', 'again begins', 'again', 'again ended']);
  });

  it('a storm takes turns with everything else: all are decided, in order', async () => {
    const order: number[] = [];
    let others = 0;
    const busy = () => {
      const until = performance.now() + 3;
      while (performance.now() < until);
    };
    const all = Array.from({ length: 20 }, (_, index) => {
      return new Promise<void>((resolve) => {
        const begin = () => long(0, busy);
        const ended = () => {
          order.push(index);
          resolve();
        };
        assert.ok(queue.add({ begin, ended }));
      });
    });
    const inBetween = () => {
      others += 1;
      if (order.length < 20) setImmediate(inBetween);
    };
    setImmediate(inBetween);
    assert.ok(order.length < 20, 'all at once');
    await Promise.all(all);
    assert.deepEqual(order, [...order.keys()]);
    assert.ok(others >= 3, `only ${others} turns of others`);
  });

  it('closed, nothing more is decided, and everybody is told', async () => {
    queue.add(occasion('long', 5));
    queue.add(occasion('waiting'));
    queue.close();
    queue.add(occasion('late'));
    await new Promise(setImmediate);
    assert.deepEqual(seen, ['long begins', 'long dropped', 'waiting dropped', 'late dropped']);
  });
});
