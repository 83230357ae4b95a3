import assert from 'node:assert/strict';
import { marketPrices, type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox/index.js';
import { curie, read, signIn } from '../../support/nomos/sandbox-requests.js';

describe('sandbox: prices', () => {
  let sandbox: Sandbox;
  let accessToken: string;

  async function start(now: string, options: SandboxOptions = {}) {
    sandbox = await startSandbox(options);
    sandbox.clock.stopAt(now);
    accessToken = (await signIn(sandbox)).accessToken;
  }
  afterEach(() => sandbox.stop());

  function prices(start: string, end = start, { headers = curie, contract = 0 } = {}) {
    const { id } = sandbox.customers[0]!.subscriptions[contract]!;
    return read(sandbox, `/subscriptions/${id}/prices?start=${start}&end=${end}`, { accessToken, headers });
  }

  for (const [date, count, first, last] of [
    ['2026-03-29', 92, '2026-03-28T23:00:00Z', '2026-03-29T21:45:00Z'],
    ['2026-10-25', 100, '2026-10-24T22:00:00Z', '2026-10-25T22:45:00Z'],
    ['2026-11-22', 96, '2026-11-21T23:00:00Z', '2026-11-22T22:45:00Z'],
  ] as const)
    it(`${date} has ${count} quarter-hours`, async () => {
      await start('2026-11-22T11:00:00Z');
      const { items } = (await prices(date)).body;
      assert.equal(items.length, count);
      assert.equal(items[0].timestamp, first);
      assert.equal(items.at(-1).timestamp, last);
      assert.equal(new Set(items.map(({ timestamp }: { timestamp: string }) => timestamp)).size, count);
    });

  it('`start` and `end` are inclusive local days', async () => {
    await start('2026-11-22T11:00:00Z');
    assert.equal((await prices('2026-10-24', '2026-10-26')).body.items.length, 96 + 100 + 96);
  });

  it('a year back there are prices, too, as many days at once as so told', async () => {
    await start('2026-11-22T11:00:00Z', { mostPriceDays: 400 });
    assert.equal((await prices('2025-11-01', '2026-10-31')).body.items.length, 35_040);
    sandbox.set({ mostPriceDays: 7 });
    assert.equal((await prices('2025-11-01', '2025-11-08')).body.errors[0].field, 'end');
    assert.equal((await prices('2025-11-01', '2025-11-07')).body.items.length, 7 * 96);
  });

  it('tomorrow appears at 12:57 local time or a few minutes later, in one batch', async () => {
    await start('2026-11-22T11:56:59Z');
    assert.equal((await prices('2026-11-22', '2026-11-23')).body.items.length, 96);
    sandbox.clock.stopAt('2026-11-22T12:05:01Z');
    assert.equal((await prices('2026-11-22', '2026-11-23')).body.items.length, 192);
    assert.equal((await prices('2026-11-24')).body.items.length, 0);
  });

  it('appears to the second where the spread is 0', async () => {
    await start('2026-07-01T11:56:59Z', { publishAt: '13:57', publishSpreadMinutes: 0 });
    assert.equal((await prices('2026-07-02')).body.items.length, 0);
    sandbox.clock.advance(1000);
    assert.equal((await prices('2026-07-02')).body.items.length, 96);
  });

  const unknown = { amount: null, components: [null, null, null] };
  const zero = { amount: 0, components: [0, 0, 0] };
  for (const [shape, expected] of [
    ['absent', { count: 96, status: 200 }],
    ['null-amounts', { count: 192, status: 200, last: unknown }],
    ['zeros', { count: 192, status: 200, last: zero }],
    ['no-electricity', { count: 192, status: 200, last: { amount: 17.79, components: [9, 8.79] } }],
    ['empty', { count: 0, status: 200 }],
    ['null', { count: undefined, status: 200 }],
    ['bad-request', { count: undefined, status: 400 }],
    ['not-found', { count: undefined, status: 404 }],
  ] as const)
    it(`a tomorrow that is not there yet is shown as ${shape}`, async () => {
      await start('2026-11-22T08:00:00Z', { unpublished: shape });
      const { status, body } = await prices('2026-11-22', '2026-11-23');
      assert.equal(status, expected.status);
      assert.equal(body.items?.length, expected.count);
      if (!('last' in expected)) return;
      const { amount, components } = body.items.at(-1);
      const last = { amount, components: components.map((part: { amount: number | null }) => part.amount) };
      assert.deepEqual(last, expected.last);
      assert.notEqual(body.items[0].amount, expected.last.amount);
    });

  it('serves prices of a test instead of its own, and a day without any', async () => {
    const given = { timestamp: '2026-11-21T23:00:00Z', amount: null, components: [] };
    await start('2026-11-22T11:00:00Z', {
      priceSource: (_, date) => (date === '2026-11-22' ? [given] : date === '2026-11-21' ? null : undefined),
    });
    assert.deepEqual((await prices('2026-11-22')).body.items, [given]);
    assert.equal((await prices('2026-11-21')).body.items.length, 0);
    assert.equal((await prices('2026-11-20')).body.items.length, 96);
  });

  it('serves given market prices all-in, on their days only', async () => {
    const spot = [
      { start: Date.parse('2026-11-21T22:45:00Z'), eurPerMwh: 1 },
      { start: Date.parse('2026-11-21T23:00:00Z'), eurPerMwh: 95 },
    ];
    await start('2026-11-22T11:00:00Z', { priceSource: marketPrices(spot) });
    const { items } = (await prices('2026-11-22', '2026-11-23')).body;
    assert.deepEqual(
      items.map(({ timestamp, amount }: { timestamp: string; amount: number }) => [timestamp, amount]),
      [['2026-11-21T23:00:00Z', 30.88]],
    );
  });

  it('an ended contract has null, or a refusal where so told', async () => {
    await start('2026-11-22T11:00:00Z');
    assert.equal((await prices('2026-11-22', '2026-11-22', { contract: 2 })).body.items, null);
    sandbox.set({ inactivePrices: 'bad-request' });
    const { status, body } = await prices('2026-11-22', '2026-11-22', { contract: 2 });
    assert.equal(status, 400);
    assert.equal(body.errors[0].code, 'ended_subscription');
  });

  it('a contract that ends while the sandbox runs has no prices any more', async () => {
    await start('2026-11-22T11:00:00Z');
    sandbox.customers[0]!.subscriptions[0]!.status = 'ended';
    assert.equal((await prices('2026-11-22')).body.items, null);
  });

  it('a contract has prices from its first to its last instant of delivery only', async () => {
    await start('2026-11-22T11:00:00Z');
    sandbox.customers[0]!.subscriptions[0]!.endAt = '2026-11-22T12:00:00Z';
    assert.equal((await prices('2026-11-22')).body.items.at(-1).timestamp, '2026-11-22T11:45:00Z');
    assert.equal((await prices('2024-06-30', '2024-07-01')).body.items[0].timestamp, '2024-06-30T22:00:00Z');
  });

  it('an hourly contract has the mean of four quarter-hours', async () => {
    await start('2026-11-22T11:00:00Z');
    const quarters = (await prices('2026-10-25')).body.items;
    sandbox.customers[0]!.subscriptions[0]!.resolutionMinutes = 60;
    const { items: hours, resolution } = (await prices('2026-10-25')).body;
    assert.equal(resolution, 'hourly');
    assert.equal(hours.length, 25);
    const sum = quarters.slice(0, 4).reduce((total: number, { amount }: { amount: number }) => total + amount, 0);
    assert.ok(Math.abs(hours[0].amount - sum / 4) < 0.02);
  });

  it('a solar roof needs the newest API version', async () => {
    await start('2026-11-22T11:00:00Z');
    const older = { headers: { 'x-api-version': '2026-01-29.edison' }, contract: 1 };
    const { status, body } = await prices('2026-11-22', '2026-11-22', older);
    assert.equal(status, 400);
    assert.equal(body.errors[0].code, 'upgrade_api_version');
    assert.equal((await prices('2026-11-22', '2026-11-22', { contract: 1 })).status, 200);
  });

  for (const [query, field] of [
    ['', 'start'],
    ['?start=2026-11-22', 'end'],
    ['?start=2026-02-30&end=2026-03-01', 'start'],
    ['?start=2026-11-22T00:00:00Z&end=2026-11-23', 'start'],
    ['?start=2026-11-23&end=2026-11-22', 'end'],
    ['?start=2020-11-23&end=2026-11-22', 'end'],
  ] as const)
    it(`refuses the query "${query}"`, async () => {
      await start('2026-11-22T11:00:00Z');
      const { id } = sandbox.customers[0]!.subscriptions[0]!;
      const { status, body } = await read(sandbox, `/subscriptions/${id}/prices${query}`, { accessToken });
      assert.equal(status, 400);
      assert.equal(body.errors[0].field, field);
    });
});
