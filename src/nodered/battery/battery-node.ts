import type { PriceUpdate, PriceWatch } from '../../account/feed/price-watch.js';
import {
  type BatteryCause,
  type BatteryDecision,
  type BatterySituation,
  decideBattery,
  emptyBatteryLog,
} from '../../battery/index.js';
import { Alarm, againAfterMs } from '../../clock/alarm.js';
import { systemClock } from '../../clock/clock.js';
import type { PriceSeries } from '../../prices/index.js';
import { neededAccount, startOnAccount, withContract } from '../account/account-node.js';
import { finish } from '../platform/finish.js';
import { flowsStarted } from '../platform/flows-started.js';
import type { Done, Message, NodeConfig, Red, RedNode, Send } from '../platform/red.js';
import { refuse } from '../platform/refuse.js';
import { type StatusLine, statusLine } from '../platform/status-line.js';
import { errorText, sharedTexts } from '../platform/texts.js';
import { DecisionQueue, longestDecisionQueue } from '../turns/decision-queue.js';
import { tooManyQuestions } from '../turns/query-queue.js';
import { inTurn, oneStep } from '../turns/turns.js';
import { passedOn } from '../values/incoming.js';
import { type ReadingDoubts, readingDoubts } from '../window/reading-doubts.js';
import { causeOf, readBatteryInput } from './battery-input.js';
import { BatteryMemory } from './battery-memory.js';
import { batteryMessages, isHeard } from './battery-message.js';
import { decodeBatteryNode } from './battery-settings.js';
import { announceBattery, type BatteryNodeParts, showBattery } from './deployed-batteries.js';
import { oddReadingsTeller, sharesTeller } from './odd-readings.js';

/** How long a start waits for the stored prices: a restart must not begin with a decision without them. */
const startPatienceMs = 3_000;

/** Starts a `home-battery` node: learns, plans and tells what the battery should do. */
export function startBatteryNode(red: Red, node: RedNode, config: NodeConfig): void {
  startOnAccount(red, node, config, start);
}

function start(red: Red, node: RedNode, config: NodeConfig): void {
  const translate = sharedTexts(red);
  try {
    const settings = decodeBatteryNode(config);
    const link = settings.battery.priceSource === 'account' ? neededAccount(red, settings.account) : undefined;
    new BatteryNode({
      red,
      node,
      settings: link === undefined ? settings : withContract(settings, link),
      link,
      translate,
    });
  } catch (error) {
    refuse(red, node, translate, error);
  }
}

/** What makes a decision, and the message that it answers. */
interface Occasion {
  readonly cause: BatteryCause;
  readonly message?: Message;
  readonly send?: Send;
}

class BatteryNode {
  readonly #parts: BatteryNodeParts;
  readonly #alarm: Alarm;
  readonly #watch: PriceWatch | undefined;
  readonly #feedIn: PriceWatch | undefined;
  readonly #showLine: StatusLine;
  readonly #doubts: ReadingDoubts;
  readonly #tellOdd: ReturnType<typeof oddReadingsTeller>;
  readonly #tellShares: ReturnType<typeof sharesTeller>;
  readonly #withdraw: () => void;
  readonly #memory: BatteryMemory;
  readonly #queue = new DecisionQueue();
  #decision: BatteryDecision | undefined;
  #failures = 0;
  #isRunning = false;
  readonly #rung = () => void this.#decideSafely({ cause: 'alarm' });

