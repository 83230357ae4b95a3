import assert from 'node:assert/strict';
import type { HouseProfile } from '#src/battery/expected/house-profile.js';
import { type BatteryLog, type BatteryReason, emptyBatteryLog } from '#src/battery/index.js';
import type { SunForecast } from '#src/sun/index.js';
import { msPerHour, msPerMinute } from '#src/time/index.js';
import { Asked, battery, nightAndEvening, pricesOf, quarterMs, twoDays, winter, zone } from './battery-scene.js';

const day = '2026-01-14';
const prices = pricesOf(twoDays(day), nightAndEvening);
const at = (time: string) => winter(day, time);

/** A house that was seen for three days: so many kWh in each quarter-hour by its local hour. */
function seen(kwh: (hour: number) => number, learnedAt = at('00:00')): BatteryLog {
  const row = Array.from({ length: 96 }, (_, quarter) => kwh(quarter / 4));
  const profile: HouseProfile = { net: row, house: row, days: 3, houseDays: 0, learnedAt };
  return { ...emptyBatteryLog, profile, told: { learned: true } };
}

const steady = seen(() => 0.125);
/** Sun from 9 to 15 h, more than the battery holds. */
const sunny = seen((hour) => (hour >= 9 && hour < 15 ? -0.8 : 0.15));
const roof = { solar: 'yes', chargeFromGrid: false, feedInCt: 7.9 } as const;

describe('battery: what is chosen', () => {
  const rows: readonly {
    readonly says: string;
    readonly time: string;
    readonly soc: number;
    readonly mode: string;
    readonly reason: BatteryReason;
    readonly settings?: Parameters<typeof battery>[0];
    readonly log?: BatteryLog;
    readonly prices?: typeof prices;
  }[] = [
    { says: 'a cheap night charges', time: '04:00', soc: 20, mode: 'charge', reason: 'cheap' },
    { says: 'a dear evening serves', time: '18:00', soc: 60, mode: 'auto', reason: 'dear' },
    {
      says: 'what is worth more in the evening waits',
      time: '15:00',
      soc: 30,
      mode: 'hold',
      reason: 'worth-more-later',
    },
    { says: 'an empty battery has nothing to serve', time: '20:00', soc: 10, mode: 'auto', reason: 'empty' },
    {
      says: 'not allowed: no charge from the grid',
      time: '04:00',
      soc: 20,
      mode: 'hold',
      reason: 'worth-more-later',
      settings: { chargeFromGrid: false },
    },
    {
      says: 'sun is stored',
      time: '11:00',
      soc: 40,
      mode: 'auto',
      reason: 'worth-more-later',
      settings: roof,
      log: sunny,
    },
    {
      says: 'a full battery leaves the sun to the grid',
      time: '14:00',
      soc: 100,
      mode: 'auto',
      reason: 'full',
      settings: roof,
      log: sunny,
    },
    {
      says: 'room is kept for hours that pay nothing',
      time: '09:30',
      soc: 60,
      mode: 'keep',
      reason: 'room-for-sun',
      settings: { ...roof, marginCt: 20 },
      log: sunny,
      prices: pricesOf(twoDays(day), (hour) => (hour >= 12 && hour < 15 ? 15 : 30)),
    },
    {
      says: 'paid better than what the house pays, it feeds in',
      time: '18:00',
      soc: 90,
      mode: 'discharge',
      reason: 'sell',
      settings: { solar: 'yes', feedFromBattery: true, feedInCt: 60, unpaidWhenNegative: false },
    },
  ];
  for (const { says, time, soc, mode, reason, settings = {}, log = steady, prices: own = prices } of rows)
    it(`${says}: ${mode}`, () => {
      const asked = new Asked(battery(settings), own, log);
      asked.tell(at(time), soc);
      const { state } = asked.ask(at(time));
      assert.deepEqual({ mode: state.mode, reason: state.reason }, { mode, reason });
    });

  it('a charge says how strong, up to what, and until when', () => {
    const asked = new Asked(battery(), prices, steady);
    const { state } = asked.tell(at('00:00'), 20);
    assert.equal(state.mode, 'charge');
    assert.ok(Number(state.powerKw) >= 0.5 && Number(state.powerKw) <= 5, `${state.powerKw}`);
    assert.ok(Number(state.targetPercent) > 20 && Number(state.targetPercent) <= 100);
    assert.equal(state.minimumPercent, state.targetPercent);
    assert.ok(Number(state.until) > at('00:00') && Number(state.until) <= at('05:00'));
    assert.equal(state.priceCt, 10);
    assert.ok(Number(state.storedValueCt) > 10);
  });

  it('hold keeps what is stored, for an inverter that knows a minimum only', () => {
    const asked = new Asked(battery(), prices, steady);
    const { state } = asked.tell(at('15:00'), 30.2);
    assert.equal(state.minimumPercent, 31);
  });

  it('equal prices all day do nothing', () => {
    const asked = new Asked(
      battery(),
      pricesOf(twoDays(day), () => 30),
      steady,
    );
    for (let now = at('00:00'); now < at('23:00'); now += quarterMs)
      assert.equal(asked.tell(now, 50).state.mode, 'auto');
  });
});

