// @ts-nocheck
import assert from 'node:assert/strict';
import { type PricePoint, schedule } from '#src/planner/index.js';
import { costOf, countBy, load, minute, type Prices, picture, planFor, pointsOf, type Times } from './cases.js';

interface AioCase {
  readonly id: string;
  readonly prices: Prices | null;
  readonly options: {
    readonly mode: 'split' | 'contiguous';
    readonly objective: 'lowest' | 'highest';
    readonly slots: number;
    readonly slotMinutes: number;
    readonly priceLimit?: number;
    readonly averageToSlotMinutes: boolean;
  };
  readonly windowUtc?: readonly [string, string];
  readonly expected: {
    readonly on: Times;
    readonly isOn?: readonly (readonly [string, boolean])[];
    meanPrice?: number | null;
  };
  readonly optimality?: string;
}

function reasonFor({ id, windowUtc }: AioCase): string | undefined {
  if (id.startsWith('failsafe')) return 'fixed start without prices, which is for src/runs';
  if (id.startsWith('invalid')) return 'limits of its own on settings';
  return windowUtc === undefined ? 'offset of its own' : undefined;
}

describe('peer cases: AIO energy management', () => {
  const file = load<AioCase>('aio-energy-management.json');
  if (file === undefined) return void it.skip('skipped: no folder of peer cases');

  it(`left out: ${countBy(file.cases, reasonFor)}`, () => {
    assert.equal(file.cases.filter((one) => reasonFor(one) === undefined).length, 34);
  });

  for (const one of file.cases.filter((each) => reasonFor(each) === undefined))
    it(`${one.id}: ${one.optimality ?? 'nothing on'}`, () => {
      const { mode, objective, slots, slotMinutes, priceLimit, averageToSlotMinutes } = one.options;
      const all = pointsOf(one.prices as Prices, file.series);
      const points = averageToSlotMinutes ? averaged(all, slotMinutes * minute) : all;
      const dearest = objective === 'highest';
      // A lower limit for the dearest is an upper limit on prices with the sign turned.
      const mirrored = dearest && priceLimit !== undefined;
      const priced = mirrored ? points.map((point) => ({ ...point, price: point.price && -point.price })) : points;
      const found = planFor(priced, {
        mode,
        durationMinutes: slots * slotMinutes,
        dearest: dearest && !mirrored,
        window: { start: Date.parse(one.windowUtc?.[0] ?? ''), end: Date.parse(one.windowUtc?.[1] ?? '') },
        maxPrice: mirrored ? -priceLimit : priceLimit,
      });
      if (one.optimality === 'optimal-tie') assert.ok(Math.abs(found.costCt - costOf(points, one.expected.on)) < 1e-6);
      else assert.equal(picture(found.segments), picture(one.expected.on));
      const { meanPrice } = one.expected;
      if (typeof meanPrice === 'number' && !mirrored) assert.ok(Math.abs(found.averageCtPerKwh - meanPrice) < 1e-6);
      if (one.optimality === 'optimal-unique')
        for (const [instant, on] of one.expected.isOn ?? []) assert.equal(schedule(found, Date.parse(instant)).on, on);
    });
});

function averaged(points: readonly PricePoint[], lengthMs: number): PricePoint[] {
  const groups = new Map<number, PricePoint[]>();
  for (const point of points) {
    const start = Math.floor(point.start / lengthMs) * lengthMs;
    groups.set(start, [...(groups.get(start) ?? []), point]);
  }
  return [...groups].map(([start, group]) => ({
    start,
    end: group.at(-1)?.end ?? 0,
    price: group.reduce((sum, { price }) => sum + (price ?? Number.NaN), 0) / group.length,
  }));
}
