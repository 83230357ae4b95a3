import assert from 'node:assert/strict';
import { ConnectionState } from '#src/account/session/connection-state.js';
import type { FailedRenewal, TokenFailure } from '#src/account/session/renewal.js';
import type { SessionSettings } from '#src/account/session/session-options.js';
import { TokenKeeper } from '#src/account/session/token-keeper.js';
import type { TokenRecord } from '#src/account/tokens/token-record.js';
import type { TokenVault } from '#src/account/tokens/token-vault.js';
import { markNow } from '#src/clock/elapsed.js';
import { ApiError, NomosError, UnavailableError } from '#src/errors.js';
import type { HttpDoor } from '#src/http/door.js';
import { client, tokenRecord } from '../../support/account/token-records.js';
import { ManualClock, turns } from '../../support/clock/manual-clock.js';

const minute = 60_000;
const hour = 60 * minute;
const elsewhere = { ...client, baseUrl: 'https://elsewhere.example.com' };
const full = new NomosError('tokens-not-saved', 'x');
const away: TokenFailure = {
  kind: 'not-sent',
  error: new UnavailableError('network-refused', 'x', { sent: false }),
};
const refused: TokenFailure = { kind: 'grant-refused', error: new ApiError('token-refused', 'x', { status: 400 }) };
const ambiguous: TokenFailure = {
  kind: 'ambiguous',
  error: new UnavailableError('network-reset', 'x', { sent: true }),
};

