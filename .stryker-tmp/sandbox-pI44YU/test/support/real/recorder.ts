/** What the flow under test did: a message that came out of a node, a status, or an error that a catch node saw. */
// @ts-nocheck

export interface Seen {
  /** The id of the recorder: `<node>-1` for the first output of a node, `status`, or `caught`. */
  readonly from: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at messages of any shape.
  readonly msg: any;
  /** Time of the Node-RED under test, epoch ms. */
  readonly at: number;
}

const tab = 'tab';
const mark = '@seen ';

/** A flow node of ours with a recorder at each of its three outputs. */
export function watched(node: { readonly id: string; readonly type: string } & Record<string, unknown>): object[] {
  const outputs = [1, 2, 3].map((output) => `${node.id}-${output}`);
  return [{ z: tab, x: 100, y: 100, ...node, wires: outputs.map((id) => [id]) }, ...outputs.map((id) => recorder(id))];
}

/**
 * A whole flow: the given nodes on one tab, with recorders for every status and every caught error. These come first,
 * because nodes start in this order and show a status while they do.
 */
export function observedFlow(...nodes: readonly (object | readonly object[])[]): object[] {
  return [
    { id: tab, type: 'tab', label: 'under test' },
    { id: 'status-node', type: 'status', z: tab, scope: null, x: 100, y: 400, wires: [['status']] },
    { id: 'catch-node', type: 'catch', z: tab, scope: null, uncaught: false, x: 100, y: 500, wires: [['caught']] },
    recorder('status'),
    recorder('caught'),
    ...nodes.flat(),
  ];
}

/** A node through which a test sends messages into `target`, by `POST /inject/<id>` with properties in `__user_inject_props__`. */
export function injector(id: string, target: string): object {
  return { id, type: 'inject', z: tab, x: 50, y: 100, props: [{ p: 'payload' }], payload: '', wires: [[target]] };
}

/** A node that logs every message it gets, as seen from `from`; for {@link seenInLine}. */
export function recorder(id: string, from = id): object {
  const func = `node.log(${JSON.stringify(mark)} + JSON.stringify({ from: ${JSON.stringify(from)}, msg }));`;
  return { id, type: 'function', z: tab, x: 400, y: 100, func, outputs: 0, wires: [] };
}

/** What a line of Node-RED's log tells of the flow; undefined for every other line. */
export function seenInLine(line: string, at: number): Seen | undefined {
  const [, text] = line.split(mark);
  return text === undefined ? undefined : { ...(JSON.parse(text) as Omit<Seen, 'at'>), at };
}
