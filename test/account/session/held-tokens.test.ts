import assert from 'node:assert/strict';
import { HeldTokens } from '#src/account/session/held-tokens.js';
import { RenewalRetry } from '#src/account/session/renewal-retry.js';
import type { TokenRecord } from '#src/account/tokens/token-record.js';
import { markNow } from '#src/clock/elapsed.js';
import { ManualClock } from '../../support/clock/manual-clock.js';

const minute = 60_000;
const hour = 60 * minute;

describe('session: tokens in memory', () => {
  let clock: ManualClock;
  let held: HeldTokens;
  beforeEach(() => {
    clock = new ManualClock();
    held = new HeldTokens(clock);
  });
  const record = (gen: number, more: Partial<TokenRecord> = {}): TokenRecord => ({
    seq: gen,
    gen,
    phase: 'idle',
    issuer: 'https://api.nomos.energy',
    clientFp: 'fp',
    accessToken: `access-${gen}`,
    refreshToken: `refresh-${gen}`,
    expiresInMs: hour,
    obtainedWall: clock.now(),
    ambiguous: false,
    ...more,
  });
  const state = () => [held.usableToken, held.isDue, held.isLongUnused];

  it('none are no token, due, and never too long unused', async () => {
    assert.deepEqual([held.record, ...state()], [undefined, undefined, true, false]);
    await clock.advance(24 * hour);
    assert.equal(held.isLongUnused, false);
    held.hold(record(1));
    held.hold(undefined);
    assert.deepEqual([held.record, ...state()], [undefined, undefined, true, false]);
  });

  it('an access token is used to its end, and renewed in the last quarter', async () => {
    held.hold(record(1));
    assert.deepEqual(state(), ['access-1', false, false]);
    await clock.advance(45 * minute);
    assert.deepEqual(state(), ['access-1', false, false], 'a quarter is left');
    await clock.advance(1);
    assert.deepEqual(state(), ['access-1', true, false]);
    await clock.advance(15 * minute - 2);
    assert.equal(held.usableToken, 'access-1');
    await clock.advance(1);
    assert.deepEqual(state(), [undefined, true, false]);
  });

  it('one that lives long is due all the same after 12 hours, when its refresh token was not used', async () => {
    held.hold(record(1, { expiresInMs: 100 * hour }));
    await clock.advance(12 * hour - 1);
    assert.deepEqual(state(), ['access-1', false, false]);
    await clock.advance(1);
    assert.deepEqual(state(), ['access-1', true, true]);
  });

  it('without an access token there is nothing to use', () => {
    held.hold(record(1, { accessToken: '' }));
    assert.deepEqual(state(), [undefined, true, false]);
  });

  for (const [what, ageMs, isUsable] of [
    ['half an hour ago', 30 * minute, true],
    ['an hour ago', hour, false],
    ['in the future, by a clock that was wrong', -50 * 365 * 24 * hour, true],
  ] as const)
    it(`tokens that came ${what} are ${isUsable ? '' : 'not '}used`, () => {
      held.hold(record(1, { obtainedWall: clock.now() - ageMs }));
      assert.equal(held.usableToken !== undefined, isUsable);
    });

  for (const [what, next, isOld] of [
    ['a later note of the same tokens', { gen: 1, seq: 2 }, true],
    ['the same note', { gen: 1, seq: 1 }, true],
    ['an earlier note, which somebody else saved', { gen: 1, seq: 0 }, false],
    ['other tokens', { gen: 2, seq: 2 }, false],
  ] as const)
    it(`${what}: the age ${isOld ? 'stays known' : 'is that of the record'}, though the clock went back`, async () => {
      held.hold(record(1));
      await clock.advance(50 * minute);
      clock.jump(-hour);
      held.hold(record(1, next));
      assert.deepEqual([held.record?.seq, held.isDue], [next.seq, isOld]);
    });

  it('a refused token is not given out again, whatever is noted of it, until there is another one', () => {
    held.hold(record(1));
    held.reject('access-0');
    assert.equal(held.usableToken, 'access-1', 'another one was refused');
    held.reject('access-1');
    assert.deepEqual(state(), [undefined, true, false]);
    held.hold(record(1, { seq: 2 }));
    assert.equal(held.usableToken, undefined);
    held.hold(record(2, { accessToken: 'access-1' }));
    assert.equal(held.usableToken, undefined, 'only the refresh token is new');
    held.hold(record(3));
    assert.equal(held.usableToken, 'access-3');
  });

  it('after a sign-out the same token may come again', () => {
    held.hold(record(1));
    held.reject('access-1');
    held.hold(undefined);
    held.hold(record(1));
    assert.equal(held.usableToken, 'access-1');
  });

  it('a token that took the place of a refused one is believed for a minute', async () => {
    held.hold(record(1));
    held.reject('access-1');
    held.hold(record(2));
    await clock.advance(minute - 1);
    held.reject('access-2');
    assert.equal(held.usableToken, 'access-2');
    await clock.advance(1);
    held.reject('access-2');
    assert.equal(held.usableToken, undefined);
  });

  it('unless its last quarter has begun', async () => {
    for (const [ageMs, isBelieved] of [
      [45_000 - 1, true],
      [45_000, false],
    ] as const) {
      held = new HeldTokens(clock);
      held.hold(record(1));
      held.reject('access-1');
      held.hold(record(2, { expiresInMs: minute }));
      await clock.advance(ageMs);
      held.reject('access-2');
      assert.equal(held.usableToken !== undefined, isBelieved);
    }
  });

  it('a token that took the place of one that merely ended is refused at once', () => {
    held.hold(record(1));
    held.reject('access-1');
    held.hold(record(2));
    held.hold(record(3));
    held.reject('access-3');
    assert.equal(held.usableToken, undefined);
  });

  it('nothing is refused where there is nothing', () => {
    held.reject('access-1');
    held.hold(record(1));
    assert.equal(held.usableToken, 'access-1');
  });
});

describe('session: when to try again', () => {
  it('a try is planned until all is well, and due when its time is over, by the clock that says longer', async () => {
    const clock = new ManualClock();
    const retry = new RenewalRetry(clock);
    assert.deepEqual([retry.isPending, retry.remainingMs, retry.earlyMs], [false, 0, undefined]);
    retry.retryAfter(10_000);
    assert.deepEqual([retry.isPending, retry.remainingMs], [true, 10_000]);
    await clock.advance(4_000);
    clock.jump(-hour);
    assert.equal(retry.remainingMs, 6_000);
    clock.jump(2 * hour);
    assert.deepEqual([retry.isPending, retry.remainingMs], [true, 0]);
    Object.assign(retry, { failures: 3, lostAt: markNow(clock), refusedOnce: true });
    assert.ok(retry.earlyMs !== undefined);
    retry.clear();
    assert.deepEqual([retry.isPending, retry.failures, retry.lostAt, retry.refusedOnce], [false, 0, undefined, false]);
  });
});