describe('session: what is kept of tokens, and what follows from a renewal', () => {
  let clock: ManualClock;
  let settings: SessionSettings;
  let saved: TokenRecord[];
  let disk: { failure?: Error | undefined; isShared: boolean };
  beforeEach(() => {
    clock = new ManualClock();
    settings = client;
    saved = [];
    disk = { isShared: false };
  });

  function bench(grant: 'consent' | 'client-credentials' = 'consent') {
    const write = async (record?: TokenRecord) => {
      if (disk.failure !== undefined) throw disk.failure;
      if (record !== undefined) saved.push(record);
    };
    const vault = {
      save: (_id: string, record: TokenRecord) => write(record),
      saveUnsaved: () => write(),
      secure: () => write(),
      get isShared() {
        return disk.isShared;
      },
    } as unknown as TokenVault;
    const state = new ConnectionState(clock, () => {});
    const fixed = { accountId: 'a', vault, clock, door: {} as HttpDoor, random: () => 1 };
    const keeper = new TokenKeeper({ ...fixed, grant, state, settings: () => settings });
    const shown = () => {
      const { phase, lastError, nextRenewalAt } = state.shown;
      const waitMs = nextRenewalAt === undefined ? undefined : nextRenewalAt - clock.now();
      return [phase, lastError?.code, waitMs];
    };
    return { keeper, state, shown };
  }
  const record = (more: Partial<TokenRecord> = {}): TokenRecord => tokenRecord({ obtainedWall: clock.now(), ...more });
  const failed = (failure: TokenFailure, more: Partial<FailedRenewal> = {}): FailedRenewal => ({
    kind: 'failed',
    failure,
    record: record(),
    lostAt: undefined,
    ...more,
  });

  it('what is taken over is shown with its scope, and whether it is saved and copied', () => {
    const { keeper, state } = bench();
    keeper.take({ record: record({ scope: 'read:*', copiedAt: 5 }), saved: true });
    const since = clock.now();
    assert.deepEqual(state.shown, { phase: 'connected', since, saved: true, copied: true, scope: 'read:*' });
    keeper.take({ record: record({ seq: 2 }), saved: true });
    assert.deepEqual(state.shown, { phase: 'connected', since, saved: true });
    assert.equal(clock.nextTimerMs, undefined);
  });

  it('what is not saved is said, and saved later, unless it is saved by other means, or all is over', async () => {
    const { keeper, state } = bench();
    keeper.take({ record: record(), saved: false, error: full });
    assert.deepEqual([state.shown.saved, state.shown.lastError?.code], [false, 'tokens-not-saved']);
    assert.equal(clock.nextTimerMs, 5_000);
    keeper.take({ record: record({ seq: 2 }), saved: true });
    assert.deepEqual([state.shown.saved, state.error, clock.nextTimerMs], [true, undefined, undefined]);
    keeper.take({ record: record({ seq: 3 }), saved: false, error: full });
    await clock.advance(5_000);
    assert.deepEqual([state.shown.saved, state.error, clock.nextTimerMs], [true, undefined, undefined]);
    await keeper.stop();
    keeper.take({ record: record({ seq: 4 }), saved: false, error: full });
    assert.equal(clock.nextTimerMs, undefined);
  });

  for (const [what, grant, of, with_, phase, code] of [
    ['all is well', 'consent', {}, client, 'connected', undefined],
    ['there is no secret', 'consent', {}, { ...client, clientSecret: '' }, 'config', 'secret-missing'],
    ['no secret, and another server', 'consent', {}, { ...elsewhere, clientSecret: '' }, 'config', 'secret-missing'],
    ['another server', 'consent', {}, elsewhere, 'signin', 'account-moved'],
    ['another server, before a latch', 'consent', { phase: 'config' }, elsewhere, 'signin', 'account-moved'],
    ['another server, where a secret is enough', 'client-credentials', {}, elsewhere, 'connected', undefined],
    ['a latch', 'consent', { phase: 'signin', reason: 'answer-lost' }, client, 'signin', 'answer-lost'],
    ['a latch of the client', 'consent', { phase: 'config' }, client, 'config', 'client-refused'],
    ['a renewal under way', 'consent', { phase: 'refreshing' }, client, 'connected', undefined],
    ['a latch, though they end soon', 'consent', { phase: 'signin', expiresInMs: 5 }, client, 'signin', 'consent-gone'],
    ['no access token', 'consent', { accessToken: '', expiresInMs: 5 }, client, 'connected', undefined],
  ] as const)
    it(`taken over, ${what}: ${phase} ${code ?? ''}`, () => {
      const { keeper, shown } = bench(grant);
      settings = with_;
      keeper.take({ record: record(of), saved: true });
      assert.deepEqual(shown(), [phase, code, undefined]);
    });

  for (const [what, grant, of, with_, expected] of [
    ['their own client', 'consent', {}, client, ['access-1', true, false, false]],
    ['another secret', 'consent', {}, { ...client, clientSecret: 'x' }, ['access-1', false, false, false]],
    ['another id', 'consent', {}, { ...client, clientId: 'x' }, ['access-1', false, false, false]],
    ['another server', 'consent', {}, elsewhere, [undefined, false, true, false]],
    ['their own client', 'client-credentials', {}, client, ['access-1', true, false, false]],
    ['another secret', 'client-credentials', {}, { ...client, clientSecret: 'x' }, ['access-1', false, false, true]],
    ['another server', 'client-credentials', {}, elsewhere, [undefined, false, false, true]],
    ['their own client, at their end', 'consent', { expiresInMs: 0.1 }, client, [undefined, true, false, true]],
  ] as const)
    it(`${grant} tokens and ${what}: ${expected}`, async () => {
      const { keeper } = bench(grant);
      keeper.take({ record: record({ ...of, obtainedWall: clock.now() - 1 }), saved: true });
      settings = with_;
      assert.deepEqual([keeper.usableToken, keeper.isOfClient, keeper.isForeign, keeper.isDue], expected);
    });

  it('where there are none they are due, and nobody’s', () => {
    const { keeper } = bench();
    assert.deepEqual(
      [keeper.usableToken, keeper.isOfClient, keeper.isForeign, keeper.isDue],
      [undefined, false, false, true],
    );
  });

  it('tokens that end too soon are waited with, longer for each new pair, and not for the same', () => {
    const { keeper, shown } = bench();
    for (const [gen, waitMs] of [
      [1, 30_000],
      [1, 30_000],
      [2, 2 * minute],
      [2, 2 * minute],
      [3, 5 * minute],
    ] as const) {
      keeper.take({ record: record({ gen, expiresInMs: 20_000 }), saved: true });
      assert.deepEqual(shown(), ['waiting', 'token-life-short', waitMs]);
      assert.deepEqual([keeper.retry.isPending, keeper.retry.remainingMs], [true, waitMs]);
    }
    keeper.take({ record: record({ gen: 4 }), saved: true });
    assert.deepEqual([...shown(), keeper.retry.isPending], ['connected', undefined, undefined, false]);
    assert.deepEqual(saved, []);
  });

  for (const [what, of, isAmbiguous, isLost] of [
    ['at rest', {}, false, false],
    ['at rest, after a lost answer', { ambiguous: true }, true, false],
    ['in the middle of a renewal', { phase: 'refreshing' }, true, true],
    ['latched', { phase: 'signin' }, false, false],
  ] as const)
    it(`gone on with ${what}: ${isAmbiguous ? 'an' : 'no'} answer may be lost`, () => {
      const { keeper } = bench();
      keeper.resume({ record: record(of), saved: true });
      assert.equal(keeper.held.record?.ambiguous, isAmbiguous);
      assert.deepEqual(keeper.retry.lostAt, isLost ? markNow(clock) : undefined);
    });

  it('dropped, nothing is left of them, whatever it was', async () => {
    const { keeper, state } = bench();
    keeper.take({ record: record({ scope: 's', copiedAt: 1 }), saved: false, error: full });
    await keeper.settle(failed(away));
    keeper.drop();
    assert.deepEqual(state.shown, { phase: 'new', since: clock.now(), saved: true });
    assert.deepEqual([keeper.held.record, keeper.retry.isPending, clock.nextTimerMs], [undefined, false, undefined]);
    settings = { ...client, clientId: '' };
    keeper.drop();
    assert.equal(state.error?.code, 'client-missing');
  });

  describe('after a renewal', () => {
    it('that worked, all is well', async () => {
      const { keeper, shown } = bench();
      await keeper.settle(failed(ambiguous, { lostAt: markNow(clock) }));
      await keeper.settle({ kind: 'renewed', record: record({ gen: 2 }), saved: true });
      const { failures, lostAt, refusedOnce, isPending } = keeper.retry;
      assert.deepEqual([failures, lostAt, refusedOnce, isPending], [0, undefined, false, false]);
      assert.deepEqual([shown(), keeper.held.record?.gen], [['connected', undefined, undefined], 2]);
    });

    it('that found nothing in the store, there is nothing', async () => {
      const { keeper, shown } = bench();
      keeper.take({ record: record(), saved: true });
      await keeper.settle({ kind: 'gone' });
      assert.deepEqual([shown(), keeper.held.record], [['new', undefined, undefined], undefined]);
    });

    it('without a refresh token, the access token serves to its end; then a person is needed, which is kept', async () => {
      const { keeper, shown } = bench();
      keeper.take({ record: record(), saved: true });
      await keeper.settle({ kind: 'nothing-to-renew' });
      assert.deepEqual([shown(), saved], [['waiting', 'consent-gone', minute], []]);
      await clock.advance(hour);
      await keeper.settle({ kind: 'nothing-to-renew' });
      assert.deepEqual(shown(), ['signin', 'consent-gone', 24 * hour]);
      const latched = { ...keeper.held.record };
      assert.deepEqual([latched.seq, latched.phase, latched.reason], [2, 'signin', 'consent-gone']);
      assert.deepEqual(saved, [latched]);
    });

    it('that could not be noted down, it is tried again in a minute, or soon where an answer was lost', async () => {
      const { keeper, shown } = bench();
      keeper.take({ record: record(), saved: true });
      await keeper.settle({ kind: 'not-reserved', error: full });
      assert.deepEqual(shown(), ['waiting', 'tokens-not-saved', minute]);
      keeper.retry.lostAt = markNow(clock);
      await keeper.settle({ kind: 'not-reserved', error: full });
      assert.deepEqual(shown(), ['waiting', 'tokens-not-saved', 500]);
    });

    it('that failed, what is known of the tokens is kept; early tries are no failures', async () => {
      const { keeper, shown } = bench();
      keeper.take({ record: record(), saved: true });
      const lostAt = markNow(clock);
      await keeper.settle(failed(ambiguous, { record: record({ ambiguous: true }), lostAt }));
      assert.deepEqual([keeper.held.record?.ambiguous, keeper.retry.lostAt, keeper.retry.failures], [true, lostAt, 0]);
      assert.deepEqual([shown(), keeper.retry.remainingMs], [['waiting', 'network-reset', 500], 500]);
      for (const [failures, waitMs] of [
        [1, 5_000],
        [2, 10_000],
      ]) {
        await keeper.settle(failed(away));
        assert.deepEqual([keeper.retry.failures, shown()], [failures, ['waiting', 'network-refused', waitMs]]);
      }
      assert.deepEqual(saved, []);
    });

    for (const [what, of, isShared, code] of [
      ['', {}, false, 'consent-gone'],
      [', and an answer was lost', { ambiguous: true }, false, 'answer-lost'],
      [', and the tokens were copied', { copiedAt: 1 }, false, 'sign-in-copied'],
      [', and another process saves here', {}, true, 'sign-in-copied'],
    ] as const)
      for (const failure of [undefined, full])
        it(`refused twice${what}: ${code}, also ${failure === undefined ? 'for the next process' : 'on a full disk'}`, async () => {
          const { keeper, shown } = bench();
          disk = { isShared, failure };
          keeper.take({ record: record(of), saved: true });
          await keeper.settle(failed(refused, { record: record(of) }));
          assert.deepEqual([shown(), keeper.retry.refusedOnce], [['waiting', 'renewal-unconfirmed', 30_000], true]);
          await keeper.settle(failed(refused, { record: record(of) }));
          assert.deepEqual(shown(), ['signin', code, 24 * hour]);
          assert.deepEqual([keeper.held.record?.phase, keeper.held.record?.reason], ['signin', code]);
          assert.equal(saved.length, failure === undefined ? 1 : 0);
        });

    for (const [phase, first] of [
      ['config', { kind: 'client-refused', error: refused.error }],
      ['signin', refused],
    ] as const)
      it(`a probe that does not get through leaves it ${phase}`, async () => {
        const { keeper, shown } = bench();
        keeper.take({ record: record(), saved: true });
        for (let time = 0; time < 2; time += 1) await keeper.settle(failed(first));
        assert.equal(shown()[0], phase);
        await keeper.settle(failed(away));
        assert.deepEqual(shown(), [phase, 'network-refused', hour]);
        assert.equal(saved.at(-1)?.phase, phase);
      });

    it('that a bare 401 ended right after the client was edited is about the client, without a record, too', async () => {
      const bare: TokenFailure = { kind: 'refused', error: refused.error, isOfCode: false };
      for (const of of [record(), undefined]) {
        const { keeper, shown } = bench();
        settings = { ...client, clientSecret: 'edited' };
        saved.length = 0;
        await keeper.settle(failed(bare, { record: of }));
        assert.deepEqual(shown(), ['config', 'client-refused', 6 * hour]);
        assert.equal(saved.length, of === undefined ? 0 : 1);
      }
      const { keeper, shown } = bench();
      settings = client;
      await keeper.settle(failed(bare));
      assert.equal(shown()[0], 'waiting');
    });
  });

  for (const [what, isConnected, lostCode] of [
    ['is connected', true, 'tokens-not-saved'],
    ['waits for something else', false, 'network-refused'],
  ] as const)
    it(`tokens that are lost while the account ${what}: said until they are saved again`, async () => {
      const { keeper, state } = bench();
      keeper.take({ record: record(), saved: true });
      if (!isConnected) await keeper.settle(failed(away));
      await keeper.check();
      assert.equal(state.shown.saved, true);
      disk.failure = full;
      await keeper.check();
      assert.deepEqual([state.shown.saved, state.shown.lastError?.code], [false, lostCode]);
      disk.failure = undefined;
      await clock.advance(5_000);
      await turns();
      assert.deepEqual([state.shown.saved, state.shown.lastError?.code], [true, isConnected ? undefined : lostCode]);
    });
});
