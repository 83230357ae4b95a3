import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BatteryLog,
  type BatterySettings,
  type BatterySituation,
  checkBatterySettings,
  decideBattery,
  emptyBatteryLog,
} from '#src/battery/index.js';
import { batteryTable } from '#src/battery/settings.js';
import type { PriceSeries } from '#src/prices/index.js';
import { defaultsOf } from '#src/protocol/setting.js';
import type { SunForecast } from '#src/sun/index.js';
import { msPerHour, msPerMinute, msPerQuarterHour } from '#src/time/index.js';
import { Bench } from '../support/real/bench.js';
import { injector, observedFlow, type Seen, watched } from '../support/real/recorder.js';
import { until } from '../support/real/until.js';
import { Inverter } from './inverter.js';

const halfHourMs = 30 * msPerMinute;
const iso = (at: number) => new Date(at).toISOString();
const plain = { capacityKwh: 10, chargeKw: 5, dischargeKw: 5 };
const sunny = { ...plain, solar: 'yes', feedInCt: 8, marginCt: 10, feedFromBattery: true } as const;

/** Cheap at night, the cheaper the earlier; dear from the seventeenth hour on. */
const usualCt = (hour: number) => (hour % 24 < 5 ? 10 + (hour % 24) / 10 : hour % 24 < 17 ? 25 : 40);

/** Prices by the hour from an instant on. */
function priceList(from: number, hours: number, priceCt: (hour: number) => number = usualCt) {
  return Array.from({ length: hours }, (_, hour) => ({ start: iso(from + hour * msPerHour), value: priceCt(hour) }));
}

/** A house that is learned: 400 W at any time, of which the sun takes 2 kW from hour 8 to 16 where there are panels. */
function learnedLog(learnedAt: number, hasSun: boolean): BatteryLog {
  const house = Array.from({ length: 96 }, () => 0.1);
  const net = house.map((kwh, quarter) => (hasSun && quarter >= 32 && quarter < 64 ? kwh - 0.5 : kwh));
  return { ...emptyBatteryLog, profile: { net, house, days: 9, houseDays: 9, learnedAt }, told: { learned: true } };
}

