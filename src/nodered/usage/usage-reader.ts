import type { PeriodUsage } from '../../account/reading/period-usage.js';
import { systemClock } from '../../clock/clock.js';
import { ConfigError } from '../../errors.js';
import { backtestInSteps, withoutRule } from '../../runs/index.js';
import { civilDay, dayCount, type Interval, marketTimeZone } from '../../time/index.js';
import { commonDays, type Period, qualityOf, type Stretch, type UsageReport, usageReport } from '../../usage/index.js';
import type { AccountLink } from '../account/account-node.js';
import type { Message } from '../platform/red.js';
import { inSteps } from '../turns/turns.js';
import type { Finding } from './daily-reports.js';
import type { BacktestAsk, ReportAsk } from './usage-input.js';
import { backtestPayload, type Ruleless, usagePayload } from './usage-message.js';
import type { UsageNodeSettings } from './usage-settings.js';
import type { UsageState } from './usage-status.js';

/** What reading for a node stands on. */
export interface UsageReaderOptions {
  readonly settings: UsageNodeSettings;
  readonly link: AccountLink;
  /** Shows how far reading has come, and what was found. */
  readonly show: (state: UsageState) => void;
  /** Sends a message that no other one asked for. */
  readonly send: (message: Message) => void;
}

/** Asks the account for periods and makes messages of the answers. All of it rejects with what asking throws, and when aborted. */
export class UsageReader {
  readonly #options: UsageReaderOptions;

  constructor(options: UsageReaderOptions) {
    this.#options = options;
  }

  /** Reads what was metered on some days, and what it cost; shows it, and gives what is sent. */
  async report(ask: ReportAsk, signal: AbortSignal): Promise<Message> {
    const data = await this.#read(ask, 'usage', signal);
    const report = reportOf(data, data, ask.fixedPriceCt);
    this.#showReport(report, data, data);
    return this.#message(data, usagePayload(report, data, { from: data.firstDay, to: data.lastDay }));
  }

  /** Tries a device on the prices of days that are over; shows what it would have saved, and gives what is sent. */
  async backtest(ask: BacktestAsk, signal: AbortSignal): Promise<Message> {
    const data = await this.#read(ask, 'prices', signal);
    const { start } = civilDay(marketTimeZone, data.firstDay);
    const range = { start, end: systemClock.now() };
    const result = await inSteps(backtestInSteps(ask.run, data.prices, range), signal);
    const others: Ruleless[] = [];
    for (const rule of ask.without) {
      const steps = backtestInSteps(withoutRule(ask.run, rule), data.prices, range);
      others.push({ rule, result: await inSteps(steps, signal) });
    }
    const { perKw, saved } = result;
    const unit = perKw ? 'ct/kW' : 'ct';
    const { objective } = ask.run;
    this.#options.show({ kind: 'backtested', from: data.firstDay, savedCt: saved.againstNowCt, unit, objective });
    return this.#message(data, backtestPayload(result, { ...ask, firstDay: data.firstDay }, others));
  }

  /** Reads some periods at once; each that the contract was in force in makes a report of its own. */
  async findings(stretch: Stretch, signal: AbortSignal): Promise<readonly Finding[]> {
    const { subscription, period } = this.#options.settings;
    const data = await this.#read({ ...stretch, subscription }, 'usage', signal);
    if (data.meterType === 'analog' && period !== 'month') throw onlyMonths();
    return stretch.periods.flatMap((one) => this.#finding(one, data) ?? []);
  }

  async #read(
    { subscription, firstDay, lastDay }: Period & { readonly subscription: string },
    what: 'usage' | 'prices',
    signal: AbortSignal,
  ): Promise<PeriodUsage> {
    signal.throwIfAborted();
    this.#options.show({ kind: 'reading', done: 0, of: dayCount(firstDay, lastDay) });
    const progress = (done: number, of: number) => this.#options.show({ kind: 'reading', done, of });
    const { account } = this.#options.link;
    const data = await account.usage({ subscription, firstDay, lastDay, what }, signal, progress);
    signal.throwIfAborted();
    return data;
  }

  /** Of the first and last period of a contract only its own days count: others would be holes for ever. */
  #finding(period: Finding['period'], data: PeriodUsage): Finding | undefined {
    const { settings, send } = this.#options;
    const days = commonDays(period, data);
    if (days === undefined) return undefined;
    const report = reportOf(data, days, settings.fixedPriceCt);
    const payload = usagePayload(report, data, { from: days.firstDay, to: days.lastDay });
    this.#showReport(report, data, days);
    const tell = () => send({ ...this.#message(data, payload), repeated: period.told !== 'none' });
    return { period, quality: qualityOf(report), tell };
  }

  #message({ subscriptionNumber }: PeriodUsage, payload: object): Message {
    const { settings, link } = this.#options;
    return { topic: settings.topic, account: link.name, subscription: subscriptionNumber ?? null, payload };
  }

  #showReport(report: UsageReport, data: PeriodUsage, { firstDay, lastDay }: Period): void {
    const { usageKwh, costCt } = report;
    const quality = qualityOf(report);
    const isAnalog = data.meterType === 'analog';
    this.#options.show({ kind: 'reported', from: firstDay, to: lastDay, usageKwh, costCt, quality, isAnalog });
  }
}

/** Nobody knows how the months of such a meter fall to days, so that there would never be anything to report. */
function onlyMonths(): ConfigError {
  return new ConfigError('analog-months-only', 'an analog meter has months only');
}

function reportOf(data: PeriodUsage, period: Period, fixedPriceCt: number | undefined): UsageReport {
  const isFeedIn = data.direction === 'feed-in';
  return usageReport(data.metered, data.prices, {
    range: rangeOf(period),
    timeZone: marketTimeZone,
    fixedPriceCt,
    isFeedIn,
  });
}

function rangeOf({ firstDay, lastDay }: Period): Interval {
  return { start: civilDay(marketTimeZone, firstDay).start, end: civilDay(marketTimeZone, lastDay).end };
}
