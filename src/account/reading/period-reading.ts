import type { Clock } from '../../clock/clock.js';
import { ApiError } from '../../errors.js';
import type { NomosClient } from '../../nomos/client.js';
import type { UsageAnswer, UsageResolution } from '../../nomos/usage-answer.js';
import { buildSeries, gaps, type PriceSeries } from '../../prices/index.js';
import { addDays, type CivilDate, civilDay, dayCount, type Interval, marketTimeZone } from '../../time/index.js';
import { type MeteredSeries, periodOf } from '../../usage/index.js';
import { askAgain } from './ask-again.js';
import { type PeriodPart, PeriodParts } from './period-parts.js';
import type { PeriodProgress, PeriodUsage } from './period-usage.js';
import { resourceFailure } from './resource-failure.js';

/** What reading a period stands on. */
export interface PeriodPorts {
  readonly client: Pick<NomosClient, 'usage' | 'prices'>;
  readonly clock: Clock;
  /** What is known of a contract's prices without asking. */
  readonly knownPrices: (contractId: string) => PriceSeries;
}

/** The days to read, both included. */
export interface PeriodDays {
  readonly contractId: string;
  readonly firstDay: CivilDate;
  readonly lastDay: CivilDate;
  /** `prices` leaves the metered values out. */
  readonly what: 'usage' | 'prices';
}

interface Asking extends Pick<PeriodDays, 'contractId' | 'what'> {
  readonly signal: AbortSignal;
}

/** Nomos' words for days outside of the contract: fewer of them do not help. */
const outsideReasons = ['ended_subscription', 'subscription_not_started'];

/**
 * Reads metered values and prices of any number of local days, month by month, one request after another.
 *
 * Where a part is refused as it is, it is halved: how many days Nomos gives at once is not documented. What has been
 * read before a failure or an abort is not asked for again by the next reading of the same days.
 */
export class PeriodReading {
  readonly #ports: PeriodPorts;
  readonly #parts = new PeriodParts();
  #mostDays = Number.POSITIVE_INFINITY;

  constructor(ports: PeriodPorts) {
    this.#ports = ports;
  }

  /** Rejects with what `resourceFailure` makes of a failure, and `request-aborted` when the signal says so. */
  async read(
    { contractId, firstDay, lastDay, what }: PeriodDays,
    signal: AbortSignal,
    onProgress: PeriodProgress,
  ): Promise<Pick<PeriodUsage, 'meterType' | 'metered' | 'prices'>> {
    const ofDays = dayCount(firstDay, lastDay);
    const parts: PeriodPart[] = [];
    const key = `${what} ${contractId}`;
    for (let next = firstDay; next <= lastDay; ) {
      const kept = this.#parts.find(key, next, lastDay, this.#ports.clock.now());
      const part = kept ?? (await this.#readPart(next, lastDay, { contractId, what, signal }));
      if (kept === undefined) this.#parts.add(key, part, this.#ports.clock.now());
      parts.push(part);
      onProgress(dayCount(firstDay, part.lastDay), ofDays);
      next = addDays(part.lastDay, 1);
    }
    this.#parts.drop(parts);
    return joinParts(parts);
  }

  async #readPart(firstDay: CivilDate, last: CivilDate, asking: Asking): Promise<PeriodPart> {
    // Whole months, because Nomos may cut the month of a meter that is read once a month to what was asked for.
    const monthEnd = periodOf('month', firstDay).lastDay;
    const longest = dayCount(firstDay, last < monthEnd ? last : monthEnd);
    for (let days = Math.min(this.#mostDays, longest); ; days = Math.ceil(days / 2)) {
      const lastDay = addDays(firstDay, days - 1);
      try {
        const { meterType, series } = await this.#metered(firstDay, lastDay, asking);
        const prices = await this.#prices(firstDay, lastDay, asking);
        if (days < longest) this.#mostDays = days;
        return { firstDay, lastDay, meterType, metered: series, prices };
      } catch (error) {
        if (!mayBeTooLong(error)) throw error;
        if (days > 1) continue;
        // It was the day and not how many there were.
        this.#mostDays = Number.POSITIVE_INFINITY;
        throw error;
      }
    }
  }

  async #metered(firstDay: CivilDate, lastDay: CivilDate, { contractId, what, signal }: Asking): Promise<UsageAnswer> {
    if (what === 'prices') return { meterType: 'unknown', series: [] };
    const ask = (resolution: UsageResolution) =>
      this.#ask('usage', signal, () => this.#ports.client.usage(contractId, { firstDay, lastDay, resolution }, signal));
    try {
      return await ask('15min');
    } catch (error) {
      // A meter that is read once a month may have nothing shorter.
      if (error instanceof ApiError && error.fields.includes('resolution')) return ask('month');
      throw error;
    }
  }

  async #prices(firstDay: CivilDate, lastDay: CivilDate, { contractId, signal }: Asking): Promise<PriceSeries> {
    const known = this.#ports.knownPrices(contractId);
    if (gaps(known, rangeOf(firstDay, lastDay)).length === 0) return known;
    const { points, resolutionMs } = await this.#ask('prices', signal, () =>
      this.#ports.client.prices(contractId, firstDay, lastDay, signal),
    );
    return buildSeries(points.map(withoutComponents), { resolutionMs });
  }

  async #ask<T>(resource: 'usage' | 'prices', signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    try {
      return await askAgain(this.#ports.clock, signal, ask);
    } catch (error) {
      throw resourceFailure(error, resource);
    }
  }
}

function mayBeTooLong(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.status !== 400) return false;
  return !error.reasons.some((reason) => outsideReasons.includes(reason));
}

/** What a price is made of is most of its memory, and no part of any figure. */
function withoutComponents<T extends { readonly components: unknown }>(point: T): Omit<T, 'components'> {
  const { components: _, ...rest } = point;
  return rest;
}

function joinParts(parts: readonly PeriodPart[]): Pick<PeriodUsage, 'meterType' | 'metered' | 'prices'> {
  const meterType = parts.map((part) => part.meterType).find((type) => type !== 'unknown') ?? 'unknown';
  return { meterType, metered: joinMetered(parts), prices: parts.flatMap(pricesOfDays) };
}

/** A part may give the value that the part before ended with once more, where a value is longer than a day. */
function joinMetered(parts: readonly PeriodPart[]): MeteredSeries {
  const joined: MeteredSeries[number][] = [];
  for (const { metered } of parts)
    for (const value of metered) if (value.start >= (joined.at(-1)?.end ?? value.start)) joined.push(value);
  return joined;
}

/** Only the part's own days: the prices that were known anyway may reach beyond them. */
function pricesOfDays({ firstDay, lastDay, prices }: PeriodPart): PriceSeries {
  const { start, end } = rangeOf(firstDay, lastDay);
  return prices.filter((price) => price.start >= start && price.end <= end);
}

function rangeOf(firstDay: CivilDate, lastDay: CivilDate): Interval {
  return { start: civilDay(marketTimeZone, firstDay).start, end: civilDay(marketTimeZone, lastDay).end };
}