describe('home-battery in a real Node-RED, its loop closed by a simulated inverter', function () {
  this.timeout(180_000);
  let bench: Bench;
  /** Each test has a battery of its own, on a day of its own. */
  let count = 0;
  const nextId = () => {
    count += 1;
    return `battery${count}`;
  };

  const learnedRoof = Date.parse('2026-11-20T12:00:00+01:00');
  before(async () => {
    const prepare = (userDir: string) => {
      const entry = { version: 1, log: learnedLog(learnedRoof, true) };
      writeFileSync(
        join(userDir, '.config.runtime.json'),
        JSON.stringify({ nomosBattery: { version: 1, entries: JSON.stringify({ 'old-roof': entry }) } }),
      );
    };
    bench = await Bench.start({ start: '2026-10-24T19:55:00+02:00', factor: 1, prepare });
  });
  after(() => bench?.stop());

  /** A battery that was never seen before, deployed at an instant. */
  async function deployed(at: string, settings: object, id = nextId()) {
    bench.moveTo(at);
    const own = { id, type: 'home-battery', version: 1, priceSource: 'message', priceUnit: 'ct/kWh', ...settings };
    const flow = observedFlow(watched(own), injector(`to-${id}`, id));
    const since = await bench.deploy(flow);
    await bench.saw(`${id}-1`, () => true, since);
    const from = (output: number, after = since) =>
      bench.seen
        .slice(after)
        .filter((seen) => seen.from === `${id}-${output}`)
        .map(({ msg }) => msg);
    return {
      id,
      flow,
      orders: (after?: number) => from(1, after),
      events: (after?: number) => from(3, after).map(({ payload }) => payload),
      last: () => from(1).at(-1),
      send: (message: Record<string, unknown>) => bench.send(`to-${id}`, message),
      /** Sends, and gives what is on and planned after that. */
      tell: async (message: Record<string, unknown>): Promise<{ order: Seen['msg']; plan: Seen['msg'] }> => {
        await bench.send(`to-${id}`, message);
        const before = bench.seen.length;
        await bench.send(`to-${id}`, { command: 'status' });
        const isAnswer = ({ command }: Seen['msg']) => command === 'status';
        const { msg: order } = await bench.saw(`${id}-1`, isAnswer, before);
        return { order, plan: (await bench.saw(`${id}-2`, isAnswer, before)).msg.payload };
      },
    };
  }

  const now = async (battery: Awaited<ReturnType<typeof deployed>>) =>
    (await battery.tell({ topic: 'soc', payload: null })).order;

  /** The mode that a kill would leave behind. */
  function savedMode(id: string): string | undefined {
    const { nomosBattery } = JSON.parse(readFileSync(join(bench.userDir, '.config.runtime.json'), 'utf8'));
    return JSON.parse(nomosBattery?.entries ?? '{}')[id]?.log.sent?.mode;
  }

  /** The same, in a cheap hour, told to charge. */
  async function charging(day: string, settings: object = plain) {
    const from = Date.parse(`${day}T00:00:00+01:00`);
    const battery = await deployed(`${day}T01:00:30+01:00`, settings);
    await battery.tell({ payload: priceList(from, 48) });
    await battery.tell({ payload: { socPercent: 20 } });
    assert.equal(battery.last().payload, 'charge');
    return battery;
  }

  it('lives through the long day of autumn as the decisions replayed, in all five modes and within all limits', async () => {
    const from = Date.parse('2026-10-24T20:00:00+02:00');
    const priceCt = (hour: number) =>
      hour < 1 ? 3 : hour < 4 ? 38 : hour < 8 ? 12 : hour < 15 ? 30 : hour < 20 ? 6 : 36;
    const list = priceList(from, 40, priceCt);
    const netKw = (at: number) => 0.4 - (at >= from + 13 * msPerHour && at < from + 20 * msPerHour ? 3 : 0);
    const forecast = Array.from({ length: 7 }, (_, hour) => ({
      start: iso(from + (13 + hour) * msPerHour),
      end: iso(from + (14 + hour) * msPerHour),
      kwh: 3,
    }));
    const battery = await deployed(iso(from), sunny);
    await battery.tell({ payload: list });
    await battery.tell({ topic: 'solar-forecast', payload: forecast });
    const replayed = replay(sunny, list, forecast, from);
    const inverter = new Inverter({ capacityKwh: 10, powerKw: 5, minPercent: 10 }, 20, from);
    const modes: [string, string][] = [];
    for (let edge = from; edge <= from + 20 * msPerHour; edge += halfHourMs) {
      // What is told before a step ends is what it is decided by, whether the alarm rings first or somebody asks.
      const at = Math.max(from + 1_000, edge - 5_000);
      bench.moveTo(iso(at));
      inverter.liveTo(at, netKw(at));
      const { socPercent } = inverter;
      assert.ok(socPercent > 9.9 && socPercent < 100.1, `${socPercent} % at ${iso(at)}`);
      const net = netKw(at) * 1_000;
      const powers = { houseW: Math.max(0, net) + 500, solarW: Math.max(0, -net) + 500 };
      const told = await battery.tell({ payload: { socPercent, ...powers } });
      modes.push([told.order.payload, replayed.told({ socPercent, powers }, at)]);
      bench.moveTo(iso(edge + 1_000));
      const order = await now(battery);
      inverter.obey(order);
      modes.push([order.payload, replayed.asked(edge + 1_000)]);
    }
    assert.deepEqual(
      modes.map(([real]) => real),
      modes.map(([, expected]) => expected),
    );
    assert.deepEqual([...new Set(modes.map(([real]) => real))].sort(), ['auto', 'charge', 'discharge', 'hold', 'keep']);
    assert.ok(inverter.did.boughtKw <= 5.001 && inverter.did.soldKw <= 5.001, JSON.stringify(inverter.did));
    assert.equal(bench.seen.filter((seen) => seen.from === 'caught').length, 0);
  });

  it('kill -9 in charge: comes back in charge, says so as a start, and no event twice', async () => {
    const battery = await charging('2026-11-03');
    const { targetPercent, powerKw } = battery.last();
    await until('the save', () => savedMode(battery.id) === 'charge');
    const before = await bench.restart('SIGKILL');
    const { msg } = await bench.saw(`${battery.id}-1`, () => true, before);
    assert.deepEqual([msg.payload, msg.reason, msg.targetPercent], ['charge', 'startup', targetPercent]);
    assert.ok(Math.abs(msg.powerKw - powerKw) < 0.01);
    await now(battery);
    assert.deepEqual(battery.events(before), []);
    bench.moveTo('2026-11-03T05:00:30+01:00');
    await battery.tell({ payload: { socPercent: targetPercent } });
    assert.notEqual(battery.last().payload, 'charge');
    // The leap may make the reading before it old, for a moment.
    const told = battery.events(before).filter((event) => !event.startsWith('readings-'));
    assert.deepEqual(told, ['charged']);
  });

  it('a deploy in charge: the same again, and no event', async () => {
    const battery = await charging('2026-11-04');
    const before = await bench.deploy(battery.flow);
    const { msg } = await bench.saw(`${battery.id}-1`, () => true, before);
    assert.deepEqual([msg.payload, msg.reason], ['charge', 'startup']);
    await now(battery);
    assert.deepEqual(battery.events(before), []);
    assert.deepEqual(
      battery.orders(before).map(({ payload }) => payload),
      ['charge', 'charge'],
    );
  });

  it('prices withheld: left to itself, told once; back, told once', async () => {
    const from = Date.parse('2026-11-05T00:00:00+01:00');
    const battery = await deployed('2026-11-05T01:00:30+01:00', plain);
    await battery.tell({ payload: { socPercent: 20 } });
    assert.deepEqual([(await now(battery)).payload, battery.last().reason], ['auto', 'no-prices']);
    await battery.tell({ payload: priceList(from, 24) });
    assert.equal((await now(battery)).payload, 'charge');
    bench.moveTo('2026-11-06T00:00:10+01:00');
    await battery.tell({ payload: { socPercent: 60 } });
    assert.deepEqual([(await now(battery)).payload, battery.last().reason], ['auto', 'no-prices']);
    bench.moveTo('2026-11-06T00:31:00+01:00');
    await battery.tell({ payload: { socPercent: 60 } });
    await battery.tell({ payload: priceList(from, 48) });
    const told = battery.events().filter((event) => event.startsWith('prices-'));
    assert.deepEqual(told, ['prices-stale', 'prices-back', 'prices-stale', 'prices-back']);
  });

  it('the state of charge withheld: charging ends with the interval after half an hour, the plan after two hours more', async () => {
    const battery = await charging('2026-11-06');
    const at = async (time: string) => {
      bench.moveTo(`2026-11-06T${time}+01:00`);
      const { payload, reason } = await now(battery);
      return [payload, reason];
    };
    assert.deepEqual(await at('01:29:00'), ['charge', 'cheap']);
    assert.deepEqual(await at('02:00:10'), ['hold', 'worth-more-later']);
    assert.deepEqual(await at('03:29:00'), ['hold', 'worth-more-later']);
    assert.deepEqual(await at('03:31:00'), ['auto', 'no-soc']);
    await battery.tell({ payload: { socPercent: 30 } });
    assert.equal(battery.last().payload, 'charge');
    assert.deepEqual(
      battery.events().filter((event) => event.startsWith('readings-')),
      ['readings-stale', 'readings-back'],
    );
  });

  it('panels, nothing learned, no forecast: left to itself; with a forecast it plans', async () => {
    const from = Date.parse('2026-11-07T00:00:00+01:00');
    const battery = await deployed('2026-11-07T01:00:30+01:00', sunny);
    await battery.tell({ payload: priceList(from, 48) });
    await battery.tell({ payload: { socPercent: 20 } });
    assert.deepEqual([(await now(battery)).payload, battery.last().reason], ['auto', 'learning']);
    const noon = { start: iso(from + 11 * msPerHour), end: iso(from + 13 * msPerHour), kwh: 2 };
    assert.equal((await battery.tell({ topic: 'solar-forecast', payload: [noon] })).plan.forecast, 'sun');
    assert.equal((await now(battery)).payload, 'charge');
  });

  it('power readings that stop: what is learned counts for a week where there are panels', async () => {
    const at = (days: number) => iso(learnedRoof + days * 24 * msPerHour);
    const battery = await deployed(at(6), sunny, 'old-roof');
    const planned = async (days: number) => {
      bench.moveTo(at(days));
      await battery.tell({ payload: priceList(learnedRoof + Math.floor(days) * 24 * msPerHour - 12 * msPerHour, 48) });
      return (await battery.tell({ payload: { socPercent: 50 } })).plan;
    };
    assert.equal((await planned(6.01)).forecast, 'learned');
    const late = await planned(7.01);
    assert.deepEqual([late.feasible, late.reason], [false, 'learning']);
  });

  it('readings that cannot be: left out, warned of once an hour, the plan stays', async () => {
    const battery = await charging('2026-11-08');
    const before = bench.lines.length;
    for (const socPercent of ['57 %%', 101, -1, {}, [], 'full', true, 1e300])
      await battery.send({ payload: { socPercent, houseW: -900, solarW: -500, gridW: 1e9 } });
    const { payload } = await now(battery);
    assert.equal(payload, 'charge');
    const warnings = () => bench.lines.slice(before).filter((line) => /\[warn\].*cannot be right/.test(line));
    assert.deepEqual(
      warnings().map((line) => /reading (\w+)/.exec(line)?.[1]),
      ['socPercent', 'gridW', 'houseW', 'solarW'],
    );
  });

  it('a clock that jumps back and forth: the battery is left to itself meanwhile, and planned again', async () => {
    const battery = await charging('2026-11-09');
    bench.moveTo('2026-11-02T01:05:00+01:00');
    assert.deepEqual([(await now(battery)).payload, battery.last().reason], ['auto', 'no-prices']);
    bench.moveTo('2026-11-09T01:10:00+01:00');
    // A reading may arrive before the clock is right again.
    await until('charging', async () => {
      await battery.send({ payload: { socPercent: 30 } });
      return (await now(battery)).payload === 'charge';
    });
  });

  it('a command that cannot be: names the field, and nothing changes', async () => {
    const battery = await charging('2026-11-10', { ...plain, feedFromBattery: false });
    const before = bench.seen.length;
    await battery.send({ command: 'override', override: { mode: 'discharge' } });
    const { msg } = await bench.saw('caught', () => true, before);
    assert.match(msg.error.message, /override\.mode is "discharge".*feedFromBattery/);
    await battery.send({ options: { minSocPercent: 300 } });
    await bench.saw('caught', ({ error }) => /minSocPercent is 300/.test(error.message), before);
    assert.deepEqual(battery.orders(before), []);
    assert.equal((await now(battery)).payload, 'charge');
  });

  it('a capacity that is set wrong: each interval starts from the told state of charge, and no limit is broken', async () => {
    const battery = await charging('2026-11-11', { ...plain, capacityKwh: 14 });
    const from = Date.parse('2026-11-11T01:00:30+01:00');
    const inverter = new Inverter({ capacityKwh: 10, powerKw: 5, minPercent: 10 }, 20, from);
    inverter.obey(battery.last());
    for (let at = from + 5 * msPerMinute; at < from + 5 * msPerHour; at += msPerQuarterHour) {
      bench.moveTo(iso(at));
      inverter.liveTo(at, 0.4);
      await battery.send({ payload: { socPercent: inverter.socPercent } });
      inverter.obey(await now(battery));
      assert.ok(inverter.socPercent <= 100 && inverter.socPercent >= 10);
    }
    assert.ok(inverter.socPercent > 70, `charged in the cheap hours: ${inverter.socPercent} %`);
  });

  it('two batteries in one home keep what they are told apart', async () => {
    const first = await charging('2026-11-12');
    const id = nextId();
    const own = { type: 'home-battery', version: 1, priceSource: 'message', priceUnit: 'ct/kWh' };
    const both = [
      watched({ ...own, ...plain, id: first.id }),
      watched({ ...own, ...plain, chargeFromGrid: false, id }),
      injector(`to-${first.id}`, first.id),
      injector(`to-${id}`, id),
    ];
    const before = await bench.deploy(observedFlow(...both));
    await bench.saw(`${id}-1`, () => true, before);
    await bench.send(`to-${id}`, { payload: priceList(Date.parse('2026-11-12T00:00:00+01:00'), 48) });
    await bench.send(`to-${id}`, { payload: { socPercent: 95 } });
    await bench.send(`to-${id}`, { command: 'status' });
    const { msg } = await bench.saw(`${id}-1`, ({ command }) => command === 'status', before);
    assert.equal(msg.payload, 'hold');
    assert.deepEqual([(await now(first)).payload, first.last().reason], ['charge', 'cheap']);
  });
});

