import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import helper from 'node-red-node-test-helper';
import windowNode from '#nodes/cheapest-window.js';
import batteryNode from '#nodes/home-battery.js';
import accountNode from '#nodes/nomos-account.js';
import homeNode from '#nodes/nomos-home.js';
import pricesNode from '#nodes/nomos-prices.js';
import queryNode from '#nodes/nomos-query.js';
import usageNode from '#nodes/nomos-usage.js';
import { systemClock } from '#src/clock/clock.js';
import { pace } from '#src/http/pacer.js';
import { packageRoot } from '../../../sandbox/drive/node-red-place.js';

// biome-ignore lint/suspicious/noExplicitAny: tests look at messages of any shape.
export type AnyMessage = any;

const english = join(packageRoot, 'locales', 'en-US');
const catalogs = new Map(
  readdirSync(english)
    .filter((file) => file.endsWith('.json'))
    .map((file) => [file.slice(0, -'.json'.length), JSON.parse(readFileSync(join(english, file), 'utf8'))]),
);
const stored = new Map<string, unknown>();
const now = Date.now;

type Status = { readonly fill?: string; readonly text?: string };

interface Ears {
  readonly sent: Record<1 | 2 | 3, AnyMessage[]>;
  readonly errors: string[];
  readonly warnings: string[];
  readonly statuses: Status[];
}

/** One flow in the test helper's Node-RED: what its node under test sent, showed and complained about. */
export interface NodeBench {
  /** Messages by output, 1 to 3, oldest first. */
  readonly sent: Readonly<Record<1 | 2 | 3, AnyMessage[]>>;
  /** Texts of the errors that `done` was called with. */
  readonly errors: string[];
  /** Texts of the warnings since the flow has started. */
  readonly warnings: readonly string[];
  readonly statuses: readonly Status[];
  /** What a node of the flow has logged, from the beginning. */
  logOf(id: string): string[];
  /** Sends a message into the node and waits until it was handled. */
  receive(message: object): Promise<void>;
  /** Deploys the flow with other properties of some of its nodes, by their ids, as "modified nodes". */
  redeploy(changes: Readonly<Record<string, object>>): Promise<void>;
}

interface FlowOfOne {
  /** Type and properties of the node under test. */
  readonly node: Readonly<Record<string, unknown>> & { readonly type: string };
  /** Other nodes, e.g. an account. */
  readonly others?: readonly object[];
  readonly credentials?: object;
}

/** Stops the clock that nodes read at an instant (ISO 8601); timers go on. `unloadNode` lets it run again. */
export function standAt(instant: string): void {
  Date.now = () => Date.parse(instant);
}

/** No test of a node is about how requests are spread over time. */
const hurriedPerSecond = 1000;
const usualPerSecond = pace.perSecond;

/** Loads the node under test with a listener at each output; resolves when the flow has started. */
export async function loadNode({ node, others = [], credentials = {} }: FlowOfOne): Promise<NodeBench> {
  pace.perSecond = hurriedPerSecond;
  const outputs = [1, 2, 3].map((output) => ({ id: `out${output}`, z: 'tab', type: 'test-sink', output }));
  const tested = { id: 'tested', z: 'tab', ...node, wires: outputs.map(({ id }) => [id]) };
  const ears: Ears = { sent: { 1: [], 2: [], 3: [] }, errors: [], warnings: [], statuses: [] };
  const ear = { id: 'ear', z: 'tab', type: 'test-ear' };
  const flow = [{ id: 'tab', type: 'tab' }, ...outputs, ear, ...others, tested];
  const nodes = [accountNode, homeNode, pricesNode, queryNode, usageNode, windowNode, batteryNode].map(
    (start) => (red: object) => start(completed(red) as never),
  );
  await helper.load([...nodes, (red) => registerEars(red, ears)], flow, credentials);
  const listened = helper.getNode('tested') as unknown as AnyMessage;
  listened.on('call:warn', ({ args }: { args: [string] }) => ears.warnings.push(args[0]));
  const redeploy = (changes: Readonly<Record<string, object>>) =>
    helper.setFlows(
      flow.map((one) => ({ ...one, ...changes[(one as { id: string }).id] })),
      'nodes',
    );
  const logOf = (id: string) =>
    helper
      .log()
      .args.filter(([entry]) => entry.id === id)
      .map(([{ msg }]) => String(msg));
  return { ...ears, logOf, receive: (message) => receive(ears, message), redeploy };
}

