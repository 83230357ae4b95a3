import { flowsStarted } from './flows-started.js';
import type { NodeStatus, Red, RedNode } from './red.js';
import { fitting } from './status-text.js';

/** Shows a status. */
export type StatusLine = (status: NodeStatus) => void;

/**
 * Shows statuses under a node, each of them once, however often it is found again.
 *
 * The first waits until the flows run: status nodes hear nothing of what is shown before.
 */
export function statusLine(red: Red, node: Pick<RedNode, 'status' | 'on'>): StatusLine {
  let life: 'starting' | 'running' | 'closed' = 'starting';
  let wanted: NodeStatus | undefined;
  let shown = '';
  const show = () => {
    const text = JSON.stringify(wanted);
    if (life !== 'running' || wanted === undefined || text === shown) return;
    shown = text;
    node.status(wanted);
  };
  void flowsStarted(red).then(() => {
    if (life === 'starting') life = 'running';
    show();
  });
  node.on('close', (_removed, done) => {
    life = 'closed';
    done();
  });
  return (status) => {
    // Whatever a setting or a variable is called: what is longer would lie over other nodes.
    wanted = status.text === undefined ? status : { ...status, text: fitting(status.text) };
    show();
  };
}
