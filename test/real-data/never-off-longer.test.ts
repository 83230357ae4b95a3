import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type PriceSeries, slice } from '#src/prices/index.js';
import { checkRunSettings, defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import { addDays, civilDate, civilDay, type Interval, instantOf, type Ms } from '#src/time/index.js';
import { randomOf } from '../planner/oracle/random.js';
import { drawn, type Happening, live } from '../runs/simulator.js';
import { marketFile, sharedDir } from '../support/nomos/shared-data.js';

const timeZone = 'Europe/Berlin';
const minuteMs = 60_000;

/** All prices of the files, in ct/kWh, as stretches of months without a hole. */
function stretches(folder: string): PriceSeries[] {
  const names = readdirSync(join(folder, 'data')).filter((name) => /^de-lu-(15min-.*|hourly-2024)\.json$/.test(name));
  const found: PriceSeries[] = [];
  for (const name of names.sort()) {
    const lengthMs = name.includes('hourly') ? 60 * minuteMs : 15 * minuteMs;
    const month = marketFile(folder, name).items.map(({ start, price }) => {
      const from = Date.parse(start);
      return { start: from, end: from + lengthMs, priceCt: price / 10 + 15, components: {} };
    });
    const before = found.at(-1);
    if (before?.at(-1)?.end === month[0]?.start) found[found.length - 1] = [...(before ?? []), ...month];
    else found.push(month);
  }
  return found;
}

const dayMs = 86_400_000;
/** Every day there is takes minutes: without REAL_DAYS=all three days in sixty, and those around both clock changes. */
const isAll = process.env.REAL_DAYS === 'all';

function lived(prices: PriceSeries): Interval[] {
  const whole = { start: prices[0]?.start ?? 0, end: prices.at(-1)?.end ?? 0 };
  if (isAll) return [whole];
  const parts: Interval[] = [];
  let index = 0;
  for (let date = civilDate(timeZone, whole.start); ; date = addDays(date, 1), index += 1) {
    const { start, end } = civilDay(timeZone, addDays(date, 1));
    const part = { start: civilDay(timeZone, date).start, end: civilDay(timeZone, addDays(date, 2)).end };
    if (part.end > whole.end) return parts;
    const isFree = part.start >= whole.start && part.start >= (parts.at(-1)?.end ?? 0);
    if (isFree && (index % 60 === 5 || end - start !== dayMs)) parts.push(part);
  }
}

/** What happens in some months: prices come every day, some late and some not at all, and Node-RED starts anew. */
function happeningsIn(prices: PriceSeries, { start, end }: Interval, seed: number): Happening[] {
  const random = randomOf(seed);
  const happenings: Happening[] = [];
  const lastDay = civilDate(timeZone, end - 1);
  for (let date = civilDate(timeZone, start); date < lastDay; date = addDays(date, 1)) {
    const today = civilDay(timeZone, date);
    if (random.chance(0.15)) happenings.push({ at: today.start + random.whole(0, 86_000_000), restart: true });
    if (random.chance(0.05)) continue;
    const hours = random.chance(0.1) ? random.whole(60, 900) : 0;
    const at = instantOf(timeZone, date, '13:05') + hours * minuteMs;
    const known = { start: today.start - 2 * 86_400_000, end: civilDay(timeZone, addDays(date, 1)).end };
    happenings.push({ at, series: slice(prices, known) });
  }
  return happenings.filter(({ at }) => at >= start && at < end).sort((a, b) => a.at - b.at);
}

const loads: Record<string, Partial<RunSettings>> = {
  'a heat pump, 8 h, 4 h off': { durationMinutes: 480, maxOffMinutes: 240, minRunMinutes: 60, missingPrices: 'expect' },
  'a boiler, 3 h, 12 h off, below a price': { durationMinutes: 180, maxOffMinutes: 720, maxPriceCt: 24 },
  'a freezer below a price, 3 h off': { mode: 'threshold', maxOffMinutes: 180, maxPriceCt: 22 },
};

/** The longest time off, ms. */
function longestOff(onTimes: readonly Interval[], { start, end }: Interval): number {
  const edges: Ms[] = [start, ...onTimes.flatMap((run) => [run.start, run.end]), end];
  return Math.max(...edges.map((edge, i) => (i % 2 === 0 ? (edges[i + 1] ?? edge) - edge : 0)));
}

describe('never off longer than, on real market days', function () {
  this.timeout(600_000);
  const folder = sharedDir();

  before(() => {
    if (folder === undefined) console.log('SKIPPED: the folder with market prices is not here.');
  });

  for (const [name, given] of Object.entries(loads))
    it(`${name}: all months, with restarts, late and missing prices, over both clock changes`, function () {
      if (folder === undefined) return this.skip();
      const base = { mode: 'interruptible' as const, minRunMinutes: 30, minPauseMinutes: 30 };
      const settings = checkRunSettings({ ...defaultRunSettings, ...base, ...given });
      let days = 0;
      const parts = stretches(folder).flatMap((prices) => lived(prices).map((window) => ({ prices, window })));
      for (const [index, { prices, window }] of parts.entries()) {
        const happenings = happeningsIn(prices, window, index + 1);
        const series = slice(prices, { start: window.start, end: window.start + 2 * 86_400_000 });
        const { onTimes } = live({ settings, series, from: window.start, to: window.end - 1, happenings });
        days += (window.end - window.start) / 86_400_000;
        assert.ok(longestOff(onTimes, window) <= settings.maxOffMinutes * minuteMs, drawn(onTimes));
        for (const [i, { start, end }] of onTimes.slice(0, -1).entries()) {
          const before = onTimes[i - 1]?.end ?? 0;
          assert.ok(
            end - start >= settings.minRunMinutes * minuteMs,
            `a run too short at ${new Date(start).toISOString()}`,
          );
          assert.ok(
            start - before >= settings.minPauseMinutes * minuteMs,
            `a pause too short at ${new Date(start).toISOString()}`,
          );
        }
      }
      assert.ok(days > (isAll ? 500 : 25), `only ${days} days`);
      const isOdd = parts.some(({ window }) => (window.end - window.start) % dayMs !== 0);
      assert.ok(isOdd || isAll, 'a clock change is among them');
    });
});