interface Told {
  readonly socPercent: number;
  readonly powers: Record<string, number>;
}

/** The same day by the decisions alone: the mode after each reading. */
function replay(
  own: object,
  list: readonly { start: string; value: number }[],
  forecast: readonly { start: string; end: string; kwh: number }[],
  from: number,
) {
  const settings: BatterySettings = checkBatterySettings({ ...defaultsOf(batteryTable), ...plain, ...own });
  const prices: PriceSeries = list.map(({ start, value }) => ({
    start: Date.parse(start),
    end: Date.parse(start) + msPerHour,
    priceCt: value,
    components: {},
  }));
  const sun: SunForecast = forecast.map(({ start, end, kwh }) => ({
    start: Date.parse(start),
    end: Date.parse(end),
    fromKw: kwh,
    toKw: kwh,
  }));
  let log = emptyBatteryLog;
  const ask = (now: number, more: Omit<BatterySituation, 'settings' | 'log' | 'now' | 'prices'>) => {
    const decision = decideBattery({ settings, log, now, prices, forecast: { sun, at: from }, ...more });
    log = decision.log;
    return decision.state.mode;
  };
  ask(from, { cause: 'forecast' });
  return {
    told: ({ socPercent, powers }: Told, now: number) =>
      ask(now, { cause: 'readings', readings: { socPercent, powers } }),
    asked: (now: number) => ask(now, { cause: 'alarm' }),
  };
}
