import type { InitialState, Steps } from '../../planner/index.js';
import { type Interval, msPerMinute } from '../../time/index.js';
import { totalMs } from '../device/log.js';
import type { Ask } from './ask.js';
import { bestRuns, type Choice } from './best-runs.js';
import { addCosts, costsInOrder, loadOf } from './costs.js';

/** Costs no further apart than this are the same. */
const noiseCt = 1e-6;

/** Of which job the runs are: its run time in all, and what of its plan so far is still to come. */
interface Whole {
  readonly wantedMs: number;
  readonly inForce: readonly Interval[];
}

/**
 * The runs that are done as early as can be for at most `toleranceCt` more than the best ones; with the tie `latest`, that
 * begin as late as can be. Once a part has been run, the rest gets what the plan in force takes of the
 * tolerance, so that it stays as it is and takes no more; its share, where there is no such plan.
 *
 * A plan that fits until an instant fits until a later one, too: so the best plan never gets worse with more time, and halving
 * the minutes finds the first end that is good enough.
 */
export function* doneEarlier(ask: Ask, job: Whole): Steps<Choice> {
  const best = yield* bestRuns(ask);
  const { toleranceCt, tie, objective } = ask.settings;
  const outer = outerOf(best.runs);
  if (toleranceCt === 0 || !best.feasible || outer === undefined) return best;
  // Whoever is on would have to go off for a later beginning.
  if (tie === 'latest' && ask.initial?.on) return best;
  const shareCt = toleranceCt * Math.min(1, ask.wantMs / job.wantedMs);
  const allowedCt = (ask.before.length === 0 ? shareCt : (takenCt(ask, job, best) ?? shareCt)) + noiseCt;
  const wantMs = totalMs(best.runs);
  const sparedMs = tie === 'latest' ? ask.window.end - wantMs - outer.start : outer.end - wantMs - ask.window.start;
  let [chosen, spared, most] = [best, 0, Math.floor(sparedMs / msPerMinute)];
  while (spared < most) {
    const minutes = Math.ceil((spared + most) / 2);
    const choice = yield* bestRuns({ ...narrowed(ask, outer, minutes), wantMs, shortened: false });
    const isGoodEnough = choice.feasible && extraCt(choice, best, objective) <= allowedCt;
    if (isGoodEnough) [chosen, spared] = [choice, minutes];
    else most = minutes - 1;
  }
  return spared === 0 ? best : { ...chosen, earlier: { minutes: spared, costCt: extraCt(chosen, best, objective) } };
}

/** What the plan in force costs more than the best one; undefined where it is no plan for the rest, or too dear. */
function takenCt({ settings, series, wantMs }: Ask, { inForce }: Whole, best: Choice): number | undefined {
  const { costCt } = addCosts(costsInOrder(series, inForce, loadOf(settings)));
  if (costCt === undefined || totalMs(inForce) !== wantMs) return undefined;
  const taken = extraCt({ ...best, costCt }, best, settings.objective);
  return taken <= settings.toleranceCt + noiseCt ? taken : undefined;
}

function extraCt({ costCt = 0 }: Choice, best: Choice, objective: 'cheapest' | 'dearest'): number {
  return (costCt - (best.costCt ?? 0)) * (objective === 'cheapest' ? 1 : -1);
}

function outerOf(runs: readonly Interval[]): Interval | undefined {
  const [first, last] = [runs[0], runs.at(-1)];
  return first && last && { start: first.start, end: last.end };
}

/** The same within less time: by so many minutes less than the best runs take from the end, or from the beginning. */
function narrowed(ask: Ask, outer: Interval, minutes: number): Ask {
  const { window, initial, settings } = ask;
  if (settings.tie !== 'latest')
    return { ...ask, window: { start: window.start, end: outer.end - minutes * msPerMinute } };
  const start = outer.start + minutes * msPerMinute;
  return { ...ask, window: { start, end: window.end }, initial: later(initial, start - window.start) };
}

function later(initial: InitialState | undefined, ms: number): InitialState | undefined {
  return initial && { on: initial.on, forMs: initial.forMs + ms };
}
