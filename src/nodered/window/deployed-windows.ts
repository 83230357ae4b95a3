import { invalidValue } from '../../errors.js';
import type { RunSettings } from '../../runs/index.js';

/** A `cheapest-window` node that is deployed. */
export interface DeployedWindow {
  readonly nodeId: string;
  readonly name: string;
  readonly run: RunSettings;
}

const windows = new Map<string, DeployedWindow>();

/** Makes the settings of a node known until the returned function is called. */
export function announceWindow(window: DeployedWindow): () => void {
  windows.set(window.nodeId, window);
  return () => {
    if (windows.get(window.nodeId) === window) windows.delete(window.nodeId);
  };
}

/**
 * The deployed node with the id or, where none has it, the name; empty = the only one there is. Throws `invalid-value`
 * naming what there is.
 */
export function findWindow(wanted: string): DeployedWindow {
  const all = [...windows.values()];
  const byName = all.filter(({ name }) => wanted === '' || name === wanted);
  const found = windows.get(wanted) ?? (byName.length === 1 ? byName[0] : undefined);
  if (found !== undefined) return found;
  const names = all.map(({ nodeId, name }) => (name === '' ? nodeId : `${name} (${nodeId})`)).join(' | ');
  throw invalidValue('window', wanted, { rule: 'deployed-window', names: names || '–' });
}
