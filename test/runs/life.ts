import assert from 'node:assert/strict';
import type { PriceSeries, UsualDay } from '#src/prices/index.js';
import {
  type Command,
  checkRunSettings,
  type Decision,
  defaultRunSettings,
  type HouseShare,
  type PlanView,
  type RunOptions,
  type RunSettings,
} from '#src/runs/index.js';
import { contains, type Interval, type Ms } from '#src/time/index.js';
import { type Random, randomOf } from '../planner/oracle/random.js';
import { at, clock, series } from './prices.js';
import { drawn, type Happening, type Seen, type Story } from './simulator.js';

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;
const livedQuarters = 36 * 4;
/** Ordinary days, and those on which clocks are changed. */
const days = ['2026-11-22', '2026-11-22', '2026-03-29', '2026-10-25'];
const usualRow = Array.from({ length: 96 }, (_, quarter) => ((quarter * 37) % 29) + 5);
const usual: UsualDay = {
  weekday: usualRow,
  weekend: usualRow,
  timeZone: 'Europe/Berlin',
  learnedUntil: '2026-01-01',
};

/** A life of one and a half days; `about` says what its device is like. */
export interface Life extends Story {
  readonly about: string;
}

/** The same for the same number: some settings are always changed, others by chance. */
export function lifeOf(seed: number, always: readonly (keyof RunSettings)[] = []): Life {
  const random = randomOf(seed);
  const given = possibleSettings(random, always);
  const from = at(random.pick(days)) + random.whole(0, 8) * quarterMs;
  const happenings = inOrder(
    Array.from({ length: random.whole(0, 4) }, () => happening(random, from, given)),
    from,
  );
  const isShared = random.chance(0.35);
  return {
    about: JSON.stringify(given),
    settings: { ...defaultRunSettings, ...given },
    series: prices(random, from),
    ...(random.chance(0.5) && { usual }),
    ...(isShared && { house: share(random, from) }),
    from,
    to: from + livedQuarters * quarterMs,
    happenings: given.trigger === 'message' ? [asked(random, from), ...happenings] : happenings,
    mayRefuse: true,
  };
}

function possibleSettings(random: Random, always: readonly (keyof RunSettings)[]): Partial<RunSettings> {
  for (;;) {
    const given = someSettings(random, always);
    try {
      checkRunSettings({ ...defaultRunSettings, ...given });
      return given;
    } catch {
      // Another one.
    }
  }
}

/** A few settings of a new node that are changed. */
function someSettings(random: Random, always: readonly (keyof RunSettings)[]): Partial<RunSettings> {
  const mode = random.pick(['contiguous', 'interruptible', 'interruptible', 'threshold'] as const);
  const often = { mode, durationMinutes: random.pick([15, 45, 60, 100, 150, 240]) };
  const pieces = { minRunMinutes: random.pick([0, 15, 40]), minPauseMinutes: random.pick([0, 20, 45]) };
  const all: { readonly [Name in keyof RunSettings]?: () => Partial<RunSettings> } = {
    partial: () => ({ partial: 'maximise' }),
    from: () => ({ from: random.pick(['01:00', '06:00', '20:00']), to: random.pick(['05:00', '18:30', '23:00']) }),
    trigger: () => ({ trigger: 'message', ...random.pick([{ withinHours: 9 }, { deadline: '18:00' }]) }),
    replan: () => ({ replan: random.pick(['locked', 'always'] as const) }),
    missingPrices: () => ({ missingPrices: random.pick(['expect', 'wait'] as const) }),
    fallbackStart: () => ({ missingPrices: 'fallback', fallbackStart: random.pick(['03:00', '12:00']) }),
    minRunMinutes: () => pieces,
    maxStarts: () => ({ ...pieces, maxStarts: random.pick([1, 2]) }),
    maxPriceCt: () => ({ maxPriceCt: random.pick([4, 9, 15]) }),
    maxPriceFrom: () => ({
      maxPriceCt: random.pick([-2, 3]),
      maxPriceFrom: random.pick(['average', 'minimum'] as const),
    }),
    maxPriceAppliesTo: () => ({
      maxPriceCt: random.pick([4, 9, 15]),
      maxPriceAppliesTo: random.pick(['average', 'interval'] as const),
    }),
    alwaysOnBelowCt: () => ({ ...pieces, alwaysOnBelowCt: random.pick([0, 3]) }),
    maxOffMinutes: () => ({ ...pieces, maxOffMinutes: random.pick([90, 240, 600]) }),
    exclude: () => ({
      exclude: random.pick([
        [{ from: '02:00', to: '03:15' }],
        [
          { from: '17:00', to: '19:00' },
          { from: '23:00', to: '00:30' },
        ],
      ]),
    }),
    toleranceCt: () => ({ toleranceCt: random.pick([1, 5]), tie: random.pick(['earliest', 'latest'] as const) }),
    objective: () => ({ objective: 'dearest' }),
    startAlignMinutes: () => ({ startAlignMinutes: 15 }),
    outputOutside: () => ({ outputOutside: random.pick(['on', 'none'] as const) }),
    outputNoPlan: () => ({ outputNoPlan: random.pick(['on', 'none'] as const) }),
    resend: () => ({ resend: random.pick([100, 'replan'] as const) }),
    profile: () => ({
      profile: [
        { minutes: 20, powerKw: 2 },
        { minutes: 40, powerKw: 0.5 },
      ],
    }),
    powerKw: () => ({ powerKw: random.pick([0.5, 2]) }),
  };
  const names = Object.keys(all) as (keyof typeof all)[];
  const picked = Array.from({ length: random.whole(1, 5) }, () => random.pick(names));
  return Object.assign({}, often, ...[...picked, ...always].map((name) => all[name]?.()));
}

