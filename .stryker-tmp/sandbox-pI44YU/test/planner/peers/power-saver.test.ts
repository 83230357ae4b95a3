// @ts-nocheck
import assert from 'node:assert/strict';
import { type PricePoint, plan, prepare } from '#src/planner/index.js';
import { dailyWindows } from '#src/time/index.js';
import { costOf, countBy, load, minute, type Prices, picture, planFor, pointsOf, type Times } from './cases.js';

interface PowerSaverCase {
  readonly id: string;
  readonly strategy: string;
  readonly prices: Prices;
  readonly slotValues: readonly number[];
  readonly options: {
    readonly mode: 'split' | 'contiguous';
    readonly slotsOn: number;
    readonly fromHour: number;
    readonly toHour: number;
    readonly minutesOn: number;
    readonly maxPrice?: number;
    readonly doNotSplit: boolean;
  };
  readonly steps?: readonly { readonly prices?: Prices; readonly sliceFrom?: number; readonly sliceTo?: number }[];
  readonly generic: {
    readonly timezone: string;
    readonly window: { readonly earliest: string; readonly latest: string };
    readonly durationMinutes: number;
    readonly mode: 'split' | 'contiguous';
    readonly maxPrice: number | null;
  };
  readonly expected: {
    readonly on: Times;
    readonly onOff: readonly boolean[];
    readonly scheduleAfterLastStep: readonly {
      readonly time: string;
      readonly value: boolean;
      readonly countMinutes: number;
    }[];
  };
  readonly optimality?: readonly string[];
}

const leftOut: Record<string, string> = {
  'best-save': 'shedding, no kind of ours',
  'best-save-slots': 'shedding, no kind of ours',
  'best-save-sequence-rule': 'shedding, no kind of ours',
  'best-save-performance': 'shedding, no kind of ours',
  'heat-capacitor': 'temperature, no kind of ours',
  'fixed-schedule': 'fixed times, no planning',
  'schedule-merge': 'merging of schedules, no planning',
  'saving-per-slot': 'its own figures per minute off',
  'difference-to-next-on': 'its own figures per minute off',
  'make-schedule': 'its own output format',
  'collapse-equal-slots': 'its own output format',
  'price-filter': 'threshold mode, which needs no plan',
  'add-time-of-day-tariff': 'price components come from Nomos',
  'price-input-format': 'input messages, not the planner',
  'invalid-input': 'input messages, not the planner',
};

describe('peer cases: power-saver', () => {
  const file = load<PowerSaverCase>('power-saver.json');
  if (file === undefined) return void it.skip('skipped: no folder of peer cases');
  const weekdays = [1, 2, 3, 4, 5, 6, 7];

  it(`left out: ${countBy(file.cases, ({ strategy }) => leftOut[strategy])}`, () => {
    const kept = file.cases.filter(({ strategy }) => leftOut[strategy] === undefined);
    assert.equal(kept.length, 39);
  });

  for (const one of file.cases.filter(({ steps }) => steps !== undefined))
    it(`${one.id}: prices in ${one.steps?.length} messages`, () => {
      const points = merged(one, file.series);
      const { scheduleAfterLastStep } = one.expected;
      const after = Date.parse(scheduleAfterLastStep[0]?.time ?? '');
      const expected: [number, number][] = [];
      for (const { time, value, countMinutes } of scheduleAfterLastStep)
        if (value) expected.push([Date.parse(time), Date.parse(time) + countMinutes * minute]);
      const range = { start: after, end: points.at(-1)?.end ?? 0 };
      const { fromHour, toHour, minutesOn, maxPrice, doNotSplit } = one.options;
      const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
      const complete = dailyWindows('Europe/Oslo', clock(fromHour), clock(toHour), weekdays, range).filter(
        ({ start, end }) => start >= (points[0]?.start ?? 0) && end <= range.end,
      );
      const segments = complete.flatMap((window) => {
        const mode = doNotSplit ? 'contiguous' : 'split';
        return planFor(points, { mode, durationMinutes: minutesOn, window, maxPrice }).segments;
      });
      assert.equal(picture(segments), picture(expected));
    });

  for (const one of file.cases.filter(({ strategy, steps }) => strategy === 'lowest-price' && steps === undefined))
    it(`${one.id}: ${one.optimality?.join(', ')}`, () => {
      const points = pointsOf(one.prices, file.series);
      const range = { start: points[0]?.start ?? 0, end: points.at(-1)?.end ?? 0 };
      const { timezone, window, durationMinutes, mode, maxPrice } = one.generic;
      const complete = dailyWindows(timezone, window.earliest, window.latest, weekdays, range).filter(
        ({ start, end }) => start >= range.start && end <= range.end,
      );
      assert.equal(complete.length, one.optimality?.length);
      for (const [i, day] of complete.entries()) {
        const found = planFor(points, { mode, durationMinutes, window: day, maxPrice });
        if (one.optimality?.[i] === 'optimal-tie')
          assert.ok(Math.abs(found.costCt - costOf(points, one.expected.on, day)) < 1e-6);
        else assert.equal(picture(found.segments), picture(one.expected.on, day));
      }
    });

  for (const one of file.cases.filter(({ strategy }) => strategy === 'slot-selection'))
    it(one.id, () => {
      const points = pointsOf({ start: '2026-01-01T00:00:00Z', slotMinutes: 60, values: one.slotValues });
      const [start, end] = [points[0]?.start ?? 0, points.at(-1)?.end ?? 0];
      const kind = one.options.mode === 'split' ? 'interruptible' : 'contiguous';
      const durationMs = one.options.slotsOn * 60 * minute;
      const base = { kind, durationMs, powerW: 1000, earliest: start, latestEnd: end } as const;
      const found = plan(prepare(points), { ...base, partial: 'maximise' });
      const expected = points.filter((_, i) => one.expected.onOff[i]).map((point) => [point.start, point.end] as const);
      assert.ok(Math.abs(found.costCt - costOf(points, expected)) < 1e-6, picture(found.segments));
    });
});

/** The prices of all messages, as a feed keeps them. */
function merged({ prices, steps = [] }: PowerSaverCase, series: Readonly<Record<string, Prices>>): PricePoint[] {
  const byStart = new Map<number, PricePoint>();
  for (const step of steps)
    for (const point of pointsOf(step.prices ?? prices, series).slice(step.sliceFrom, step.sliceTo))
      byStart.set(point.start, point);
  return [...byStart.values()].sort((a, b) => a.start - b.start);
}
