import { ApiError, ConfigError, ConsentRequiredError, UnavailableError } from '../errors.js';
import { buildSeries, type PriceSeries } from '../prices/index.js';
import { type CivilDate, civilDate, instantOf, type Ms } from '../time/index.js';
import type { Outcome } from './back-off.js';

/** What Nomos says about some days. */
export interface PriceAnswer {
  /** False when the contract has not begun or has ended. */
  readonly active: boolean;
  readonly resolutionMs?: number | undefined;
  /** In the order of the answer, repetitions included; `start` is an instant, amounts are gross ct/kWh. */
  readonly points: readonly {
    readonly start: Ms;
    readonly priceCt: number | null;
    readonly components: Readonly<Record<string, number>>;
  }[];
}

/** Asks for whole local days, both included; rejects with an error of the family. */
export type PriceSource = (firstDay: CivilDate, lastDay: CivilDate, signal: AbortSignal) => Promise<PriceAnswer>;

/** The days wanted, and where we are in time. */
export interface PriceRequest {
  readonly source: PriceSource;
  readonly firstDay: CivilDate;
  readonly lastDay: CivilDate;
  readonly timeZone: string;
  /** When the request is made. */
  readonly now: Ms;
  readonly signal: AbortSignal;
}

/** What a request came to: the series of the answer, or the error that came instead. */
export interface PriceResult {
  readonly outcome: Outcome;
  readonly series: PriceSeries;
  readonly error?: unknown;
}

/** By this local time the prices of the next day are out, so that a refusal can no longer mean "not yet". */
const surelyOutTime = '15:00';

/**
 * Asks once; never rejects.
 *
 * How Nomos says "not yet" about tomorrow is not documented. So an empty, null or refused tomorrow counts as an answer
 * without prices, and when today and tomorrow are refused together, today is asked for alone.
 */
export async function requestPrices(request: PriceRequest): Promise<PriceResult> {
  const { firstDay, lastDay, timeZone, now } = request;
  const today = civilDate(timeZone, now);
  try {
    return judge(await request.source(firstDay, lastDay, request.signal), firstDay > today);
  } catch (error) {
    if (lastDay <= today || !isNotThere(error)) return failed(error);
    if (firstDay <= today) {
      const result = await requestPrices({ ...request, lastDay: today });
      return { ...result, outcome: { ...result.outcome, calls: result.outcome.calls + 1 } };
    }
    if (now >= instantOf(timeZone, today, surelyOutTime)) return failed(error);
    return { outcome: { kind: 'answered', calls: 1 }, series: [] };
  }
}

function judge({ active, points, resolutionMs }: PriceAnswer, isFuture: boolean): PriceResult {
  if (!active && !isFuture) {
    const error = new ConfigError('subscription-inactive', 'Nomos has no prices for this contract: it is not active.');
    return { outcome: { kind: 'refused', calls: 1 }, series: [], error };
  }
  return { outcome: { kind: 'answered', calls: 1 }, series: buildSeries(points, { resolutionMs }) };
}

function failed(error: unknown): PriceResult {
  return { outcome: outcomeOf(error), series: [], error };
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof UnavailableError)
    return { kind: 'unavailable', calls: error.sent ? 1 : 0, retryAfterMs: error.retryAfterMs };
  if (error instanceof ConsentRequiredError || error instanceof ConfigError) return { kind: 'signed-out', calls: 0 };
  return { kind: 'refused', calls: 1 };
}

function isNotThere(error: unknown): boolean {
  return error instanceof ApiError && [400, 404, 422].includes(error.status);
}
