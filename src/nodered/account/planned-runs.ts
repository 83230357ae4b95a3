import type { Interval } from '../../time/index.js';

/** The planned runs of one `cheapest-window` node. */
export interface PlannedNode {
  readonly nodeId: string;
  readonly name: string;
  readonly accountId: string;
  readonly subscription: string;
  readonly runs: readonly Interval[];
}

/** What every `cheapest-window` node plans at the moment, for charts. */
export class PlannedRuns {
  readonly #nodes = new Map<string, PlannedNode>();

  set(node: PlannedNode): void {
    this.#nodes.set(node.nodeId, node);
  }

  remove(nodeId: string): void {
    this.#nodes.delete(nodeId);
  }

  /** The nodes that use an account. */
  of(accountId: string): PlannedNode[] {
    return [...this.#nodes.values()].filter((node) => node.accountId === accountId);
  }
}
