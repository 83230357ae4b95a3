import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TokenFailure } from '#src/account/session/renewal.js';
import {
  afterFailure,
  afterShortLife,
  type RenewalSituation,
  signInAgain,
} from '#src/account/session/renewal-decision.js';
import { ApiError, ConsentRequiredError, UnavailableError } from '#src/errors.js';
import { clampWaitMs } from '#src/http/retry-after.js';

const minute = 60_000;
const calm: RenewalSituation = {
  grant: 'consent',
  latch: undefined,
  refusedOnce: false,
  sameClient: true,
  ambiguous: false,
  copied: false,
  failures: 1,
  earlyMs: undefined,
};
const error = new ApiError('token-refused', '', { status: 400 });
const away = (code: string) => new UnavailableError(code, '', { sent: false });
const failure = (kind: string, code = 'network-refused'): TokenFailure =>
  ({ kind, error: ['not-sent', 'busy'].includes(kind) ? away(code) : error }) as TokenFailure;
const unavailable = (retryAfterMs: number): TokenFailure => ({
  kind: 'ambiguous',
  error: new UnavailableError('api-unavailable', '', { sent: true, retryAfterMs }),
});
const busy = (retryAfterMs: number): TokenFailure => ({
  kind: 'busy',
  error: new UnavailableError('api-busy', '', { sent: false, retryAfterMs }),
});

