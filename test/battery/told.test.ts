import assert from 'node:assert/strict';
import type { HouseProfile } from '#src/battery/expected/house-profile.js';
import { type BatteryCommand, type BatteryLog, emptyBatteryLog } from '#src/battery/index.js';
import type { BatteryOrder } from '#src/battery/log.js';
import { msPerHour, msPerMinute } from '#src/time/index.js';
import { Asked, battery, nightAndEvening, pricesOf, twoDays, winter } from './battery-scene.js';

const day = '2026-01-14';
const prices = pricesOf(twoDays(day), nightAndEvening);
const hourly = pricesOf(twoDays(day), nightAndEvening, { lengthMs: msPerHour });
const at = (time: string) => winter(day, time);
const row = Array.from({ length: 96 }, () => 0.125);
const profile: HouseProfile = { net: row, house: row, days: 3, houseDays: 3, learnedAt: at('00:00') };
const steady: BatteryLog = { ...emptyBatteryLog, profile, told: { learned: true } };
const charge = { kind: 'override', mode: 'charge' } as const;

describe('battery: what is sent', () => {
  const order: BatteryOrder = { mode: 'charge', powerKw: 5, targetPercent: 100, minimumPercent: 100 };

  it('of a charge all four, of waiting no power and no target', () => {
    const asked = new Asked(battery(), prices, steady);
    asked.tell(at('12:00'), 30.2);
    assert.deepEqual(asked.log.sent, { mode: 'hold', minimumPercent: 31 });
    asked.ask(at('12:01'), { cause: 'command', command: charge });
    assert.deepEqual(asked.log.sent, order);
    assert.equal(asked.log.sentAt, at('12:01'));
  });

  for (const [what, changed, send] of [
    ['the same order', {}, false],
    ['another mode', { mode: 'hold' }, true],
    ['another power', { powerKw: 4.999 }, true],
    ['no power', { powerKw: undefined }, true],
    ['another target', { targetPercent: 99.9 }, true],
    ['another minimum', { minimumPercent: 99.9 }, true],
  ] as const)
    it(`${what} than the last one: ${send ? 'sent' : 'silence'}`, () => {
      const asked = new Asked(battery(), prices, steady);
      asked.tell(at('12:00'), 50);
      asked.ask(at('12:01'), { cause: 'command', command: charge });
      asked.log = { ...asked.log, sent: { ...order, ...changed } as BatteryOrder };
      assert.deepEqual(asked.ask(at('12:02')).output, { send, isStart: false });
    });

  for (const [resend, minutes, send] of [
    ['change', 14, false],
    ['replan', 14, true],
    [10, 9, false],
    [10, 10, true],
  ] as const)
    it(`the same again ${minutes} minutes later, resend ${resend}: ${send ? 'sent' : 'silence'}`, () => {
      const asked = new Asked(battery({ resend }), prices, steady);
      const { state } = asked.tell(at('12:00'), 50);
      const again = asked.ask(at('12:00') + minutes * msPerMinute);
      assert.equal(again.state.mode, state.mode);
      assert.equal(again.output.send, send);
      assert.equal(asked.log.sentAt, send ? at('12:00') + minutes * msPerMinute : at('12:00'));
    });

  it('whoever asks is answered, and nothing else is changed by that', () => {
    const asked = new Asked(battery(), prices, steady);
    asked.tell(at('12:00'), 50);
    const { log } = asked;
    const { output, saveLog } = asked.ask(at('12:00'), { cause: 'command', command: { kind: 'status' } });
    assert.deepEqual([output.send, saveLog], [true, false]);
    assert.deepEqual(asked.log, log);
  });

  it('after a start what has changed meanwhile is no repetition', () => {
    const asked = new Asked(battery({ sendOnStart: false }), prices, steady);
    asked.tell(at('15:00'), 30);
    const later = new Asked(battery({ sendOnStart: false }), prices, asked.log).ask(at('18:00'), { cause: 'start' });
    assert.deepEqual(later.output, { send: true, isStart: false });
  });
});

