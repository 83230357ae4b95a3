/**
 * 200 devices on one account when tomorrow's prices come: what all decisions together cost, and the longest one.
 *
 * Processor time, not wall time, so that a busy machine does not change the answer much; the best of several rounds.
 */
import type { PriceSeries } from '#src/prices/index.js';
import { type Decision, decide, defaultRunSettings, emptyRunLog, type RunSettings } from '#src/runs/index.js';
import { instantOf } from '#src/time/index.js';

const nodes = 200;
const rounds = 12;
const quarterMs = 15 * 60_000;
const day = instantOf('Europe/Berlin', '2026-11-22', '00:00');
const noon = instantOf('Europe/Berlin', '2026-11-22', '13:00');

const shapes: Record<string, Partial<RunSettings>> = {
  'one run': {},
  'in pieces': { mode: 'interruptible', durationMinutes: 180 },
  'pieces of 30 min, pauses of 15': {
    mode: 'interruptible',
    durationMinutes: 180,
    minRunMinutes: 30,
    minPauseMinutes: 15,
  },
  threshold: { mode: 'threshold', maxPriceCt: 18 },
  'over midnight': { from: '22:00', to: '06:00' },
};

/** With a limit on the average, which takes longer; not in the mixture. */
const limited: Record<string, Partial<RunSettings>> = {
  'average, with rules': {
    mode: 'interruptible',
    durationMinutes: 600,
    partial: 'maximise',
    maxPriceCt: 13,
    maxPriceAppliesTo: 'average',
    minRunMinutes: 30,
    minPauseMinutes: 20,
  },
  'average, nothing within': { durationMinutes: 600, partial: 'maximise', maxPriceCt: 5 },
};

function prices(count: number): PriceSeries {
  return Array.from({ length: count }, (_, index) => ({
    start: day + index * quarterMs,
    end: day + (index + 1) * quarterMs,
    priceCt: 20 + 10 * Math.sin(index / 7) + ((index * 7919) % 13) / 10,
    components: {},
  }));
}

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Processor time of a start with today's prices, of the update with tomorrow's, and of an alarm later, ms. */
function round(given: readonly Partial<RunSettings>[]): { start: number; update: number; alarm: number } {
  const fleet = Array.from({ length: nodes }, (_, index) => ({
    ...defaultRunSettings,
    powerKw: 2,
    ...given[index % given.length],
  }));
  let decisions: Decision[] = [];
  const [today, both] = [prices(96), prices(192)];
  const start = cpuMs(() => {
    decisions = fleet.map((settings) =>
      decide({ settings, series: today, log: emptyRunLog, cause: 'start', now: noon - quarterMs }),
    );
  });
  const next = (cause: 'prices' | 'alarm', now: number) =>
    cpuMs(() => {
      decisions = fleet.map((settings, index) =>
        decide({ settings, series: both, log: decisions[index]?.log ?? emptyRunLog, cause, now }),
      );
    });
  const update = next('prices', noon);
  return { start, update, alarm: next('alarm', noon + 60_000) };
}

function report(name: string, given: readonly Partial<RunSettings>[]): void {
  const seen = Array.from({ length: rounds }, () => round(given));
  const least = (pick: (one: (typeof seen)[number]) => number): string =>
    `${Math.min(...seen.map(pick)).toFixed(1)} ms`;
  const [start, update, alarm] = [least((one) => one.start), least((one) => one.update), least((one) => one.alarm)];
  console.log(
    `${name.padEnd(32)} start ${start.padStart(9)}   prices ${update.padStart(9)}   alarm ${alarm.padStart(9)}`,
  );
}

console.log(`${nodes} nodes on one account, processor time for all of them (target on new prices: 50 ms)`);
report('a mixture', Object.values(shapes));
for (const [name, shape] of Object.entries({ ...shapes, ...limited })) report(name, [shape]);
