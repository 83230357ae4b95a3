import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editorModule } from '../../support/browser/editor-module.js';

interface Shown {
  readonly start: number;
  readonly end: number;
  readonly priceCt: number | null;
}
type Hour = { readonly start: number; readonly costCt: number } | undefined;

const { hourFrom, cheapestHour } = editorModule<{
  hourFrom(intervals: readonly Shown[], start: number): Hour;
  cheapestHour(intervals: readonly Shown[], now: number): Hour;
}>('chart/hour-cost');
const minute = 60_000;

/** Intervals that follow one another, as [minutes, price]. */
function series(...parts: readonly (readonly [minutes: number, priceCt: number | null])[]): Shown[] {
  let start = 0;
  return parts.map(([minutes, priceCt]) => {
    const interval = { start, end: start + minutes * minute, priceCt };
    start = interval.end;
    return interval;
  });
}

describe('editor: what 1 kW costs in an hour', () => {
  const mixed = series([15, 40], [15, 20], [30, 10], [60, 30], [15, null], [60, 5]);

  for (const [name, at, costCt] of [
    ['from an edge on, each price for its time', 0, 20],
    ['from the middle of an interval on', 10, (5 * 40 + 15 * 20 + 30 * 10 + 10 * 30) / 60],
    ['over an unknown price', 70, undefined],
    ['up to the end', 135, 5],
    ['beyond the end', 136, undefined],
    ['before the beginning', -1, undefined],
  ] as const)
    it(name, () => {
      const cost = hourFrom(mixed, at * minute)?.costCt;
      if (costCt === undefined || cost === undefined) assert.equal(cost, costCt);
      else assert.ok(Math.abs(cost - costCt) < 1e-9);
    });

  it('the cheapest hour may begin between two edges, at now, or nowhere', () => {
    assert.deepEqual(cheapestHour(mixed, 0), { start: 135 * minute, costCt: 5 });
    assert.equal(cheapestHour(mixed.slice(0, 4), 16 * minute)?.start, 16 * minute);
    assert.equal(cheapestHour(mixed, 136 * minute), undefined);
    assert.equal(cheapestHour(series([60, 10], [60, 10]), 0)?.start, 0);
    assert.equal(cheapestHour([], 0), undefined);
  });

  it('no minute ahead begins a cheaper hour', () => {
    const part = fc.tuple(
      fc.constantFrom(15, 30, 60),
      fc.option(fc.integer({ min: -20, max: 60 }), { freq: 10, nil: null }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), fc.integer({ min: 0, max: 120 }), (parts, nowMinute) => {
        const intervals = series(...parts);
        const best = cheapestHour(intervals, nowMinute * minute);
        for (let at = nowMinute; at < 720; at += 1) {
          const hour = hourFrom(intervals, at * minute);
          if (hour !== undefined) assert.ok(best !== undefined && best.costCt <= hour.costCt + 1e-9);
        }
      }),
    );
  });
});
