import { isDeepStrictEqual } from 'node:util';
import { Alarm } from '../../clock/alarm.js';
import { clockSetSince } from '../../clock/clock.js';
import { learnUsualDay, nextEdge, nothingUsual, type PriceSeries, type UsualDay } from '../../prices/index.js';
import { later, type Ms, marketTimeZone } from '../../time/index.js';
import { afterClockSet, afterRestart } from './after-restart.js';
import {
  type Attempts,
  type CadenceContext,
  isComplete,
  type NextRequest,
  nextRequest,
  noAttempts,
  phaseOf,
} from './cadence.js';
import { type FeedAnnouncer, feedAnnouncer } from './feed-announcer.js';
import { type FeedClock, feedClock } from './feed-clock.js';
import { type FeedListeners, feedListeners } from './feed-listeners.js';
import type { FeedOptions } from './feed-options.js';
import { type FeedOutage, feedOutage } from './feed-outage.js';
import { type FeedRecord, feedRecord } from './feed-record.js';
import type { FeedEvent, FeedState } from './feed-state.js';
import { joinAnswer } from './join-answer.js';
import { marketDay } from './market-day.js';
import { type Outcome, type PriceResult, requestPrices } from './price-request.js';
import { afterAsk } from './price-retry.js';

const refreshSpacingMs = 10_000;

/**
 * Keeps the prices of one subscription: asks Nomos as rarely as it can and tells all subscribers what is new.
 *
 * Two clocks, kept apart: when to ask, and when an interval begins, which needs no request. The series is kept in the
 * store; what is known stays until it ends, whatever happens. Nothing it does throws.
 */
