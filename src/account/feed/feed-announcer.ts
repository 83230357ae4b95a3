import { horizon, isKnown, type PriceSeries, priceAt } from '../../prices/index.js';
import type { Ms } from '../../time/index.js';
import type { FeedEvent, FeedPhase } from './feed-state.js';

/** A small correction of the clock does not announce an interval twice. */
const setBackToleranceMs = 60_000;

/** What an announcer looks at. */
export interface Moment {
  readonly series: PriceSeries;
  readonly now: Ms;
  /** Whether Nomos was asked since the start: before that, an expired series is no news. */
  readonly hasAsked: boolean;
}

/** Finds out what has become true with time or with new prices. */
export interface FeedAnnouncer {
  readonly phase: FeedPhase;
  look(moment: Moment): void;
}

/** Tells of every interval once, of the end of the known prices, and of new ones after that. */
export function feedAnnouncer(tell: (event: FeedEvent) => void): FeedAnnouncer {
  let phase: FeedPhase = 'waiting';
  let announced: Ms = Number.NEGATIVE_INFINITY;

  function lookAtPhase({ series, now, hasAsked }: Moment): void {
    const before = phase;
    phase = phaseOfSeries(series, now);
    if (phase === 'stale' && before === 'waiting' && !hasAsked) phase = 'waiting';
    if (phase === before) return;
    if (phase === 'stale') tell({ type: 'stale' });
    if (before === 'stale' && phase === 'fresh') tell({ type: 'fresh' });
  }

  function lookAtInterval({ series, now }: Moment): void {
    const interval = priceAt(series, now);
    if (interval === undefined || !isKnown(interval)) return;
    const isSetBack = announced > now + setBackToleranceMs;
    if (interval.start <= announced && !isSetBack) return;
    announced = interval.start;
    tell({ type: 'interval', interval });
  }

  return {
    get phase() {
      return phase;
    },
    look(moment) {
      lookAtPhase(moment);
      lookAtInterval(moment);
    },
  };
}

function phaseOfSeries(series: PriceSeries, now: Ms): FeedPhase {
  const end = horizon(series);
  if (end === undefined) return 'waiting';
  return end > now ? 'fresh' : 'stale';
}
