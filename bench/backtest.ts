/**
 * A backtest of a year of quarter-hours for devices of every kind: processor time, beside the version of a commit
 * (`--before REF`; `a1d7de5`, before plans were made in steps, where none is given), in the same process and in turns.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { PriceInterval, PriceSeries } from '#src/prices/index.js';
import { backtest, defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import { type Interval, instantOf } from '#src/time/index.js';
import { headline } from './headline.js';
import { buildOf } from './older-build.js';

const rounds = 5;
const quarterMs = 15 * 60_000;
const timeZone = 'Europe/Berlin';
const year: Interval = {
  start: instantOf(timeZone, '2025-11-01', '00:00'),
  end: instantOf(timeZone, '2026-11-01', '00:00'),
};
const prices: PriceSeries = Array.from({ length: (year.end - year.start) / quarterMs }, (_, i): PriceInterval => {
  const start = year.start + i * quarterMs;
  const priceCt = 20 + 10 * Math.sin(i / 15) + ((i * 7919) % 97) / 10;
  return { start, end: start + quarterMs, priceCt, components: {} };
});

const devices: Readonly<Record<string, Partial<RunSettings>>> = {
  'one run': {},
  'in pieces': { mode: 'interruptible', durationMinutes: 180 },
  'with rules': { mode: 'interruptible', durationMinutes: 180, minRunMinutes: 30, minPauseMinutes: 15 },
  threshold: { mode: 'threshold', maxPriceCt: 18 },
};

type Backtest = (settings: RunSettings, prices: PriceSeries, range: Interval) => unknown;

function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The backtest of a build, whose file lies elsewhere in early ones. */
function backtestOf(folder: string): Backtest {
  const file = ['build/product', 'dist'].map((place) => join(folder, place, 'src/runs/backtest.js')).find(existsSync);
  if (file === undefined) throw new Error(`no backtest in ${folder}`);
  return createRequire(file)(file).backtest;
}

function main(): void {
  const { before: ref } = parseArgs({ options: { before: { type: 'string', default: 'a1d7de5' } } }).values;
  const older = buildOf(ref);
  try {
    const both = { now: backtest as Backtest, before: backtestOf(older.folder) };
    for (const [name, own] of Object.entries(devices)) {
      const settings: RunSettings = { ...defaultRunSettings, ...own };
      const best = { now: Number.POSITIVE_INFINITY, before: Number.POSITIVE_INFINITY };
      for (let round = 0; round < rounds; round += 1)
        for (const version of ['before', 'now'] as const)
          best[version] = Math.min(
            best[version],
            cpuMs(() => both[version](settings, prices, year)),
          );
      const ratio = best.now / best.before;
      const verdict = ratio <= 1 ? 'ok' : 'SLOWER';
      headline(`a year's backtest, ${name}`, `${ratio.toFixed(2)} of its time at ${ref}`, `at most 1: ${verdict}`);
      console.log(
        `${name.padEnd(12)} ${best.now.toFixed(0)} ms, at ${ref} ${best.before.toFixed(0)} ms: ${ratio.toFixed(2)} ${verdict}`,
      );
    }
  } finally {
    older.remove();
  }
}

main();
