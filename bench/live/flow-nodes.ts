/**
 * Nodes of the benchmark and its routes, inside the Node-RED that is measured. It owns the wall clock of that process, so
 * that the prices of tomorrow are out when the benchmark says so.
 */
import { ageFast, type FastClock } from '../../sandbox/demo/fast-clock.js';
import { clockVariable } from './figures.js';
import { Probe } from './probe.js';

// biome-ignore lint/suspicious/noExplicitAny: Node-RED as its own nodes see it.
type Any = any;

const realStart = Date.now();
const clock = {
  factor: 1,
  realStart,
  virtualStart: Number(process.env[clockVariable] ?? realStart),
} satisfies FastClock;
ageFast(clock);
const probe = new Probe();

function registerType(RED: Any, type: string, begin: (node: Any) => void): void {
  RED.nodes.registerType(type, function (this: Any, config: object) {
    RED.nodes.createNode(this, config);
    begin(this);
  });
}

function sink(node: Any): void {
  node.on('input', (_message: object, _send: unknown, done: () => void) => {
    probe.receive();
    done();
  });
}

/** Stands in for a node of ours in a bare Node-RED: says something once the flows run, and answers every message. */
function plain(RED: Any, node: Any): void {
  RED.events.once('flows:started', () => {
    node.status({ fill: 'grey', shape: 'dot', text: 'plain' });
    node.send([{ payload: false }, null, null]);
  });
  node.on('input', (message: object, send: (messages: object) => void, done: () => void) => {
    send([{ ...message, payload: false }, { ...message, payload: {} }, null]);
    done();
  });
}

/** What Node-RED calls as it calls the file of any node. */
export function register(RED: Any): void {
  RED.events.setMaxListeners(0);
  probe.watchSaves(RED.settings.userDir);
  RED.events.on('comms', ({ topic }: { topic: string }) => {
    if (topic.startsWith('nomos/prices/')) probe.draw();
  });
  registerType(RED, 'bench-sink', sink);
  registerType(RED, 'bench-storm', () => {});
  registerType(RED, 'bench-plain', (node) => plain(RED, node));
  const route = (path: string, answer: (query: Any) => unknown) =>
    RED.httpAdmin.get(`/bench/${path}`, ({ query }: Any, response: Any) => response.json(answer(query) ?? null));
  route('figures', () => probe.figures);
  route('restart', () => probe.restart());
  route('jump', ({ ms }) => {
    clock.virtualStart += Number(ms);
  });
  route('storm', ({ count }) => {
    const storm = RED.nodes.getNode('storm');
    for (let sent = 0; sent < Number(count); sent += 1) storm.send({ command: 'status' });
  });
}