/** Quarter-hours of whole cents, low at night, some unknown; what is known ends somewhere in the second day. */
function prices(random: Random, from: Ms): PriceSeries {
  const count = random.pick([80, 120, 200]);
  const holes = random.pick([0, 0, 0.04]);
  const amounts = Array.from({ length: count }, (_, quarter) => {
    if (random.chance(holes)) return null;
    return random.whole(0, 14) + (quarter % 96 < 28 ? -4 : 4);
  });
  return series(from - 8 * quarterMs, amounts, 15);
}

/** What a house leaves: sometimes no room, sometimes sun, sometimes too much of what others take. */
function share(random: Random, from: Ms): HouseShare {
  const stretches = (most: number): Interval[] => {
    let start = from;
    return Array.from({ length: random.whole(0, most) }, () => {
      start += random.whole(2, 30) * quarterMs;
      const stretch = { start, end: start + random.whole(1, 14) * quarterMs };
      start = stretch.end;
      return stretch;
    });
  };
  const closed = stretches(3);
  return {
    closed,
    closedToExtra: random.chance(0.5) ? closed : stretches(2),
    sun: stretches(5).map((stretch) => ({ ...stretch, kw: random.pick([0.3, 1, 3]), feedInCt: 6 })),
    now: { othersKw: random.pick([0, 3]), limitKw: random.pick([undefined, 3.5, 8]) },
    pauses: false,
  };
}

function instantIn(random: Random, from: Ms): Ms {
  return from + random.whole(1, livedQuarters * 15 - 1) * minuteMs + random.pick([0, 0, 20_000]);
}

function asked(random: Random, from: Ms): Happening {
  return { at: from + random.whole(1, 12 * 60) * minuteMs, command: { kind: 'plan' } };
}

function happening(random: Random, from: Ms, given: Partial<RunSettings>): Happening {
  const instant = instantIn(random, from);
  const kind = random.pick([
    'say',
    'say',
    'say',
    'restart',
    'cut',
    'prices',
    'settings',
    'house',
    'pause',
    'leap',
  ] as const);
  if (kind === 'say') return { at: instant, command: said(random) };
  if (kind === 'restart') return { at: instant, restart: true };
  if (kind === 'cut') return { at: instant, powerCutUntil: instant + random.pick([1, 7, 30, 200]) * minuteMs };
  if (kind === 'prices') return { at: instant, series: prices(random, from) };
  if (kind === 'leap') return { at: instant, clockByMs: random.pick([-1440, -200, -30, 30, 200, 1440]) * minuteMs };
  if (kind === 'house') return { at: instant, house: share(random, from) };
  if (kind === 'pause') {
    const closed = [{ start: instant, end: instant + random.whole(1, 6) * quarterMs }];
    return { at: instant, house: { ...share(random, from), closed, pauses: true } };
  }
  const other: Partial<RunSettings> = random.pick([
    { durationMinutes: 75 },
    { from: '03:00', to: '22:00' },
    { maxPriceCt: 10 },
    { trigger: 'message' },
  ]);
  const settings = { ...defaultRunSettings, ...given, ...other };
  try {
    return { at: instant, settings: checkRunSettings(settings) };
  } catch {
    return { at: instant, restart: true };
  }
}

