import type { Mode } from '../../battery/index.js';
import type { Interval } from '../../time/index.js';

/** A planned run, or a stretch in which a battery has one mode. */
interface PlannedStretch extends Interval {
  readonly mode?: Mode;
}

/** The planned runs of one `cheapest-window` node, or the modes of a `home-battery` node. */
export interface PlannedNode {
  readonly nodeId: string;
  readonly type: string;
  readonly name: string;
  /** See `RedNode.z`. */
  readonly z?: string | undefined;
  /** Empty where prices come by message. */
  readonly accountId: string;
  readonly subscription: string;
  readonly timeZone: string;
  readonly runs: readonly PlannedStretch[];
  /** Why there are none, or what it waits for: a key of the shared catalog. */
  readonly idle: string | undefined;
}

class PlannedRuns {
  readonly #nodes = new Map<string, PlannedNode>();

  /** True where the node is new here, or idle for another reason than before. */
  set(node: PlannedNode): boolean {
    const before = this.#nodes.get(node.nodeId);
    this.#nodes.set(node.nodeId, node);
    return before === undefined || before.idle !== node.idle;
  }

  remove(nodeId: string): void {
    this.#nodes.delete(nodeId);
  }

  /** The nodes that use an account; those whose prices come by message where its id is empty. */
  of(accountId: string): PlannedNode[] {
    return [...this.#nodes.values()].filter((node) => node.accountId === accountId);
  }
}

/** What every node of this Node-RED plans at the moment, for charts; also of nodes that know no account. */
export const plannedRuns = new PlannedRuns();
