import assert from 'node:assert/strict';
import type { BatteryEvent } from '#src/battery/events.js';
import { eventsOf } from '#src/battery/events.js';
import { landed } from '#src/battery/landed.js';
import { type BatteryLog, type BatteryState, emptyBatteryLog } from '#src/battery/log.js';
import type { Mode } from '#src/storage/index.js';
import { msPerHour, msPerMinute } from '#src/time/index.js';
import { battery } from './battery-scene.js';

const now = 1_800_000_000_000;
const auto: BatteryState = { mode: 'auto', reason: 'dear', minimumPercent: 10 };
const fresh = { percent: 50, at: now, toldAt: now };
const old = { ...fresh, toldAt: now - msPerHour };

function happened(log: Partial<BatteryLog>, before: Partial<BatteryLog>, at: object = {}) {
  const own = { ...emptyBatteryLog, state: auto, ...before };
  return eventsOf({ ...own, ...log }, own, { state: auto, pricesUntil: undefined, isPriced: true, now, ...at });
}

describe('battery: what has happened', () => {
  const changes: [Mode, Mode, BatteryEvent[]][] = [
    ['auto', 'auto', []],
    ['auto', 'charge', ['charging']],
    ['charge', 'auto', ['charged']],
    ['hold', 'discharge', ['discharging']],
    ['discharge', 'keep', ['discharged']],
    ['charge', 'discharge', ['charged', 'discharging']],
    ['charge', 'charge', []],
  ];
  for (const [from, to, expected] of changes)
    it(`${from} to ${to}: ${expected.join(', ') || 'nothing'}`, () =>
      assert.deepEqual(
        happened({}, { state: { ...auto, mode: from } }, { state: { ...auto, mode: to } }).events,
        expected,
      ));

  for (const [what, log, before, at, expected] of [
    ['an override ends', { override: undefined }, { override: { mode: 'hold', until: null } }, {}, ['override-ended']],
    ['no price for now', {}, {}, { isPriced: false }, ['prices-stale']],
    ['prices are back', {}, { told: { pricesStale: true } }, {}, ['prices-back']],
    ['the state of charge is too old', { stored: old }, { stored: fresh }, {}, ['readings-stale']],
    ['it is told again', { stored: fresh }, { stored: old, told: { readingsStale: true } }, {}, ['readings-back']],
    ['a first day is learned', { profile: { ...emptyBatteryLog.profile, days: 1 } }, {}, {}, ['learned']],
    ['a first plan', {}, {}, { pricesUntil: now }, ['planned']],
    ['a plan by more prices', {}, { told: { pricesUntil: now } }, { pricesUntil: now + 1 }, ['planned']],
    ['a plan by the same prices', {}, { told: { pricesUntil: now } }, { pricesUntil: now }, []],
  ] as const)
    it(`${what}: ${expected[0] ?? 'nothing'}, once`, () => {
      const first = happened(log as Partial<BatteryLog>, before as Partial<BatteryLog>, at);
      assert.deepEqual(first.events, expected);
      const { override: _, ...rest } = before as Partial<BatteryLog>;
      const again = happened(log as Partial<BatteryLog>, { ...rest, told: first.told }, at);
      assert.deepEqual(again.events, []);
      assert.deepEqual(again.told, first.told);
    });
});

describe('battery: after a clock that was put back', () => {
  const later = now + 5 * msPerHour;
  const step = { start: now - msPerMinute, end: later, percentPerHour: 0, plannedAt: now - msPerMinute };
  const full: BatteryLog = {
    ...emptyBatteryLog,
    step,
    state: auto,
    stored: { percent: 50, at: later, toldAt: later },
    sentAt: later,
    savedAt: later,
  };

  it('nothing was told, sent or saved later than now', () => {
    const { stored, sentAt, savedAt } = landed(full, { settings: battery(), now });
    assert.deepEqual([stored, sentAt, savedAt], [{ percent: 50, at: now, toldAt: now }, now, now]);
    const early = { ...full, stored: { percent: 50, at: now - 2, toldAt: now - 3 }, sentAt: now - 4, savedAt: now - 5 };
    assert.deepEqual(landed(early, { settings: battery(), now }), early, 'what is past stays');
  });

  it('what is not remembered is not made up', () =>
    assert.deepEqual(landed(emptyBatteryLog, { settings: battery(), now }), emptyBatteryLog));

  it('a step of later is forgotten, and the mode by it', () => {
    assert.deepEqual(landed(full, { settings: battery(), now }).step, step);
    const future = landed({ ...full, step: { ...step, start: now + 1 } }, { settings: battery(), now });
    assert.deepEqual(['step' in future, 'state' in future], [false, false]);
    const { step: _, ...idle } = full;
    assert.equal(landed(idle, { settings: battery(), now }).state, auto);
  });

  it('an override lasts a week at most, or until it is ended', () => {
    const untilOf = (until: number | null) =>
      landed({ ...full, override: { mode: 'hold', until } }, { settings: battery(), now }).override?.until;
    const week = 7 * 24 * msPerHour;
    assert.deepEqual([untilOf(null), untilOf(now + 1), untilOf(now + 2 * week)], [null, now + 1, now + week]);
  });

  it('options that do not fit any more are dropped, all of them', () => {
    const optionsOf = (options: BatteryLog['options'], given: Parameters<typeof battery>[0] = {}) =>
      landed({ ...full, options }, { settings: battery(given), now }).options;
    assert.deepEqual(optionsOf({ minSocPercent: 40 }), { minSocPercent: 40 });
    assert.deepEqual(optionsOf({ minSocPercent: 40 }, { maxSocPercent: 30, minSocPercent: 10 }), {});
  });
});
