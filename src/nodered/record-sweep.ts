import { systemClock } from '../clock/clock.js';
import type { Store } from '../store/store.js';
import { loadEntries, updateEntries } from '../store/stored-map.js';
import { sweepEntries } from '../store/sweep.js';
import type { Ms } from '../time/index.js';
import type { Runtime } from './account/runtime.js';
import { batteryKey } from './battery/battery-record.js';
import { homesKey } from './home/home-record.js';
import { nodeIdsIn } from './platform/flow-nodes.js';
import { whenFlowsAreKnown } from './platform/flows-started.js';
import { errorText } from './platform/texts.js';
import { usageKey } from './usage/usage-record.js';
import { runsKey } from './window/run-record.js';

/** Where each type of node remembers what it has done, by its own id. */
const records = [
  { key: runsKey, type: 'cheapest-window' },
  { key: batteryKey, type: 'home-battery' },
  { key: homesKey, type: 'nomos-home' },
  { key: usageKey, type: 'nomos-usage' },
] as const;

/**
 * After every deploy and while Node-RED runs: what nodes remember stays as long as they stand in the flows, also disabled
 * ones, which Node-RED closes as if they were gone; the records of the others are marked, and dropped after 7 days.
 */
export function watchRecords(runtime: Pick<Runtime, 'red' | 'routes' | 'store' | 'translate'>): void {
  const { red, store, translate } = runtime;
  // The flows do not name what stands in a subflow that was installed as a module.
  const isRunning = (id: string) => Boolean(red.nodes.getNode(id));
  whenFlowsAreKnown(runtime, (flows) => {
    for (const { key, type } of records) {
      const ids = nodeIdsIn(flows, [type]);
      sweepRecords(store, { key, ids, isRunning }, systemClock.now()).catch((error: unknown) =>
        red.log.warn(`[nomos] ${errorText(translate, error)}`),
      );
    }
  });
}

/** Whose records under a key are kept. */
interface Known {
  readonly key: string;
  readonly ids: readonly string[];
  readonly isRunning?: (id: string) => boolean;
}

/**
 * Marks the records under a key that belong to none of the ids and to no running node, unmarks the others, and drops what was
 * gone on 7 days (see `sweepEntries`); writes only when something changes. Rejects with what the store rejects with.
 */
export async function sweepRecords(store: Store, { key, ids, isRunning = () => false }: Known, now: Ms): Promise<void> {
  const known = new Set(ids);
  const sweep = (entries: Record<string, unknown>) =>
    sweepEntries(entries, (id) => known.has(id) || isRunning(id), now);
  if (!sweep({ ...(await loadEntries(store, key)) })) return;
  await updateEntries(store, key, (entries) => void sweep(entries));
}