describe('session: what follows a failed renewal', () => {
  const table: readonly [string, TokenFailure, Partial<RenewalSituation>, string, string, number][] = [
    ['not sent', failure('not-sent'), {}, 'waiting', 'network-refused', 5_000],
    ['not sent, third time', failure('not-sent'), { failures: 3 }, 'waiting', 'network-refused', 20_000],
    ['not sent, for long', failure('not-sent'), { failures: 50 }, 'waiting', 'network-refused', 5 * minute],
    ['case 13: a wrong certificate', failure('not-sent', 'tls-untrusted'), {}, 'waiting', 'tls-untrusted', 5 * minute],
    ['case 14: a proxy', failure('not-sent', 'proxy-refused'), {}, 'waiting', 'proxy-refused', 5 * minute],
    ['ambiguous', failure('ambiguous'), {}, 'waiting', 'token-refused', 30_000],
    ['ambiguous, 2', failure('ambiguous'), { failures: 2 }, 'waiting', 'token-refused', 2 * minute],
    ['ambiguous, 3', failure('ambiguous'), { failures: 3 }, 'waiting', 'token-refused', 5 * minute],
    ['ambiguous, 4', failure('ambiguous'), { failures: 4 }, 'waiting', 'token-refused', 15 * minute],
    ['ambiguous, 40', failure('ambiguous'), { failures: 40 }, 'waiting', 'token-refused', 15 * minute],
    ['redirected', failure('redirected'), {}, 'waiting', 'token-refused', 5 * minute],
    ['unexpected', failure('unexpected'), {}, 'waiting', 'renewal-refused', 15 * minute],
    ['unusable', failure('unusable'), {}, 'waiting', 'token-refused', 30_000],
    ['unusable, 4', failure('unusable'), { failures: 4 }, 'waiting', 'token-refused', 15 * minute],
    ['ambiguous a moment ago', failure('ambiguous'), { earlyMs: 1_234 }, 'waiting', 'token-refused', 1_234],
    ['not sent, lost before', failure('not-sent'), { earlyMs: 1_234 }, 'waiting', 'network-refused', 1_234],
    ['unexpected, lost before', failure('unexpected'), { earlyMs: 1_234 }, 'waiting', 'renewal-refused', 1_234],
    ['redirected, lost before', failure('redirected'), { earlyMs: 1_234 }, 'waiting', 'token-refused', 1_234],
    ['busy, lost before', failure('busy', 'api-busy'), { earlyMs: 1_234 }, 'waiting', 'renewal-busy', 1_234],
    ['busy for 9 s, lost before', busy(9_000), { earlyMs: 1_234 }, 'waiting', 'renewal-busy', 9_000],
    ['out of order for 9 s', unavailable(9_000), { earlyMs: 1_234 }, 'waiting', 'renewal-unavailable', 9_000],
    ['out of order for 40 s', unavailable(40_000), {}, 'waiting', 'renewal-unavailable', 40_000],
    ['refused', failure('refused'), {}, 'waiting', 'renewal-unconfirmed', 30_000],
    ['refused twice', failure('refused'), { refusedOnce: true }, 'signin', 'consent-gone', 1440 * minute],
    ['invalid_grant', failure('grant-refused'), {}, 'waiting', 'renewal-unconfirmed', 30_000],
    ['invalid_grant twice', failure('grant-refused'), { refusedOnce: true }, 'signin', 'consent-gone', 1440 * minute],
    [
      'after an answer was lost',
      failure('grant-refused'),
      { refusedOnce: true, ambiguous: true },
      'signin',
      'answer-lost',
      1440 * minute,
    ],
    [
      'after another installation had the tokens, whether or not an answer was lost',
      failure('grant-refused'),
      { refusedOnce: true, ambiguous: true, copied: true },
      'signin',
      'sign-in-copied',
      1440 * minute,
    ],
    ['refused, edited secret', failure('refused'), { sameClient: false }, 'config', 'client-refused', 360 * minute],
    [
      'invalid_grant, edited secret',
      failure('grant-refused'),
      { sameClient: false },
      'waiting',
      'renewal-unconfirmed',
      30_000,
    ],
    ['invalid_client', failure('client-refused'), {}, 'config', 'client-refused', 360 * minute],
    ['a probe refused', failure('refused'), { latch: 'signin' }, 'signin', 'consent-gone', 1440 * minute],
    [
      'a probe that did not get through',
      failure('not-sent'),
      { latch: 'signin' },
      'signin',
      'network-refused',
      60 * minute,
    ],
    [
      'still the wrong secret',
      failure('refused'),
      { latch: 'config', sameClient: false },
      'config',
      'client-refused',
      360 * minute,
    ],
    [
      'the right secret again, refused',
      failure('refused'),
      { latch: 'config' },
      'waiting',
      'renewal-unconfirmed',
      30_000,
    ],
    [
      'the right secret again, refused twice',
      failure('refused'),
      { latch: 'config', refusedOnce: true },
      'signin',
      'consent-gone',
      1440 * minute,
    ],
    [
      'client credentials refused',
      failure('refused'),
      { grant: 'client-credentials' },
      'config',
      'client-refused',
      360 * minute,
    ],
    [
      'client credentials, invalid_grant',
      failure('grant-refused'),
      { grant: 'client-credentials' },
      'config',
      'client-refused',
      360 * minute,
    ],
  ];
  for (const [what, kind, standing, phase, code, delayMs] of table)
    it(`${what} -> ${phase}, ${code}, ${delayMs / 1_000} s`, () => {
      const decision = afterFailure(kind, { ...calm, ...standing }, () => 1);
      assert.deepEqual([decision.phase, decision.error.code, decision.delayMs], [phase, code, delayMs]);
    });

  for (const [what, standing, kind, expected] of [
    ['refused', {}, 'refused', true],
    ['refused again', { refusedOnce: true }, 'refused', true],
    ['not sent', {}, 'not-sent', false],
    ['not sent after a refusal', { refusedOnce: true }, 'not-sent', true],
    ['ambiguous after a refusal', { refusedOnce: true }, 'ambiguous', true],
    ['a probe that did not get through', { latch: 'signin', refusedOnce: true }, 'not-sent', true],
    ['a probe that did not get through, of a process that was never refused', { latch: 'config' }, 'not-sent', false],
    ['a wrong secret', {}, 'client-refused', true],
  ] as const)
    it(`${what}: the next refusal ${expected ? 'is the second' : 'is the first'}`, () => {
      assert.equal(afterFailure(failure(kind), { ...calm, ...standing }, () => 1).refusedOnce, expected);
    });

  it('what Nomos said of a failure goes along with it: its values, the id of the request, and a wait', () => {
    const said = { params: { status: 400 }, requestId: 'req_1' };
    const refusal = new ApiError('token-refused', 'no', { status: 400, ...said });
    const busyFor = (retryAfterMs?: number) =>
      new UnavailableError('api-busy', 'no', { ...said, retryAfterMs, sent: false });
    const of = (kind: string, cause: Error, standing: Partial<RenewalSituation> = {}) =>
      afterFailure({ kind, error: cause } as TokenFailure, { ...calm, ...standing }, () => 1).error as UnavailableError;
    for (const [shown, name, retryAfterMs, sent] of [
      [of('refused', refusal), 'UnavailableError', 30_000, true],
      [of('refused', refusal, { refusedOnce: true }), 'ConsentRequiredError', undefined, undefined],
      [of('client-refused', refusal), 'ConfigError', undefined, undefined],
      [of('unexpected', refusal), 'UnavailableError', undefined, false],
      [of('busy', busyFor(7_000)), 'UnavailableError', 7_000, false],
      [of('busy', busyFor()), 'UnavailableError', undefined, false],
    ] as const) {
      const { params, requestId, message } = shown;
      assert.deepEqual({ params, requestId }, said, shown.code);
      assert.deepEqual([shown.name, shown.retryAfterMs, shown.sent], [name, retryAfterMs, sent], shown.code);
      assert.notEqual(message, '');
    }
  });

  for (const [what, cause, standing, expected] of [
    ['out of order for 40 s, with an early try', unavailable(40_000), { earlyMs: 1_234 }, 40_000],
    ['redirected, and an answer was lost', failure('redirected'), { ambiguous: true }, 30_000],
    ['redirected, and an answer was lost long ago', failure('redirected'), { ambiguous: true, failures: 4 }, 300_000],
    ['not sent, and an answer was lost', failure('not-sent'), { ambiguous: true, failures: 20 }, 300_000],
    ['unexpected, and an answer was lost', failure('unexpected'), { ambiguous: true, failures: 2 }, 120_000],
    ['busy for 10 s', busy(10_000), {}, 12_000],
    ['busy for 10 s, and an answer was lost', busy(10_000), { ambiguous: true }, 10_000],
    ['busy', failure('busy', 'api-busy'), {}, 36_000],
    ['a probe, busy for 2 h', busy(clampWaitMs(7_200_000)), { latch: 'signin' }, 4_320_000],
    ['a probe out of order', unavailable(1_000), { latch: 'config' }, 3_600_000],
    ['a name that only looks like a certificate', failure('not-sent', 'network-tls-proxy-x'), {}, 5_000],
  ] as const)
    it(`${what}: ${expected / 1_000} s`, () => {
      assert.equal(afterFailure(cause, { ...calm, ...standing }, () => 1).delayMs, expected);
    });

  for (const [failures, expected] of [
    [1, 30_000],
    [2, 2 * minute],
    [3, 5 * minute],
    [4, 15 * minute],
    [9, 15 * minute],
  ] as const)
    it(`tokens that end too soon, ${failures} times: again after ${expected / 1_000} s, and it is said how soon`, () => {
      const { phase, error: shown, delayMs, refusedOnce } = afterShortLife({ expiresInMs: 1_500 }, failures);
      assert.deepEqual([phase, delayMs, refusedOnce], ['waiting', expected, false]);
      const { name, code, params, message, sent } = shown as UnavailableError;
      assert.deepEqual([name, code, params, sent], ['UnavailableError', 'token-life-short', { seconds: 1.5 }, true]);
      assert.match(message, /1\.5 s/);
    });

  it('whoever has to sign in again is tried once a day', () => {
    const gone = new ConsentRequiredError('consent-gone', 'x');
    assert.deepEqual(signInAgain(gone), { phase: 'signin', error: gone, delayMs: 1440 * minute, refusedOnce: true });
  });

  it('every wait is whole milliseconds, whatever the server and chance say', () => {
    const kind = fc.constantFrom('not-sent', 'ambiguous', 'busy', 'redirected', 'unexpected', 'unusable', 'refused');
    const chance = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(kind, fc.double({ min: 0.001, max: 1e9, noNaN: true }), chance, (name, askedMs, random) => {
        const asked = name === 'busy' ? busy(clampWaitMs(askedMs)) : failure(name);
        return Number.isInteger(afterFailure(asked, calm, () => random).delayMs);
      }),
    );
  });

  it('nothing but two refusals, and nothing ambiguous, ever asks a person to sign in', () => {
    const kind = fc.constantFrom('not-sent', 'ambiguous', 'busy', 'redirected', 'unexpected', 'unusable');
    const standing = fc.record({
      refusedOnce: fc.boolean(),
      sameClient: fc.boolean(),
      ambiguous: fc.boolean(),
      failures: fc.integer({ min: 1, max: 1_000 }),
    });
    fc.assert(
      fc.property(kind, standing, fc.double({ min: 0, max: 0.99, noNaN: true }), (name, part, chance) => {
        const decision = afterFailure(failure(name), { ...calm, ...part }, () => chance);
        return decision.phase === 'waiting' && decision.delayMs >= 1_000 && decision.delayMs < 2 ** 31;
      }),
    );
  });
});
