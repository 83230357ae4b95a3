/**
 * What usual prices and rules are worth or cost on real market days: blind windows, limits, time off, a car that is plugged in for days.
 *
 * Costs are all-in: (EUR/MWh / 10 + 1.5) x 1.19 + 17.79 ct/kWh. The share is that of what could have been saved against
 * beginning at once; 100 % is the plan of somebody who knew all prices.
 */
import { learnUsualDay, nothingUsual, type PriceSeries, slice, type UsualDay } from '#src/prices/index.js';
import {
  backtest,
  checkRunSettings,
  decide,
  defaultRunSettings,
  emptyRunLog,
  preview,
  type RunLog,
  type RunSettings,
} from '#src/runs/index.js';
import { addDays, civilDate, civilDay, type Interval, instantOf, type Ms, msPerHour } from '#src/time/index.js';
import { sharedDir } from '../test/support/nomos/shared-data.js';
import { headline } from './headline.js';
import { marketPrices } from './market-prices.js';

const timeZone = 'Europe/Berlin';
const publishedTime = '13:10';

const pieces = { mode: 'interruptible' } as const;
const loads: Record<string, Partial<RunSettings>> = {
  'car 2 h, 18-07, 11 kW': { ...pieces, durationMinutes: 120, from: '18:00', to: '07:00', powerKw: 11 },
  'car 5 h, 18-07, 11 kW': { ...pieces, durationMinutes: 300, from: '18:00', to: '07:00', powerKw: 11 },
  'boiler 2 h, 2 kW': { ...pieces, durationMinutes: 120, powerKw: 2 },
  'heat pump 8 h, 3 kW': { ...pieces, durationMinutes: 480, powerKw: 3 },
  'dishwasher 2 h, 18-08': { durationMinutes: 120, from: '18:00', to: '08:00', powerKw: 1 },
};

function costOf(prices: PriceSeries, runs: readonly Interval[], powerKw: number): number {
  const parts = runs.flatMap((run) => slice(prices, run));
  return parts.reduce(
    (sum, { start, end, priceCt }) => sum + ((priceCt ?? 0) * powerKw * (end - start)) / msPerHour,
    0,
  );
}

const isWhole = (prices: PriceSeries, { start, end }: Interval) =>
  slice(prices, { start, end }).reduce((sum, part) => sum + part.end - part.start, 0) === end - start;

/** What is learned by the beginning of each local day. */
function learnedByDay(prices: PriceSeries): Map<string, UsualDay> {
  const learned = new Map<string, UsualDay>();
  let usual = nothingUsual;
  const last = civilDate(timeZone, prices.at(-1)?.start ?? 0);
  for (let date = civilDate(timeZone, prices[0]?.start ?? 0); date <= last; date = addDays(date, 1)) {
    learned.set(date, usual);
    const day = civilDay(timeZone, date);
    usual = learnUsualDay(usual, slice(prices, day), { timeZone, now: day.end });
  }
  return learned;
}

/** Windows of which no price was known: the share of the possible saving. */
function blind(prices: PriceSeries, learned: ReadonlyMap<string, UsualDay>, given: Partial<RunSettings>) {
  const sums = { atOnce: 0, best: 0, expect: 0, lastMoment: 0, windows: 0 };
  for (const [date, usual] of learned) {
    if (usual.learnedUntil === undefined) continue;
    const settings = checkRunSettings({ ...defaultRunSettings, ...given });
    const now = instantOf(timeZone, date, settings.from);
    const plan = (missingPrices: RunSettings['missingPrices'], series: PriceSeries) =>
      preview({ ...settings, missingPrices }, { series, usual }, now);
    const best = plan('use-known', prices);
    if (best === undefined || !isWhole(prices, best.window)) continue;
    const { powerKw = 1, durationMinutes } = settings;
    const cost = (runs: readonly Interval[] = []) => costOf(prices, runs, powerKw);
    sums.windows += 1;
    sums.best += cost(best.runs);
    sums.atOnce += cost([{ start: now, end: now + durationMinutes * 60_000 }]);
    sums.expect += cost(plan('expect', [])?.runs);
    sums.lastMoment += cost(plan('use-known', [])?.runs);
  }
  return sums;
}

/** The runs, which must be all that was wanted: a charge that is not whole would be cheap. */
function whole(runs: readonly Interval[], { durationMinutes }: RunSettings): readonly Interval[] {
  const minutes = runs.reduce((sum, { start, end }) => sum + end - start, 0) / 60_000;
  if (minutes !== durationMinutes) throw new Error(`ran ${minutes} of ${durationMinutes} minutes`);
  return runs;
}

