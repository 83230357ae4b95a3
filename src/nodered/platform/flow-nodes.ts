interface StoredNode {
  readonly id: string;
  readonly type: string;
  readonly z: string;
}

/**
 * The ids of all nodes of some types in stored flows, disabled ones and those on disabled tabs included; a node inside a
 * subflow has one for each instance, as Node-RED makes them, however deep they lie in one another. Empty for what is no
 * list of nodes.
 */
export function nodeIdsIn(flows: unknown, types: readonly string[]): string[] {
  const nodes = storedNodes(flows);
  const instances = new Map<string, StoredNode[]>();
  for (const node of nodes) {
    const template = node.type.startsWith('subflow:') ? node.type.slice('subflow:'.length) : undefined;
    if (template !== undefined) instances.set(template, [...(instances.get(template) ?? []), node]);
  }
  return nodes.filter(({ type }) => types.includes(type)).flatMap((node) => idsOf(node, instances, []));
}

/** `within` = the subflows on the way here: one that holds itself, which Node-RED refuses to start, ends there. */
function idsOf(
  { id, z }: StoredNode,
  instances: ReadonlyMap<string, readonly StoredNode[]>,
  within: readonly string[],
): string[] {
  if (within.includes(z)) return [id];
  const outer = instances.get(z) ?? [];
  return [
    id,
    ...outer.flatMap((instance) => idsOf(instance, instances, [...within, z]).map((path) => `${path}-${id}`)),
  ];
}

function storedNodes(flows: unknown): StoredNode[] {
  const nodes: readonly Record<string, unknown>[] = Array.isArray(flows)
    ? flows.filter((node) => typeof node === 'object' && node !== null)
    : [];
  return nodes.map(({ id, type, z }) => ({ id: String(id), type: String(type), z: String(z ?? '') }));
}
