import type { Decision, RunLog, RunSettings } from '../runs/index.js';
import { highestKw, wantedMs, withOptions } from '../runs/index.js';
import { type Interval, type Ms, msPerHour } from '../time/index.js';
import { watts } from './power.js';

/** A device of a house. */
export interface Member {
  readonly id: string;
  readonly name: string;
  /** 1 is planned first. */
  readonly priority: number;
  readonly settings: RunSettings;
}

/** What a member takes and when, as others see it. */
export interface Entry {
  readonly member: Member;
  /** The highest power of its load, whole watts. */
  readonly w: number;
  /** Energy of its whole job, Wh; it stays while a part of it has been run, so that the order stays. */
  readonly wantedWh: number;
  readonly ran: readonly Interval[];
  /** The stretch in which it is on, as far as it is known. */
  readonly on: Interval | undefined;
  /** True when it is on because somebody wants so, and not by its plan. */
  readonly isByHand: boolean;
  /** True when somebody holds it on, whatever limit there is. */
  readonly isHeld: boolean;
  /** Runs to come that stay whatever happens, because they were frozen before anybody decided. */
  readonly frozen: readonly Interval[];
  /** Runs to come that give way to members before it. */
  readonly planned: readonly Interval[];
  readonly extra: readonly Interval[];
  /** True when only others are the reason that it has no plan. */
  readonly isStuck: boolean;
}

/** Longer than any window. */
const farMs = 32 * 24 * msPerHour;

/** The entry of a member by what it remembers, and by what follows from that once it has decided. */
export function entryOf(member: Member, before: RunLog, now: Ms, decision?: Decision): Entry {
  const log = decision?.log ?? before;
  const { job } = log;
  const settings = withOptions(member.settings, job?.options ?? {});
  const w = watts(highestKw(settings));
  const runs = job?.runs ?? [];
  // What a decision freezes is new: others whose runs are frozen already need not give way to it.
  const stays = (run: Interval) => job?.locked === true && isFrozenIn(before, run);
  return {
    member,
    w,
    wantedWh: (w * wantedMs(settings)) / msPerHour,
    ran: job?.ran ?? [],
    on: job?.current ?? onBesideRuns(log, now, decision),
    isByHand: job?.current === undefined || ['manual', 'override', 'fallback'].includes(job.current.cause),
    isHeld: log.override?.on === true && (log.override.until ?? Number.POSITIVE_INFINITY) > now,
    frozen: runs.filter(stays),
    planned: runs.filter((run) => !stays(run)),
    extra: decision?.extra ?? (log.extra === undefined ? [] : [log.extra]),
    isStuck: job?.reason === 'power-limit',
  };
}

function isFrozenIn({ job }: RunLog, { start, end }: Interval): boolean {
  return job?.locked === true && job.runs.some((run) => run.start === start && run.end === end);
}

/** A device that is held on, or that is on where it has nothing to do. */
function onBesideRuns(
  { device, override, extra }: RunLog,
  now: Ms,
  decision: Decision | undefined,
): Interval | undefined {
  const isOn = decision === undefined ? device?.on : decision.state.on;
  const isExtra = decision === undefined ? extra !== undefined : decision.state.reason === 'cheap';
  if (isOn !== true || isExtra) return undefined;
  const end = decision === undefined ? (override?.until ?? undefined) : decision.state.until;
  return { start: Math.min(now, device?.since || now), end: end ?? now + farMs };
}
