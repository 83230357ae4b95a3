import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isDue, isFarOff, isPlanned, nextAlarm } from '#src/battery/due.js';
import { type BatteryLog, type BatteryState, type CurrentStep, emptyBatteryLog } from '#src/battery/log.js';
import { knowledgeOf, percentNow, reckoned } from '#src/battery/stored-energy.js';
import { msPerHour, msPerMinute } from '#src/time/index.js';

/** Noon; the step that is on began then, at 50 %, and takes the battery up by 8 % an hour until 13:00. */
const noon = 1_800_000_000_000;
const step: CurrentStep = { start: noon, end: noon + msPerHour, percent: 50, percentPerHour: 8, plannedAt: noon };
const auto: BatteryState = { mode: 'auto', reason: 'dear', minimumPercent: 10 };
const charge: BatteryState = { ...auto, mode: 'charge', reason: 'cheap', powerKw: 3, targetPercent: 60 };
const discharge: BatteryState = { ...charge, mode: 'discharge', reason: 'sell', targetPercent: 40 };
const minutesOn = (minutes: number) => noon + minutes * msPerMinute;

function logOf(more: Partial<BatteryLog>): BatteryLog {
  return { ...emptyBatteryLog, step, state: auto, ...more };
}

describe('battery: when a new plan is due', () => {
  for (const [what, percent, minutes, state, isFar] of [
    ['as planned after half an hour', 54, 30, auto, false],
    ['a little below the plan', 51.1, 30, auto, false],
    ['3 % below the plan', 51, 30, auto, true],
    ['3 % above the plan', 57, 30, auto, true],
    ['far off, within a minute of the plan', 10, 0.9, auto, false],
    ['far off, a minute after the plan', 10, 1, auto, true],
    ['after the end of the step the plan stands still', 58, 180, auto, false],
    ['not told', undefined, 30, auto, false],
    ['a charge that has reached its target', 60, 60, { ...charge, targetPercent: 60 }, true],
    ['a charge just below it', 59.9, 60, charge, false],
    ['a discharge that has reached its target', 56, 30, { ...discharge, targetPercent: 56 }, true],
    ['a discharge just above it', 56.1, 30, { ...discharge, targetPercent: 56 }, false],
    ['by hand, the target reached', 56, 30, { ...charge, targetPercent: 56, reason: 'override' }, false],
  ] as const)
    it(`${what}: ${isFar ? 'plan anew' : 'go on'}`, () =>
      assert.equal(isFarOff(logOf({ state }), percent, minutesOn(minutes)), isFar));

  it('a step that began without a state of charge is not far off by it', () => {
    const { percent: _, ...blind } = step;
    assert.equal(isFarOff(logOf({ step: { ...blind, percentPerHour: 0 } }), 90, minutesOn(30)), false);
    assert.equal(isFarOff({ ...emptyBatteryLog, state: auto }, 90, minutesOn(30)), false);
    assert.equal(isFarOff({ ...emptyBatteryLog, step }, 90, minutesOn(30)), false);
  });

  const told = { percent: 50, at: noon, toldAt: noon };
  for (const [what, log, minutes, expected] of [
    ['before the first plan', { step: undefined }, 0, true],
    ['in a step', {}, 59, false],
    ['at the end of the step', {}, 60, true],
    [
      'the state of charge is told again after it was missing',
      { state: { ...auto, reason: 'no-soc' }, stored: told },
      5,
      true,
    ],
    ['it is still missing', { state: { ...auto, reason: 'no-soc' } }, 5, false],
    [
      'it was told too long ago',
      { state: { ...auto, reason: 'no-soc' }, stored: { ...told, toldAt: minutesOn(-31) } },
      5,
      false,
    ],
    ['it had been said to be missing', { told: { readingsStale: true }, stored: told }, 5, true],
    ['all is known', { stored: told }, 5, false],
  ] as const)
    it(`${what}: ${expected ? 'due' : 'not due'}`, () => {
      const { step: own = step, ...more } = log as Partial<BatteryLog>;
      const isFirst = 'step' in log;
      assert.equal(
        isDue(
          { ...emptyBatteryLog, state: auto, ...(!isFirst && { step: own }), ...more },
          'change',
          minutesOn(minutes),
        ),
        expected,
      );
    });

  for (const [what, more, resend] of [
    ['the end of an override', { override: { mode: 'hold', until: minutesOn(20) } }, 'change'],
    ['what is sent again', { sentAt: noon }, 20],
    ['a state of charge that becomes too old', { stored: { ...told, toldAt: minutesOn(-10) } }, 'change'],
  ] as const)
    it(`${what} is due at its time, also where a reading comes before the alarm`, () => {
      assert.equal(isDue(logOf(more), resend, minutesOn(20) - 1), false);
      assert.equal(isDue(logOf(more), resend, minutesOn(20)), true);
      // Once planned, it is done.
      const planned = { ...step, start: minutesOn(20), plannedAt: minutesOn(20) };
      assert.equal(
        isDue(
          logOf({ ...more, step: planned, ...(resend === 20 && { sentAt: minutesOn(20) }) }),
          resend,
          minutesOn(20),
        ),
        false,
      );
    });

  it('only a step by the plan keeps its mode, and only until its end', () => {
    assert.equal(isPlanned(logOf({}), minutesOn(59)), true);
    assert.equal(isPlanned(logOf({}), minutesOn(60)), false);
    for (const reason of ['no-prices', 'no-soc', 'learning', 'override', 'grid-limit', 'guard'] as const)
      assert.equal(isPlanned(logOf({ state: { ...auto, reason } }), minutesOn(5)), false, reason);
    for (const reason of ['cheap', 'dear', 'sell', 'full', 'empty', 'worth-more-later', 'room-for-sun'] as const)
      assert.equal(isPlanned(logOf({ state: { ...auto, reason } }), minutesOn(5)), true, reason);
    assert.equal(isPlanned({ ...emptyBatteryLog, step }, minutesOn(5)), false);
    assert.equal(isPlanned({ ...emptyBatteryLog, state: auto }, minutesOn(5)), false);
  });

  for (const [what, log, resend, minutes] of [
    ['nothing to come', { step: undefined }, 'change', 60],
    ['the end of the step', {}, 'change', 60],
    ['the end of an override', { override: { mode: 'hold', until: minutesOn(20) } }, 'change', 20],
    ['an override without an end', { override: { mode: 'hold', until: null } }, 'change', 60],
    ['an override that is over', { override: { mode: 'hold', until: minutesOn(-5) } }, 'change', 60],
    ['sent again every 5 minutes, 2 minutes ago', { sentAt: minutesOn(-2) }, 5, 3],
    ['sent again every 5 minutes, never sent', {}, 5, 60],
    [
      'the state of charge of 20 minutes ago is too old in 10',
      { stored: { ...told, toldAt: minutesOn(-20) } },
      'change',
      10,
    ],
    ['that of 100 minutes ago is worth nothing in 50', { stored: { ...told, toldAt: minutesOn(-100) } }, 'change', 50],
  ] as const)
    it(`rings for ${what}: in ${minutes} min`, () =>
      assert.equal(nextAlarm(logOf(log as Partial<BatteryLog>), resend, noon), minutesOn(minutes)));

  it('rings within the hour, and never now or before', () => {
    const minute = fc.integer({ min: -300, max: 300 }).map(minutesOn);
    fc.assert(
      fc.property(minute, minute, minute, minute, fc.constantFrom(1, 5, 60), (end, until, toldAt, sentAt, resend) => {
        const log = logOf({
          step: { ...step, end },
          override: { mode: 'hold', until },
          stored: { ...told, toldAt },
          sentAt,
        });
        const rings = nextAlarm(log, resend, noon);
        assert.ok(rings > noon && rings <= minutesOn(60));
      }),
    );
  });
});

