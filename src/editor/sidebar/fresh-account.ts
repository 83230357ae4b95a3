/** Where a node comes from that somebody has just made; an imported or copied one keeps what it stores. */
const handMade = ['palette', 'typeSearch'];
const accountType = 'nomos-account';

/** Gives every new node the only account there is, for as long as the editor is open; none where there are several. */
export function giveFreshNodesTheAccount(): void {
  RED.events.on('nodes:add', (node, origin) => {
    const { source } = (origin ?? {}) as { readonly source?: string };
    if (source !== undefined && handMade.includes(source)) giveAccount(node as EditorNode);
  });
}

function giveAccount(node: EditorNode): void {
  if (node._def.defaults.account?.type !== accountType || node.account !== '') return;
  const [only, another] = accountsFor(node);
  if (only === undefined || another !== undefined) return;
  node.account = only.id;
  RED.nodes.updateConfigNodeUsers(node, { action: 'add' });
}

function accountsFor(node: EditorNode): EditorNode[] {
  const found: EditorNode[] = [];
  RED.nodes.eachConfig((config) => {
    const isReachable = config.z === undefined || config.z === '' || config.z === node.z;
    if (config.type === accountType && isReachable) found.push(config);
    return true;
  });
  return found;
}
