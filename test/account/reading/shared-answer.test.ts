import assert from 'node:assert/strict';
import { SharedAnswer } from '#src/account/reading/shared-answer.js';
import { ManualClock } from '../../support/clock/manual-clock.js';

describe('account: an answer that many ask for', () => {
  let clock: ManualClock;
  let asked: { resolve(answer: string): void; reject(error: Error): void }[];
  let shared: SharedAnswer<string>;
  beforeEach(() => {
    clock = new ManualClock(Date.parse('2026-11-22T10:00:00Z'));
    asked = [];
    shared = new SharedAnswer(clock, () => new Promise((resolve, reject) => asked.push({ resolve, reject })));
  });

  it('400 who ask at once get one answer to one question', async () => {
    const answers = Array.from({ length: 400 }, () => shared.ask());
    asked[0]?.resolve('a');
    assert.deepEqual([new Set(await Promise.all(answers)), asked.length], [new Set(['a']), 1]);
  });

  it('is given to those who come within 3 s, then it is asked for again', async () => {
    const first = shared.ask();
    asked[0]?.resolve('a');
    await first;
    await clock.advance(2_999);
    assert.equal(await shared.ask(), 'a');
    await clock.advance(1);
    void shared.ask();
    assert.equal(asked.length, 2);
  });

  it('is not kept when the clock jumps back an hour and time goes on', async () => {
    const first = shared.ask();
    asked[0]?.resolve('a');
    await first;
    clock.jump(-3_600_000);
    await clock.advance(3_000);
    void shared.ask();
    assert.equal(asked.length, 2);
  });

  it('a failure is told to all who wait, and to nobody after them', async () => {
    const both = [shared.ask(), shared.ask()];
    asked[0]?.reject(new Error('down'));
    for (const { status } of await Promise.allSettled(both)) assert.equal(status, 'rejected');
    const next = shared.ask();
    asked[1]?.resolve('up');
    assert.equal(await next, 'up');
  });

  it('once forgotten, neither what is known nor what is under way is given to anybody new', async () => {
    const old = shared.ask();
    shared.forget();
    const fresh = shared.ask();
    asked[1]?.resolve('new');
    assert.equal(await fresh, 'new');
    asked[0]?.resolve('old');
    assert.equal(await old, 'old');
    assert.equal(await shared.ask(), 'new');
    shared.forget();
    void shared.ask();
    assert.equal(asked.length, 3);
  });

  for (const [what, end] of [
    ['an answer', () => asked[0]?.resolve('old')],
    ['a failure', () => asked[0]?.reject(new Error('down'))],
  ] as const)
    it(`${what} that was meant for somebody else leaves the question of now as it is`, async () => {
      const old = shared.ask();
      shared.forget();
      const now = [shared.ask()];
      end();
      await old.catch(() => undefined);
      now.push(shared.ask());
      assert.equal(asked.length, 2);
      asked[1]?.resolve('new');
      assert.deepEqual(await Promise.all(now), ['new', 'new']);
    });
});
