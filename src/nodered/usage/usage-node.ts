import type { PeriodUsage } from '../../account/reading/period-usage.js';
import { systemClock } from '../../clock/clock.js';
import { ConfigError } from '../../errors.js';
import { backtestInSteps } from '../../runs/index.js';
import { civilDate, civilDay, dayCount, type Interval, marketTimeZone } from '../../time/index.js';
import {
  commonDays,
  type Period,
  qualityOf,
  type Reported,
  type Stretch,
  type UsageReport,
  usageReport,
} from '../../usage/index.js';
import { type AccountLink, accountLink, withContract } from '../account/account-node.js';
import { finish } from '../platform/finish.js';
import { flowsStarted } from '../platform/flows-started.js';
import { QuestionQueue, tooManyQuestions } from '../platform/query-queue.js';
import type { Done, Message, NodeConfig, Red, RedNode, Send } from '../platform/red.js';
import { refuse } from '../platform/refuse.js';
import { settingsStore } from '../platform/settings-store.js';
import { type StatusLine, statusLine } from '../platform/status-line.js';
import { errorText, sharedTexts, type Translate } from '../platform/texts.js';
import { inSteps } from '../platform/turns.js';
import { passedOn } from '../values/incoming.js';
import { type AutomatPorts, type Finding, UsageAutomat } from './daily-reports.js';
import { type BacktestAsk, type ReportAsk, readUsageInput, type UsageAsk } from './usage-input.js';
import { backtestPayload, usagePayload } from './usage-message.js';
import { loadReported, saveReported } from './usage-record.js';
import { decodeUsageSettings, type UsageNodeSettings } from './usage-settings.js';
import { type UsageState, usageStatus } from './usage-status.js';

/** Starts a `nomos-usage` node: what was metered and what it cost, on a message or by itself, and backtests. */
export function startUsageNode(red: Red, node: RedNode, config: NodeConfig): void {
  const translate = sharedTexts(red);
  try {
    const settings = decodeUsageSettings(config);
    const link = accountLink(red, settings.account);
    if (link === undefined) throw new ConfigError('no-account', 'no usable account is chosen');
    new UsageNode({ red, node, settings: withContract(settings, link), link, translate });
  } catch (error) {
    refuse(red, node, errorText(translate, error));
  }
}

interface UsageNodeParts {
  readonly red: Red;
  readonly node: RedNode;
  readonly settings: UsageNodeSettings;
  readonly link: AccountLink;
  readonly translate: Translate;
}

/** A message that waits, and what to do with its answer. */
interface Waiting {
  readonly message: Message;
  readonly send: Send;
  readonly done: Done;
}

class UsageNode {
  readonly #parts: UsageNodeParts;
  readonly #showLine: StatusLine;
  readonly #queue = new QuestionQueue();
  #automat: UsageAutomat | undefined;
  #isClosed = false;
  #isConnected = false;
  #state: UsageState = { kind: 'ready' };
  #saving: Promise<void> = Promise.resolve();

  constructor(parts: UsageNodeParts) {
    this.#parts = parts;
    const { red, node, link } = parts;
    this.#showLine = statusLine(red, node);
    const unwatch = link.account.watchConnection(() => this.#connectionChanged());
    node.on('input', (message, send, done) => this.#input({ message, send, done }));
    node.on('close', (_removed, done) => {
      unwatch();
      void this.#close().then(done);
    });
    void flowsStarted(red).then(() => this.#begin());
  }

  /** Never rejects. */
  async #begin(): Promise<void> {
    const { red, node, settings } = this.#parts;
    this.#showStatus();
    if (!settings.automatic || this.#isClosed) return;
    const reported = await loadReported(settingsStore(red.settings), node.id, settings);
    if (this.#isClosed) return;
    const ports: AutomatPorts = {
      ...{ nodeId: node.id, kind: settings.period, clock: systemClock },
      read: (stretch) => this.#readStretch(stretch),
      save: (memory) => this.#save(memory),
      onNext: () => this.#showStatus(),
    };
    this.#automat = new UsageAutomat(ports, reported);
    this.#showStatus();
  }

  /** A token that was renewed is a change, too, but no reason to try again. */
  #connectionChanged(): void {
    const wasConnected = this.#isConnected;
    this.#isConnected = this.#parts.link.account.connection.phase === 'connected';
    if (this.#isConnected && !wasConnected) this.#automat?.wake();
    this.#showStatus();
  }

  /** A disabled node is told that it is removed: what it has told stays known, as `watchRecords` wants it. */
  async #close(): Promise<void> {
    this.#isClosed = true;
    this.#automat?.stop();
    this.#queue.close();
    await this.#saving;
  }

  #input(waiting: Waiting): void {
    const { red, node, settings, translate } = this.#parts;
    const { message, done } = waiting;
    try {
      const ask = readUsageInput(message, settings, civilDate(marketTimeZone, systemClock.now()));
      if (ask.kind === 'cancel') {
        this.#queue.cancel();
        finish(node, done);
      } else {
        const accepted = { ...waiting, message: passedOn(red, message) };
        if (!this.#queue.add((signal) => this.#answer(accepted, ask, signal))) throw tooManyQuestions();
      }
    } catch (error) {
      finish(node, done, errorText(translate, error));
    }
  }

  /** Never rejects. A message that was cancelled, or that a closing node cannot answer any more, is no error. */
  async #answer({ message, send, done }: Waiting, ask: Exclude<UsageAsk, { kind: 'cancel' }>, signal: AbortSignal) {
    const { node, translate } = this.#parts;
    try {
      const outgoing = ask.kind === 'report' ? await this.#report(ask, signal) : await this.#backtest(ask, signal);
      if (!signal.aborted) send({ ...message, ...outgoing });
      finish(node, done);
    } catch (error) {
      if (signal.aborted) return this.#cancelled(done);
      const text = errorText(translate, error);
      this.#show({ kind: 'failed', text, at: systemClock.now() });
      finish(node, done, text);
    }
  }

  #cancelled(done: Done): void {
    this.#show({ kind: 'cancelled', at: systemClock.now() });
    finish(this.#parts.node, done);
  }

  async #report(ask: ReportAsk, signal: AbortSignal): Promise<Message> {
    const data = await this.#read(ask, 'usage', signal);
    const report = reportOf(data, data, ask.fixedPriceCt);
    this.#showReport(report, data, data);
    return this.#message(data, usagePayload(report, data, { from: data.firstDay, to: data.lastDay }));
  }

  async #backtest(ask: BacktestAsk, signal: AbortSignal): Promise<Message> {
    const data = await this.#read(ask, 'prices', signal);
    const { start } = civilDay(marketTimeZone, data.firstDay);
    const steps = backtestInSteps(ask.run, data.prices, { start, end: systemClock.now() });
    const result = await inSteps(steps, signal);
    const { perKw, saved } = result;
    const unit = perKw ? 'ct/kW' : 'ct';
    const { objective } = ask.run;
    this.#show({ kind: 'backtested', from: data.firstDay, savedCt: saved.againstNowCt, unit, objective });
    return this.#message(data, backtestPayload(result, { ...ask, firstDay: data.firstDay }));
  }