describe('battery: what is known to be stored', () => {
  const stored = { percent: 50, at: noon, toldAt: noon };

  it('is fresh for half an hour, reckoned for two more, and then unknown', () => {
    const known = [0, 29.9, 30, 149.9, 150].map((minutes) => knowledgeOf(stored, minutesOn(minutes)));
    assert.deepEqual(known, ['fresh', 'fresh', 'reckoned', 'reckoned', 'unknown']);
    assert.equal(knowledgeOf(undefined, noon), 'unknown');
  });

  it('moves as the step does, no longer than that lasts, and within the battery', () => {
    const log = logOf({ stored });
    assert.deepEqual(
      [-30, 0, 30, 60, 240].map((minutes) => percentNow(log, minutesOn(minutes))),
      [50, 50, 54, 58, 58],
    );
    const late = logOf({ stored: { ...stored, at: minutesOn(30) } });
    assert.equal(percentNow(late, minutesOn(60)), 54, 'only what was not told yet');
    for (const [percentPerHour, expected] of [
      [1_000, 100],
      [-1_000, 0],
    ] as const)
      assert.equal(percentNow(logOf({ stored, step: { ...step, percentPerHour } }), minutesOn(30)), expected);
    assert.equal(percentNow(logOf({}), minutesOn(30)), undefined);
    const { step: _, ...idle } = log;
    assert.equal(percentNow(idle, minutesOn(30)), 50);
  });

  it('reckoned on twice is reckoned on once, and what was told stays told', () => {
    const minute = fc.integer({ min: 0, max: 120 });
    fc.assert(
      fc.property(minute, minute, (one, other) => {
        const [first, last] = [Math.min(one, other), Math.max(one, other)].map(minutesOn) as [number, number];
        const log = logOf({ stored });
        const twice = reckoned(reckoned(log, first), last).stored;
        const once = reckoned(log, last).stored;
        assert.ok(Math.abs((twice?.percent ?? 0) - (once?.percent ?? 1)) < 1e-9);
        assert.deepEqual([twice?.at, twice?.toldAt], [last, noon]);
      }),
    );
    assert.equal(reckoned(emptyBatteryLog, noon), emptyBatteryLog);
  });
});