describe('battery: the maximum', () => {
  it('is one of charging from the grid: where that is not allowed it counts for nothing', () => {
    const planOf = (maxSocPercent: number) =>
      new Asked(battery({ ...roof, maxSocPercent }), prices, sunny).tell(at('11:00'), 78).plan;
    assert.deepEqual(planOf(80), planOf(100));
    assert.ok((planOf(80)?.intervals ?? []).some(({ socPercent }) => socPercent > 99));
  });
});

describe('battery: fail-safe', () => {
  it('no price for now: left to itself, told once, and told when prices are back', () => {
    const asked = new Asked(battery(), [], steady);
    const first = asked.tell(at('04:00'), 20);
    assert.deepEqual([first.state.mode, first.state.reason, first.events], ['auto', 'no-prices', ['prices-stale']]);
    assert.deepEqual(asked.ask(at('04:15')).events, []);
    asked.prices = prices;
    const back = asked.ask(at('04:20'), { cause: 'prices' });
    assert.equal(back.state.mode, 'charge');
    assert.ok(back.events.includes('prices-back'));
  });

  it('no estimate is used for now: a gap in the prices leaves the battery to itself', () => {
    const gap = prices.filter(({ start }) => start < at('02:00') || start >= at('03:00'));
    const unknown = prices.map((one) => (one.start === at('02:00') ? { ...one, priceCt: null } : one));
    for (const own of [gap, unknown]) {
      const { state } = new Asked(battery(), own, steady).tell(at('02:05'), 20);
      assert.deepEqual([state.mode, state.reason], ['auto', 'no-prices']);
    }
  });

  it('no state of charge for half an hour: charging ends with the interval, the plan goes on for two hours, then nothing', () => {
    const asked = new Asked(battery(), prices, steady);
    assert.equal(asked.tell(at('01:20'), 20).state.mode, 'charge');
    assert.equal(asked.ask(at('01:45')).state.mode, 'charge');
    const stale = asked.ask(at('01:50'));
    assert.deepEqual([stale.state.mode, stale.events], ['charge', ['readings-stale']], 'not within an interval');
    assert.equal(asked.ask(at('02:00')).state.mode, 'hold');
    assert.equal(asked.ask(at('03:45')).state.mode, 'hold');
    const lost = asked.ask(at('03:50'));
    assert.deepEqual([lost.state.mode, lost.state.reason], ['auto', 'no-soc']);
    const back = asked.tell(at('03:51'), 25);
    assert.equal(back.state.mode, 'charge', 'at once, not with the next interval');
    assert.deepEqual(back.events, ['readings-back', 'charging']);
  });

  it('a state of charge that was never told: left to itself', () => {
    const { state } = new Asked(battery(), prices, steady).ask(at('04:00'), { cause: 'start' });
    assert.deepEqual([state.mode, state.reason], ['auto', 'no-soc']);
  });

  it('panels, nothing learned and no forecast: left to itself', () => {
    const asked = new Asked(battery(roof), prices);
    assert.deepEqual(asked.tell(at('15:00'), 60).state.reason, 'learning');
    const sun: SunForecast = [{ start: at('08:00'), end: at('16:00'), fromKw: 1, toKw: 1 }];
    const told = asked.ask(at('15:05'), { cause: 'forecast', forecast: { sun, at: at('15:05') } });
    assert.notEqual(told.state.reason, 'learning');
    assert.equal(told.plan?.forecast, 'sun');
    const late = asked.ask(at('15:10'), { forecast: { sun, at: at('15:05') - 24 * msPerHour } });
    assert.equal(late.state.reason, 'learning', 'a forecast of yesterday tells nothing');
  });

  it('power readings that stop: what is learned counts for a week where there are panels', () => {
    const old = (days: number) => ({
      ...sunny,
      profile: { ...sunny.profile, learnedAt: at('12:00') - days * 24 * msPerHour },
    });
    assert.notEqual(new Asked(battery(roof), prices, old(6)).tell(at('12:00'), 50).state.reason, 'learning');
    assert.equal(new Asked(battery(roof), prices, old(7)).tell(at('12:00'), 50).state.reason, 'learning');
    assert.notEqual(new Asked(battery(), prices, old(30)).tell(at('12:00'), 50).state.reason, 'learning');
  });

  it('what was learned or forecast by a clock a month ahead does not count for that month', () => {
    const month = 30 * 24 * msPerHour;
    const ahead = { ...sunny, profile: { ...sunny.profile, learnedAt: at('12:00') + month } };
    assert.equal(new Asked(battery(roof), prices, ahead).tell(at('12:00'), 50).state.reason, 'learning');
    const sun: SunForecast = [{ start: at('09:00'), end: at('15:00'), fromKw: 3, toKw: 3 }];
    const forecast = { sun, at: at('12:00') + month };
    const asked = new Asked(battery(roof), prices);
    asked.tell(at('12:00'), 50);
    assert.equal(asked.ask(at('12:01'), { cause: 'forecast', forecast }).state.reason, 'learning');
    assert.notEqual(
      asked.ask(at('12:02'), { cause: 'forecast', forecast: { sun, at: at('12:02') } }).state.reason,
      'learning',
    );
  });

  it('a command that cannot be changes nothing', () => {
    const asked = new Asked(battery({ chargeFromGrid: false }), prices, steady);
    asked.tell(at('15:00'), 60);
    const before = asked.log;
    const wrong = [
      { kind: 'override', mode: 'charge' },
      { kind: 'override', mode: 'discharge' },
      { kind: 'plan', options: { minSocPercent: 100 } },
    ] as const;
    for (const command of wrong)
      assert.throws(() => asked.ask(at('15:01'), { cause: 'command', command }), { code: 'invalid-value' });
    assert.equal(asked.log, before);
  });

  it('a restart in the middle of a charge: the same, and no change is sent', () => {
    const asked = new Asked(battery(), prices, steady);
    const { state } = asked.tell(at('01:20'), 20);
    const stored = JSON.parse(JSON.stringify(asked.log));
    const again = new Asked(battery(), prices, stored).ask(at('01:24'), { cause: 'start' });
    assert.equal(again.state.mode, state.mode);
    assert.deepEqual(again.output, { send: true, isStart: true });
    const silent = new Asked(battery({ sendOnStart: false }), prices, stored).ask(at('01:24'), { cause: 'start' });
    assert.deepEqual(silent.output, { send: false, isStart: true });
    assert.deepEqual(silent.events, []);
  });

  it('a clock that is put back by a year and forward again', () => {
    const asked = new Asked(battery(), prices, steady);
    asked.tell(at('01:20'), 20);
    const wrong = asked.ask(at('01:20') - 365 * 24 * msPerHour);
    assert.equal(wrong.state.reason, 'no-prices');
    const right = asked.tell(at('01:25'), 21);
    assert.equal(right.state.mode, 'charge');
    assert.ok(right.nextAlarmAt > at('01:25') && right.nextAlarmAt <= at('01:30'));
  });
});

