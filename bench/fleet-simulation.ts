import { afterRestart } from '#src/account/feed/after-restart.js';
import { type Attempts, nextRequest, noAttempts, phaseOf } from '#src/account/feed/cadence.js';
import type { Outcome } from '#src/account/feed/price-request.js';
import { afterAsk } from '#src/account/feed/price-retry.js';
import type { PriceSeries } from '#src/prices/index.js';
import { addDays, civilDay, instantOf, msPerHour, msPerMinute } from '#src/time/index.js';

const berlin = 'Europe/Berlin';
const date = '2026-11-22';
const today = civilDay(berlin, date);
const tomorrow = civilDay(berlin, addDays(date, 1));

/** One day of a fleet. */
export interface FleetScenario {
  readonly homes: number;
  /** Local time HH:MM and seconds of spread (plus or minus) at which tomorrow appears; one draw for the whole fleet. */
  readonly publishedAt: string;
  readonly seed: number;
  /** In such a stretch of time Nomos answers `limit` requests, and any more with 429. */
  readonly windowMs: number;
  readonly limit: number;
  /** Every fifth home is without power from `from` to `to`, local times; `days` whole days longer. */
  readonly powerCut?: { readonly days: number; readonly from: string; readonly to: string };
  readonly client: Client;
}

/** How homes decide when to ask. */
export type Client = 'feed' | 'hourly' | 'sharp';

/** What a day came to. */
export interface FleetFigures {
  readonly callsPerHome: number;
  readonly mostCallsOfAHome: number;
  readonly tokensPerHome: number;
  /** The most requests in one window. */
  readonly peak: number;
  readonly refused: number;
  /** Minutes from publication until half, 99 % and all of the homes that have power know tomorrow. */
  readonly minutesToFresh: { readonly half: number; readonly most: number; readonly all: number };
  /** The longest time in seconds that a home with power had no price for the current interval. */
  readonly blindSeconds: number;
}

interface Home {
  readonly phase: number;
  readonly skewMs: number;
  attempts: Attempts;
  known: Known;
  /** The power cut that is still to come or lasts. */
  dark: { readonly start: number; readonly end: number } | undefined;
  calls: number;
  tokens: number;
  tokenAt: number;
  freshAt: number;
  /** Since when it has had power without a current price. */
  blindSince: number | undefined;
  blindMs: number;
}

/** What a home has stored; the series behind it are shared by all homes. */
type Known = 'nothing' | 'today' | 'tomorrow';

const series: Record<Known, PriceSeries> = {
  nothing: daySeries(addDays(date, -2)),
  today: [...daySeries(addDays(date, -1)), ...daySeries(date)],
  tomorrow: [...daySeries(date), ...daySeries(addDays(date, 1))],
};

