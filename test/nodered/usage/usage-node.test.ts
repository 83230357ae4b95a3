import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import helper from 'node-red-node-test-helper';
import { civilDay } from '#src/time/index.js';
import { countTimers, loadNode, type NodeBench, standAt, unloadNode } from '../../support/nodered/node-bench.js';
import { type FakeNomos, startFakeNomos } from '../../support/nomos/fake-nomos.js';
import { fakeReads } from '../../support/nomos/fake-reads.js';
import { json, type Seen } from '../../support/nomos/loopback.js';
import { homeId, listedContracts, personalValues, roofId } from '../../support/nomos/wire-answers.js';
import { until } from '../../support/real/until.js';

const quarterMs = 15 * 60_000;
const timeZone = 'Europe/Berlin';

/** What the made-up Nomos has metered; a test may change it while it runs. */
interface Meter {
  type: 'smart' | 'analog';
  kind: 'final' | 'preliminary';
  /** The local day from which on nothing has been metered yet. */
  emptyFrom: string;
  /** When the contracts began, where not long ago. */
  startAt?: string;
  /** Answers instead, where it gives true. */
  instead: (seen: Seen, response: ServerResponse) => boolean;
}

const energies = ['usageKwh', 'pricedKwh', 'preliminaryKwh'];
const moneys = ['costCt', 'averageCt', 'marketCt', 'flatLoadCt', 'fixedTariffCt', 'savedAgainstFlatCt'];