/** A request of some days that begins at an instant, lived alarm by alarm while prices come day by day. */
function charged(prices: PriceSeries, learned: ReadonlyMap<string, UsualDay>, settings: RunSettings, from: Ms) {
  const to = from + (settings.withinHours ?? 0) * msPerHour;
  let log: RunLog = emptyRunLog;
  let runs: readonly Interval[] = [];
  let now = from;
  let isFirst = true;
  while (now < to) {
    const date = civilDate(timeZone, now);
    const publishedAt = instantOf(timeZone, date, publishedTime);
    const end = civilDay(timeZone, now < publishedAt ? date : addDays(date, 1)).end;
    const nextAt = now < publishedAt ? publishedAt : civilDay(timeZone, date).end;
    const known = { series: slice(prices, { start: civilDay(timeZone, date).start, end }), usual: learned.get(date) };
    for (let cause: 'command' | 'prices' | 'alarm' = isFirst ? 'command' : 'prices'; now < nextAt; cause = 'alarm') {
      const command = cause === 'command' ? { command: { kind: 'plan' as const, options: {} } } : {};
      const decision = decide({ ...known, ...command, settings, log, cause, now });
      log = decision.log;
      isFirst = false;
      const { job } = log;
      if (job !== undefined) runs = job.current ? [...job.ran, job.current] : job.ran;
      if (decision.nextAlarmAt === null || now >= to) return whole(runs, settings);
      now = Math.min(decision.nextAlarmAt, nextAt);
    }
  }
  return whole(runs, settings);
}

function car(prices: PriceSeries, learned: ReadonlyMap<string, UsualDay>, days: number) {
  const powerKw = 11;
  const base = { ...defaultRunSettings, ...pieces, trigger: 'message' as const, durationMinutes: 240, powerKw };
  const settings = (missingPrices: RunSettings['missingPrices']) =>
    checkRunSettings({ ...base, missingPrices, withinHours: days * 24 });
  const sums = { expect: 0, useKnown: 0, prophet: 0, charges: 0 };
  for (const [date, usual] of learned) {
    const from = instantOf(timeZone, date, '18:00');
    const window = { start: from, end: from + days * 24 * msPerHour };
    if (usual.learnedUntil === undefined || !isWhole(prices, window)) continue;
    const prophet = preview(settings('use-known'), { series: prices }, from)?.runs ?? [];
    sums.charges += 1;
    sums.prophet += costOf(prices, prophet, powerKw);
    sums.expect += costOf(prices, charged(prices, learned, settings('expect'), from), powerKw);
    sums.useKnown += costOf(prices, charged(prices, learned, settings('use-known'), from), powerKw);
  }
  const perKwh = (sum: number) => (sum / sums.charges / 44).toFixed(2);
  const share = ((sums.useKnown - sums.expect) / (sums.useKnown - sums.prophet)) * 100;
  return { perKwh, share, sums };
}

/** A limit alone: how long it lets run in a day, how often not at all, what a kWh costs then, and how often it switches on. */
function limited(prices: PriceSeries, dates: Iterable<string>, given: Partial<RunSettings>) {
  const [hours, sums] = [[] as number[], { starts: 0, cost: 0 }];
  for (const date of dates) {
    const day = civilDay(timeZone, date);
    if (!isWhole(prices, day)) continue;
    const settings = checkRunSettings({ ...defaultRunSettings, ...given });
    const runs = preview(settings, { series: slice(prices, day) }, day.start)?.runs ?? [];
    hours.push(runs.reduce((sum, { start, end }) => sum + end - start, 0) / msPerHour);
    sums.starts += runs.length;
    sums.cost += costOf(prices, runs, 1);
  }
  hours.sort((a, b) => a - b);
  const at = (share: number) => hours[Math.floor(share * (hours.length - 1))] ?? 0;
  const total = hours.reduce((sum, length) => sum + length, 0);
  const none = hours.filter((length) => length === 0).length;
  return { low: at(0.1), high: at(0.9), none, paidCt: sums.cost / total, starts: sums.starts / hours.length };
}

const whenever = { mode: 'threshold' } as const;
const limits: Record<string, Partial<RunSettings>> = {
  '28 ct': { ...whenever, maxPriceCt: 28 },
  '25 ct': { ...whenever, maxPriceCt: 25 },
  'average - 3 ct': { ...whenever, maxPriceFrom: 'average', maxPriceCt: -3 },
  'average - 5 ct': { ...whenever, maxPriceFrom: 'average', maxPriceCt: -5 },
  'minimum + 2 ct': { ...whenever, maxPriceFrom: 'minimum', maxPriceCt: 2 },
  'cheapest 30 %': { ...pieces, durationMinutes: 435 },
};

