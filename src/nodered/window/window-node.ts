import type { PriceUpdate, PriceWatch } from '../../account/feed/price-watch.js';
import { Alarm } from '../../clock/alarm.js';
import { systemClock } from '../../clock/clock.js';
import type { PriceSeries, UsualDay } from '../../prices/index.js';
import {
  closingLog,
  type Decision,
  decideInSteps,
  emptyRunLog,
  type HouseShare,
  type RunLog,
  type RunSettings,
  type Steps,
} from '../../runs/index.js';
import { type Ms, msPerHour } from '../../time/index.js';
import { neededAccount, withContract } from '../account/account-node.js';
import { DecisionQueue, longestDecisionQueue } from '../home/decision-queue.js';
import { type HomeInput, readHomeInput } from '../home/home-input.js';
import { homePayload } from '../home/home-message.js';
import { houseOf } from '../home/home-node.js';
import type { HouseMember } from '../home/house-members.js';
import { finish } from '../platform/finish.js';
import { flowsStarted } from '../platform/flows-started.js';
import { tooManyQuestions } from '../platform/query-queue.js';
import type { Done, Message, NodeConfig, Red, RedNode, Send } from '../platform/red.js';
import { refuse } from '../platform/refuse.js';
import { settingsStore } from '../platform/settings-store.js';
import { type StatusLine, statusLine } from '../platform/status-line.js';
import { errorText, sharedTexts } from '../platform/texts.js';
import { inTurn, type Outcome } from '../platform/turns.js';
import { passedOn } from '../values/incoming.js';
import { typedValue } from '../values/typed-value.js';
import { announceWindow } from './deployed-windows.js';
import { noMessagePrices, withLearned, withMessagePrices } from './message-prices.js';
import { planPayload } from './plan-message.js';
import { type ReadingDoubts, readingDoubts } from './reading-doubts.js';
import { hurryRunRecords, loadRunRecord, saveRunRecord } from './run-record.js';
import { announceDecision, type Occasion, showDecision, tellDecision, type WindowNodeParts } from './shown-decision.js';
import { readWindowInput } from './window-input.js';
import { decodeWindowSettings } from './window-settings.js';

/** How long a start waits for the stored prices: a restart must not begin with a plan without them. */
const startPatienceMs = 3_000;

/** How long a node with nothing to do waits before it looks again. */
const idleMs = 24 * msPerHour;

/** Starts a `cheapest-window` node: plans, switches and tells, by prices of an account or from messages. */
export function startWindowNode(red: Red, node: RedNode, config: NodeConfig): void {
  const translate = sharedTexts(red);
  try {
    const settings = decodeWindowSettings(config);
    const link = settings.run.priceSource === 'account' ? neededAccount(red, settings.account) : undefined;
    const onValue = typedValue('onValue', config.onValue ?? true, config.onValueType ?? 'bool');
    const offValue = typedValue('offValue', config.offValue ?? false, config.offValueType ?? 'bool');
    const own = link === undefined ? settings : withContract(settings, link);
    const house = houseOf(red, settings.home, settings.run);
    new WindowNode({ red, node, settings: own, link, house, translate, values: { onValue, offValue } });
  } catch (error) {
    refuse(red, node, translate, error);
  }
}

class WindowNode implements HouseMember {
  readonly #parts: WindowNodeParts;
  readonly #alarm: Alarm;
  readonly #watch: PriceWatch | undefined;
  readonly #queue: DecisionQueue;
  readonly #showLine: StatusLine;
  readonly #withdraw: () => void;
  #messages = noMessagePrices;
  /** The last of them that were saved. */
  #savedSeries: PriceSeries = [];
  readonly #doubts: ReadingDoubts;
  #log: RunLog = emptyRunLog;
  #isRunning = false;
  #isStopped = false;
  #saving: Promise<void> = Promise.resolve();
  #decision: Decision | undefined;