describe('nomos-usage in a flow', () => {
  let nomos: FakeNomos;
  let meter: Meter;
  const asked = (what: string) => nomos.seen.filter(({ url }) => url.includes(`/${what}?`)).map(({ url }) => url);

  beforeEach(async () => {
    standAt('2026-11-22T14:07:00+01:00');
    meter = { type: 'smart', kind: 'preliminary', emptyFrom: '2026-11-22', instead: () => false };
    const reads = fakeReads();
    nomos = await startFakeNomos();
    const { answer } = nomos;
    nomos.answer = (seen, response) => {
      const { pathname, searchParams } = new URL(seen.url, 'http://nomos');
      const days = { start: searchParams.get('start') ?? '', end: searchParams.get('end') ?? '' };
      if (seen.url === '/oauth/token') answer(seen, response);
      else if (meter.instead(seen, response)) return;
      else if (pathname === '/subscriptions' && meter.startAt !== undefined) {
        const items = listedContracts.map((contract) => ({ ...contract, start_at: meter.startAt }));
        json(response, 200, { object: 'list', items, has_more: false, next_page: null });
      } else if (pathname.endsWith('/usage')) json(response, 200, usage(days));
      else if (pathname.endsWith('/prices')) json(response, 200, prices(days));
      else reads.answer(seen, response);
    };
  });
  afterEach(async () => {
    await unloadNode();
    await nomos.stop();
  });

  /** 0.25 kWh in every quarter-hour, 1 kWh in those between 02:00 and 03:00 UTC. */
  function usage({ start, end }: { start: string; end: string }) {
    const last = end < meter.emptyFrom ? end : meter.emptyFrom;
    const values = quarters(civilDay(timeZone, start).start, civilDay(timeZone, last).start).map((at) => ({
      start: new Date(at).toISOString(),
      usage: new Date(at).getUTCHours() === 2 ? 1 : 0.25,
      type: meter.kind,
    }));
    const month = { start: civilDay(timeZone, `${start.slice(0, 7)}-01`).start, usage: 310, type: meter.kind };
    const data = meter.type === 'smart' ? values : [{ ...month, start: new Date(month.start).toISOString() }];
    return { object: 'usage', meter_type: meter.type, resolution: meter.type === 'smart' ? '15min' : 'month', data };
  }

  /** 30 ct/kWh, 10 between 02:00 and 03:00 UTC. */
  function prices({ start, end }: { start: string; end: string }) {
    const items = quarters(civilDay(timeZone, start).start, civilDay(timeZone, end).end).map((at) => {
      const amount = new Date(at).getUTCHours() === 2 ? 10 : 30;
      return { timestamp: new Date(at).toISOString(), amount, components: [{ type: 'electricity', amount }] };
    });
    return { object: 'price', unit: 'ct/kWh', resolution: '15min', items };
  }

  function quarters(start: number, end: number): number[] {
    return Array.from({ length: Math.max(0, (end - start) / quarterMs) }, (_, i) => start + i * quarterMs);
  }

  const account = { id: 'account', type: 'nomos-account', name: 'Home', version: 1, grant: 'client-credentials' };
  const load = (more: Record<string, unknown> = {}, others: readonly object[] = []): Promise<NodeBench> =>
    loadNode({
      node: { type: 'nomos-usage', version: 1, account: 'account', automatic: false, ...more },
      others: [{ ...account, baseUrl: nomos.url }, ...others],
      credentials: { account: { clientId: 'id', clientSecret: 'secret' } },
    });

  it('answers with the documented properties, the others passing', async () => {
    const bench = await load({ fixedPriceCt: 32 });
    await bench.receive({ _msgid: 'm1', payload: 'lost', topic: 'lost', room: 'kitchen' });
    assert.deepEqual(bench.errors, []);
    const { payload, ...properties } = bench.sent[1][0];
    assert.deepEqual(properties, {
      _msgid: 'm1',
      room: 'kitchen',
      topic: 'nomos/usage',
      account: 'Home',
      subscription: '4X44EMKX',
    });
    const { days, ...total } = payload;
    const [usageKwh, costCt, marketCt] = [23 + 4, 23 * 30 + 4 * 10, (23 * 30 + 10) / 24];
    const flatLoadCt = usageKwh * marketCt;
    const figures = {
      quality: 'preliminary',
      reason: null,
      usageKwh,
      pricedKwh: usageKwh,
      preliminaryKwh: usageKwh,
      preliminary: true,
      costCt,
      averageCt: rounded(costCt / usageKwh),
      marketCt: rounded(marketCt),
      flatLoadCt: rounded(flatLoadCt),
      fixedTariffCt: 864,
      savedAgainstFlatCt: rounded(flatLoadCt - costCt),
      savedAgainstFixedCt: 864 - costCt,
      // The cheapest quarter of the day is the hour at 10 ct and five of the other 23.
      cheapestQuarterShare: rounded((4 + 5) / 27),
      usageGaps: [],
      priceGaps: [],
    };
    const about = { from: '2026-11-21', to: '2026-11-21', direction: 'consumption', meterType: 'smart' };
    assert.deepEqual(total, { ...about, ...figures });
    assert.deepEqual(days, [{ date: '2026-11-21', ...figures }]);
    assert.deepEqual(bench.statuses.at(-1), {
      fill: 'green',
      shape: 'ring',
      text: '21 Nov: 27.0 kWh · €7.30 · preliminary',
    });
  });

  for (const [name, options, from, to] of [
    ['a day', { date: '2026-03-29' }, '2026-03-29', '2026-03-29'],
    ['a week', { period: 'week', date: '2026-11-05' }, '2026-11-02', '2026-11-08'],
    ['the last week', { period: 'week' }, '2026-11-09', '2026-11-15'],
    ['a month', { period: 'month', date: '2026-02-10' }, '2026-02-01', '2026-02-28'],
    ['this month, so far', { period: 'month', date: '2026-11-22' }, '2026-11-01', '2026-11-21'],
    ['a range', { from: '2026-10-20', to: '2026-11-03' }, '2026-10-20', '2026-11-03'],
    ['a range until yesterday', { from: '2026-11-20' }, '2026-11-20', '2026-11-21'],
  ] as const)
    it(`a message may ask for ${name}`, async () => {
      const bench = await load();
      await bench.receive({ options });
      assert.deepEqual(bench.errors, []);
      const { payload } = bench.sent[1][0];
      assert.deepEqual([payload.from, payload.to, payload.usageGaps], [from, to, []]);
      assert.deepEqual([payload.days[0].date, payload.days.at(-1).date], [from, to]);
    });

  for (const [name, message, text] of [
    ['a command', { command: 'delete' }, /^command is "delete"; allowed: report \| backtest \| cancel\.$/],
    ['a period', { options: { period: 'year' } }, /^period is "year"; allowed: day \| week \| month \| range\.$/],
    ['a day', { options: { date: '2026-02-30' } }, /^date is "2026-02-30"; allowed: YYYY-MM-DD\.$/],
    ['today', { options: { date: '2026-11-22' } }, /^date is "2026-11-22"; allowed: a day up to 2026-11-21/],
    ['an order', { options: { from: '2026-11-02', to: '2026-11-01' } }, /^to is "2026-11-01"; allowed: 2026-11-02/],
    ['a length', { options: { from: '2020-01-01' } }, /^from is "2020-01-01"; allowed: at most 1100 days at once\.$/],
    ['a name', { options: { day: '2026-11-02' } }, /^day is "2026-11-02"; allowed: subscription \| period \| date/],
    ['a price', { options: { fixedPriceCt: 'much' } }, /^fixedPriceCt is "much"; allowed: 0 … 10000\.$/],
    ['a node', { command: 'backtest', window: 'x' }, /^window is "x"; allowed: id or name of a “cheapest window” node/],
    ['options', { options: 'week' }, /^options is "week"/],
  ] as const)
    it(`${name} that is wrong is told with what is allowed, and nothing is asked`, async () => {
      const bench = await load();
      await bench.receive(message);
      assert.match(bench.errors[0] ?? '', text);
      assert.deepEqual([bench.sent[1], asked('usage'), asked('prices')], [[], [], []]);
    });

  it('feed-in: what was paid out, and more of it is better', async () => {
    const bench = await load({ subscription: roofId });
    await bench.receive({});
    const { direction, costCt, savedAgainstFlatCt } = bench.sent[1][0].payload;
    assert.deepEqual([direction, costCt], ['feed-in', 730]);
    assert.ok(savedAgainstFlatCt < 0, 'it was sold when it was cheap');
  });

  it('an analog meter has months and no days, and the status says so', async () => {
    meter.type = 'analog';
    const bench = await load({ period: 'month' });
    await bench.receive({});
    const { meterType, usageKwh, days, cheapestQuarterShare } = bench.sent[1][0].payload;
    assert.deepEqual([meterType, usageKwh, days, cheapestQuarterShare], ['analog', 310, [], null]);
    assert.match(bench.statuses.at(-1)?.text ?? '', /01–31 Oct: 310 kWh .* · analog meter · preliminary$/);
  });

  it('values that are not there yet are gaps, and the status says so', async () => {
    meter.emptyFrom = '2026-11-21';
    const bench = await load();
    await bench.receive({});
    const { usageGaps, days, ...total } = bench.sent[1][0].payload;
    const day = { start: '2026-11-21T00:00:00+01:00', end: '2026-11-22T00:00:00+01:00' };
    assert.deepEqual(usageGaps, [day]);
    for (const { quality, reason, ...figures } of [total, ...days]) {
      assert.deepEqual([quality, reason], ['none', 'no-values']);
      for (const name of [...energies, ...moneys, 'preliminary']) assert.equal(figures[name], null, name);
    }
    assert.deepEqual(bench.statuses.at(-1), { fill: 'yellow', shape: 'ring', text: '21 Nov: no values yet' });
  });

  it('a week with a day without values is not final, and its other days stand for themselves', async () => {
    meter.emptyFrom = '2026-11-21';
    const bench = await load();
    await bench.receive({ options: { from: '2026-11-20' } });
    const { days, ...total } = bench.sent[1][0].payload;
    assert.deepEqual([total.quality, total.reason, total.usageKwh], ['holes', 'values-missing', days[0].usageKwh]);
    assert.deepEqual(
      days.map(({ quality, reason }: Record<string, unknown>) => [quality, reason]),
      [
        ['preliminary', null],
        ['none', 'no-values'],
      ],
    );
    assert.match(bench.statuses.at(-1)?.text ?? '', / · with gaps$/);
  });

  it('a long range shows how far it is, and costs two requests a month', async () => {
    const bench = await load();
    await bench.receive({ options: { from: '2026-09-01', to: '2026-10-31' } });
    assert.equal(bench.sent[1][0].payload.days.length, 61);
    assert.deepEqual([asked('usage').length, asked('prices').length], [2, 2]);
    const progress = bench.statuses.map(({ text }) => text).filter((text) => text?.startsWith('read '));
    assert.deepEqual(progress, ['read 0 of 61 days …', 'read 30 of 61 days …', 'read 61 of 61 days …']);
  });

  it('a cancelled range ends at once, and the next one goes on where it stopped', async () => {
    meter.instead = ({ url }) => url.includes('usage') && url.includes('start=2026-09');
    const bench = await load();
    const options = { from: '2026-08-01', to: '2026-10-31' };
    void bench.receive({ options });
    await until('the second month', () => asked('usage').length === 2);
    await bench.receive({ command: 'cancel' });
    await until('the end', () => bench.statuses.at(-1)?.text === 'cancelled · 14:07');
    assert.deepEqual([bench.sent[1], bench.errors], [[], []]);
    meter.instead = () => false;
    await bench.receive({ options });
    assert.equal(bench.sent[1][0].payload.days.length, 92);
    assert.equal(asked('usage').filter((url) => url.includes('start=2026-08')).length, 1);
  });

  for (const [status, text] of [
    [403, /^Your sign-in may not read “usage” at Nomos/],
    [404, /^Nomos has no “usage” for this contract/],
    [503, /^Nomos cannot answer at the moment \(status 503\)/],
  ] as const)
    it(`explains ${status}`, async () => {
      meter.instead = ({ url }, response) => {
        if (!/usage|consumption/.test(url)) return false;
        json(response, status, { code: 'NO', message: 'No.', requestId: 'req_7', docs: '' });
        return true;
      };
      const bench = await load();
      await bench.receive({});
      assert.match(bench.errors[0] ?? '', text);
      assert.match(bench.statuses.at(-1)?.text ?? '', / · 14:07$/);
      meter.instead = () => false;
      await bench.receive({});
      assert.equal(bench.sent[1].length, 1);
    });

  const boiler = {
    id: 'boiler',
    type: 'cheapest-window',
    z: 'tab',
    name: 'Boiler',
    version: 1,
    account: 'account',
    powerKw: 2,
    wires: [[], [], []],
  };

  it('a backtest tells what a deployed node would have saved', async () => {
    const bench = await load({}, [boiler]);
    await bench.receive({ command: 'backtest', window: 'Boiler', days: 3 });
    assert.deepEqual(bench.errors, []);
    const { windows, ...total } = bench.sent[1][0].payload;
    const againstAverageCt = rounded(3 * (2 * ((23 * 30 + 10) / 24) - 20));
    assert.deepEqual(total, {
      window: { id: 'boiler', name: 'Boiler' },
      from: '2026-11-19',
      to: '2026-11-22',
      minutes: 180,
      minutesMissing: 0,
      windowsUnpriced: 0,
      energyKwh: 6,
      costCt: 60,
      costUnit: 'ct',
      averageCt: 10,
      objective: 'cheapest',
      saved: { againstNowCt: 120, againstAverageCt },
    });
    assert.deepEqual(windows[0].runs, [{ start: '2026-11-19T03:00:00+01:00', end: '2026-11-19T04:00:00+01:00' }]);
    assert.equal(windows.length, 3);
    assert.equal(bench.statuses.at(-1)?.text, 'since 19 Nov: €1.20 less than at once');
    assert.deepEqual(asked('usage'), []);
  });

  it('a backtest takes the only node there is, and tries other settings', async () => {
    const bench = await load({}, [boiler]);
    await bench.receive({ command: 'backtest', days: 2, options: { durationMinutes: 30, powerKw: null } });
    const { minutes, costUnit, costCt } = bench.sent[1][0].payload;
    assert.deepEqual([minutes, costUnit, costCt], [60, 'ct per kW', 10]);
    await bench.receive({ command: 'backtest', options: { durationMinutes: 'long' } });
    assert.match(bench.errors[0] ?? '', /^durationMinutes is "long"/);
  });

  it('a backtest compares with what would have been without a rule', async () => {
    const bench = await load({}, [{ ...boiler, exclude: [{ from: '02:00', to: '04:00' }], startAlignMinutes: 15 }]);
    await bench.receive({ command: 'backtest', days: 3, without: 'exclude' });
    assert.deepEqual(bench.errors, []);
    const { costCt, without } = bench.sent[1][0].payload;
    assert.equal(costCt, 180);
    assert.deepEqual(
      without.map(({ saved: _, ...one }: { saved: object }) => one),
      [{ rule: 'exclude', ruleCostCt: 120, minutes: 180, minutesMissing: 0, windowsUnpriced: 0 }].map((one) => ({
        ...one,
        energyKwh: 6,
        costCt: 60,
        averageCt: 10,
      })),
    );
    await bench.receive({ command: 'backtest', days: 3, without: true });
    const costs = bench.sent[1][1].payload.without.map((one: { rule: string; ruleCostCt: number }) => [
      one.rule,
      one.ruleCostCt,
    ]);
    assert.deepEqual(costs, [
      ['exclude', 120],
      ['startAlignMinutes', 0],
    ]);
    await bench.receive({ command: 'backtest', days: 3, without: ['maxStarts'] });
    assert.match(bench.errors[0] ?? '', /^without is "maxStarts"; allowed: exclude \| startAlignMinutes/);
    await bench.receive({ command: 'backtest', days: 3, without: 'mode' });
    assert.match(bench.errors[1] ?? '', /^without is "mode"; allowed: true \| exclude/);
  });

  it('a rule that changes how long the device runs has no price', async () => {
    const bench = await load({}, [{ ...boiler, maxPriceCt: 5 }]);
    await bench.receive({ command: 'backtest', days: 3, without: 'maxPriceCt' });
    const [other] = bench.sent[1][0].payload.without;
    assert.deepEqual([other.ruleCostCt, other.minutes], [null, 180]);
  });

  it('a node that waits for messages cannot be tested', async () => {
    const bench = await load({}, [{ ...boiler, trigger: 'message' }]);
    await bench.receive({ command: 'backtest' });
    assert.match(bench.errors[0] ?? '', /^A backtest needs daily hours/);
  });

  it('shows nothing personal', async () => {
    const bench = await load();
    await bench.receive({});
    const text = JSON.stringify([bench.sent, bench.statuses]);
    assert.deepEqual(
      [...personalValues, homeId].filter((value) => text.includes(value)),
      [],
    );
  });

  const wrong: Record<string, { node: Record<string, unknown>; names: RegExp }> = {
    'no account': { node: { account: '' }, names: /^This node has no usable Nomos account/ },
    'a period that does not exist': { node: { period: 'year' }, names: /^period is "year"; allowed: day/ },
    'a tariff below zero': { node: { fixedPriceCt: -1 }, names: /^fixedPriceCt is -1; allowed: 0 … 10000/ },
    'a version from the future': { node: { version: 99 }, names: /^This node was saved by a newer version/ },
  };
  for (const [name, { node, names }] of Object.entries(wrong))
    it(`says under the node and to every message that there is ${name}`, async () => {
      const bench = await load(node);
      await bench.receive({});
      assert.match(bench.errors[0] ?? '', names);
      assert.match(
        bench.statuses.at(-1)?.text ?? '',
        /^(no account|wrong setting: [\w ]+|failed|needs a newer version)$/,
      );
    });

  it('is silent once it is unloaded in the middle of a request', async () => {
    meter.instead = ({ url }) => url.includes('usage');
    const timers = countTimers();
    const bench = await load({ automatic: true });
    const handled = bench.receive({});
    await until('the request', () => asked('usage').length > 0);
    await unloadNode();
    await handled;
    await until('the request to be cut off', () => nomos.open() === 0);
    assert.deepEqual([bench.sent[1], bench.errors, timers.pending()], [[], [], 0]);
    timers.end();
  });

  describe('by itself', () => {
    const reported = (bench: NodeBench) =>
      bench.sent[1].map(({ payload, repeated }) => [payload.from, payload.preliminary, repeated]);
    const settle = async (bench: NodeBench) => {
      await until('the next time', () => /next \w{3} 16:\d\d$/.test(bench.statuses.at(-1)?.text ?? ''));
    };

    it('waits for 16:00', async () => {
      const bench = await load({ automatic: true });
      await until('a status', () => / · next 16:\d\d$/.test(bench.statuses.at(-1)?.text ?? ''));
      assert.deepEqual([bench.sent[1], asked('usage')], [[], []]);
    });

    it('reports yesterday after 16:00, once, over a restart too', async () => {
      standAt('2026-11-22T16:45:00+01:00');
      const bench = await load({ automatic: true });
      await settle(bench);
      assert.deepEqual(reported(bench), [['2026-11-21', true, false]]);
      await unloadNode('keep');
      const again = await load({ automatic: true });
      await settle(again);
      assert.deepEqual([again.sent[1], asked('usage').length], [[], 1]);
    });

    it('catches up after days without power, and repeats what has become final', async () => {
      standAt('2026-11-10T16:45:00+01:00');
      meter.emptyFrom = '2026-11-10';
      await settle(await load({ automatic: true }));
      await unloadNode('keep');
      standAt('2026-12-14T16:45:00+01:00');
      Object.assign(meter, { kind: 'final', emptyFrom: '2026-12-14' });
      const bench = await load({ automatic: true });
      await settle(bench);
      const [first, second] = reported(bench);
      assert.deepEqual(
        [first, second],
        [
          ['2026-11-09', false, true],
          ['2026-11-13', false, false],
        ],
      );
      assert.equal(reported(bench).at(-1)?.[0], '2026-12-13');
      assert.ok(asked('usage').length < 8, 'days that follow one another are read together');
    });

    it('an analog meter has no days: the status says what to do', async () => {
      standAt('2026-11-22T16:45:00+01:00');
      meter.type = 'analog';
      const bench = await load({ automatic: true });
      await settle(bench);
      assert.match(bench.statuses.at(-1)?.text ?? '', /^analog meter: report months/);
      assert.deepEqual([bench.sent[1], asked('usage').length], [[], 1]);
    });

    it('the month in which the contract began is whole without the days before', async () => {
      standAt('2026-11-01T16:45:00+01:00');
      Object.assign(meter, { startAt: '2026-10-14T22:00:00Z', emptyFrom: '2026-11-01' });
      const bench = await load({ automatic: true, period: 'month' });
      await settle(bench);
      const { payload } = bench.sent[1][0];
      assert.deepEqual([payload.from, payload.to, payload.usageGaps], ['2026-10-15', '2026-10-31', []]);
      await unloadNode('keep');
      standAt('2026-11-20T16:45:00+01:00');
      meter.kind = 'final';
      const again = await load({ automatic: true, period: 'month' });
      await settle(again);
      assert.deepEqual(reported(again), [['2026-10-15', false, true]]);
    });

    it('before the contract begins the status says so; its first day is told all the same', async () => {
      standAt('2026-11-21T16:45:00+01:00');
      meter.startAt = '2026-11-20T23:00:00Z';
      const bench = await load({ automatic: true });
      await settle(bench);
      assert.match(bench.statuses.at(-1)?.text ?? '', /^contract not active/);
      assert.deepEqual([bench.sent[1], asked('usage')], [[], []]);
      await unloadNode('keep');
      standAt('2026-11-22T16:45:00+01:00');
      const again = await load({ automatic: true });
      await settle(again);
      assert.deepEqual(reported(again), [['2026-11-21', true, false]]);
    });

    it('a day that Nomos refuses keeps the next one from nothing', async () => {
      standAt('2026-11-21T16:45:00+01:00');
      meter.instead = ({ url }, response) => {
        if (!/(usage|consumption)\?.*start=2026-11-20/.test(url)) return false;
        json(response, 200, { object: 'usage', meter_type: 'smart', resolution: '15min', data: 'none' });
        return true;
      };
      await settle(await load({ automatic: true }));
      await unloadNode('keep');
      standAt('2026-11-22T16:45:00+01:00');
      const bench = await load({ automatic: true });
      await settle(bench);
      assert.deepEqual(reported(bench), [['2026-11-21', true, false]]);
    });

    it('a client that Nomos refuses is shown; once that is put right, the day is told after the restart', async () => {
      standAt('2026-11-22T16:45:00+01:00');
      const { answer } = nomos;
      nomos.answer = (seen, response) =>
        seen.url === '/oauth/token' ? json(response, 401, { error: 'invalid_client' }) : answer(seen, response);
      const bench = await load({ automatic: true });
      await settle(bench);
      assert.deepEqual([bench.sent[1], bench.statuses.at(-1)?.fill], [[], 'red']);
      await unloadNode('keep');
      nomos.answer = answer;
      const again = await load({ automatic: true });
      await settle(again);
      assert.deepEqual(reported(again), [['2026-11-21', true, false]]);
    });

    it('a node that is disabled or deleted, and comes back, tells nothing again', async () => {
      standAt('2026-11-22T16:45:00+01:00');
      await settle(await load({ automatic: true }));
      await (helper.getNode('tested') as unknown as { close: (removed: boolean) => Promise<void> }).close(true);
      await unloadNode('keep');
      const again = await load({ automatic: true });
      await settle(again);
      assert.deepEqual(reported(again), []);
    });

    it('other settings begin anew', async () => {
      standAt('2026-11-22T16:45:00+01:00');
      await settle(await load({ automatic: true }));
      await unloadNode('keep');
      const bench = await load({ automatic: true, period: 'month' });
      await settle(bench);
      assert.deepEqual(
        bench.sent[1].map(({ payload }) => [payload.from, payload.to]),
        [['2026-10-01', '2026-10-31']],
      );
    });
  });
});

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