const offLoads: Record<string, Partial<RunSettings>> = {
  'heat pump 8 h, 3 kW': { ...pieces, durationMinutes: 480, powerKw: 3, minRunMinutes: 60, minPauseMinutes: 30 },
  'heat pump 14 h, 3 kW': { ...pieces, durationMinutes: 840, powerKw: 3, minRunMinutes: 60, minPauseMinutes: 30 },
  'boiler 3 h, 2 kW': { ...pieces, durationMinutes: 180, powerKw: 2, minRunMinutes: 30, minPauseMinutes: 30 },
  'freezer 12 h, 0.1 kW': { ...pieces, durationMinutes: 720, powerKw: 0.1, minRunMinutes: 30, minPauseMinutes: 30 },
};

/** What a limit on time off costs, ct a day, and the longest time off: lived through decision by decision. */
function neverOff(prices: PriceSeries, given: Partial<RunSettings>, maxOffMinutes: number) {
  const settings = checkRunSettings({ ...defaultRunSettings, ...given, maxOffMinutes });
  const range = { start: prices[0]?.start ?? 0, end: prices.at(-1)?.end ?? 0 };
  const { windows } = backtest(settings, prices, range);
  const priced = windows.filter(({ costCt, start, end }) => costCt !== undefined && isWhole(prices, { start, end }));
  let longestMs = 0;
  for (const [index, { start, runs }] of priced.entries()) {
    const before = priced[index - 1];
    const since = before?.end === start ? (before.runs.at(-1)?.end ?? start) : start;
    const edges = [since, ...runs.flatMap((run) => [run.start, run.end])];
    for (let i = 0; i + 1 < edges.length; i += 2)
      longestMs = Math.max(longestMs, (edges[i + 1] ?? 0) - (edges[i] ?? 0));
  }
  const costCt = priced.reduce((sum, window) => sum + (window.costCt ?? 0), 0) / priced.length;
  return { costCt, longestHours: longestMs / msPerHour };
}

const folder = sharedDir();
if (folder === undefined) {
  console.log('SKIPPED: the folder with market prices is not here.');
} else {
  const prices = marketPrices(folder);
  const learned = learnedByDay(prices);
  console.log(`${learned.size} days, ${prices.length} quarter-hours\n`);
  console.log('blind windows: share of the possible saving   usual prices   last moment   windows');
  for (const [name, given] of Object.entries(loads)) {
    const { atOnce, best, expect, lastMoment, windows } = blind(prices, learned, given);
    const share = (cost: number) => `${(((atOnce - cost) / (atOnce - best)) * 100).toFixed(1)} %`;
    headline(
      `window without a price, ${name}: share of the possible saving`,
      share(expect),
      `at the last moment ${share(lastMoment)}`,
    );
    console.log(
      `${name.padEnd(45)} ${share(expect).padStart(13)} ${share(lastMoment).padStart(13)} ${String(windows).padStart(9)}`,
    );
  }
  console.log('\na limit, day by day       h/day p10 … p90   days none   paid ct/kWh   starts/day');
  for (const [name, given] of Object.entries(limits)) {
    const { low, high, none, paidCt, starts } = limited(prices, learned.keys(), given);
    const figures = [`${low} … ${high}`.padStart(16), String(none).padStart(11), paidCt.toFixed(1).padStart(13)];
    console.log(`${name.padEnd(24)} ${figures.join(' ')} ${starts.toFixed(1).padStart(12)}`);
  }
  const hoursOff = [0, 24, 12, 8, 6, 4, 3, 2];
  console.log('\nnever off longer than: ct a day (longest time off, h)');
  console.log(''.padEnd(24) + hoursOff.map((hours) => (hours === 0 ? 'no limit' : `${hours} h`).padStart(16)).join(''));
  for (const [name, given] of Object.entries(offLoads)) {
    const cells = hoursOff.map((hours) => {
      const { costCt, longestHours } = neverOff(prices, given, hours * 60);
      return `${costCt.toFixed(1)} (${longestHours.toFixed(1)})`.padStart(16);
    });
    console.log(name.padEnd(24) + cells.join(''));
  }
  for (const days of [2, 4, 7]) {
    const { perKwh, share, sums } = car(prices, learned, days);
    headline(
      `car, 44 kWh within ${days} days: ct/kWh`,
      perKwh(sums.expect),
      `published prices only ${perKwh(sums.useKnown)}, a prophet ${perKwh(sums.prophet)}`,
    );
    console.log(
      `\ncar, 44 kWh at 11 kW within ${days} days, ${sums.charges} charges: ${perKwh(sums.useKnown)} ct/kWh with published prices only, ` +
        `${perKwh(sums.expect)} with usual prices, ${perKwh(sums.prophet)} for a prophet: ${share.toFixed(0)} % of his gain`,
    );
  }
}
