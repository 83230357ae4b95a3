import { systemClock } from '../../clock/clock.js';
import { civilDate, marketTimeZone } from '../../time/index.js';
import type { Reported, Stretch } from '../../usage/index.js';
import { type AccountLink, neededAccount, startOnAccount, withContract } from '../account/account-node.js';
import { finish } from '../platform/finish.js';
import { flowsStarted } from '../platform/flows-started.js';
import type { Done, Message, NodeConfig, Red, RedNode, Send } from '../platform/red.js';
import { refuse } from '../platform/refuse.js';
import { settingsStore } from '../platform/settings-store.js';
import { type StatusLine, statusLine } from '../platform/status-line.js';
import { errorText, sharedTexts, type Translate, troubleWords } from '../platform/texts.js';
import { QuestionQueue, tooManyQuestions } from '../turns/query-queue.js';
import { passedOn } from '../values/incoming.js';
import { DailyReports, type Finding, type ReportPorts } from './daily-reports.js';
import { readUsageInput, type UsageAsk } from './usage-input.js';
import { UsageReader } from './usage-reader.js';
import { loadReported, saveReported } from './usage-record.js';
import { decodeUsageSettings, type UsageNodeSettings } from './usage-settings.js';
import { type UsageState, usageStatus } from './usage-status.js';

/** Starts a `nomos-usage` node: what was metered and what it cost, on a message or by itself, and backtests. */
export function startUsageNode(red: Red, node: RedNode, config: NodeConfig): void {
  startOnAccount(red, node, config, start);
}

function start(red: Red, node: RedNode, config: NodeConfig): void {
  const translate = sharedTexts(red);
  try {
    const settings = decodeUsageSettings(config);
    const link = neededAccount(red, settings.account);
    new UsageNode({ red, node, settings: withContract(settings, link), link, translate });
  } catch (error) {
    refuse(red, node, translate, error);
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
  readonly #reader: UsageReader;
  readonly #queue = new QuestionQueue();
  #reports: DailyReports | undefined;
  #isClosed = false;
  #isConnected = false;
  #state: UsageState = { kind: 'ready' };
  #saving: Promise<void> = Promise.resolve();

  constructor(parts: UsageNodeParts) {
    this.#parts = parts;
    const { red, node, link } = parts;
    this.#showLine = statusLine(red, node);
    const show = (state: UsageState) => this.#show(state);
    const send = (message: Message) => node.send(message);
    this.#reader = new UsageReader({ settings: parts.settings, link, show, send });
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
    const ports: ReportPorts = {
      nodeId: node.id,
      kind: settings.period,
      clock: systemClock,
      read: (stretch) => this.#readStretch(stretch),
      save: (memory) => this.#save(memory),
      onNext: () => this.#showStatus(),
    };
    this.#reports = new DailyReports(ports, reported);
    this.#showStatus();
  }

  /** A token that was renewed is a change, too, but no reason to try again. */
  #connectionChanged(): void {
    const wasConnected = this.#isConnected;
    this.#isConnected = this.#parts.link.account.connection.phase === 'connected';
    if (this.#isConnected && !wasConnected) this.#reports?.wake();
    this.#showStatus();
  }

  /** A disabled node is told that it is removed: what it has told stays known, as `watchRecords` wants it. */
  async #close(): Promise<void> {
    this.#isClosed = true;
    this.#reports?.stop();
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
      const outgoing =
        ask.kind === 'report' ? await this.#reader.report(ask, signal) : await this.#reader.backtest(ask, signal);
      if (!signal.aborted) send({ ...message, ...outgoing });
      finish(node, done);
    } catch (error) {
      if (signal.aborted) return this.#cancelled(done);
      this.#show({ kind: 'failed', text: troubleWords(translate, error), at: systemClock.now() });
      finish(node, done, errorText(translate, error));
    }
  }

  #cancelled(done: Done): void {
    this.#show({ kind: 'cancelled', at: systemClock.now() });
    finish(this.#parts.node, done);
  }

  /** What daily reports read: some periods at once, each with a report of its own. */
  #readStretch(stretch: Stretch): Promise<readonly Finding[]> {
    return new Promise((resolve, reject) => {
      this.#queue.addOwn(async (signal) => {
        try {
          resolve(await this.#reader.findings(stretch, signal));
        } catch (error) {
          if (signal.aborted) this.#show({ kind: 'cancelled', at: systemClock.now() });
          else this.#show({ kind: 'failed', text: troubleWords(this.#parts.translate, error), at: systemClock.now() });
          reject(signal.aborted ? signal.reason : error);
        }
      });
    });
  }

  #show(state: UsageState): void {
    this.#state = state;
    this.#showStatus();
  }

  #showStatus(): void {
    if (this.#isClosed) return;
    const { link, translate } = this.#parts;
    const connection = link.account.knownConnection;
    const nextAt = this.#reports?.nextAt;
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