export class PriceFeed {
  readonly #options: FeedOptions;
  readonly #timeZone: string;
  readonly #homePhase: number;
  readonly #random: () => number;
  readonly #record: FeedRecord;
  readonly #alarm: Alarm;
  readonly #listeners: FeedListeners;
  readonly #outage: FeedOutage;
  readonly #announcer: FeedAnnouncer;
  readonly #clock: FeedClock;
  #life: 'new' | 'running' | 'stopped' = 'new';
  #series: PriceSeries = [];
  #usual: UsualDay = nothingUsual;
  #attempts: Attempts = noAttempts;
  #flight: AbortController | undefined;
  #nextFetchAt: Ms | undefined;
  #askedAt: Ms = 0;
  #lastOutcome: Outcome | undefined;
  #isTakenUp = false;
  #isRefreshWanted = false;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#timeZone = options.timeZone ?? marketTimeZone;
    this.#homePhase = phaseOf(options.subscriptionId);
    this.#random = options.random ?? Math.random;
    const log = options.onLog ?? (() => {});
    this.#record = feedRecord(options.store, options, log);
    this.#alarm = new Alarm(options.clock, () => this.#clockSetBack());
    this.#listeners = feedListeners((error) => log({ event: 'listener-failed', error }));
    const tell = (event: FeedEvent) => this.#listeners.tell(event);
    this.#outage = feedOutage(tell, log);
    this.#clock = feedClock(this.#outage, tell, log);
    this.#announcer = feedAnnouncer((event) => {
      if (event.type === 'stale') log({ event: 'stale' });
      tell(event);
    });
  }

  /** All that is known: up to three local days, the last of them today or tomorrow; empty before the first answer. */
  get series(): PriceSeries {
    return this.#series;
  }

  /** What was learned of the days that are over. */
  get usual(): UsualDay {
    return this.#usual;
  }

  /** Where the feed stands now. */
  get state(): FeedState {
    const downSince = this.#clock.error?.at ?? this.#outage.downSince;
    const lastError = this.#clock.error ?? this.#outage.lastError;
    const { nextDay } = marketDay(this.#timeZone, this.#options.clock.now());
    return {
      phase: this.#announcer.phase,
      tomorrowComplete: isComplete(this.#series, nextDay),
      ...(this.#attempts.answeredAt !== undefined && { fetchedAt: this.#attempts.answeredAt }),
      ...(lastError !== undefined && { lastError }),
      ...(downSince !== undefined && { downSince }),
      ...(this.#nextFetchAt !== undefined && { nextFetchAt: this.#nextFetchAt }),
    };
  }

  /** Has the listener told of everything from now on, until the returned function is called. */
  subscribe(listener: (event: FeedEvent) => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  /** Loads what is stored and begins; resolves when the stored series is there, whether or not Nomos must be asked. */
  async start(): Promise<void> {
    const record = await this.#record.load(this.#options.clock.now());
    if (this.#life !== 'new') return;
    this.#life = 'running';
    this.#series = record?.series ?? this.#series;
    this.#attempts = record?.attempts ?? this.#attempts;
    this.#usual = record?.usual ?? this.#usual;
    this.#learn();
    this.#isTakenUp = record !== undefined;
    this.#go();
  }

  /** Ends everything, a request in flight too; resolves when what was being saved is saved. */
  async stop(): Promise<void> {
    this.#life = 'stopped';
    this.#alarm.stop();
    this.#nextFetchAt = undefined;
    this.#flight?.abort();
    this.#listeners.clear();
    await this.#record.settled();
  }

  /**
   * Asks again soon where the last ask failed, for instance after a new sign-in.
   *
   * Does nothing where all that is published is known, or where we only wait for Nomos to publish; a wait that Nomos
   * asked for is kept.
   */
  refresh(): void {
    if (this.#life !== 'running') return;
    this.#isRefreshWanted = this.#flight !== undefined;
    if (this.#isRefreshWanted || this.#outage.lastError === undefined) return;
    const { calls, retryAfterMs } = this.#lastOutcome ?? { calls: 0 };
    const soonest = calls === 0 ? 0 : later(this.#askedAt, Math.max(retryAfterMs ?? 0, refreshSpacingMs));
    this.#attempts = { ...this.#attempts, notBefore: Math.min(this.#attempts.notBefore, soonest) };
    this.#go();
  }

  /** Computes everything again from what is known and the time: tells what is new, asks when that is due, sets the alarm. */
  #go(): void {
    const now = this.#options.clock.now();
    const isClockSet = this.#clock.look(now);
    if (this.#life !== 'running') return;
    if (!isClockSet) {
      this.#alarm.set(clockSetSince, () => this.#go());
      return;
    }
    // The first day that is over is learned from at once: until the next answer nothing would be expected.
    if (this.#usual.learnedUntil === undefined) this.#learn();
    this.#announcer.look({ series: this.#series, now, hasAsked: this.#lastOutcome !== undefined });
    if (this.#life !== 'running') return;
    if (this.#isTakenUp) this.#attempts = afterRestart(this.#attempts, this.#context(now), this.#random);
    this.#isTakenUp = false;
    const ask = nextRequest(this.#context(now), this.#attempts);
    if (this.#flight === undefined && ask.at <= now) void this.#ask(ask, now);
    this.#nextFetchAt = this.#flight === undefined ? ask.at : undefined;
    const edge = nextEdge(this.#series, now) ?? Number.POSITIVE_INFINITY;
    this.#alarm.set(Math.min(edge, this.#nextFetchAt ?? edge), () => this.#go());
  }

  #clockSetBack(): void {
    this.#attempts = afterClockSet(this.#attempts, this.#options.clock.now());
    this.#go();
  }

  async #ask(ask: NextRequest, now: Ms): Promise<void> {
    this.#askedAt = now;
    this.#flight = new AbortController();
    const { source } = this.#options;
    const request = { ...ask, source, timeZone: this.#timeZone, now, signal: this.#flight.signal };
    const result = await requestPrices(request);
    this.#flight = undefined;
    if (this.#life !== 'running') return;
    this.#settle(ask, result);
    if (this.#isRefreshWanted) this.refresh();
    this.#go();
  }

  #settle(ask: NextRequest, { series, outcome, error }: PriceResult): void {
    const now = this.#options.clock.now();
    const before = this.#series;
    this.#lastOutcome = outcome;
    // Before an answer drops the oldest days, and after it brought some that are over, as after an outage.
    this.#learn();
    if (outcome.kind === 'answered') this.#series = joinAnswer(before, series, { ...ask, timeZone: this.#timeZone });
    this.#learn();
    this.#attempts = afterAsk(this.#attempts, { context: this.#context(now), outcome, random: this.#random });
    if (outcome.kind === 'answered' || (outcome.kind === 'unavailable' && outcome.calls > 0))
      this.#record.save({ series: this.#series, attempts: this.#attempts, usual: this.#usual }, now);
    if (outcome.kind === 'answered') this.#outage.ended();
    else this.#outage.failed(error, now);
    if (!isDeepStrictEqual(before, this.#series)) this.#listeners.tell({ type: 'series' });
  }

  #learn(): void {
    const at = { timeZone: this.#timeZone, now: this.#options.clock.now() };
    this.#usual = learnUsualDay(this.#usual, this.#series, at);
  }

  #context(now: Ms): CadenceContext {
    return { timeZone: this.#timeZone, phase: this.#homePhase, series: this.#series, now };
  }
}
