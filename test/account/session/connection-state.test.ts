import assert from 'node:assert/strict';
import { type Connection, shownError } from '#src/account/session/connection.js';
import { type ConnectionChange, ConnectionState } from '#src/account/session/connection-state.js';
import { isSameClient } from '#src/account/session/session-options.js';
import { errorOfRecord, signInError } from '#src/account/session/sign-in-error.js';
import type { TokenRecord } from '#src/account/tokens/token-record.js';
import { ApiError, ConfigError, UnavailableError } from '#src/errors.js';
import { ManualClock } from '../../support/clock/manual-clock.js';

const away = (params = {}) => new UnavailableError('network-refused', 'x', { params, sent: false });
const lost = signInError('consent-gone');

describe('session: what is shown of a connection', () => {
  let clock: ManualClock;
  let told: Connection[];
  beforeEach(() => {
    clock = new ManualClock(1_000);
    told = [];
  });
  const stateAfter = (before?: Connection) => new ConnectionState(clock, (shown) => told.push(shown), before);

  it('only what there is to show, and everything that there is', () => {
    const state = stateAfter();
    assert.deepEqual(state.shown, { phase: 'new', since: 1_000, saved: true });
    const error = new ApiError('api-refused', 'no', { status: 400, params: { status: 400 }, requestId: 'req_1' });
    state.change({ phase: 'waiting', scope: 'read:*', error, nextRenewalAt: 9_000, saved: false, copied: true });
    assert.deepEqual(state.shown, {
      phase: 'waiting',
      since: 1_000,
      saved: false,
      copied: true,
      scope: 'read:*',
      lastError: { code: 'api-refused', params: { status: 400 }, at: 1_000, requestId: 'req_1' },
      nextRenewalAt: 9_000,
    });
    assert.equal(state.error, error);
  });

  it('what a change does not name stays, and what it names as absent goes', () => {
    const state = stateAfter();
    state.change({ phase: 'waiting', scope: 'a', error: away(), nextRenewalAt: 1, saved: false, copied: true });
    const before = state.shown;
    state.change({});
    assert.deepEqual([state.shown, told.length], [before, 1]);
    state.change({ scope: undefined, error: undefined, nextRenewalAt: undefined, copied: false });
    assert.deepEqual([state.shown, state.error], [{ phase: 'waiting', since: 1_000, saved: false }, undefined]);
  });

  it('is told when something shown is different, and only then', () => {
    const state = stateAfter();
    const changes: [ConnectionChange, boolean][] = [
      [{}, false],
      [{ phase: 'new', saved: true, copied: false, error: undefined }, false],
      [{ phase: 'connected' }, true],
      [{ phase: 'connected' }, false],
      [{ saved: false }, true],
      [{ scope: 'read:*' }, true],
      [{ error: away() }, true],
      [{ error: away() }, false],
      [{ error: away({ host: 'h' }) }, true],
      [{ nextRenewalAt: 5 }, true],
    ];
    for (const [change, isTold] of changes) {
      told.length = 0;
      state.change(change);
      assert.deepEqual(told, isTold ? [state.shown] : [], JSON.stringify(change));
    }
  });

  it('a phase is since it began, an error since it came last', () => {
    const state = stateAfter();
    clock.jump(1_000);
    state.change({ phase: 'waiting', error: away() });
    clock.jump(1_000);
    state.change({ phase: 'waiting', error: away() });
    assert.deepEqual([state.shown.since, state.shown.lastError?.at], [2_000, 3_000]);
    clock.jump(1_000);
    state.change({ nextRenewalAt: 9_000 });
    assert.equal(state.shown.lastError?.at, 3_000);
  });

  it('a mistake of a listener costs nothing', () => {
    const state = new ConnectionState(clock, () => assert.fail('mine'));
    state.change({ phase: 'connected' });
    assert.equal(state.shown.phase, 'connected');
  });

  describe('after an earlier session', () => {
    const earlier = (phase: Connection['phase'], code?: string): Connection => ({
      phase,
      since: 10,
      saved: true,
      ...(code !== undefined && { lastError: { code, params: {}, at: 20 } }),
    });
    for (const [was, code, change, since, errorAt] of [
      ['connected', undefined, { phase: 'connected' }, 10, undefined],
      ['waiting', 'network-refused', { phase: 'waiting', error: away() }, 10, 1_000],
      ['signin', 'consent-gone', { phase: 'signin', error: lost }, 10, 20],
      ['signin', 'answer-lost', { phase: 'signin', error: lost }, 10, 1_000],
      ['signin', undefined, { phase: 'signin', error: lost }, 10, 1_000],
      ['config', 'client-refused', { phase: 'config', error: new ConfigError('client-refused', 'x') }, 10, 20],
      ['config', 'consent-gone', { phase: 'signin', error: lost }, 1_000, 1_000],
      ['connected', 'consent-gone', { phase: 'signin', error: lost }, 1_000, 1_000],
      ['new', undefined, { phase: 'connected' }, 1_000, undefined],
      ['new', undefined, {}, 10, undefined],
      ['connected', undefined, {}, 1_000, undefined],
    ] as const)
      it(`${was} ${code ?? ''} -> ${JSON.stringify(change)}: since ${since}, its error since ${errorAt}`, () => {
        const state = stateAfter(earlier(was, code));
        state.change(change);
        assert.deepEqual([state.shown.since, state.shown.lastError?.at], [since, errorAt]);
      });

    it('what comes between ends it', () => {
      const state = stateAfter(earlier('signin', 'consent-gone'));
      state.change({ saved: false });
      state.change({ phase: 'signin', error: lost });
      assert.deepEqual([state.shown.since, state.shown.lastError?.at], [10, 20], 'nothing was known in between');
      state.change({ phase: 'connected' });
      clock.jump(5);
      state.change({ phase: 'signin', error: lost });
      assert.deepEqual([state.shown.since, state.shown.lastError?.at], [1_005, 1_005]);
    });

    it('the same again while it is so keeps its beginning', () => {
      const state = stateAfter(earlier('signin', 'consent-gone'));
      for (let probe = 0; probe < 3; probe += 1) {
        state.change({ phase: 'signin', error: lost });
        assert.deepEqual([state.shown.since, state.shown.lastError?.at], [10, 20]);
        clock.jump(1_000);
      }
    });
  });

  it('of an error nothing but its code, its values and the id of the request; of one that is none of ours nothing at all', () => {
    const own = new ApiError('a', 'with a secret', { status: 400, params: { x: 1 }, requestId: 'r' });
    assert.deepEqual(shownError(own, 5), { code: 'a', params: { x: 1 }, at: 5, requestId: 'r' });
    assert.deepEqual(shownError(away(), 5), { code: 'network-refused', params: {}, at: 5 });
    for (const other of [new Error('with a secret'), 'secret', undefined])
      assert.deepEqual(shownError(other, 5), { code: 'unexpected-error', params: {}, at: 5 });
  });

  for (const [phase, reason, name, code] of [
    ['idle', undefined, undefined, undefined],
    ['refreshing', 'x', undefined, undefined],
    ['signin', 'answer-lost', 'ConsentRequiredError', 'answer-lost'],
    ['signin', undefined, 'ConsentRequiredError', 'consent-gone'],
    ['config', undefined, 'ConfigError', 'client-refused'],
    ['config', 'other', 'ConfigError', 'client-refused'],
  ] as const)
    it(`a stored record that is ${phase} (${reason}) needs: ${code ?? 'nobody'}`, () => {
      const error = errorOfRecord({ phase, reason } as TokenRecord);
      assert.deepEqual([error?.name, error?.code], [name, code]);
      assert.notEqual(error?.message, '');
    });

  it('clients are the same where id, secret and address are', () => {
    const client = { clientId: 'a', clientSecret: 'b', baseUrl: 'c' };
    assert.equal(isSameClient(client, { ...client }), true);
    for (const key of ['clientId', 'clientSecret', 'baseUrl'])
      assert.equal(isSameClient(client, { ...client, [key]: 'x' }), false, key);
  });
});