  constructor(parts: WindowNodeParts) {
    this.#parts = parts;
    const { red, node, link, settings, translate, house } = parts;
    this.#queue = house?.queue ?? new DecisionQueue();
    this.#showLine = statusLine(red, node);
    this.#doubts = readingDoubts(node, translate);
    this.#withdraw = announceWindow({ nodeId: node.id, name: settings.name, run: settings.run });
    this.#alarm = new Alarm(systemClock, () => this.#rung());
    this.#watch = link?.account.watchPrices(settings.subscription, (update) => this.#pricesUpdated(update));
    house?.join(this);
    const started = this.#start();
    node.on('input', (message, send, done) => void started.then(() => this.#input(message, send, done)));
    node.on('close', (_removed, done) => void this.#stop().then(done));
    this.#showLine({ fill: 'grey', shape: 'ring', text: translate('status.starting') });
  }

  /** Never rejects. */
  async #start(): Promise<void> {
    const { red, node } = this.#parts;
    const [record] = await Promise.all([
      loadRunRecord(settingsStore(red.settings), node.id),
      this.#watch?.settled(startPatienceMs),
      flowsStarted(red),
    ]);
    if (this.#isStopped) return;
    this.#log = record.log;
    this.#messages = record.prices;
    this.#savedSeries = record.prices.series;
    this.#isRunning = true;
    await this.#parts.house?.ready();
    if ((await this.#decideSafely({ cause: 'start' })) || this.#log === emptyRunLog) return;
    // A log that nothing can be made of must not keep the device from ever running again.
    this.#log = emptyRunLog;
    await this.#decideSafely({ cause: 'start' });
  }

  /** A disabled node is told that it is removed: what it remembers stays, and `watchRecords` drops what nobody needs. */
  async #stop(): Promise<void> {
    this.#alarm.stop();
    this.#watch?.stop();
    if (this.#parts.house === undefined) this.#queue.close();
    this.#withdraw();
    const { red, node, link } = this.#parts;
    link?.runtime.plannedRuns.remove(node.id);
    // Every change was saved when it was made; only a run that is on has to note how far it came.
    const log = this.#isRunning ? closingLog(this.#log, systemClock.now()) : this.#log;
    this.#isRunning = false;
    this.#isStopped = true;
    this.#parts.house?.leave(this);
    if (log !== this.#log) this.#save(log);
    hurryRunRecords(settingsStore(red.settings));
    await this.#saving;
  }

  #pricesUpdated(update: PriceUpdate): void {
    if (!this.#isRunning) return;
    if (update.type === 'series') this.#soon('prices');
    else if (update.type !== 'interval') this.#showStatus();
  }

  /** In a house one pass serves all members that want one. */
  #soon(cause: 'prices'): void {
    const { house } = this.#parts;
    if (house === undefined) inTurn(() => void this.#decideSafely({ cause }));
    else house.request();
  }

  #rung(): void {
    const { house } = this.#parts;
    if (house === undefined) void this.#decideSafely({ cause: 'alarm' });
    else house.request();
  }

  #input(message: Message, send: Send, done: Done): void {
    const { node, translate } = this.#parts;
    const isTaken = this.#queue.add({
      begin: () => this.#answer(message, send),
      ended: (outcome) => finish(node, done, this.#failure(outcome)),
    });
    if (!isTaken) finish(node, done, errorText(translate, tooManyQuestions(longestDecisionQueue)));
  }

  /** Throws for a message that cannot be; then nothing has changed. */
  *#answer(message: Message, send: Send): Steps<void> {
    const { red, settings, house } = this.#parts;
    const { priceSource, timeZone } = settings.run;
    const told = house && readHomeInput(message, timeZone);
    if (told !== undefined) return this.#tellHouse(told, passedOn(red, message), send);
    const before = this.#messages;
    try {
      const reader = { priceUnit: settings.priceUnit, timeZone, now: systemClock.now() };
      const { series = [], reading = before.reading, command } = readWindowInput(message, priceSource, reader);
      const answered = { message: passedOn(red, message), send };
      this.#messages = { ...withMessagePrices(before, series, reader), reading };
      this.#doubts(reading);
      yield* this.#decide({
        ...(command === undefined ? { cause: 'prices' } : { cause: 'command', command }),
        ...answered,
      });
    } catch (error) {
      this.#messages = before;
      throw error;
    }
  }

