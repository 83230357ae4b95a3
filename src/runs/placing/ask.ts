import type { InitialState, Request } from '../../planner/index.js';
import type { PriceSeries } from '../../prices/index.js';
import { type Interval, type Ms, msPerMinute } from '../../time/index.js';
import type { OffRule } from '../device/off-rule.js';
import { hasProfile, leastRunMinutes, limitsAverage, type RunSettings, wantedMinutes } from '../device/settings.js';
import { loadAfter, loadOf } from './costs.js';

const quarterMinutes = 15;

/** What is to be placed: `wantMs` of run time in [window.start, window.end). */
export interface Ask {
  readonly settings: RunSettings;
  readonly series: PriceSeries;
  readonly window: Interval;
  /** When nothing may run, in order and apart. */
  readonly closed: readonly Interval[];
  readonly wantMs: number;
  /** Runs of the same job that are done or on: they have used starts, money and phases of the profile. */
  readonly before: readonly Interval[];
  /** How many of them were ended before their planned end. */
  readonly cuts: number;
  /** What the device does up to the start of the window, where its minimum run or pause may still bind. */
  readonly initial?: InitialState | undefined;
  /** True when a part of the rest is better than nothing. */
  readonly shortened: boolean;
  /** Never off for too long; absent = no limit. */
  readonly off?: OffRule | undefined;
}

/** What the planner is asked: one run, a profile, or runs with rules; a profile's phases that are over are left out. */
export function requestFor(ask: Ask): Request {
  if (ask.settings.mode === 'interruptible') return interruptibleRequest(ask);
  if (hasProfile(ask.settings) && ask.wantMs > 0) return profileRequest(ask);
  return contiguousRequest(ask);
}

/** One run in the window, at constant power. */
export function contiguousRequest(ask: Ask) {
  return {
    kind: 'contiguous' as const,
    ...baseRequest(ask),
    durationMs: ask.wantMs,
    powerW: watts(ask),
    startAlignMs: alignMs(ask),
  };
}

function profileRequest(ask: Ask) {
  const onMs = ask.before.reduce((sum, run) => sum + run.end - run.start, 0);
  const profile = loadAfter(loadOf(ask.settings), onMs).map(({ minutes, powerKw }) => ({
    durationMs: minutes * msPerMinute,
    powerW: powerKw * 1000,
  }));
  return { kind: 'profile' as const, ...baseRequest(ask), profile, startAlignMs: alignMs(ask) };
}

function interruptibleRequest(ask: Ask) {
  const minRunMinutes = leastMinutes(ask);
  // Device rules are counted in whole minutes; the rest of an interrupted run is rounded up to them.
  const least = ask.initial?.on || ask.wantMs === 0 ? 0 : minRunMinutes;
  const durationMs = Math.max(Math.ceil(ask.wantMs / msPerMinute), least) * msPerMinute;
  return { kind: 'interruptible' as const, ...inPieces(ask, minRunMinutes), durationMs };
}

/** A run that a limit on time off brings about is no shorter than a quarter-hour, unless less is wanted. */
function leastMinutes({ settings, off }: Ask): number {
  const { mode, minRunMinutes } = settings;
  if (off === undefined || minRunMinutes > 0) return leastRunMinutes(settings);
  return mode === 'threshold' ? quarterMinutes : Math.min(quarterMinutes, wantedMinutes(settings));
}

function inPieces(ask: Ask, minRunMinutes: number) {
  const { minPauseMinutes } = ask.settings;
  const maxStarts = startsLeft(ask);
  const earliest = ask.initial?.on ? ask.window.start : alignedFrom(ask.window.start, ask.settings);
  return {
    ...baseRequest(ask, earliest),
    powerW: watts(ask),
    ...(minRunMinutes > 0 && { minRunMs: minRunMinutes * msPerMinute }),
    ...(minPauseMinutes > 0 && { minPauseMs: minPauseMinutes * msPerMinute }),
    ...(maxStarts !== undefined && { maxStarts }),
    initial: initialAt(ask, earliest),
  };
}

/** What the device has done when its first run may begin, in whole minutes, as its rules are counted. */
function initialAt({ initial, window }: Ask, earliest: Ms): Ask['initial'] {
  if (initial === undefined) return undefined;
  const forMs = initial.forMs + (earliest - window.start);
  return { ...initial, forMs: Math.floor(forMs / msPerMinute) * msPerMinute };
}

/** The first whole minute (or quarter-hour) at or after an instant. */
function alignedFrom(instant: Ms, { startAlignMinutes }: RunSettings): Ms {
  const step = startAlignMinutes * msPerMinute;
  return Math.ceil(instant / step) * step;
}

/** Runs below the price limit, and above it only for the limit on time off. */
export function belowRequest(ask: Ask & { readonly off: OffRule }) {
  const { maxPriceCt = Number.NEGATIVE_INFINITY } = ask.settings;
  return {
    ...inPieces(ask, leastMinutes(ask)),
    kind: 'below' as const,
    maxPriceCt,
    maxOffMs: ask.off.maxOffMs,
  };
}

/**
 * Starts that are left; undefined when any number is. What was cut may begin again, and what is wanted to the minute too where all that is
 * left of it is run then, unless the device is on.
 */
export function startsLeft({
  settings,
  before,
  cuts,
  initial,
  wantMs,
}: Pick<Ask, 'settings' | 'before' | 'cuts' | 'initial' | 'wantMs'>): number | undefined {
  const { maxStarts, partial, mode } = settings;
  if (maxStarts === 0 || mode === 'contiguous') return undefined;
  const isOwed = wantMs > 0 && partial === 'exact' && !initial?.on;
  return Math.max(maxStarts + cuts - before.length, isOwed ? 1 : 0);
}

function baseRequest({ settings, window, closed, shortened, off }: Ask, earliest = window.start) {
  return {
    closed,
    objective: settings.objective,
    earliest,
    latestEnd: window.end,
    tieBreak: settings.tie,
    partial: shortened ? ('maximise' as const) : ('exact' as const),
    maxPriceCt: limitsAverage(settings) ? undefined : settings.maxPriceCt,
    ...(off && { maxOffMs: off.maxOffMs, offBeforeMs: off.beforeMs + earliest - window.start }),
  };
}

/** What starts are aligned to, ms. */
export function alignMs({ settings }: Ask): number {
  return settings.startAlignMinutes * msPerMinute;
}

function watts({ settings }: Ask): number {
  return (settings.powerKw ?? 1) * 1000;
}
