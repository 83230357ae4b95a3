import type { PriceUpdate, PriceWatch } from '../../account/feed/price-watch.js';
import { systemClock } from '../../clock/clock.js';
import { closingLog, emptyRunLog, type Steps } from '../../runs/index.js';
import { neededAccount, standingAccount, withContract } from '../account/account-node.js';
import { plannedRuns } from '../account/planned-runs.js';
import { readHomeInput } from '../home/home-input.js';
import { houseOf, standingHouse } from '../home/home-node.js';
import { tellHouse } from '../home/tell-house.js';
import { finish } from '../platform/finish.js';
import { flowsStarted } from '../platform/flows-started.js';
import type { Done, Message, NodeConfig, Red, RedNode, Send } from '../platform/red.js';
import { refuse } from '../platform/refuse.js';
import { startRenewable } from '../platform/renewable.js';
import { settingsStore } from '../platform/settings-store.js';
import { errorText, sharedTexts } from '../platform/texts.js';
import { DecisionQueue, longestDecisionQueue } from '../turns/decision-queue.js';
import { tooManyQuestions } from '../turns/query-queue.js';
import { inTurn, type Outcome } from '../turns/turns.js';
import { passedOn } from '../values/incoming.js';
import { typedValue } from '../values/typed-value.js';
import { announceWindow } from './deployed-windows.js';
import { withMessagePrices } from './message-prices.js';
import { type ReadingDoubts, readingDoubts } from './reading-doubts.js';
import type { Occasion, WindowNodeParts } from './shown-decision.js';
import { WindowDevice } from './window-device.js';
import { readWindowInput } from './window-input.js';
import { WindowMemory } from './window-memory.js';
import { decodeWindowSettings } from './window-settings.js';

/** How long a start waits for the stored prices: a restart must not begin with a plan without them. */
const startPatienceMs = 3_000;

/** Starts a `cheapest-window` node: plans, switches and tells, by prices of an account or from messages. */
export function startWindowNode(red: Red, node: RedNode, config: NodeConfig): void {
  startRenewable(red, node, {
    standsOn: () => [standingAccount(red, config.account), standingHouse(red, config.home)],
    start: (living) => start(red, living, config),
  });
}

function start(red: Red, node: RedNode, config: NodeConfig): void {
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

/** A node's life: it starts, hears of prices and messages, has its device decide one after the other, and stops. */
class WindowNode {
  readonly #parts: WindowNodeParts;
  readonly #device: WindowDevice;
  readonly #watch: PriceWatch | undefined;
  readonly #queue: DecisionQueue;
  readonly #withdraw: () => void;
  readonly #doubts: ReadingDoubts;
  readonly #memory: WindowMemory;
  #isStopped = false;

  constructor(parts: WindowNodeParts) {
    this.#parts = parts;
    const { red, node, link, settings, translate, house } = parts;
    this.#queue = house?.queue ?? new DecisionQueue();
    this.#memory = new WindowMemory({
      store: settingsStore(red.settings),
      nodeId: node.id,
      failed: (error) => node.warn(translate('log.run-not-saved', { text: errorText(translate, error) })),
    });
    this.#doubts = readingDoubts(node, translate);
    this.#withdraw = announceWindow({ nodeId: node.id, name: settings.name, run: settings.run });
    this.#watch = link?.account.watchPrices(settings.subscription, (update) => this.#pricesUpdated(update));
    const own = { memory: this.#memory, watch: this.#watch, rung: () => this.#rung() };
    this.#device = new WindowDevice({ ...parts, ...own });
    house?.join(this.#device);
    const started = this.#start();
    node.on('input', (message, send, done) => void started.then(() => this.#input(message, send, done)));
    node.on('close', (_removed, done) => void this.#stop().then(done));
  }

  /** Never rejects. */
  async #start(): Promise<void> {
    const { red, house } = this.#parts;
    await Promise.all([this.#memory.load(), this.#watch?.settled(startPatienceMs), flowsStarted(red)]);
    if (this.#isStopped) return;
    this.#device.isRunning = true;
    await house?.ready();
    if ((await this.#decideSafely({ cause: 'start' })) || this.#memory.log === emptyRunLog) return;
    // A log that nothing can be made of must not keep the device from ever running again.
    this.#memory.forgetLog();
    await this.#decideSafely({ cause: 'start' });
  }

  /** A disabled node is told that it is removed: what it remembers stays, and `watchRecords` drops what nobody needs. */
  async #stop(): Promise<void> {
    this.#device.stop();
    this.#watch?.stop();
    if (this.#parts.house === undefined) this.#queue.close();
    this.#withdraw();
    plannedRuns.remove(this.#parts.node.id);
    // Every change was saved when it was made; only a run that is on has to note how far it came.
    const { log: before } = this.#memory;
    const log = this.#device.isRunning ? closingLog(before, systemClock.now()) : before;
    this.#device.isRunning = false;
    this.#isStopped = true;
    this.#parts.house?.leave(this.#device);
    if (log !== before) this.#memory.remember(log, true);
    await this.#memory.close();
  }

  #pricesUpdated(update: PriceUpdate): void {
    if (!this.#device.isRunning) return;
    if (update.type === 'series') this.#soon('prices');
    else if (update.type !== 'interval') this.#device.showStatus();
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
    if (house !== undefined && told !== undefined) {
      const payload = tellHouse(house, told, timeZone);
      if (payload !== undefined) send([null, { ...passedOn(red, message), ...topicOf(settings), payload }, null]);
      return;
    }
    const before = this.#memory.messages;
    try {
      const reader = { priceUnit: settings.priceUnit, timeZone, now: systemClock.now() };
      const { series = [], reading = before.reading, command } = readWindowInput(message, priceSource, reader);
      const answered = { message: passedOn(red, message), send };
      this.#memory.messages = { ...withMessagePrices(before, series, reader), reading };
      this.#doubts(reading);
      yield* this.#decide({
        ...(command === undefined ? { cause: 'prices' } : { cause: 'command', command }),
        ...answered,
      });
    } catch (error) {
      this.#memory.messages = before;
      throw error;
    }
  }

  /** Resolves to false when it went wrong: that is logged, and the state stays as it was. Never rejects. */
  #decideSafely(occasion: Occasion): Promise<boolean> {
    if (!this.#device.isRunning) return Promise.resolve(true);
    return new Promise((resolve) => {
      const ended = (outcome: Outcome<void> | undefined) => {
        const failure = this.#failure(outcome);
        if (failure !== undefined) this.#failed(failure);
        resolve(failure === undefined);
      };
      // In a house all members share the queue, and each has a start of its own.
      this.#queue.add({ kind: `${occasion.cause} ${this.#device.id}`, begin: () => this.#decide(occasion), ended });
    });
  }

  #failed(failure: string): void {
    this.#parts.node.error(failure, {});
    this.#device.lookAgain();
  }

  #failure(outcome: Outcome<void> | undefined): string | undefined {
    return outcome !== undefined && 'error' in outcome ? errorText(this.#parts.translate, outcome.error) : undefined;
  }

  /** A long plan is made in turns; what it is made from is looked up when it begins. */
  *#decide(occasion: Occasion): Steps<void> {
    const { house } = this.#parts;
    const device = this.#device;
    if (house === undefined) device.commit(yield* device.decide(undefined, systemClock.now(), occasion), occasion);
    // Another member has begun already, and with it the whole house.
    else if (occasion.cause !== 'start' || !device.hasDecided) yield* house.pass({ member: device, occasion });
  }
}

function topicOf({ topic }: WindowNodeParts['settings']): { readonly topic?: string } {
  return topic === '' ? {} : { topic };
}
