import { ApiError, ConfigError, ConsentRequiredError, UnavailableError } from '../../errors.js';
import { buildSeries, type PriceSeries } from '../../prices/index.js';
import { type CivilDate, civilDate, instantOf, type Ms } from '../../time/index.js';

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

/**
 * How an ask ended.
 *
 * `answered`: Nomos gave prices, though perhaps not yet those that were wanted. `unavailable`: it could not be
 * reached or had no time. `refused`: it will say the same again. `signed-out`: it was not even asked, because a person
 * has to do something about the sign-in first.
 */
export interface Outcome {
  readonly kind: 'answered' | 'unavailable' | 'refused' | 'signed-out';
  /** Requests that may have reached Nomos. */
  readonly calls: number;
  readonly retryAfterMs?: number | undefined;
}

/** What a request came to: the series of the answer, or the error that came instead. */
export interface PriceResult {
  readonly outcome: Outcome;
  readonly series: PriceSeries;
  readonly error?: unknown;
}

const inactiveCode = 'subscription-inactive';

/** By this local time the prices of the next day are out, so that a refusal can no longer mean "not yet". */
const surelyOutTime = '15:00';

/**
 * Asks for the days; never rejects.
 *
 * How Nomos says "not yet" about tomorrow is not documented: an empty, null or refused answer may mean it. So where
 * today was asked for with tomorrow and nothing came, today is asked for alone; and where tomorrow alone was asked
 * for, nothing is an answer without prices; a refusal, or a contract without prices at all, too until 15:00 local time.
 */
export async function requestPrices(request: PriceRequest): Promise<PriceResult> {
  const { firstDay, lastDay, timeZone, now } = request;
  const today = civilDate(timeZone, now);
  const result = await requestOnce(request);
  if (result.series.length > 0 || lastDay <= today || !mayMeanNotYet(result)) return result;
  if (firstDay <= today) {
    const alone = await requestOnce({ ...request, lastDay: today });
    return { ...alone, outcome: { ...alone.outcome, calls: alone.outcome.calls + result.outcome.calls } };
  }
  const isRefused = result.error !== undefined && now >= instantOf(timeZone, today, surelyOutTime);
  return isRefused ? result : { outcome: { kind: 'answered', calls: result.outcome.calls }, series: [] };
}

async function requestOnce({ source, firstDay, lastDay, signal }: PriceRequest): Promise<PriceResult> {
  try {
    const { active, points, resolutionMs } = await source(firstDay, lastDay, signal);
    if (active) return { outcome: { kind: 'answered', calls: 1 }, series: buildSeries(points, { resolutionMs }) };
    const error = new ConfigError(inactiveCode, 'Nomos has no prices for this contract: it is not active.');
    return { outcome: { kind: 'refused', calls: 1 }, series: [], error };
  } catch (error) {
    return { outcome: outcomeOf(error), series: [], error };
  }
}

function mayMeanNotYet({ error }: PriceResult): boolean {
  if (error === undefined) return true;
  if (error instanceof ConfigError) return error.code === inactiveCode;
  return error instanceof ApiError && [400, 404, 422].includes(error.status);
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof UnavailableError) {
    const { sent, retryAfterMs } = error;
    // A request that was turned away because there were too many has reached Nomos all the same.
    return { kind: 'unavailable', calls: sent || retryAfterMs !== undefined ? 1 : 0, retryAfterMs };
  }
  if (error instanceof ConsentRequiredError || error instanceof ConfigError) return { kind: 'signed-out', calls: 0 };
  return { kind: 'refused', calls: 1 };
}