function daySeries(day: string): PriceSeries {
  const { start, end } = civilDay(berlin, day);
  return Array.from({ length: (end - start) / (15 * msPerMinute) }, (_, i) => {
    const at = start + i * 15 * msPerMinute;
    return { start: at, end: at + 15 * msPerMinute, priceCt: 30 + (i % 7), components: { electricity: 12 + (i % 7) } };
  });
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs one local day and a little of the next; every home starts with what it stored the day before. */
export function simulateFleet(scenario: FleetScenario): FleetFigures {
  const random = seededRandom(scenario.seed);
  const published = instantOf(berlin, date, scenario.publishedAt);
  const perWindow = new Map<number, number>();
  const queue = timeQueue<Home>();
  const homes = Array.from({ length: scenario.homes }, (_, i) => createHome(i, random));
  for (const [i, home] of homes.entries()) begin(home, i % 5 === 0 ? scenario.powerCut : undefined);
  let refused = 0;

  function begin(home: Home, cut: FleetScenario['powerCut']): void {
    if (cut !== undefined)
      home.dark = { start: instantOf(berlin, date, cut.from), end: instantOf(berlin, date, cut.to) };
    if (cut === undefined || cut.days === 0) {
      schedule(home, today.start);
      return;
    }
    home.known = 'nothing';
    home.blindSince = instantOf(berlin, date, cut.to);
    queue.add(home.blindSince, home);
  }

  function schedule(home: Home, now: number): void {
    queue.add(askAt(home, { now, client: scenario.client }), home);
  }

  /** What a home does when its time has come: nothing while it is dark, then it starts anew. */
  function wake(home: Home, now: number): void {
    const { dark } = home;
    if (dark !== undefined && now >= dark.start && now < dark.end) queue.add(dark.end, home);
    else if (dark !== undefined && now >= dark.end) restart(home, now);
    else call(home, now);
  }

  function restart(home: Home, now: number): void {
    home.dark = undefined;
    const context = { timeZone: berlin, phase: home.phase, series: series[home.known], now };
    home.attempts = afterRestart(home.attempts, context, random);
    if (scenario.client === 'feed') schedule(home, now);
    else call(home, now);
  }

  function call(home: Home, now: number): void {
    const window = Math.floor(now / scenario.windowMs);
    const load = (perWindow.get(window) ?? 0) + 1;
    perWindow.set(window, load);
    home.calls += 1;
    if (now - home.tokenAt > 45 * msPerMinute) {
      home.tokens += 1;
      home.tokenAt = now;
    }
    const isRefused = load > scenario.limit;
    if (isRefused) refused += 1;
    else learn(home, now);
    if (scenario.client === 'feed') backOff(home, { now, isRefused });
    schedule(home, now);
  }

  function backOff(home: Home, { now, isRefused }: { now: number; isRefused: boolean }): void {
    const outcome: Outcome = isRefused
      ? { kind: 'unavailable', calls: 1, retryAfterMs: 30_000 }
      : { kind: 'answered', calls: 1 };
    const context = { timeZone: berlin, phase: home.phase, series: series[home.known], now };
    home.attempts = afterAsk(home.attempts, { context, outcome, random });
  }

  function learn(home: Home, now: number): void {
    home.known = now >= published ? 'tomorrow' : 'today';
    if (home.known === 'tomorrow') home.freshAt = Math.min(home.freshAt, now);
    if (home.blindSince !== undefined) home.blindMs = Math.max(home.blindMs, now - home.blindSince);
    home.blindSince = undefined;
  }

  const end = tomorrow.start + msPerHour;
  for (let next = queue.take(); next !== undefined && next.at < end; next = queue.take()) wake(next.value, next.at);
  return figures(homes, { published, refused, perWindow });
}

function createHome(index: number, random: () => number): Home {
  return {
    phase: phaseOf(`sub_${index.toString(36).padStart(8, '0')}`),
    skewMs: Math.floor(random() * 2_000),
    attempts: { ...noAttempts, answeredAt: today.start - 11 * msPerHour },
    known: 'today',
    dark: undefined,
    calls: 0,
    tokens: 0,
    tokenAt: 0,
    freshAt: Number.POSITIVE_INFINITY,
    blindSince: undefined,
    blindMs: 0,
  };
}

/** When a home asks next: our feed, a poller on every full hour, or one at 13:00 sharp that then tries every minute. */
function askAt(home: Home, { now, client }: { now: number; client: Client }): number {
  if (client === 'feed')
    return nextRequest({ timeZone: berlin, phase: home.phase, series: series[home.known], now }, home.attempts).at;
  if (client === 'hourly') return Math.floor((now - home.skewMs) / msPerHour + 1) * msPerHour + home.skewMs;
  const sharp = instantOf(berlin, date, '13:00') + home.skewMs;
  if (now < sharp) return sharp;
  return home.known === 'tomorrow' ? Number.POSITIVE_INFINITY : now + msPerMinute;
}

function figures(
  homes: readonly Home[],
  { published, refused, perWindow }: { published: number; refused: number; perWindow: ReadonlyMap<number, number> },
): FleetFigures {
  const waits = homes.map(({ freshAt }) => (freshAt - published) / msPerMinute).sort((a, b) => a - b);
  const share = (part: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * part))] ?? Number.NaN;
  const sum = (of: (home: Home) => number) => homes.reduce((total, home) => total + of(home), 0) / homes.length;
  return {
    callsPerHome: sum(({ calls }) => calls),
    mostCallsOfAHome: homes.reduce((most, { calls }) => Math.max(most, calls), 0),
    tokensPerHome: sum(({ tokens }) => tokens),
    peak: [...perWindow.values()].reduce((most, load) => Math.max(most, load), 0),
    refused,
    minutesToFresh: { half: share(0.5), most: share(0.99), all: share(1) },
    blindSeconds: homes.reduce((most, { blindMs }) => Math.max(most, blindMs), 0) / 1000,
  };
}

/** A queue by time: a binary heap, because a sorted list of 10,000 homes is too slow. */
function timeQueue<T>(): { add(at: number, value: T): void; take(): { at: number; value: T } | undefined } {
  const heap: { at: number; value: T }[] = [];
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  };
  return {
    add(at, value) {
      heap.push({ at, value });
      for (let i = heap.length - 1; i > 0; ) {
        const parent = (i - 1) >> 1;
        if (heap[parent]!.at <= heap[i]!.at) break;
        swap(i, parent);
        i = parent;
      }
    },
    take() {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined || heap.length === 0) return first;
      heap[0] = last;
      for (let i = 0; ; ) {
        const children = [2 * i + 1, 2 * i + 2].filter((child) => child < heap.length);
        const least = children.reduce((a, b) => (heap[b]!.at < heap[a]!.at ? b : a), i);
        if (least === i) return first;
        swap(i, least);
        i = least;
      }
    },
  };
}