function said(random: Random): Command {
  const options: RunOptions = random.pick<RunOptions>([
    {},
    { durationMinutes: 30 },
    { durationMinutes: 200 },
    { maxPriceCt: 8 },
    { maxPriceCt: null, alwaysOnBelowCt: 2 },
    { withinHours: 5 },
  ]);
  const minutes = random.pick([0, 25, 90, 400]);
  return random.pick<Command>([
    { kind: 'plan', options },
    { kind: 'plan', options },
    { kind: 'cancel' },
    { kind: 'start' },
    { kind: 'start' },
    { kind: 'skip' },
    { kind: 'status' },
    { kind: 'override', state: 'on', minutes },
    { kind: 'override', state: 'off', minutes },
    { kind: 'override', state: 'auto' },
  ]);
}

/** Without what comes while there is no power. */
function inOrder(happenings: readonly Happening[], from: Ms): Happening[] {
  let darkUntil = from;
  return [...happenings]
    .sort((a, b) => a.at - b.at)
    .filter((one) => {
      if (one.at <= darkUntil) return false;
      darkUntil = one.at + ('clockByMs' in one ? 40_000 : 0);
      if ('powerCutUntil' in one) darkUntil = one.powerCutUntil;
      return true;
    });
}

/** A life as it is read: what came from outside, and each moment at which something was said or planned. */
export function drawingOf(life: Life, seen: Seen): string {
  const came = (life.happenings ?? []).map((one) => `${clock(one.at)} ${described(one)}`);
  const lived = seen.decisions.flatMap((decision) => momentOf(decision, decision.at));
  for (const { plan, extra } of seen.decisions) if (plan !== undefined) checkIntervals(plan, extra);
  return [life.about, ...came.map((one) => `< ${one}`), ...lived.map((one) => `> ${one}`)].join('\n');
}

function described(one: Happening): string {
  if ('command' in one) return JSON.stringify(one.command);
  if ('powerCutUntil' in one) return `dark until ${clock(one.powerCutUntil)}`;
  if ('restart' in one) return 'restart';
  if ('clockByMs' in one) return `the clock is ${one.clockByMs / minuteMs} min ahead for 40 s`;
  if ('house' in one) return one.house.pauses ? 'has to give way' : 'another share of the house';
  return 'series' in one ? 'other prices' : 'other settings';
}

function momentOf({ output, events, plan, replanned, state }: Decision, now: Ms): string[] {
  if (!output.send && events.length === 0 && !replanned) return [];
  const says = output.send ? `${output.on ? 'on' : 'off'} ${output.reason} ${output.offMinutes ?? ''}` : '';
  const until = output.send && state.until !== undefined ? `until ${clock(state.until)}` : '';
  const told = events.map(({ kind, params }) => kind + (params ? JSON.stringify(params) : '')).join(' ');
  const shown = replanned && plan !== undefined ? planOf(plan) : '';
  return [[clock(now), says, until, told, shown].filter(Boolean).join(' ').replaceAll('  ', ' ')];
}

/** The intervals of a plan follow each other, and are on where it runs or power is cheap enough. */
function checkIntervals({ intervals, runs, window }: PlanView, extra: readonly Interval[]): void {
  const isOn = (instant: Ms) => [...runs, ...extra].some((stretch) => contains(stretch, instant));
  for (const [index, { start, end, on }] of intervals.entries()) {
    assert.ok(start < end && window.start <= start && end <= window.end);
    assert.ok(start >= (intervals[index - 1]?.end ?? window.start));
    assert.deepEqual([isOn(start), isOn(end - 1)], [on, on], drawn([{ start, end }]));
  }
}

function planOf(plan: PlanView): string {
  const causes = plan.runs.map((run) => `${drawn([run])}${run.cause[0]}${run.forced ? '!' : ''}`);
  const { minutesPlanned, minutesMissing, minutesExtra, longestOffMinutes, saved, earlier } = plan;
  const figures = {
    why: plan.reason,
    open: plan.provisional || undefined,
    min: minutesPlanned,
    miss: minutesMissing || undefined,
    extra: minutesExtra,
    off: longestOffMinutes,
    ct: rounded(plan.costCt ?? plan.expectedCostCt),
    sun: rounded(plan.sunKwh),
    noSun: plan.isSunUnused || undefined,
    kWh: rounded(plan.energyKwh),
    saved: [saved.againstNowCt, saved.againstAverageCt].map((amount) => rounded(amount) ?? '?').join('/'),
    worst: plan.thresholdCt,
    earlier: earlier && [earlier.minutes, rounded(earlier.costCt)].join('/'),
    next: clock(plan.nextChange),
  };
  const told = Object.entries(figures).flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]));
  return `[${[...causes, ...told].join(' ')}]`;
}

function rounded(amount: number | undefined): number | undefined {
  return amount === undefined ? undefined : Math.round(amount * 100) / 100;
}