  constructor(parts: BatteryNodeParts) {
    this.#parts = parts;
    this.#memory = new BatteryMemory(parts);
    const { red, node, link, settings, translate } = parts;
    this.#showLine = statusLine(red, node);
    this.#doubts = readingDoubts(node, translate);
    this.#tellOdd = oddReadingsTeller(node, translate);
    this.#tellShares = sharesTeller(node, translate);
    this.#alarm = new Alarm(systemClock, this.#rung);
    this.#withdraw = announceBattery(parts, this.#memory);
    const updated = (update: PriceUpdate) => this.#pricesUpdated(update);
    this.#watch = link?.account.watchPrices(settings.subscription, updated);
    this.#feedIn =
      settings.feedInSubscription === '' ? undefined : link?.account.watchPrices(settings.feedInSubscription, updated);
    const started = this.#start();
    node.on('input', (message, send, done) => void started.then(() => this.#input(message, send, done)));
    node.on('close', (_removed, done) => void this.#stop().then(done));
    this.#showLine({ fill: 'grey', shape: 'ring', text: translate('status.starting') });
  }

  /** Never rejects. */
  async #start(): Promise<void> {
    const { red } = this.#parts;
    const [record] = await Promise.all([
      this.#memory.load(),
      this.#watch?.settled(startPatienceMs),
      this.#feedIn?.settled(startPatienceMs),
      flowsStarted(red),
    ]);
    if (this.#isStopped) return;
    this.#memory.take(record);
    this.#isRunning = true;
    if (this.#decideSafely({ cause: 'start' }) || this.#memory.log === emptyBatteryLog) return;
    // A log that nothing can be made of must not keep the battery from ever being planned again.
    this.#memory.log = emptyBatteryLog;
    this.#decideSafely({ cause: 'start' });
  }

  #isStopped = false;

  async #stop(): Promise<void> {
    this.#alarm.stop();
    this.#queue.close();
    this.#watch?.stop();
    this.#feedIn?.stop();
    this.#withdraw();
    if (this.#isRunning) this.#memory.save();
    this.#isRunning = false;
    this.#isStopped = true;
    await this.#memory.settled();
  }

  #pricesUpdated(update: PriceUpdate): void {
    if (!this.#isRunning) return;
    if (update.type === 'series') inTurn(() => void this.#decideSafely({ cause: 'prices' }));
    else if (update.type !== 'interval') this.#showStatus();
  }

  #input(message: Message, send: Send, done: Done): void {
    const { node, translate } = this.#parts;
    const text = (error: unknown) => errorText(translate, error);
    // A plan takes some milliseconds, of which hundreds of messages make seconds.
    const isTaken = this.#queue.add({
      begin: () => oneStep(() => this.#answer(message, send)),
      ended: (outcome) => finish(node, done, outcome && 'error' in outcome ? text(outcome.error) : undefined),
    });
    if (!isTaken) finish(node, done, text(tooManyQuestions(longestDecisionQueue)));
  }

  /** Throws for a message that cannot be; then nothing has changed. */
  #answer(message: Message, send: Send): void {
    if (!this.#isRunning) return;
    const { red, settings } = this.#parts;
    const { timeZone, priceSource } = settings.battery;
    const now = systemClock.now();
    const reader = { priceUnit: settings.priceUnit, timeZone, now };
    const input = readBatteryInput(message, priceSource, reader);
    const { command, told, sun, series, reading } = input;
    this.#tellOdd(told?.odd ?? [], now);
    this.#tellShares(told?.readings.socPercent);
    const cause = causeOf(input);
    if (cause === undefined) return;
    const { told: before, log } = this.#memory;
    if (sun !== undefined) this.#memory.addForecast(sun, reader);
    if (series !== undefined) this.#memory.addPrices(series, reading, reader);
    const answered = command === undefined ? {} : { message: passedOn(red, message), send };
    const more = { ...(command !== undefined && { command }), ...(told !== undefined && { readings: told.readings }) };
    try {
      this.#decide({ cause, ...answered }, more);
    } catch (error) {
      if (this.#memory.log === log) this.#memory.told = before;
      throw error;
    }
    if (series !== undefined) this.#doubts(reading);
    if (series !== undefined || sun !== undefined) this.#memory.saveNews();
  }

  /** False when it went wrong: that is logged, and the state stays as it was. */
  #decideSafely(occasion: Occasion): boolean {
    if (!this.#isRunning) return true;
    try {
      this.#decide(occasion);
      return true;
    } catch (error) {
      this.#parts.node.error(errorText(this.#parts.translate, error), {});
      // With new prices it is not due, and the alarm is set still.
      if (occasion.cause !== 'prices') this.#alarm.set(systemClock.now() + againAfterMs(this.#failures++), this.#rung);
      return false;
    }
  }

  #decide({ cause, message, send }: Occasion, more: Pick<BatterySituation, 'command' | 'readings'> = {}): void {
    const { node, link, settings, translate } = this.#parts;
    const { battery } = settings;
    const now = systemClock.now();
    const isPlanWatched = link !== undefined || isHeard(node.wires, 2);
    const prices: PriceSeries = this.#watch?.series ?? this.#memory.messages.series;
    const feedIn = this.#feedIn?.series;
    const around = {
      prices,
      feedIn,
      usual: (this.#watch ?? this.#memory.messages).usual,
      forecast: this.#memory.forecast,
      now,
    };
    const decision = decideBattery({
      settings: battery,
      log: this.#memory.log,
      cause,
      isPlanWatched,
      ...around,
      ...more,
    });
    this.#memory.log = decision.log;
    this.#failures = 0;
    if (decision.saveLog) this.#memory.save();
    this.#alarm.set(decision.nextAlarmAt, this.#rung);
    if (!decision.replanned) return;
    this.#decision = decision;
    const voice = { timeZone: battery.timeZone, topic: settings.topic, translate };
    const messages = batteryMessages(decision, voice, { wires: node.wires, ...(message !== undefined && { message }) });
    if (messages !== undefined) (send ?? ((outgoing) => node.send(outgoing)))(messages);
    this.#showStatus();
  }

  #showStatus(): void {
    if (this.#decision === undefined) return;
    showBattery(this.#parts, this.#decision, {
      show: this.#showLine,
      watches: [this.#watch, this.#feedIn],
      now: systemClock.now(),
    });
  }
}
