import assert from 'node:assert/strict';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox/index.js';
import { curie, read, signIn } from '../../support/nomos/sandbox-requests.js';

interface WireUsage {
  readonly start: string;
  readonly usage: number;
  readonly type: 'final' | 'preliminary';
}

const edison = { 'x-api-version': '2026-01-29.edison' };
const quarterMs = 900_000;

describe('sandbox: usage', () => {
  let sandbox: Sandbox;
  let accessToken: string;

  async function start(now: string, options: SandboxOptions = {}, email = 'anna@example.com') {
    sandbox = await startSandbox({ accessTokenTtlSeconds: 86_400 * 60, ...options });
    sandbox.clock.stopAt(now);
    accessToken = (await signIn(sandbox, email)).accessToken;
  }
  afterEach(() => sandbox.stop());

  function usage(query: string, { contract = 0, customer = 0, headers = curie, place = 'usage' } = {}) {
    const { id } = sandbox.customers[customer]!.subscriptions[contract]!;
    return read(sandbox, `/subscriptions/${id}/${place}?${query}`, { accessToken, headers });
  }
  const dataOf = async (query: string, more = {}): Promise<WireUsage[]> => (await usage(query, more)).body.data;
  const sum = (data: readonly WireUsage[]) => data.reduce((total, value) => total + value.usage, 0);
  /** Texts of one form: their order is that of the instants. */
  const between = (from: string, to: string, data: readonly WireUsage[]) =>
    sum(data.filter((value) => value.start >= from && value.start < to));

  for (const [day, next, count, first] of [
    ['2026-03-29', '2026-03-30', 92, '2026-03-28T23:00:00.000Z'],
    ['2026-10-25', '2026-10-26', 100, '2026-10-24T22:00:00.000Z'],
    ['2026-11-20', '2026-11-21', 96, '2026-11-19T23:00:00.000Z'],
  ] as const)
    it(`${day} has ${count} quarter-hours, the end not included`, async () => {
      await start('2026-11-22T11:00:00Z');
      const data = await dataOf(`resolution=15min&start=${day}&end=${next}`);
      assert.equal(data.length, count);
      assert.equal(data[0]?.start, first);
      assert.ok(data.every(({ start }, i) => Date.parse(start) === Date.parse(first) + i * quarterMs));
      assert.ok(data.every((value) => value.usage > 0));
    });

  it('a day appears at 16:00 of the next one, preliminary, and is final after the 8th working day of the next month', async () => {
    await start('2026-11-22T14:59:59Z');
    const kinds = async () => [
      ...new Set((await dataOf('resolution=15min&start=2026-11-21&end=2026-11-22')).map(({ type }) => type)),
    ];
    assert.deepEqual(await kinds(), []);
    sandbox.clock.stopAt('2026-11-22T15:00:00Z');
    assert.deepEqual(await kinds(), ['preliminary']);
    sandbox.clock.stopAt('2026-12-10T22:59:59Z');
    assert.deepEqual(await kinds(), ['preliminary']);
    sandbox.clock.stopAt('2026-12-10T23:00:00Z');
    assert.deepEqual(await kinds(), ['final']);
  });

  it('longer values are sums of the quarter-hours, from the local beginning of their hour, day, week or month', async () => {
    await start('2026-11-22T11:00:00Z');
    const range = 'start=2026-10-01&end=2026-11-16';
    const quarters = await dataOf(`resolution=15min&${range}`);
    for (const [resolution, count, second] of [
      ['hour', 46 * 24 + 1, '2026-09-30T23:00:00.000Z'],
      ['day', 46, '2026-10-01T22:00:00.000Z'],
      ['week', 7, '2026-10-04T22:00:00.000Z'],
      ['month', 2, '2026-10-31T23:00:00.000Z'],
    ] as const) {
      const { body } = await usage(`resolution=${resolution}&${range}`);
      const data: WireUsage[] = body.data;
      assert.deepEqual([body.resolution, data.length, data[1]?.start], [resolution, count, second]);
      for (const [i, value] of data.entries()) {
        const expected = between(value.start, data[i + 1]?.start ?? '2027', quarters);
        assert.ok(Math.abs(value.usage - expected) < 0.0005 * (1 + i), `${resolution} ${value.start}`);
      }
    }
    const [october, november] = await dataOf(`resolution=month&${range}`);
    assert.deepEqual([october?.type, november?.type], ['final', 'preliminary']);
  });

  it('a year of quarter-hours is there in one answer, and is about what the contract expects', async () => {
    await start('2026-11-22T11:00:00Z');
    for (const [contract, estimatedKwh] of [
      [0, 3500],
      [1, 6200],
    ] as const) {
      const data = await dataOf('resolution=15min&start=2025-11-01&end=2026-11-01', { contract });
      assert.equal(data.length, 35_040);
      assert.ok(Math.abs(sum(data) / estimatedKwh - 1) < 0.06, `${sum(data)} kWh`);
    }
  });

  it('a household sleeps at night, gets up later at weekends, and uses more in winter', async () => {
    await start('2026-11-22T11:00:00Z');
    const months = await dataOf('resolution=month&start=2026-01-01&end=2026-08-01');
    assert.ok(months[0]!.usage > 1.2 * months[6]!.usage);
    const hours = await dataOf('resolution=hour&start=2026-01-05&end=2026-02-02');
    const mean = (from: number, to: number, isIn: (day: number) => boolean) => {
      const inside = hours.filter((_, i) => i % 24 >= from && i % 24 < to && isIn(Math.floor(i / 24) % 7));
      return sum(inside) / inside.length;
    };
    const always = () => true;
    assert.ok(mean(18, 21, always) > 2 * mean(1, 5, always), 'evening and night');
    const isWorkday = (day: number) => day < 5;
    assert.ok(mean(6, 8, isWorkday) > 1.2 * mean(6, 8, (day) => day >= 5), 'morning');
  });

  it('a roof gives nothing at night, and most of it in summer', async () => {
    await start('2026-11-22T11:00:00Z');
    const june = await dataOf('resolution=hour&start=2026-06-01&end=2026-07-01', { contract: 1 });
    assert.equal(sum(june.filter((_, i) => i % 24 < 4 || i % 24 >= 22)), 0);
    const january = await dataOf('resolution=day&start=2026-01-01&end=2026-02-01', { contract: 1 });
    assert.ok(sum(june) > 3 * sum(january));
  });

  it('an analog meter has months, the last of them estimated until it is read', async () => {
    await start('2026-09-22T11:00:00Z', {}, 'carla@example.com');
    const { body } = await usage('resolution=15min&start=2026-06-10&end=2026-09-22', { customer: 2 });
    assert.deepEqual([body.meter_type, body.resolution], ['analog', 'month']);
    assert.deepEqual(
      body.data.map(({ start, type }: WireUsage) => [start, type]),
      [
        ['2026-05-31T22:00:00.000Z', 'final'],
        ['2026-06-30T22:00:00.000Z', 'preliminary'],
        ['2026-07-31T22:00:00.000Z', 'preliminary'],
      ],
    );
    const usual = await dataOf('', { customer: 2 });
    assert.deepEqual([usual.length, usual[0]?.start], [10, '2025-08-31T22:00:00.000Z']);
    sandbox.set({ analogUsage: 'bad-request' });
    const refused = await usage('resolution=day&start=2026-06-10&end=2026-09-22', { customer: 2 });
    assert.deepEqual([refused.status, refused.body.errors[0].field], [400, 'resolution']);
  });

  it('without a question: yesterday', async () => {
    await start('2026-11-22T16:00:00Z');
    const { body } = await usage('');
    assert.deepEqual(
      [body.resolution, body.data.length, body.data[0].start],
      ['15min', 96, '2026-11-20T23:00:00.000Z'],
    );
  });

  it('nothing was metered outside of the contract, in a hole, or while values are late', async () => {
    await start('2026-11-22T16:00:00Z');
    const first = await dataOf('resolution=day&start=2024-06-25&end=2024-07-03');
    assert.deepEqual([first.length, first[0]?.start], [2, '2024-06-30T22:00:00.000Z']);
    sandbox.set({ usageHoles: '2026-11-20T05:00:00Z/2026-11-20T06:00:00Z,2026-11-20T20:00:00Z/2026-11-20T20:15:00Z' });
    assert.equal((await dataOf('resolution=15min&start=2026-11-20&end=2026-11-21')).length, 91);
    assert.equal((await dataOf('resolution=hour&start=2026-11-20&end=2026-11-21')).length, 23);
    sandbox.set({ usageDelayDays: 2 });
    assert.equal((await dataOf('resolution=15min&start=2026-11-20&end=2026-11-21')).length, 0);
    assert.equal((await dataOf('resolution=15min&start=2026-11-19&end=2026-11-20')).length, 96);
  });

  it('is at /consumption in older versions, and nowhere else in the newest, which says so', async () => {
    await start('2026-11-22T16:00:00Z');
    assert.equal((await usage('')).body.object, 'usage');
    const { status, body } = await usage('', { place: 'consumption' });
    assert.equal(status, 404);
    assert.match(body.message, /use \/subscriptions\/\{id\}\/usage$/);
    assert.equal((await usage('', { headers: edison })).status, 404);
    assert.equal((await usage('', { headers: edison, place: 'consumption' })).body.object, 'consumption');
    sandbox.set({ readPlaces: 'older' });
    assert.equal((await usage('')).status, 404);
    assert.equal((await usage('', { place: 'consumption' })).status, 200);
  });

  for (const [query, field] of [
    ['resolution=minute', 'resolution'],
    ['start=2026-02-30', 'start'],
    ['end=tomorrow', 'end'],
    ['start=2026-11-20&end=2026-11-19', 'end'],
    ['start=2026-10-01&end=2026-10-09', 'end'],
  ] as const)
    it(`refuses the query "${query}"`, async () => {
      await start('2026-11-22T16:00:00Z', { mostUsageDays: 7 });
      const { status, body } = await usage(query);
      assert.equal(status, 400);
      assert.equal(body.errors[0].field, field);
    });

  it('is forbidden where so told, and nothing else is', async () => {
    await start('2026-11-22T16:00:00Z', { forbidden: 'invoices,usage' });
    const { status, body } = await usage('');
    assert.deepEqual([status, body.code], [403, 'FORBIDDEN']);
    assert.equal((await read(sandbox, '/subscriptions', { accessToken })).status, 200);
  });

  it('can be spoilt by a fault of its own', async () => {
    await start('2026-11-22T16:00:00Z');
    sandbox.fault({ on: 'usage', kind: 'status', status: 503 });
    assert.equal((await read(sandbox, '/subscriptions', { accessToken })).status, 200);
    assert.equal((await usage('')).status, 503);
    assert.equal((await usage('')).status, 200);
  });

  it('is the same for the same seed only', async () => {
    const asked = 'resolution=15min&start=2026-11-19&end=2026-11-20';
    await start('2026-11-22T16:00:00Z');
    const first = await dataOf(asked);
    await sandbox.stop();
    await start('2026-11-23T16:00:00Z');
    assert.deepEqual(await dataOf(asked), first);
    await sandbox.stop();
    await start('2026-11-22T16:00:00Z', { seed: 2 });
    assert.notDeepEqual(await dataOf(asked), first);
  });
});