describe('battery: what is saved', () => {
  /** Readings from 12:00 to 12:15, the first quarter-hour; saved last at `savedAt`. */
  function afterAQuarter(series: typeof prices, savedAt: number | undefined, powers: object) {
    const asked = new Asked(battery(), series, steady);
    asked.tell(at('12:00'), 50, powers);
    const { savedAt: _, ...log } = asked.log;
    asked.log = savedAt === undefined ? log : { ...log, savedAt };
    for (const time of ['12:05', '12:10', '12:14'])
      assert.equal(asked.tell(at(time), undefined, powers).saveLog, false, 'nothing is learned yet');
    return asked.tell(at('12:15'), undefined, powers);
  }

  const told = { houseW: 500 };
  for (const [what, savedAt, powers, saved] of [
    ['learned, and never saved', undefined, told, true],
    ['learned, and saved a quarter-hour ago', at('12:00'), told, true],
    ['learned, and saved less than a quarter-hour ago', at('12:00') + 1, told, false],
    ['nothing learned, saved an hour ago', at('11:15'), {}, false],
  ] as const)
    for (const [which, series, replanned] of [
      ['within a step', hourly, false],
      ['with a new step', prices, true],
    ] as const)
      it(`${what}, ${which}: ${saved ? 'saved' : 'kept in mind'}`, () => {
        const decision = afterAQuarter(series, savedAt, powers);
        assert.equal(decision.replanned, replanned);
        assert.equal(decision.saveLog, saved);
        assert.equal(decision.log.savedAt, saved ? at('12:15') : savedAt);
        assert.deepEqual([decision.events, decision.output.send], [[], false]);
      });

  it('another mode is saved at once, also one that nobody is told of', () => {
    const asked = new Asked(battery({ chargeFromGrid: false }), prices, steady);
    assert.equal(asked.tell(at('16:45'), 20).state.mode, 'hold');
    const { state, events, saveLog } = asked.ask(at('17:00'));
    assert.deepEqual([state.mode, events, saveLog], ['auto', [], true]);
    assert.equal(asked.ask(at('17:05')).saveLog, false);
  });

  it('a start and a command are saved', () => {
    const asked = new Asked(battery(), prices, steady);
    asked.tell(at('12:00'), 50);
    assert.equal(asked.ask(at('12:01')).saveLog, false);
    assert.equal(asked.ask(at('12:01'), { cause: 'start' }).saveLog, true);
    const options = { kind: 'plan', options: { wearCt: 3 } } as const;
    assert.equal(asked.ask(at('12:02'), { cause: 'command', command: options }).saveLog, true);
  });

  /** When a command is saved that somebody gives every minute from 12:01 to 12:29. */
  function savedOf(command: BatteryCommand): string[] {
    const asked = new Asked(battery(), prices, steady);
    asked.tell(at('12:00'), 50);
    const minutes = Array.from({ length: 29 }, (_, index) => String(index + 1).padStart(2, '0'));
    return minutes.filter((minute) => asked.ask(at(`12:${minute}`), { cause: 'command', command }).saveLog);
  }

  it('a command that says every minute what holds already is not saved again', () => {
    assert.deepEqual(savedOf({ kind: 'plan', options: { gridLimitKw: 4.2 } }), ['01']);
    assert.deepEqual(savedOf({ kind: 'plan' }), []);
    assert.deepEqual(savedOf({ kind: 'override', mode: 'hold' }), ['01']);
  });

  it('an end that moves on every minute is saved every quarter-hour, one that moves far at once', () => {
    assert.deepEqual(savedOf({ kind: 'override', mode: 'hold', minutes: 5 }), ['01', '16']);
    const asked = new Asked(battery(), prices, steady);
    asked.tell(at('12:00'), 50);
    const held = (time: string, minutes: number) =>
      asked.ask(at(time), { cause: 'command', command: { kind: 'override', mode: 'hold', minutes } }).saveLog;
    assert.deepEqual(
      [held('12:01', 5), held('12:02', 60), held('12:03', 0), held('12:04', 60)],
      [true, true, true, true],
    );
  });
});

describe('battery: what a battery is reckoned to do', () => {
  /** Per cent an hour, of a battery that charges by its plan and that somebody holds in a mode then. */
  function rateOf(mode: 'hold' | 'auto' | 'charge' | 'discharge', given: Parameters<typeof battery>[0] = {}): number {
    const asked = new Asked(battery({ feedFromBattery: true, ...given }), prices, steady);
    assert.equal(asked.tell(at('01:20'), 60).state.mode, 'charge');
    asked.ask(at('01:21'), { cause: 'command', command: { kind: 'override', mode } });
    assert.equal(asked.log.state?.mode, mode);
    return asked.log.step?.percentPerHour ?? Number.NaN;
  }
  const near = (found: number, expected: number) => assert.ok(Math.abs(found - expected) < 1e-6, `${found}`);

  it('held by hand it does what it is told to, not what was planned', () => {
    assert.equal(rateOf('hold'), 0);
    near(rateOf('auto'), (-0.5 / Math.sqrt(0.9)) * 10);
    near(rateOf('charge'), 5 * Math.sqrt(0.9) * 10);
    near(rateOf('charge', { gridLimitKw: 3 }), 2.5 * Math.sqrt(0.9) * 10);
    near(rateOf('discharge'), (-5 / Math.sqrt(0.9)) * 10);
  });

  it('a minimum for who waits is never more than was stored when the waiting began', () => {
    const asked = new Asked(battery(), prices, steady);
    assert.equal(asked.tell(at('01:20'), 20).state.mode, 'charge');
    asked.ask(at('01:20'), { cause: 'command', command: { kind: 'override', mode: 'hold' } });
    for (let now = at('01:25'); now < at('03:45'); now += 5 * msPerMinute)
      assert.equal(asked.ask(now).state.minimumPercent, 20);
  });

  it('without a plan nothing', () => {
    const asked = new Asked(battery(), [], steady);
    asked.tell(at('12:00'), 50);
    const step = { start: at('12:00'), end: at('12:15'), percentPerHour: 0, plannedAt: at('12:00') };
    assert.deepEqual(asked.log.step, step);
    const late = new Asked(battery(), prices.slice(60), steady);
    late.tell(at('12:00'), 50);
    assert.equal(late.log.step?.end, at('15:00'), 'when the first price begins');
  });
});

describe('battery: what is unsure', () => {
  for (const [what, log, time, isUnsure] of [
    ['a learned house, told lately', steady, '12:29', false],
    ['told half an hour ago', steady, '12:30', true],
    ['a house that is not learned', emptyBatteryLog, '12:29', true],
  ] as const)
    it(`${what}: ${isUnsure ? 'unsure' : 'sure'}`, () => {
      const asked = new Asked(battery(), prices, log);
      asked.tell(at('12:00'), 50);
      const decision = asked.ask(at(time));
      assert.deepEqual([decision.isUnsure, decision.plan?.provisional], [isUnsure, isUnsure]);
    });
});
