// @ts-nocheck
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../sandbox/drive/node-red-place.js';
import { defaultClient } from '../../../sandbox/index.js';
import { recorder } from './recorder.js';

/** A node as a flow file holds it. */
export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly z?: string;
  readonly x?: number;
  readonly y?: number;
  readonly name?: string;
  readonly info?: string;
  readonly wires?: readonly (readonly string[])[];
  readonly [property: string]: unknown;
}

/** The names of all examples, as the import dialog lists them. */
export const exampleNames = readdirSync(join(packageRoot, 'examples')).map((file) => file.replace(/\.json$/, ''));

/** The nodes of an example as they are published. */
function readExample(name: string): FlowNode[] {
  return JSON.parse(readFileSync(join(packageRoot, 'examples', `${name}.json`), 'utf8'));
}

/** Where an imported example is to find the world. */
export interface Surroundings {
  readonly nomosUrl: string;
  readonly mqttPort: number;
  /** Id of the contract under which the person feeds in; absent: the one of the account. */
  readonly feedInContract?: string;
}

/** Nodes in which the person is told to choose a feed-in contract. */
const feedingIn = ['feed-in-payout'];

/**
 * An example as a person has it after importing and filling in the account and the broker. Every debug node gets a
 * recorder of the same id with `seen-` before it, every tab one for statuses (`status`) and caught errors (`caught`).
 */
export function importedExample(name: string, surroundings: Surroundings): object[] {
  const nodes = readExample(name).map((node) => filledIn(node, surroundings));
  const shown = nodes.filter(({ type }) => type === 'debug').map(({ id }) => id);
  const seenBy = (id: string) => (shown.includes(id) ? [id, `seen-${id}`] : [id]);
  const tapped = nodes.map((node) =>
    node.wires === undefined ? node : { ...node, wires: node.wires.map((wires) => wires.flatMap(seenBy)) },
  );
  const tabs = nodes.filter(({ type }) => type === 'tab').map(({ id }) => id);
  return [...tabs.flatMap(watchers), ...tapped, ...shown.map((id) => ({ ...recorder(`seen-${id}`), z: tabs[0] }))];
}

/** Statuses and errors come first, because nodes start in this order and show a status while they do. */
function watchers(tab: string): object[] {
  const place = { z: tab, x: 100, y: 900 };
  return (['status', 'catch'] as const).flatMap((type) => [
    { id: `${tab}-${type}`, type, ...place, scope: null, uncaught: false, wires: [[`${tab}-${type}-seen`]] },
    { ...recorder(`${tab}-${type}-seen`, type === 'catch' ? 'caught' : 'status'), ...place },
  ]);
}

function filledIn(node: FlowNode, { nomosUrl, mqttPort, feedInContract }: Surroundings): FlowNode {
  if (feedingIn.includes(node.id)) return { ...node, subscription: feedInContract ?? '' };
  if (node.type === 'mqtt-broker') return { ...node, broker: '127.0.0.1', port: String(mqttPort) };
  if (node.type !== 'nomos-account') return node;
  const { clientId, clientSecret } = defaultClient;
  return { ...node, baseUrl: nomosUrl, grant: 'client-credentials', credentials: { clientId, clientSecret } };
}
