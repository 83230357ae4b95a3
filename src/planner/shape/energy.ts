import { type Interval, msPerMinute } from '../../time/index.js';
import { type Field, layField, type Openness, timeBelowZero } from '../problem/field.js';
import type { Job } from '../problem/job.js';
import { at } from '../problem/numbers.js';
import type { EnergyRequest, Segment } from '../problem/request.js';
import { cheapestRuns } from './interruptible.js';

/** Below this a fraction is noise of the arithmetic. */
const noise = 1e-6;

/**
 * The cheapest segments that give the energy asked for, more of it only at a negative cost; undefined when it does not fit.
 *
 * The charger may switch at any instant, so this is run time at full power: the cheapest runs. Their length in whole ms
 * is up to one ms too long, and one stretch at the dearest price runs at a little less power for it.
 */
export function solveEnergy(job: Job, request: EnergyRequest, openness: Openness): Segment[] | undefined {
  const { tieBreak = 'earliest', partial, maxPowerW } = request;
  const field = layField(job.ground, openness);
  const { leastMs, mostMs } = runTimeOf(request);
  const { openMs } = field;
  if (leastMs > openMs + noise && partial !== 'maximise') return undefined;
  if (openness !== 'below-limit') return [];
  const exactMs = Math.min(Math.max(leastMs, Math.min(timeBelowZero(field), mostMs)), openMs);
  const amountMs = Math.min(Math.ceil(exactMs - noise), openMs);
  const runs = cheapestRuns(field, { amountMs, tieBreak, runsOn: job.initial?.on === true });
  const excessMs = amountMs - exactMs;
  const slow = excessMs > noise ? dearestStretch(field, runs) : undefined;
  if (slow === undefined) return runs.map(({ start, end }) => ({ start, end, powerW: maxPowerW }));
  const powerW = maxPowerW * (1 - excessMs / (slow.end - slow.start));
  return cutOut(runs, slow, { full: maxPowerW, reduced: Math.max(powerW, request.minPowerW) });
}

/** Run time at full power in whole minutes: `leastMs` rounded up, `mostMs` down but not below it. */
export function wholeMinutesOf(request: EnergyRequest): { leastMs: number; mostMs: number } {
  const exact = runTimeOf(request);
  const leastMs = Math.ceil(exact.leastMs / msPerMinute - noise) * msPerMinute;
  return { leastMs, mostMs: Math.max(leastMs, Math.floor(exact.mostMs / msPerMinute + noise) * msPerMinute) };
}

/** Run time at full power for `energyWh` and `maxEnergyWh`, in ms, not rounded. */
export function runTimeOf({ energyWh, maxEnergyWh = energyWh, efficiency, maxPowerW }: EnergyRequest) {
  const msPerWh = 3.6e6 / (efficiency * maxPowerW);
  return { leastMs: energyWh * msPerWh, mostMs: maxEnergyWh * msPerWh };
}

/** The part of the runs that lies in the dearest stretch, the longest of equals. */
function dearestStretch(field: Field, runs: readonly Interval[]): Interval | undefined {
  let [dearest, longest, cost] = [undefined as Interval | undefined, 0, Number.NEGATIVE_INFINITY];
  for (const run of runs)
    for (let i = 0; i < field.count; i++) {
      const start = Math.max(run.start, at(field.edges, i));
      const end = Math.min(run.end, at(field.edges, i + 1));
      const better = at(field.costs, i) > cost || (at(field.costs, i) === cost && end - start > longest);
      if (start >= end || !better) continue;
      dearest = { start, end };
      longest = end - start;
      cost = at(field.costs, i);
    }
  return dearest;
}

/** The runs at full power, but for one stretch inside one of them. */
function cutOut(runs: readonly Interval[], slow: Interval, power: { full: number; reduced: number }): Segment[] {
  return runs
    .flatMap(({ start, end }) =>
      slow.start < start || slow.end > end
        ? [{ start, end, powerW: power.full }]
        : [
            { start, end: slow.start, powerW: power.full },
            { ...slow, powerW: power.reduced },
            { start: slow.end, end, powerW: power.full },
          ],
    )
    .filter(({ start, end }) => start < end);
}
