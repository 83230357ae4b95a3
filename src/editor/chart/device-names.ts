import { text } from '../form/text.js';

/** A node as the runtime tells of it; `z` is the flow that it stands in, or the instance of a subflow. */
interface Device {
  readonly nodeId: string;
  readonly name: string;
  readonly z?: string;
}

/**
 * What each device is called, in order: its name, or `nameless` where it has none, with the instance of the subflow that it
 * stands in; then its flow, and at last a number, where others are called the same.
 */
export function deviceNames(devices: readonly Device[], nameless: (index: number) => string): string[] {
  const named = devices.map((device, index) => joined(device.name || nameless(index), instanceName(device)));
  const placed = named.map((name, index) => {
    const isAlone = named.filter((other) => other === name).length === 1;
    return isAlone ? name : joined(name, RED.nodes.workspace(devices[index]?.z ?? '')?.label);
  });
  return placed.map((name, index) => {
    const before = placed.slice(0, index).filter((other) => other === name).length;
    return before === 0 ? name : text('nomos-sidebar.again', { name, count: before + 1 });
  });
}

/** The node itself, or the instance of the subflow that it stands in; undefined for what is not in the editor. */
export function shownNode({ nodeId, z = '' }: Device): EditorNode | undefined {
  return RED.nodes.node(nodeId) ?? RED.nodes.node(z) ?? undefined;
}

function instanceName({ z = '' }: Device): string | undefined {
  const instance = RED.nodes.node(z);
  if (!instance?.type.startsWith('subflow:')) return undefined;
  return instance.name || RED.nodes.subflow(instance.type.slice('subflow:'.length))?.name;
}

function joined(name: string, place: string | undefined): string {
  return place ? `${name} · ${place}` : name;
}
