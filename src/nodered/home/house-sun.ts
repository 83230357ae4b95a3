import { type Surplus, surplusFrom } from '../../home/index.js';
import type { PriceSeries } from '../../prices/index.js';
import { type SunForecast, sunUntil } from '../../sun/index.js';
import { type Interval, type Ms, msPerMinute, msPerQuarterHour } from '../../time/index.js';
import type { HomeNodeSettings } from './home-settings.js';

/** A reading counts where it differs by so much from the one before, and not more often than so: nothing is to flicker. */
const leastChangeW = 200;
const leastApartMs = 5 * msPerMinute;

/** The sun of a house: what is forecast, and what was measured in the running quarter-hour. */
export class HouseSun {
  readonly #settings: HomeNodeSettings;
  #forecast: SunForecast = [];
  #measured: (Interval & { readonly w: number; readonly at: Ms }) | undefined;

  constructor(settings: HomeNodeSettings) {
    this.#settings = settings;
  }

  /** A forecast takes the place of the one before from its beginning on; what was told of the time before it stays. */
  tell(forecast: SunForecast): void {
    const [first] = forecast;
    const before = first === undefined ? [] : sunUntil(this.#forecast, first.start);
    this.#forecast = [...before, ...forecast];
  }

  /** False where a reading changes nothing. */
  measure(w: number, now: Ms): boolean {
    const start = Math.floor(now / msPerQuarterHour) * msPerQuarterHour;
    const before = this.#measured?.start === start ? this.#measured : undefined;
    if (before !== undefined && (Math.abs(w - before.w) < leastChangeW || now - before.at < leastApartMs)) return false;
    this.#measured = { start, end: start + msPerQuarterHour, w, at: now };
    return true;
  }

  /** What is left for members from an instant on. */
  surplus(from: Ms, feedInPrices: PriceSeries | undefined): readonly Surplus[] {
    const { feedIn, feedInCt: fixedCt, baseLoadKw } = this.#settings;
    this.#forecast = this.#forecast.filter(({ end }) => end > from);
    const feedInCt = { none: undefined, fixed: fixedCt, contract: feedInPrices ?? [] }[feedIn];
    return surplusFrom(from, { forecast: this.#forecast, baseLoadKw, feedInCt, measured: this.#measured });
  }
}
