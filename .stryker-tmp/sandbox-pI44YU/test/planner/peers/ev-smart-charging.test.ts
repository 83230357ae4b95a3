// @ts-nocheck
import assert from 'node:assert/strict';
import { dailyWindows } from '#src/time/index.js';
import { countBy, load, minute, type Prices, picture, planFor, pointsOf, type Times } from './cases.js';

interface SmartChargingCase {
  readonly id: string;
  readonly kind: 'select' | 'resolve-deadline' | 'resolve-earliest';
  readonly timezone: string;
  readonly now: string;
  readonly prices: Prices;
  readonly options: {
    readonly durationMinutes: number;
    readonly mode: 'split' | 'contiguous';
    readonly deadline: string;
    readonly earliestStartLocal: string;
    readonly latestEndLocal: string;
  };
  readonly windowUsedUtc?: readonly [string, string];
  readonly expected: {
    readonly on: Times;
    readonly cost: number;
    readonly deadline: string;
    readonly earliestStart: string;
  };
  readonly optimality: string;
}

function reasonFor({ kind, options }: SmartChargingCase): string | undefined {
  const clock = /^([01]\d|2[0-3]):\d\d$/;
  const times = kind === 'resolve-earliest' ? [options.earliestStartLocal] : [];
  if (kind !== 'select') times.push(options.latestEndLocal);
  return times.every((time) => clock.test(time)) ? undefined : 'no time, or one that is none (24:00, -48:00)';
}

describe('peer cases: ev_smart_charging', () => {
  const file = load<SmartChargingCase>('ev-smart-charging.json');
  if (file === undefined) return void it.skip('skipped: no folder of peer cases');

  it(`left out: ${countBy(file.cases, reasonFor)}`, () => {
    assert.equal(file.cases.filter((one) => reasonFor(one) === undefined).length, 53);
  });

  for (const one of file.cases.filter((each) => reasonFor(each) === undefined))
    it(`${one.id}: ${one.kind}${one.kind === 'select' ? `, ${one.optimality}` : ''}`, () => {
      if (one.kind === 'resolve-deadline')
        return assert.equal(nextEnd(one, one.options.latestEndLocal).end, Date.parse(one.expected.deadline));
      if (one.kind === 'resolve-earliest')
        return assert.equal(nextEnd(one, one.options.earliestStartLocal).start, Date.parse(one.expected.earliestStart));
      return select(one, file.series);
    });
});

function select(
  { now, windowUsedUtc, prices, options, expected, optimality }: SmartChargingCase,
  series: Record<string, Prices>,
) {
  const points = pointsOf(prices, series);
  const quarter = 15 * minute;
  const [start, end] = windowUsedUtc ?? [Math.floor(Date.parse(now) / quarter) * quarter, options.deadline];
  const window = { start: new Date(start).getTime(), end: Date.parse(String(end)) };
  const found = planFor(points, { mode: options.mode, durationMinutes: options.durationMinutes, window });
  if (optimality === 'optimal-unique') assert.equal(picture(found.segments), picture(expected.on));
  assert.ok(Math.abs(found.costCt - expected.cost) < 0.006, `${found.costCt}, theirs ${expected.cost}`);
}

/** The window from one local time to the other that ends next. */
function nextEnd({ timezone, now, options }: SmartChargingCase, from: string) {
  const instant = Date.parse(now);
  const range = { start: instant, end: instant + 48 * 60 * minute };
  const windows = dailyWindows(timezone, from, options.latestEndLocal, [1, 2, 3, 4, 5, 6, 7], range);
  return windows[0] ?? { start: Number.NaN, end: Number.NaN };
}