  #tellHouse(told: HomeInput, message: Message, send: Send): void {
    const { settings, house } = this.#parts;
    if (told.kind === 'sun') house?.tellSun(told.forecast);
    else if (told.kind === 'surplus') house?.tellSurplus(told.w);
    else if (told.kind === 'limits') house?.tellLimits(told.limits);
    else if (house !== undefined) {
      const payload = homePayload(house, systemClock.now(), settings.run.timeZone);
      send([null, { ...message, ...(settings.topic === '' ? {} : { topic: settings.topic }), payload }, null]);
    }
  }

  /** Resolves to false when it went wrong: that is logged, and the state stays as it was. Never rejects. */
  #decideSafely(occasion: Occasion): Promise<boolean> {
    if (!this.#isRunning) return Promise.resolve(true);
    return new Promise((resolve) => {
      const ended = (outcome: Outcome<void> | undefined) => {
        const failure = this.#failure(outcome);
        if (failure !== undefined) this.#parts.node.error(failure, {});
        resolve(failure === undefined);
      };
      this.#queue.add({ kind: occasion.cause, begin: () => this.#decide(occasion), ended });
    });
  }

  #failure(outcome: Outcome<void> | undefined): string | undefined {
    return outcome !== undefined && 'error' in outcome ? errorText(this.#parts.translate, outcome.error) : undefined;
  }

  /** A long plan is made in turns; what it is made from is looked up when it begins. */
  *#decide(occasion: Occasion): Steps<void> {
    const { house } = this.#parts;
    if (house === undefined) this.commit(yield* this.decide(undefined, systemClock.now(), occasion), occasion);
    // Another member has begun already, and with it the whole house.
    else if (occasion.cause !== 'start' || this.#decision === undefined) yield* house.pass({ member: this, occasion });
  }

  /** What follows from all that is known at an instant; changes nothing. */
  decide(house: HouseShare | undefined, now: Ms, occasion?: Occasion): Steps<Decision> {
    const { run: settings } = this.#parts.settings;
    const { cause, command } = occasion ?? this.#unasked();
    const dueAt = this.#decision?.nextAlarmAt;
    const prices = { series: this.#series, usual: this.#learned(now) };
    return decideInSteps({ settings, ...prices, log: this.#log, cause, command, now, dueAt, house });
  }

  /** A member of a house decides with the others; for the first time, that is its start. */
  #unasked(): Occasion {
    return { cause: this.#decision === undefined ? 'start' : 'alarm' };
  }

  /** Makes a decision come true: kept, told and shown. */
  commit(decision: Decision, asked?: Occasion): void {
    const occasion = asked ?? this.#unasked();
    this.#decision = decision;
    this.#log = decision.log;
    if (decision.saveLog || this.#messages.series !== this.#savedSeries) this.#save(decision.log);
    // Also where nothing is due: only a set alarm notices that the clock was put back.
    this.#alarm.set(decision.nextAlarmAt ?? systemClock.now() + idleMs, () => this.#rung());
    tellDecision(this.#parts, decision, { occasion, read: this.#messages.reading });
    this.#showStatus();
    announceDecision(this.#parts, decision);
  }

  /** A log that nothing can be made of must not keep the device from ever running again. */
  failed(error: unknown): void {
    const { node, translate } = this.#parts;
    node.error(errorText(translate, error), {});
    if (this.#decision !== undefined || this.#log === emptyRunLog) return;
    this.#log = emptyRunLog;
    this.#parts.house?.request();
  }

  get id(): string {
    return this.#parts.node.id;
  }

  get name(): string {
    return this.#parts.settings.name;
  }

  get priority(): number {
    return this.#parts.settings.priority;
  }

  get settings(): RunSettings {
    return this.#parts.settings.run;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  get log(): RunLog {
    return this.#log;
  }

  get planShown(): object | undefined {
    const { plan } = this.#decision ?? {};
    return plan && planPayload(plan, this.settings.timeZone);
  }

  get #series(): PriceSeries {
    return this.#watch?.series ?? this.#messages.series;
  }

  /** What prices usually are; of those that come by message it is learned here. */
  #learned(now: Ms): UsualDay {
    if (this.#watch !== undefined) return this.#watch.usual;
    const { timeZone } = this.#parts.settings.run;
    this.#messages = withLearned(this.#messages, { now, timeZone });
    return this.#messages.usual;
  }

  #showStatus(): void {
    const watch = this.#watch;
    if (this.#decision === undefined) return;
    showDecision(this.#parts, this.#decision, { show: this.#showLine, watch, series: this.#series });
  }

  #save(log: RunLog): void {
    const { red, node, translate } = this.#parts;
    const record = { log, prices: this.#messages };
    this.#savedSeries = record.prices.series;
    this.#saving = saveRunRecord(settingsStore(red.settings), node.id, record).catch((error: unknown) => {
      node.warn(translate('log.run-not-saved', { text: errorText(translate, error) }));
    });
  }
}
