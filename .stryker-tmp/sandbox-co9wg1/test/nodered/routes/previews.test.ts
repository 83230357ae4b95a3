// @ts-nocheck
import assert from 'node:assert/strict';
import { Previews } from '#src/nodered/routes/previews.js';

function* taking(turns: number, result: string): Generator<undefined, string, undefined> {
  for (let turn = 0; turn < turns; turn += 1) yield;
  return result;
}

describe('nodered: previews', () => {
  it('are made one after another; one that fails does not hold up the next', async () => {
    const previews = new Previews();
    const order: string[] = [];
    const one = (name: string, turns: number) =>
      previews.make(() => taking(turns, name)).then((made) => order.push(made));
    const bad = previews.make((): Generator<undefined, string, undefined> => {
      throw new Error('no settings');
    });
    await Promise.all([one('long', 20), one('short', 0), assert.rejects(bad, /no settings/), one('next', 3)]);
    assert.deepEqual(order, ['long', 'short', 'next']);
  });

  it('are bounded in number', async () => {
    const previews = new Previews();
    const made = Array.from({ length: 20 }, () => previews.make(() => taking(3, 'made')));
    const outcomes = await Promise.allSettled(made);
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 5);
    for (const outcome of outcomes.slice(5))
      assert.equal(outcome.status === 'rejected' && outcome.reason.code, 'too-many-previews');
    assert.equal(await previews.make(() => taking(0, 'again')), 'again');
  });

  it('are bounded in time: one without end is given up, and the next is made', async () => {
    const waits: (() => void)[] = [];
    const previews = new Previews((_ms, callback) => {
      waits.push(callback);
      return () => {};
    });
    const endless = previews.make(() => taking(Number.POSITIVE_INFINITY, 'never'));
    const next = previews.make(() => taking(1, 'next'));
    await new Promise(setImmediate);
    assert.equal(waits.length, 1);
    waits[0]?.();
    await assert.rejects(endless, { code: 'preview-too-long' });
    assert.equal(await next, 'next');
  });
});
