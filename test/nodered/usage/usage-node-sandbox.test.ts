import assert from 'node:assert/strict';
import type { SandboxOptions } from '../../../sandbox/index.js';
import { type NodeBench, standAt } from '../../support/nodered/node-bench.js';
import { type SandboxFlow, startSandboxFlow } from '../../support/nodered/sandbox-flow.js';

interface Figures {
  readonly usageKwh: number;
  readonly costCt: number;
  readonly preliminary: boolean;
}

describe('nomos-usage with the simulated Nomos', () => {
  let flow: SandboxFlow;
  afterEach(() => flow.stop());

  async function start(now: string, options: SandboxOptions = {}, customer = 'anna@example.com') {
    standAt(now);
    flow = await startSandboxFlow(customer, options);
  }
  const contract = (customer = 0, index = 0) => flow.sandbox.customers[customer]!.subscriptions[index]!.id;
  const load = (more: Record<string, unknown> = {}) => flow.load({ type: 'nomos-usage', automatic: false, ...more });
  const reportOf = async (bench: NodeBench, options: Record<string, unknown> = {}) => {
    await bench.receive({ options });
    assert.deepEqual(bench.errors, []);
    return bench.sent[1].at(-1).payload;
  };

  /** Usage times price of the same instant, straight from the wire, in whole Wh and hundredths of a cent. */
  async function expected(id: string, from: string, until: string): Promise<Figures> {
    const days = { start: from, end: until };
    const { data } = await flow.wire(
      `/subscriptions/${id}/usage?${new URLSearchParams({ resolution: '15min', ...days })}`,
    );
    const { items } = await flow.wire(`/subscriptions/${id}/prices?${new URLSearchParams(days)}`);
    const prices = new Map<number, number>();
    for (const { timestamp, amount } of items) prices.set(Date.parse(timestamp), Math.round(amount * 100));
    let [wattHours, millionths] = [0, 0];
    for (const { start: at, usage } of data) {
      const wh = Math.round(usage * 1000);
      wattHours += wh;
      millionths += wh * prices.get(Date.parse(at))!;
    }
    const preliminary = data.some(({ type }: { type: string }) => type === 'preliminary');
    return { usageKwh: wattHours / 1000, costCt: millionths / 100_000, preliminary };
  }
  function same(payload: Figures, { usageKwh, costCt, preliminary }: Figures) {
    assert.ok(usageKwh > 0 && Math.abs(payload.usageKwh - usageKwh) < 1e-5, `${payload.usageKwh} is ${usageKwh} kWh`);
    assert.ok(Math.abs(payload.costCt - costCt) < 1e-5, `${payload.costCt} is ${costCt} ct`);
    assert.equal(payload.preliminary, preliminary);
  }

  it('yesterday, from 16:00 on', async () => {
    await start('2026-11-22T15:59:59+01:00');
    const bench = await load();
    const early = await reportOf(bench);
    assert.deepEqual([early.usageKwh, early.costCt, early.usageGaps.length], [null, null, 1]);
    assert.equal(bench.statuses.at(-1)?.text, '21 Nov: no values yet');
    standAt('2026-11-22T16:00:00+01:00');
    const payload = await reportOf(bench);
    same(payload, await expected(contract(), '2026-11-21', '2026-11-22'));
    assert.deepEqual([payload.preliminary, payload.usageGaps, payload.priceGaps], [true, [], []]);
  });

  it('a month, with its day of 25 hours', async () => {
    await start('2026-11-22T16:00:00+01:00');
    const payload = await reportOf(await load(), { period: 'month' });
    assert.deepEqual([payload.from, payload.to, payload.days.length], ['2026-10-01', '2026-10-31', 31]);
    same(payload, await expected(contract(), '2026-10-01', '2026-11-01'));
    same(payload.days[24], await expected(contract(), '2026-10-25', '2026-10-26'));
    assert.equal(payload.preliminary, false);
  });

  it('a year, in one question for each month', async () => {
    await start('2026-11-22T16:00:00+01:00', { mostPriceDays: 366 });
    const bench = await load({ fixedPriceCt: 35 });
    const payload = await reportOf(bench, { from: '2025-11-01', to: '2026-10-31' });
    assert.deepEqual([flow.paths('/usage').length, flow.paths('/prices').length], [12, 12]);
    const year = await expected(contract(), '2025-11-01', '2026-11-01');
    same(payload, year);
    assert.ok(Math.abs(payload.savedAgainstFixedCt - (35 * year.usageKwh - year.costCt)) < 1e-4);
    const sum = payload.days.reduce((total: number, { costCt }: Figures) => total + costCt, 0);
    assert.ok(Math.abs(sum - payload.costCt) < 0.01, 'the days add up');
  }).timeout(30_000);

  it('a solar roof: what was paid out', async () => {
    await start('2026-11-22T16:00:00+01:00');
    const id = contract(0, 1);
    const payload = await reportOf(await load({ subscription: id }), { period: 'month', date: '2026-06-15' });
    assert.deepEqual([payload.direction, payload.meterType], ['feed-in', 'smart']);
    same(payload, await expected(id, '2026-06-01', '2026-07-01'));
    assert.ok(payload.savedAgainstFlatCt < 0, 'the sun shines for everybody at the same time');
  });

  for (const analogUsage of ['months', 'bad-request'] as const)
    it(`an analog meter, where Nomos answers shorter values by ${analogUsage}: months, and no days`, async () => {
      await start('2026-11-22T16:00:00+01:00', { analogUsage }, 'carla@example.com');
      const bench = await load();
      const payload = await reportOf(bench, { from: '2026-08-01', to: '2026-10-31' });
      const { data } = await flow.wire(`/subscriptions/${contract(2)}/usage?start=2026-08-01&end=2026-11-01`);
      const total = data.reduce((sum: number, { usage }: { usage: number }) => sum + usage, 0);
      assert.equal(data.length, 3);
      assert.ok(Math.abs(payload.usageKwh - total) < 1e-6);
      assert.deepEqual([payload.meterType, payload.days, payload.preliminary], ['analog', [], true]);
      assert.match(bench.statuses.at(-1)?.text ?? '', /analog meter$/);
    });

  it('holes are named, and nothing is made up for them', async () => {
    const holes = [
      ['2026-11-20T07:15:00+01:00', '2026-11-20T09:00:00+01:00'],
      ['2026-11-21T00:00:00+01:00', '2026-11-22T00:00:00+01:00'],
    ] as const;
    await start('2026-11-22T16:00:00+01:00', { usageHoles: holes.map((hole) => hole.join('/')).join() });
    const payload = await reportOf(await load(), { from: '2026-11-19', to: '2026-11-21' });
    assert.deepEqual(
      payload.usageGaps,
      holes.map(([from, to]) => ({ start: from, end: to })),
    );
    same(payload, await expected(contract(), '2026-11-19', '2026-11-22'));
  });

  for (const limits of [{ mostUsageDays: 5 }, { mostPriceDays: 5 }, { mostUsageDays: 9, mostPriceDays: 3 }])
    it(`halves its questions where Nomos gives fewer days at once: ${JSON.stringify(limits)}`, async () => {
      await start('2026-11-22T16:00:00+01:00', limits);
      const payload = await reportOf(await load(), { from: '2026-11-02', to: '2026-11-11' });
      const refused = flow.sandbox.ledger.entries.filter(({ status }) => status === 400).length;
      assert.equal(refused, 'mostUsageDays' in limits && 'mostPriceDays' in limits ? 2 : 1);
      flow.sandbox.set({ mostUsageDays: undefined, mostPriceDays: 100 });
      same(payload, await expected(contract(), '2026-11-02', '2026-11-12'));
      assert.deepEqual([payload.days.length, payload.usageGaps, payload.priceGaps], [10, [], []]);
    });

  it('finds values at their older place', async () => {
    await start('2026-11-22T16:00:00+01:00', { readPlaces: 'older' });
    const bench = await load();
    await reportOf(bench);
    assert.equal((await reportOf(bench)).usageGaps.length, 0);
    // That there is no other place is found out once.
    assert.deepEqual([flow.paths('/usage').length, flow.paths('/consumption').length], [1, 2]);
  });

  for (const [forbidden, text] of [
    ['usage', /^Your sign-in may not read “usage” at Nomos\. .*\(request [\w-]+\)$/],
    ['prices', /^Your sign-in may not read “prices” at Nomos\. .*\(request [\w-]+\)$/],
  ] as const)
    it(`explains that ${forbidden} may not be read, and asks once`, async () => {
      await start('2026-11-22T16:00:00+01:00', { forbidden });
      const bench = await load();
      await bench.receive({ options: { date: '2026-10-20' } });
      assert.match(bench.errors[0] ?? '', text);
      assert.deepEqual([flow.paths(`/${forbidden}`).length, bench.sent[1]], [1, []]);
    });

  it('days outside of the contract are left out; none at all are told', async () => {
    await start('2026-11-22T16:00:00+01:00');
    const bench = await load();
    const payload = await reportOf(bench, { from: '2024-06-20', to: '2024-07-05' });
    assert.deepEqual([payload.from, payload.to], ['2024-07-01', '2024-07-05']);
    same(payload, await expected(contract(), '2024-07-01', '2024-07-06'));
    await bench.receive({ options: { date: '2024-06-20' } });
    assert.match(bench.errors[0] ?? '', /2024-07-01/);
  });

  it('makes no protocol mistake, and shows nothing personal', async () => {
    await start('2026-11-22T16:00:00+01:00');
    const bench = await load();
    await reportOf(bench, { from: '2026-10-20', to: '2026-11-21' });
    assert.deepEqual(flow.sandbox.ledger.findings, []);
    const { email, firstName, lastName, id } = flow.sandbox.customers[0]!;
    const shown = JSON.stringify([bench.sent, bench.statuses]);
    assert.deepEqual(
      [email, firstName, lastName, id, contract()].filter((value) => shown.includes(value)),
      [],
    );
  });
});