/** Ends the flow; what was stored is forgotten, unless it is for a restart. */
export async function unloadNode(memory: 'forget' | 'keep' = 'forget'): Promise<void> {
  await helper.unload();
  pace.perSecond = usualPerSecond;
  if (memory === 'forget') {
    stored.clear();
    Date.now = now;
  }
}

/** Nodes that keep what reaches them, and one that hears statuses. */
function registerEars(red: AnyMessage, { sent, statuses }: Ears): void {
  red.nodes.registerType('test-sink', function (this: AnyMessage, config: { output: 1 | 2 | 3 }) {
    red.nodes.createNode(this, config);
    this.on('input', (message: object, _send: unknown, done: () => void) => {
      sent[config.output].push(message);
      done();
    });
  });
  red.nodes.registerType('test-ear', function (this: AnyMessage, config: object) {
    red.nodes.createNode(this, config);
    const listen = ({ id, status }: { id: string; status: Status }) => void (id === 'tested' && statuses.push(status));
    red.events.on('node-status', listen);
    this.on('close', () => red.events.removeListener('node-status', listen));
  });
}

function receive({ errors }: Ears, message: object): Promise<void> {
  const node = helper.getNode('tested') as unknown as AnyMessage;
  return new Promise((resolve) => {
    node._complete = (...values: [object, Error?]) => {
      delete node._complete;
      if (values[1] !== undefined) errors.push(values[1].message);
      setImmediate(() => setImmediate(resolve));
      node._complete(...values);
    };
    node.receive(message);
  });
}

/** What the helper leaves out: the real catalog, because texts name what they are about, and settings that keep things. */
function completed(red: AnyMessage): object {
  // Real Node-RED loads a module once; each load here adds the listeners that it keeps for ever.
  red.events.setMaxListeners(0);
  const settings = {
    ...red.settings,
    available: () => true,
    get: (key: string) => stored.get(key),
    set: async (key: string, value: unknown) => void stored.set(key, structuredClone(value)),
  };
  return Object.assign(Object.create(red), {
    settings,
    _: (key: string, params: Record<string, unknown> = {}) => {
      const [, file = '', path = ''] = /([\w-]+):(.*)$/.exec(key) ?? [];
      const text = path.split('.').reduce((inner, part) => inner?.[part], catalogs.get(file));
      return typeof text === 'string' ? text.replace(/__(\w+)__/g, (_, name) => String(params[name])) : key;
    },
  });
}

interface TimerCount {
  /** Set, and neither cancelled nor heard of yet. */
  readonly pending: () => number;
  readonly cancelled: () => number;
  /** Stops counting. */
  readonly end: () => void;
}

/** No node waits longer at a stretch; the module, which stays when a flow is unloaded, looks hours apart at what is gone. */
const longestOfNodesMs = 3_600_000;

/** Counts the timers that nodes set from now on. */
export function countTimers(): TimerCount {
  const { after } = systemClock;
  const live = new Set<object>();
  let cancelled = 0;
  systemClock.after = (delayMs, callback) => {
    if (delayMs > longestOfNodesMs) return after(delayMs, callback);
    const timer = {};
    live.add(timer);
    const cancel = after(delayMs, () => {
      live.delete(timer);
      callback();
    });
    return () => {
      if (live.delete(timer)) cancelled += 1;
      cancel();
    };
  };
  return {
    pending: () => live.size,
    cancelled: () => cancelled,
    end: () => {
      systemClock.after = after;
    },
  };
}
