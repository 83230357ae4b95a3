import { systemClock } from '../../clock/clock.js';
import { type AccountLink, neededAccount, startOnAccount, withContract } from '../account/account-node.js';
import { finish } from '../platform/finish.js';
import { flowsStarted } from '../platform/flows-started.js';
import type { Done, Message, NodeConfig, Red, RedNode, Send } from '../platform/red.js';
import { refuse } from '../platform/refuse.js';
import { type StatusLine, statusLine } from '../platform/status-line.js';
import { errorText, sharedTexts, type Translate, troubleWords } from '../platform/texts.js';
import { QuestionQueue, tooManyQuestions } from '../turns/query-queue.js';
import { passedOn } from '../values/incoming.js';
import { plainProperty } from '../values/plain-value.js';
import { countOf, queryMessage } from './query-message.js';
import { decodeQuerySettings, type QueryNodeSettings, queryOf } from './query-settings.js';
import { type QueryState, queryStatus } from './query-status.js';

/** Starts a `nomos-query` node: every message is a question to Nomos, and is answered in its turn. */
export function startQueryNode(red: Red, node: RedNode, config: NodeConfig): void {
  startOnAccount(red, node, config, start);
}

function start(red: Red, node: RedNode, config: NodeConfig): void {
  const translate = sharedTexts(red);
  try {
    const settings = decodeQuerySettings(config);
    const link = neededAccount(red, settings.account);
    new QueryNode({ red, node, settings, link, translate });
  } catch (error) {
    refuse(red, node, translate, error);
  }
}

interface QueryNodeParts {
  readonly red: Red;
  readonly node: RedNode;
  readonly settings: QueryNodeSettings;
  readonly link: AccountLink;
  readonly translate: Translate;
}

/** A message that waits, and what to do with its answer. */
interface Waiting {
  readonly message: Message;
  readonly send: Send;
  readonly done: Done;
}

class QueryNode {
  readonly #parts: QueryNodeParts;
  readonly #showLine: StatusLine;
  readonly #queue = new QuestionQueue();
  #isClosed = false;
  #state: QueryState = { kind: 'ready' };

  constructor(parts: QueryNodeParts) {
    this.#parts = parts;
    const { red, node, link } = parts;
    this.#showLine = statusLine(red, node);
    const unwatch = link.account.watchConnection(() => this.#showStatus());
    node.on('input', (message, send, done) => this.#enqueue({ message, send, done }));
    node.on('close', (_removed, done) => {
      this.#isClosed = true;
      this.#queue.close();
      unwatch();
      done();
    });
    void flowsStarted(red).then(() => this.#showStatus());
  }

  #enqueue(waiting: Waiting): void {
    if (this.#queue.add((signal) => this.#answer(waiting, signal))) return;
    const { node, translate } = this.#parts;
    finish(node, waiting.done, errorText(translate, tooManyQuestions()));
  }

  /** Never rejects. A message that a closing node cannot answer any more is no error. */
  async #answer({ message, send, done }: Waiting, signal: AbortSignal): Promise<void> {
    const { red, node, link, settings, translate } = this.#parts;
    try {
      if (signal.aborted) return finish(node, done);
      const query = withContract(queryOf(settings.query, plainProperty(message, 'options')), link);
      const passed = passedOn(red, message);
      const { resource } = query;
      this.#show({ kind: 'reading', resource });
      const answer = await link.account.read(query, signal);
      if (signal.aborted) return finish(node, done);
      const { topic } = settings;
      send({ ...passed, topic, account: link.name, ...queryMessage(query, answer) });
      finish(node, done);
      this.#show({
        kind: 'answered',
        resource,
        count: countOf(answer),
        isCut: answer.truncated,
        at: systemClock.now(),
      });
    } catch (error) {
      if (signal.aborted) return finish(node, done);
      this.#show({ kind: 'failed', text: troubleWords(translate, error), at: systemClock.now() });
      finish(node, done, errorText(translate, error));
    }
  }

  #show(state: QueryState): void {
    this.#state = state;
    this.#showStatus();
  }

  #showStatus(): void {
    if (this.#isClosed) return;
    const { link, translate } = this.#parts;
    const connection = link.account.knownConnection;
    this.#showLine(queryStatus(translate, { connection, state: this.#state, now: systemClock.now() }));
  }
}