describe('battery: when it plans', () => {
  it('fifty readings a second plan no more often than the price changes', () => {
    const asked = new Asked(battery(), prices, steady);
    asked.tell(at('12:00'), 50, { houseW: 500 });
    const { step } = asked.log;
    const perMs = (step?.percentPerHour ?? 0) / msPerHour;
    let planned = 0;
    for (let now = at('12:00'); now < at('12:45'); now += 1_000)
      if (asked.tell(now, 50 + perMs * (now - at('12:00')), { houseW: 500 }).replanned) planned += 1;
    assert.equal(planned, 2);
  });

  it('a state of charge that leaves the plan makes a new one, at most once a minute', () => {
    const asked = new Asked(battery(), prices, steady);
    asked.tell(at('12:00'), 50);
    assert.equal(asked.tell(at('12:01'), 52.9).replanned, false);
    assert.equal(asked.tell(at('12:02'), 54).replanned, true);
    let planned = 0;
    for (let now = at('12:03'); now < at('12:10'); now += 1_000)
      if (asked.tell(now, now % 2_000 === 0 ? 20 : 80).replanned) planned += 1;
    assert.ok(planned <= 7, `${planned} in seven minutes`);
  });

  it('what is charged ends when it is reached, in the middle of an interval', () => {
    const asked = new Asked(battery(), prices, steady);
    const { state } = asked.tell(at('03:00'), 90);
    assert.equal(state.mode, 'charge');
    const { state: after, events } = asked.tell(at('03:05'), state.targetPercent);
    assert.equal(after.mode, 'hold');
    assert.ok(events.includes('charged'));
  });

  it('new prices change nothing before the interval ends', () => {
    const asked = new Asked(battery(), prices, steady);
    assert.equal(asked.tell(at('13:00'), 30).state.mode, 'hold');
    asked.prices = pricesOf(twoDays(day), (hour) => (hour < 14 ? 25 : 5));
    assert.equal(asked.ask(at('13:05'), { cause: 'prices' }).state.mode, 'hold');
    assert.equal(asked.ask(at('13:15')).state.mode, 'auto');
  });

  it('readings every second put nothing off that is due before the next step', () => {
    const hourly = pricesOf(twoDays(day), nightAndEvening, { lengthMs: msPerHour });
    const asked = new Asked(battery({ resend: 10 }), hourly, steady);
    asked.tell(at('14:00'), 60, { houseW: 400 });
    asked.ask(at('14:01'), { cause: 'command', command: { kind: 'override', mode: 'hold', minutes: 5 } });
    const ended = asked.tell(at('14:06') + 1, 60, { houseW: 400 });
    assert.deepEqual(ended.events, ['override-ended']);
    const { sentAt = 0 } = asked.log;
    assert.equal(asked.tell(sentAt + 10 * msPerMinute - 1, 60).output.send, false);
    assert.equal(asked.tell(sentAt + 10 * msPerMinute + 1, 60).output.send, true);
    assert.deepEqual(asked.tell(at('14:47'), undefined, { houseW: 400 }).events, ['readings-stale']);
  });

  it('a charge gives way, once a minute at most, where the house draws more than expected and both more than the limit', () => {
    const hourly = pricesOf(twoDays(day), nightAndEvening, { lengthMs: msPerHour });
    const asked = new Asked(battery({ gridLimitKw: 4.2 }), hourly, steady);
    const { powerKw } = asked.tell(at('01:00'), 20, { houseW: 500 }).state;
    assert.ok(Number(powerKw) > 3, `${powerKw}`);
    assert.equal(asked.tell(at('01:00') + 59_000, 20.5, { houseW: 3_000 }).replanned, false);
    const { state } = asked.tell(at('01:01'), 20.5, { houseW: 3_000 });
    assert.deepEqual([state.mode, state.powerKw, state.reason], ['charge', 1.2, 'cheap']);
    assert.equal(asked.tell(at('01:05'), 20.6, { houseW: 3_090 }).replanned, false, 'a tenth of a kW is noise');
    const waits = asked.tell(at('01:06'), 20.6, { houseW: 4_300 }).state;
    assert.deepEqual([waits.mode, waits.reason, waits.minimumPercent], ['hold', 'grid-limit', 21]);
  });

  it('a charge does not give way to itself, where the meter has seen it begin and the inverter tells of it late', () => {
    const hourly = pricesOf(twoDays(day), nightAndEvening, { lengthMs: msPerHour });
    const asked = new Asked(battery({ gridLimitKw: 4.2 }), hourly, steady);
    const { powerKw = 0 } = asked.tell(at('01:00'), 20, { gridW: 400, batteryW: 0 }).state;
    asked.tell(at('01:00') + 10_000, 20, { batteryW: 300 });
    for (const minute of [1, 2, 3])
      assert.equal(asked.tell(at(`01:0${minute}`), 21, { gridW: 400 + powerKw * 1_000 }).replanned, false);
    assert.equal(asked.tell(at('01:04'), 21, { batteryW: powerKw * 1_000 }).replanned, false);
    assert.equal(asked.tell(at('01:05'), 21, { gridW: 2_000 + powerKw * 1_000 }).state.mode, 'charge');
    assert.ok(Number(asked.log.state?.powerKw) < 2.3);
  });

  it('a charge that gave way goes on within a quarter-hour of what made it, not only at the next price', () => {
    const hourly = pricesOf(twoDays(day), nightAndEvening, { lengthMs: msPerHour });
    for (const [houseW, powerKw] of [
      [3_000, 1.2],
      [4_300, undefined],
    ] as const) {
      const asked = new Asked(battery({ gridLimitKw: 4.2 }), hourly, steady);
      assert.ok(Number(asked.tell(at('01:00'), 20, { houseW: 500 }).state.powerKw) > 3.5);
      assert.equal(asked.tell(at('01:01'), 20.5, { houseW }).state.powerKw, powerKw);
      asked.ask(at('01:03'), { cause: 'prices' });
      for (const time of ['01:05', '01:10', '01:15'])
        assert.equal(asked.tell(at(time), 21, { houseW: 500 }).state.powerKw, powerKw);
      assert.ok(Number(asked.tell(at('01:18'), 21, { houseW: 500 }).state.powerKw) > 3.5);
    }
  });

  it('asked again it changes nothing', () => {
    const asked = new Asked(battery(), prices, steady);
    asked.tell(at('01:20'), 20);
    for (const minutes of [0, 5, 10, 25, 40]) {
      const now = at('01:20') + minutes * msPerMinute;
      asked.ask(now);
      const { log } = asked;
      const again = asked.ask(now);
      assert.deepEqual(again.log, log);
      assert.deepEqual([again.output.send, again.events], [false, []]);
    }
  });
});

