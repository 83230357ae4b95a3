import type { Done, Message, Red, RedNode, Send } from './red.js';

type InputListener = (message: Message, send: Send, done: Done) => void;
type CloseListener = (removed: boolean, done: () => void) => void;

/** What a node is and stands on. */
interface Renewable {
  /** The config nodes it uses, as they are now; must not throw. */
  readonly standsOn: () => readonly unknown[];
  /** Starts it; must not throw. The given node has listeners of its own, for this life only. */
  readonly start: (node: RedNode) => void;
}

/** What has to be looked at after every deploy, by the events of a Node-RED: Node.js warns of more than ten listeners to one. */
const lives = new WeakMap<object, Set<Life>>();

/**
 * Starts a node, and anew where a deploy has replaced what it stands on: Node-RED itself does so only where a property names a
 * config node, and not where it is a variable, as of a subflow. Otherwise such a node would go on with an account or a house
 * that has ended.
 */
export function startRenewable({ events }: Pick<Red, 'events'>, node: RedNode, renewable: Renewable): void {
  const all = livesOf(events);
  const life = new Life(node, renewable);
  all.add(life);
  node.on('input', (message, send, done) => life.input(message, send, done));
  node.on('close', (removed, done) => {
    all.delete(life);
    void life.close(removed).then(done);
  });
}

function livesOf(events: Red['events']): Set<Life> {
  const known = lives.get(events);
  if (known !== undefined) return known;
  const all = new Set<Life>();
  lives.set(events, all);
  events.on('flows:started', () => {
    for (const life of all) life.look();
  });
  return all;
}

class Life {
  readonly #node: RedNode;
  readonly #renewable: Renewable;
  #onInput: InputListener = (_message, _send, done) => done();
  #onClose: CloseListener[] = [];
  #stoodOn: readonly unknown[] = [];
  /** Set while it ends to begin anew. */
  #renewing: Promise<void> | undefined;
  #isClosed = false;

  constructor(node: RedNode, renewable: Renewable) {
    this.#node = node;
    this.#renewable = renewable;
    this.#begin();
  }

  /** Begins anew where it has to. */
  look(): void {
    const now = this.#renewable.standsOn();
    if (this.#renewing !== undefined || now.every((one, index) => one === this.#stoodOn[index])) return;
    this.#stoodOn = now;
    this.#renewing = this.#end(false).then(() => {
      this.#renewing = undefined;
      if (!this.#isClosed) this.#begin();
    });
  }

  /** Hands a message on; one that comes between two lives waits for the second. */
  input(message: Message, send: Send, done: Done): void {
    if (this.#renewing === undefined) this.#onInput(message, send, done);
    else void this.#renewing.then(() => this.input(message, send, done));
  }

  /** Ends it at once, or as soon as it has ended to begin anew; resolves when all of it has. */
  close(removed: boolean): Promise<void> {
    this.#isClosed = true;
    return this.#renewing === undefined ? this.#end(removed) : this.#renewing.then(() => this.#end(removed));
  }

  #begin(): void {
    const { standsOn, start } = this.#renewable;
    this.#stoodOn = standsOn();
    const on = (event: 'input' | 'close', listener: InputListener | CloseListener) => {
      if (event === 'input') this.#onInput = listener as InputListener;
      else this.#onClose.push(listener as CloseListener);
    };
    // All else is the node's, as it is at any time.
    start(Object.create(this.#node, { on: { value: on } }));
  }

  async #end(removed: boolean): Promise<void> {
    const closing = this.#onClose;
    this.#onClose = [];
    this.#onInput = (_message, _send, done) => done();
    await Promise.allSettled(closing.map((close) => new Promise<void>((resolve) => close(removed, resolve))));
  }
}
