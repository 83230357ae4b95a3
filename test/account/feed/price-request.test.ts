import assert from 'node:assert/strict';
import { type Outcome, type PriceAnswer, requestPrices } from '#src/account/feed/price-request.js';
import { ApiError, ConfigError, ConsentRequiredError, DecodeError, UnavailableError } from '#src/errors.js';
import { instantOf } from '#src/time/index.js';
import { dayPoints } from '../../support/nomos/nomos-days.js';

const timeZone = 'Europe/Berlin';
const [today, tomorrow] = ['2026-11-22', '2026-11-23'];
const refused = (status: number) => new ApiError('api-refused', 'x', { status });
const unavailable = (sent: boolean, retryAfterMs?: number) =>
  new UnavailableError('api-busy', 'x', { sent, retryAfterMs });
const prices = (date: string): PriceAnswer => ({ active: true, points: dayPoints(date) });
const empty: PriceAnswer = { active: true, points: [] };
const inactive: PriceAnswer = { active: false, points: dayPoints(today) };

/** Asks at a local time of today; the answers come in order. */
async function ask(time: string, firstDay: string, lastDay: string, ...answers: (PriceAnswer | Error)[]) {
  const asked: string[] = [];
  const { signal } = new AbortController();
  const result = await requestPrices({
    firstDay,
    lastDay,
    timeZone,
    now: instantOf(timeZone, today, time),
    signal,
    async source(first, last, given) {
      asked.push(`${first}..${last}`);
      assert.equal(given, signal);
      const answer = answers.shift() ?? assert.fail('asked once more');
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { ...result, asked };
}

describe('account: one request for prices', () => {
  for (const [what, answer, outcome] of [
    ['prices', prices(today), { kind: 'answered', calls: 1 }],
    ['no prices', empty, { kind: 'answered', calls: 1 }],
    ['an inactive contract', inactive, { kind: 'refused', calls: 1 }],
    ['not sent', unavailable(false), { kind: 'unavailable', calls: 0, retryAfterMs: undefined }],
    ['perhaps sent', unavailable(true), { kind: 'unavailable', calls: 1, retryAfterMs: undefined }],
    ['turned away', unavailable(false, 5_000), { kind: 'unavailable', calls: 1, retryAfterMs: 5_000 }],
    ['a sign-in that is lacking', new ConsentRequiredError('not-signed-in', 'x'), { kind: 'signed-out', calls: 0 }],
    ['a wrong client', new ConfigError('client-refused', 'x'), { kind: 'signed-out', calls: 0 }],
    ['a refusal', refused(403), { kind: 'refused', calls: 1 }],
    ['an answer that nobody understands', new DecodeError('x', 'x', { path: '' }), { kind: 'refused', calls: 1 }],
  ] as readonly (readonly [string, PriceAnswer | Error, Outcome])[])
    it(`today alone, ${what}: ${outcome.kind}, ${outcome.calls} requests, asked once`, async () => {
      const result = await ask('12:30', today, today, answer);
      assert.deepEqual(result.asked, [`${today}..${today}`]);
      assert.deepEqual(result.outcome, outcome);
      assert.equal(result.series.length, what === 'prices' ? 96 : 0);
      if (answer instanceof Error) assert.equal(result.error, answer);
      else if (answer.active) assert.equal(result.error, undefined);
      else {
        const { name, code, message } = result.error as ConfigError;
        assert.deepEqual([name, code, message !== ''], ['ConfigError', 'subscription-inactive', true]);
      }
    });

  const notYet: readonly (readonly [string, PriceAnswer | Error])[] = [
    ['no prices', empty],
    ['an inactive contract', inactive],
    ...[400, 404, 422].map((status) => [`${status}`, refused(status)] as const),
  ];
  const final: readonly (readonly [string, Error])[] = [
    ...[401, 403, 409, 500].map((status) => [`${status}`, refused(status)] as const),
    ['away', unavailable(true)],
    ['a wrong client', new ConfigError('client-refused', 'x')],
    ['a sign-in that is lacking', new ConsentRequiredError('not-signed-in', 'x')],
  ];

  for (const [what, answer] of notYet) {
    it(`today and tomorrow, ${what}: today is asked for alone`, async () => {
      const { asked, outcome, series } = await ask('16:00', today, tomorrow, answer, prices(today));
      assert.deepEqual(asked, [`${today}..${tomorrow}`, `${today}..${today}`]);
      assert.deepEqual([outcome, series.length], [{ kind: 'answered', calls: 2 }, 96]);
    });

    it(`yesterday to tomorrow, ${what}: nothing is asked for beyond today, and its failure counts`, async () => {
      const { asked, outcome, error } = await ask('16:00', '2026-11-21', tomorrow, answer, unavailable(true, 7_000));
      assert.deepEqual(asked, [`2026-11-21..${tomorrow}`, `2026-11-21..${today}`]);
      assert.deepEqual([outcome.kind, outcome.calls, outcome.retryAfterMs], ['unavailable', 2, 7_000]);
      assert.ok(error instanceof UnavailableError);
    });

    const isEmpty = answer === empty;
    for (const [time, isRefused] of [
      ['14:59', false],
      ['15:00', !isEmpty],
      ['23:00', !isEmpty],
    ] as const)
      it(`tomorrow alone at ${time}, ${what}: ${isRefused ? 'refused' : 'an answer without prices'}`, async () => {
        const result = await ask(time, tomorrow, tomorrow, answer);
        assert.equal(result.asked.length, 1);
        assert.deepEqual(result.outcome, { kind: isRefused ? 'refused' : 'answered', calls: 1 });
        assert.deepEqual([result.series, result.error !== undefined], [[], isRefused]);
      });
  }

  for (const [what, answer] of final)
    for (const firstDay of [today, tomorrow])
      it(`${firstDay === today ? 'today and tomorrow' : 'tomorrow'}, ${what}: no "not yet"`, async () => {
        const result = await ask('12:30', firstDay, tomorrow, answer);
        assert.deepEqual([result.asked.length, result.error], [1, answer]);
        assert.notEqual(result.outcome.kind, 'answered');
      });

  it('a price that stands alone is as long as Nomos says', async () => {
    const [first] = dayPoints(today);
    for (const resolutionMs of [900_000, 3_600_000]) {
      const { series } = await ask('12:30', today, today, { active: true, resolutionMs, points: [first!] });
      assert.deepEqual(
        series.map(({ start, end }) => end - start),
        [resolutionMs],
      );
    }
  });

  it('prices that come for tomorrow are taken, and asked for once', async () => {
    const { asked, series } = await ask('12:30', today, tomorrow, prices(tomorrow));
    assert.deepEqual([asked.length, series.length], [1, 96]);
  });
});
