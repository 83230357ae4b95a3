import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { inSteps, inTurn, stepByStep } from '#src/nodered/turns/turns.js';

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

function* steps(count: number, each: (index: number) => void = () => {}): Generator<undefined, number, undefined> {
  for (let index = 0; index < count; index += 1) {
    each(index);
    yield;
  }
  return count;
}

describe('nodered: work in steps', () => {
  it('what has no further step is done before the call returns', () => {
    const seen: unknown[] = [];
    stepByStep(steps(0), new AbortController().signal, (outcome) => seen.push(outcome));
    assert.deepEqual(seen, [{ result: 0 }]);
  });

  it('long work of two takes turns with each other and with everything else', async () => {
    const seen: string[] = [];
    const { signal } = new AbortController();
    const noted = (name: string) => (index: number) => {
      seen.push(`${name}${index}`);
      busy(5);
    };
    setImmediate(() => seen.push('others'));
    const both = [inSteps(steps(3, noted('a')), signal), inSteps(steps(3, noted('b')), signal)];
    assert.deepEqual(seen, ['a0', 'b0']);
    assert.deepEqual(await Promise.all(both), [3, 3]);
    assert.deepEqual(
      seen.filter((name) => name !== 'others'),
      ['a0', 'b0', 'a1', 'b1', 'a2', 'b2'],
    );
    assert.ok(seen.indexOf('others') < seen.indexOf('b2'), seen.join());
  });

  it('tells what the work throws, at once or later', async () => {
    const { signal } = new AbortController();
    const failing = (at: number) =>
      steps(3, (index) => {
        if (index === at) throw new Error(`step ${index}`);
      });
    await assert.rejects(inSteps(failing(0), signal), /step 0/);
    await assert.rejects(inSteps(failing(2), signal), /step 2/);
  });

  it('ends between two steps when it is told to', async () => {
    const ending = new AbortController();
    let taken = 0;
    const work = inSteps(
      steps(1_000, () => {
        taken += 1;
        if (taken === 3) ending.abort(new Error('enough'));
      }),
      ending.signal,
    );
    await assert.rejects(work, /enough/);
    await new Promise(setImmediate);
    assert.equal(taken, 3);
    await assert.rejects(inSteps(steps(1), ending.signal), /enough/);
  });
});

describe('nodered: work in steps as a promise', () => {
  it('leaves nothing at a signal that outlives it: a node has one for years', async () => {
    const { signal } = new AbortController();
    function* failing(): Generator<undefined, never, undefined> {
      yield;
      throw new Error('no');
    }
    await inSteps(steps(0), signal);
    await inSteps(steps(3), signal);
    await assert.rejects(inSteps(failing(), signal), /no/);
    assert.deepEqual(getEventListeners(signal, 'abort'), []);
  });
});
