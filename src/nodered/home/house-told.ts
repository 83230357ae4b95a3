import { invalidValue } from '../../errors.js';
import { type ToldLimit, withTold } from '../../home/index.js';
import type { PriceSeries } from '../../prices/index.js';
import type { SunForecast } from '../../sun/index.js';
import type { Ms } from '../../time/index.js';
import type { HomeMemory } from './home-memory.js';
import type { HomeNodeSettings } from './home-settings.js';
import { HouseSun } from './house-sun.js';

const mostLimits = 1000;

/**
 * What a house was told at run time: limits, forecasts, what is left over now. Limits and forecasts outlast a restart; a
 * reading counts for its quarter-hour only.
 */
export class HouseTold {
  readonly #memory: HomeMemory;
  readonly #sun: HouseSun;
  #limits: readonly ToldLimit[] = [];

  constructor(settings: HomeNodeSettings, memory: HomeMemory) {
    this.#memory = memory;
    this.#sun = new HouseSun(settings);
  }

  /** Takes up what was told before a restart, as far as it is not over. Never rejects. */
  async recall(now: Ms): Promise<void> {
    const { limits, forecast } = await this.#memory.load();
    this.#limits = limits.reduce<readonly ToldLimit[]>((told, limit) => withTold(told, limit, now), []);
    this.#sun.tell(forecast, now);
  }

  /** In order, without overlaps. */
  get limits(): readonly ToldLimit[] {
    return this.#limits;
  }

  /** What is left of the sun for members, from two days ago on. */
  surplus(now: Ms, feedInPrices: PriceSeries | undefined) {
    return this.#sun.surplus(now, feedInPrices);
  }

  tellSun(forecast: SunForecast, now: Ms): void {
    this.#sun.tell(forecast, now);
    this.#keep();
  }

  /** Throws `invalid-value`, and changes nothing, where there would be more limits than anybody can mean. */
  tellLimits(limits: readonly ToldLimit[], now: Ms): void {
    const told = limits.reduce((before, limit) => withTold(before, limit, now), this.#limits);
    if (told.length > mostLimits) throw invalidValue('payload.length', told.length, `0 … ${mostLimits}`);
    this.#limits = told;
    this.#keep();
  }

  /** What members could take now, W; false where a reading changes nothing. */
  measure(w: number, now: Ms): boolean {
    return this.#sun.measure(w, now);
  }

  /** The next edge of a limit, when what is on may have to pause though nothing else happens; undefined = none. */
  nextEdge(now: Ms): Ms | undefined {
    const edges = this.#limits.flatMap(({ start, end }) => [start, end]);
    const next = Math.min(...edges.filter((edge) => edge > now));
    return Number.isFinite(next) ? next : undefined;
  }

  close(): Promise<void> {
    return this.#memory.close();
  }

  #keep(): void {
    this.#memory.keep({ limits: this.#limits, forecast: this.#sun.forecast });
  }
}
