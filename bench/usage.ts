/**
 * A year of quarter-hours joined with its prices and summed by day: how long it takes (target 50 ms), how many times that
 * of one plain loop over the same numbers, and how much memory stays behind.
 */
import type { PriceInterval } from '#src/prices/index.js';
import { instantOf } from '#src/time/index.js';
import { type MeteredInterval, usageReport } from '#src/usage/index.js';

const timeZone = 'Europe/Berlin';
const quarterMs = 15 * 60_000;
const start = instantOf(timeZone, '2025-11-01', '00:00');
const end = instantOf(timeZone, '2026-11-01', '00:00');
const rounds = 60;

const instants = Array.from({ length: (end - start) / quarterMs }, (_, i) => start + i * quarterMs);
const metered: MeteredInterval[] = instants.map((from, i) => ({
  start: from,
  end: from + quarterMs,
  usageKwh: ((i * 7919) % 1000) / 1000,
  isPreliminary: false,
}));
const prices: PriceInterval[] = instants.map((from, i) => ({
  start: from,
  end: from + quarterMs,
  priceCt: ((i * 104_729) % 5000) / 100,
  components: {},
}));

function plainLoop(): number {
  let costCt = 0;
  for (let i = 0; i < metered.length; i += 1) costCt += (metered[i]?.usageKwh ?? 0) * (prices[i]?.priceCt ?? 0);
  return costCt;
}

function timed(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

function heapMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

const report = () => usageReport(metered, prices, { range: { start, end }, timeZone, fixedPriceCt: 30 });
const first = timed(report);
const before = heapMb();
const reports = Array.from({ length: rounds }, () => timed(report)).sort((a, b) => a - b);
const loops = Array.from({ length: rounds }, () => timed(plainLoop)).sort((a, b) => a - b);
const grownMb = heapMb() - before;
const [median = 0, loop = 0] = [reports[rounds / 2], loops[rounds / 2]];

console.log(
  `${metered.length} quarter-hours, ${report().days.length} days, difference to the plain sum ${((report().costCt ?? Number.NaN) - plainLoop()).toExponential(1)} ct`,
);
console.log(
  `first ${first.toFixed(0)} ms, median of ${rounds} ${median.toFixed(1)} ms (target 50), best ${reports[0]?.toFixed(1)} ms`,
);
console.log(`a plain loop takes ${loop.toFixed(2)} ms: ${(median / loop).toFixed(0)}x`);
console.log(`heap after ${rounds} reports: ${grownMb.toFixed(1)} MB more`);
