import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The address at which the spy tells everything. */
export const spyPath = 'test-spy';

const script = `
const { inspect } = require('node:util');
const show = (value) => { try { return inspect(value, { depth: 10 }); } catch (error) { return String(error); } };
module.exports = (RED) => {
  const heard = [];
  RED.events.on('comms', (event) => heard.push(show(event)));
  RED.events.on('node-status', (event) => heard.push(show(event)));
  RED.hooks.add('onSend.spy', (sends) => { heard.push(...sends.map(({ msg }) => show(msg))); });
  RED.hooks.add('onComplete.spy', (event) => { heard.push(show(event.error), show(event.msg)); });
  RED.httpAdmin.get('/${spyPath}', (request, response) => {
    const nodes = {};
    RED.nodes.eachNode(({ id, type }) => {
      if (/nomos|cheapest/.test(type)) nodes[type + ' ' + id] = show(RED.nodes.getNode(id));
    });
    response.json({ heard, nodes });
  });
  RED.nodes.registerType('test-spy', function (config) { RED.nodes.createNode(this, config); });
};
`;

/** The file of the node that hears everything. */
export const spyFile = 'test-spy.js';

/** Puts a node into a user directory that hears every message, status and websocket event, and inspects our nodes. */
export function plantSpy(userDir: string): void {
  const folder = join(userDir, 'nodes');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, spyFile), script);
  writeFileSync(
    join(folder, 'test-spy.html'),
    `<script type="text/javascript">RED.nodes.registerType('test-spy', { category: 'test', defaults: {} });</script>`,
  );
}

/** What the spy knows. */
export interface SpyReport {
  readonly heard: readonly string[];
  /** `util.inspect(node, { depth: 10 })` by type and id. */
  readonly nodes: Readonly<Record<string, string>>;
}