  async #read(
    { subscription, firstDay, lastDay }: Period & { readonly subscription: string },
    what: 'usage' | 'prices',
    signal: AbortSignal,
  ): Promise<PeriodUsage> {
    signal.throwIfAborted();
    this.#show({ kind: 'reading', done: 0, of: dayCount(firstDay, lastDay) });
    const progress = (done: number, of: number) => this.#show({ kind: 'reading', done, of });
    const { account } = this.#parts.link;
    const data = await account.usage({ subscription, firstDay, lastDay, what }, signal, progress);
    signal.throwIfAborted();
    return data;
  }

  /** What the automat reads: some periods at once, each with a report of its own. */
  #readStretch(stretch: Stretch): Promise<readonly Finding[]> {
    const { subscription, period } = this.#parts.settings;
    return new Promise((resolve, reject) => {
      const isTaken = this.#queue.add(async (signal) => {
        try {
          const data = await this.#read({ ...stretch, subscription }, 'usage', signal);
          if (data.meterType === 'analog' && period !== 'month') throw onlyMonths();
          resolve(stretch.periods.flatMap((one) => this.#finding(one, data) ?? []));
        } catch (error) {
          if (signal.aborted) this.#show({ kind: 'cancelled', at: systemClock.now() });
          else this.#show({ kind: 'failed', text: errorText(this.#parts.translate, error), at: systemClock.now() });
          reject(signal.aborted ? signal.reason : error);
        }
      });
      if (!isTaken) reject(tooManyQuestions());
    });
  }

  /** Of the first and last period of a contract only its own days count: others would be holes for ever. */
  #finding(period: Finding['period'], data: PeriodUsage): Finding | undefined {
    const { node, settings } = this.#parts;
    const days = commonDays(period, data);
    if (days === undefined) return undefined;
    const report = reportOf(data, days, settings.fixedPriceCt);
    const payload = usagePayload(report, data, { from: days.firstDay, to: days.lastDay });
    this.#showReport(report, data, days);
    const tell = () => node.send({ ...this.#message(data, payload), repeated: period.told !== 'none' });
    return { period, quality: qualityOf(report), tell };
  }

  #message({ subscriptionNumber }: PeriodUsage, payload: object): Message {
    const { settings, link } = this.#parts;
    return { topic: settings.topic, account: link.name, subscription: subscriptionNumber ?? null, payload };
  }

  #showReport(report: UsageReport, data: PeriodUsage, { firstDay, lastDay }: Period): void {
    const { usageKwh, averageCt } = report;
    const quality = qualityOf(report);
    const isAnalog = data.meterType === 'analog';
    this.#show({ kind: 'reported', from: firstDay, to: lastDay, usageKwh, averageCt, quality, isAnalog });
  }

  #show(state: UsageState): void {
    this.#state = state;
    this.#showStatus();
  }

  #showStatus(): void {
    if (this.#isClosed) return;
    const { link, translate } = this.#parts;
    const connection = link.account.knownConnection;
    const nextAt = this.#automat?.nextAt;
    this.#showLine(usageStatus(translate, { connection, state: this.#state, nextAt, now: systemClock.now() }));
  }

  /** Never rejects. */
  #save(reported: Reported): Promise<void> {
    const { red, node, settings, translate } = this.#parts;
    const { account, subscription, period } = settings;
    const record = { ...reported, account, subscription, period };
    this.#saving = saveReported(settingsStore(red.settings), node.id, record).catch((error: unknown) => {
      node.warn(translate('log.usage-not-saved', { text: errorText(translate, error) }));
    });
    return this.#saving;
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
