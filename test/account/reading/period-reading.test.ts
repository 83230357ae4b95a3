import assert from 'node:assert/strict';
import { PeriodReading } from '#src/account/reading/period-reading.js';
import { ApiError, UnavailableError } from '#src/errors.js';
import type { NomosClient } from '#src/nomos/client.js';
import type { PriceSeries } from '#src/prices/index.js';
import { addDays, civilDay, dayCount } from '#src/time/index.js';
import { ManualClock, until } from '../../support/clock/manual-clock.js';

const quarter = 15 * 60_000;
const timeZone = 'Europe/Berlin';
const tooLong = new ApiError('api-refused', 'no', { status: 400, reasons: ['range_too_long'], requestId: 'req_1' });

/** Every quarter-hour of the days, as both answers have it. */
function quarters(firstDay: string, lastDay: string): number[] {
  const [start, end] = [civilDay(timeZone, firstDay).start, civilDay(timeZone, lastDay).end];
  return Array.from({ length: (end - start) / quarter }, (_, i) => start + i * quarter);
}

describe('account: reading a period', () => {
  let asked: string[];
  let failures: Map<string, Error>;
  let mostDays: number;
  /** A day that is refused, also by itself. */
  let badDay: string;
  let known: PriceSeries;
  let clock: ManualClock;
  let reading: PeriodReading;
  let progress: string[];

  beforeEach(() => {
    asked = [];
    failures = new Map();
    mostDays = Number.POSITIVE_INFINITY;
    badDay = '';
    known = [];
    progress = [];
    clock = new ManualClock(Date.parse('2026-11-22T10:00:00Z'));
    reading = new PeriodReading({ client, clock, knownPrices: () => known });
  });

  function note(what: string, firstDay: string, lastDay: string): void {
    const name = `${what} ${firstDay} ${lastDay}`;
    asked.push(name);
    const failure = failures.get(name);
    failures.delete(name);
    if (failure !== undefined) throw failure;
    if (dayCount(firstDay, lastDay) > mostDays || (firstDay <= badDay && badDay <= lastDay)) throw tooLong;
  }

  const client: Pick<NomosClient, 'usage' | 'prices'> = {
    async usage(_id, { firstDay, lastDay, resolution }, signal) {
      note(resolution === '15min' ? 'usage' : resolution, firstDay, lastDay);
      signal?.throwIfAborted();
      const series = quarters(firstDay, lastDay).map((start) => ({
        start,
        end: start + quarter,
        usageKwh: 0.1,
        isPreliminary: false,
      }));
      return { meterType: 'smart', series };
    },
    async prices(_id, firstDay, lastDay) {
      note('prices', firstDay, lastDay);
      return {
        active: true,
        points: quarters(firstDay, lastDay).map((start) => ({ start, priceCt: 30, components: {} })),
      };
    },
  };
  const read = (
    firstDay: string,
    lastDay: string,
    what: 'usage' | 'prices' = 'usage',
    signal = new AbortController().signal,
  ) =>
    reading.read({ contractId: 'sub_1', firstDay, lastDay, what }, signal, (done, of) =>
      progress.push(`${done}/${of}`),
    );

  it('a year comes in twelve parts of a month, in order, whole, over both clock changes', async () => {
    const { metered, prices, meterType } = await read('2025-11-01', '2026-10-31');
    assert.equal(meterType, 'smart');
    assert.equal(asked.length, 24);
    assert.deepEqual(progress.slice(0, 2), ['30/365', '61/365']);
    assert.equal(progress.at(-1), '365/365');
    const starts = quarters('2025-11-01', '2026-10-31');
    assert.deepEqual(
      metered.map(({ start }) => start),
      starts,
    );
    assert.deepEqual(
      prices.map(({ start }) => start),
      starts,
    );
  });

  it('a part that is refused is halved, and what went is remembered', async () => {
    mostDays = 10;
    const { metered } = await read('2026-01-01', '2026-03-01');
    assert.equal(metered.length, quarters('2026-01-01', '2026-03-01').length);
    assert.deepEqual(asked.slice(0, 4), [
      'usage 2026-01-01 2026-01-31',
      'usage 2026-01-01 2026-01-16',
      'usage 2026-01-01 2026-01-08',
      'prices 2026-01-01 2026-01-08',
    ]);
    // January and February in four parts each, the first of March alone.
    assert.equal(asked.length, 2 + 2 * 9);
  });

  it('a single day that is refused is an error in words', async () => {
    mostDays = 0;
    await assert.rejects(read('2026-01-01', '2026-01-31'), { code: 'resource-refused', requestId: 'req_1' });
    assert.equal(asked.at(-1), 'usage 2026-01-01 2026-01-01');
  });

  it('a day that is refused by itself makes no later reading one day by day', async () => {
    badDay = '2025-10-31';
    await assert.rejects(read('2025-10-01', '2025-10-31'), { code: 'resource-refused' });
    asked = [];
    await read('2025-11-01', '2026-10-31');
    assert.equal(asked.length, 24);
  });

  it('days outside of the contract are not asked for in smaller parts', async () => {
    const refusal = new ApiError('api-refused', 'no', { status: 400, reasons: ['subscription_not_started'] });
    failures.set('usage 2026-01-01 2026-01-31', refusal);
    await assert.rejects(read('2026-01-01', '2026-01-31'), { code: 'resource-refused' });
    assert.equal(asked.length, 1);
  });

  it('the months of an analog meter are asked for as they are', async () => {
    await read('2026-01-15', '2026-03-10');
    assert.deepEqual(
      asked.filter((name) => name.startsWith('usage')),
      ['usage 2026-01-15 2026-01-31', 'usage 2026-02-01 2026-02-28', 'usage 2026-03-01 2026-03-10'],
    );
  });

  it('a failed reading goes on where it stopped; a whole one is read again', async () => {
    const failure = new UnavailableError('network-reset', 'no', { sent: true, params: { host: 'h' } });
    failures.set('prices 2026-03-01 2026-03-31', failure);
    await assert.rejects(read('2026-01-01', '2026-04-30'), { code: 'resource-unreachable' });
    assert.equal(asked.length, 6);
    const { metered } = await read('2026-01-01', '2026-04-30');
    assert.equal(metered.length, quarters('2026-01-01', '2026-04-30').length);
    assert.deepEqual(asked.slice(6), [
      'usage 2026-03-01 2026-03-31',
      'prices 2026-03-01 2026-03-31',
      'usage 2026-04-01 2026-04-30',
      'prices 2026-04-01 2026-04-30',
    ]);
    await read('2026-01-01', '2026-04-30');
    assert.equal(asked.length, 18);
  });

  it('what was read is kept for an hour, for the same contract only', async () => {
    const failure = new UnavailableError('api-unavailable', 'no', { sent: true, params: { status: 503 } });
    const fail = () => failures.set('usage 2026-02-01 2026-02-28', failure);
    fail();
    await assert.rejects(read('2026-01-01', '2026-02-28'), { code: 'resource-unavailable' });
    fail();
    const other = { contractId: 'sub_2', firstDay: '2026-01-01', lastDay: '2026-02-28', what: 'usage' as const };
    await assert.rejects(reading.read(other, new AbortController().signal, () => {}));
    assert.equal(asked[3], 'usage 2026-01-01 2026-01-31');
    await clock.advance(3_600_000);
    asked = [];
    await read('2026-01-01', '2026-02-28');
    assert.equal(asked[0], 'usage 2026-01-01 2026-01-31');
  });

  it('and no longer, though it was used meanwhile', async () => {
    const failure = new UnavailableError('api-unavailable', 'no', { sent: true, params: { status: 503 } });
    for (const first of ['usage 2026-01-01 2026-01-31', 'usage 2026-02-01 2026-02-28', 'usage 2026-01-01 2026-01-31']) {
      asked = [];
      failures.set('usage 2026-02-01 2026-02-28', failure);
      await assert.rejects(read('2026-01-01', '2026-02-28'));
      assert.equal(asked[0], first);
      await clock.advance(40 * 60_000);
    }
  });

  for (const [what, failure] of [
    ['of another status than 400', new ApiError('api-refused', 'no', { status: 422, reasons: ['range_too_long'] })],
    [
      'for the contract, among other reasons',
      new ApiError('api-refused', 'no', { status: 400, reasons: ['x', 'ended_subscription'] }),
    ],
    ['that is no refusal', new UnavailableError('api-unavailable', 'no', { sent: true })],
  ] as const)
    it(`a failure ${what} is not asked for in smaller parts, and says what was asked for`, async () => {
      for (const resource of ['usage', 'prices']) {
        failures.set(`${resource} 2026-01-01 2026-01-31`, failure);
        asked = [];
        await assert.rejects(read('2026-01-01', '2026-01-31'), (error: ApiError) => error.params.resource === resource);
        assert.equal(asked.filter((name) => name.startsWith(resource)).length, 1);
      }
    });

  it('the meter is what any of the parts says', async () => {
    const types = ['unknown', 'smart', 'unknown'] as const;
    let part = 0;
    const usage = async () => ({ meterType: types[part++] ?? 'unknown', series: [] });
    const of = new PeriodReading({ client: { ...client, usage }, clock, knownPrices: () => [] });
    const meterOf = async (firstDay: string, lastDay: string, what: 'usage' | 'prices') =>
      (await of.read({ contractId: 'sub_1', firstDay, lastDay, what }, new AbortController().signal, () => {}))
        .meterType;
    assert.equal(await meterOf('2026-01-01', '2026-03-31', 'usage'), 'smart');
    assert.equal(await meterOf('2026-01-01', '2026-01-31', 'usage'), 'unknown');
    assert.equal(await meterOf('2026-01-01', '2026-01-31', 'prices'), 'unknown');
  });

  it('a price that stands alone is as long as Nomos says', async () => {
    const { start } = civilDay(timeZone, '2026-01-01');
    const points = [{ start, priceCt: 30, components: {} }];
    for (const resolutionMs of [quarter, 4 * quarter]) {
      const prices = async () => ({ active: true, points, resolutionMs });
      const of = new PeriodReading({ client: { ...client, prices }, clock, knownPrices: () => [] });
      const days = { contractId: 'sub_1', firstDay: '2026-01-01', lastDay: '2026-01-01', what: 'prices' } as const;
      const read = await of.read(days, new AbortController().signal, () => {});
      assert.equal(read.prices[0]?.end, start + resolutionMs);
    }
  });

  it('an aborted reading ends, and goes on later', async () => {
    const controller = new AbortController();
    const aborted = reading.read(
      { contractId: 'sub_1', firstDay: '2026-01-01', lastDay: '2026-03-31', what: 'usage' },
      controller.signal,
      () => controller.abort(),
    );
    await assert.rejects(aborted);
    asked = [];
    await read('2026-01-01', '2026-03-31');
    assert.equal(asked[0], 'usage 2026-02-01 2026-02-28');
  });

  it('prices that are known anyway are not asked for', async () => {
    known = quarters('2026-11-20', '2026-11-22').map((start) => ({
      start,
      end: start + quarter,
      priceCt: 20,
      components: {},
    }));
    const { prices } = await read('2026-11-21', '2026-11-21');
    assert.deepEqual([asked, prices.length, prices[0]?.priceCt], [['usage 2026-11-21 2026-11-21'], 96, 20]);
  });

  it('prices alone, where nothing else is wanted', async () => {
    const { prices, metered } = await read('2026-01-01', '2026-02-10', 'prices');
    assert.deepEqual([prices.length, metered.length], [quarters('2026-01-01', '2026-02-10').length, 0]);
    assert.deepEqual(asked, ['prices 2026-01-01 2026-01-31', 'prices 2026-02-01 2026-02-10']);
  });

  it('a meter that has nothing shorter is asked for months', async () => {
    const refusal = new ApiError('api-refused', 'no', { status: 400, fields: ['resolution'] });
    failures.set('usage 2026-10-01 2026-10-31', refusal);
    await read('2026-10-01', '2026-10-31');
    assert.deepEqual(asked, [
      'usage 2026-10-01 2026-10-31',
      'month 2026-10-01 2026-10-31',
      'prices 2026-10-01 2026-10-31',
    ]);
  });

  it('a month that reaches over the edge of a part is there once', async () => {
    const month = { ...civilDay(timeZone, '2026-01-01'), end: civilDay(timeZone, '2026-02-10').end };
    const analog = {
      ...client,
      usage: async () => ({ meterType: 'analog' as const, series: [{ ...month, usageKwh: 200, isPreliminary: true }] }),
    };
    const of = new PeriodReading({ client: analog, clock, knownPrices: () => [] });
    const days = {
      contractId: 'sub_1',
      firstDay: '2026-01-01',
      lastDay: addDays('2026-01-01', 39),
      what: 'usage' as const,
    };
    const { metered, meterType } = await of.read(days, new AbortController().signal, () => {});
    assert.deepEqual([metered.length, meterType], [1, 'analog']);
  });

  it('a short wait that Nomos asks for is kept', async () => {
    const busy = new UnavailableError('api-busy', 'no', { sent: true, retryAfterMs: 5_000, params: { status: 429 } });
    failures.set('usage 2026-10-01 2026-10-01', busy);
    const waiting = read('2026-10-01', '2026-10-01');
    await until(() => clock.nextTimerMs === 5_000);
    await clock.advance(5_000);
    assert.equal((await waiting).metered.length, 96);
  });
});
