import { type SunRules, type Surplus, surplusFrom } from '../../home/index.js';
import type { PriceSeries } from '../../prices/index.js';
import { joinedSun, type SunForecast, sunUntil } from '../../sun/index.js';
import {
  type Interval,
  type Ms,
  marketTimeZone,
  msPerHour,
  msPerMinute,
  msPerQuarterHour,
  quarterStart,
} from '../../time/index.js';
import type { HomeNodeSettings } from './home-settings.js';

/** A reading counts where it differs by so much from the one before, and not more often than so: nothing is to flicker. */
const leastChangeW = 200;
const leastApartMs = 5 * msPerMinute;

/** How long a forecast is kept after its time: a run that is on counts the sun of its beginning. No plan looks further ahead than the rest. */
const keptMs = 48 * msPerHour;
const reachMs = keptMs + 9 * 24 * msPerHour;
const mostStretches = 6_000;

/** The sun of a house: what is forecast, and what was measured in the running quarter-hour. */
export class HouseSun {
  readonly #settings: HomeNodeSettings;
  #forecast: SunForecast = [];
  #measured: (Interval & { readonly w: number; readonly at: Ms }) | undefined;

  constructor(settings: HomeNodeSettings) {
    this.#settings = settings;
  }

  get forecast(): SunForecast {
    return this.#forecast;
  }

  /** The reading that counts in its quarter-hour. */
  get measured(): SunRules['measured'] {
    return this.#measured;
  }

  /** Takes a forecast; see `joinedSun`. */
  tell(forecast: SunForecast, now: Ms): void {
    this.#forecast = kept(joinedSun(this.#forecast, forecast, { now, timeZone: marketTimeZone }), now);
  }

  /** False where a reading changes nothing. */
  measure(w: number, now: Ms): boolean {
    const start = quarterStart(now);
    const before = this.#measured?.start === start ? this.#measured : undefined;
    if (before !== undefined && (Math.abs(w - before.w) < leastChangeW || now - before.at < leastApartMs)) return false;
    this.#measured = { start, end: start + msPerQuarterHour, w, at: now };
    return true;
  }

  /** What is left for members, from two days ago on. */
  surplus(now: Ms, feedInPrices: PriceSeries | undefined): readonly Surplus[] {
    const from = now - keptMs;
    const { feedIn, feedInCt: fixedCt, baseLoadKw } = this.#settings;
    const feedInCt = { none: undefined, fixed: fixedCt, contract: feedInPrices ?? [] }[feedIn];
    return surplusFrom(from, { forecast: this.#forecast, baseLoadKw, feedInCt, measured: this.measured });
  }
}

/** Without what is long over, and no longer than anybody plans: by its own beginning, because a clock may not be set yet. */
function kept(forecast: SunForecast, now: Ms): SunForecast {
  const left = forecast.filter(({ end }) => end > now - keptMs);
  const from = Math.max(now - keptMs, left[0]?.start ?? now);
  return sunUntil(left, from + reachMs).slice(0, mostStretches);
}