describe('battery: commands', () => {
  it('an override holds, ends by itself, and says so', () => {
    const asked = new Asked(battery(), prices, steady);
    asked.tell(at('18:00'), 60);
    const held = asked.ask(at('18:05'), { cause: 'command', command: { kind: 'override', mode: 'hold', minutes: 60 } });
    assert.deepEqual([held.state.mode, held.state.reason, held.state.until], ['hold', 'override', at('19:05')]);
    assert.equal(held.saveLog, true);
    assert.equal(asked.ask(at('18:45')).state.mode, 'hold');
    const over = asked.ask(at('19:05'));
    assert.equal(over.state.mode, 'auto');
    assert.ok(over.events.includes('override-ended'));
  });

  it('without minutes until auto', () => {
    const asked = new Asked(battery(), prices, steady);
    asked.tell(at('04:00'), 60);
    asked.ask(at('04:00'), { cause: 'command', command: { kind: 'override', mode: 'hold' } });
    asked.tell(at('20:00'), 60);
    assert.equal(asked.ask(at('20:00')).state.mode, 'hold');
    const auto = asked.ask(at('20:01'), { cause: 'command', command: { kind: 'auto' } });
    assert.deepEqual([auto.state.mode, auto.events], ['auto', ['override-ended']]);
  });

  it('options hold until they are taken back', () => {
    const asked = new Asked(battery(), prices, steady);
    asked.tell(at('00:00'), 20);
    const limited = asked.ask(at('00:05'), {
      cause: 'command',
      command: { kind: 'plan', options: { gridLimitKw: 2 } },
    });
    assert.ok(Number(limited.state.powerKw) <= 1.5 + 1e-9, `${limited.state.powerKw}`);
    asked.tell(at('00:15'), 22);
    asked.ask(at('00:20'), { cause: 'command', command: { kind: 'plan', options: { minSocPercent: 30 } } });
    assert.deepEqual(asked.log.options, { gridLimitKw: 2, minSocPercent: 30 });
    asked.ask(at('00:21'), { cause: 'command', command: { kind: 'plan', options: { gridLimitKw: null } } });
    assert.deepEqual(asked.log.options, { minSocPercent: 30 });
    asked.ask(at('00:22'), { cause: 'command', command: { kind: 'plan', options: null } });
    assert.deepEqual(asked.log.options, {});
  });

  it('options that a new deploy does not allow any more are dropped', () => {
    const log = { ...steady, options: { minSocPercent: 50 } };
    const asked = new Asked(battery({ maxSocPercent: 40 }), prices, log);
    asked.tell(at('04:00'), 30);
    assert.deepEqual(asked.log.options, {});
  });

  it(`in ${zone} a limit below what the house draws charges nothing`, () => {
    const asked = new Asked(battery({ gridLimitKw: 0.2 }), prices, steady);
    for (let now = at('00:00'); now < at('05:00'); now += quarterMs)
      assert.notEqual(asked.tell(now, 20).state.mode, 'charge');
  });
});
