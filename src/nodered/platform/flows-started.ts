import { systemClock } from '../../clock/clock.js';
import { msPerHour } from '../../time/index.js';
import type { AdminRoutes } from './admin-routes.js';
import type { Red } from './red.js';

/** Longest wait, ms: where no event comes, as in a test bed, nodes begin all the same. */
const patienceMs = 3_000;

/** Longer than Node-RED waits for nodes to close, ms. */
const deployMs = 20_000;

const againMs = 6 * msPerHour;

type Events = Red['events'];

/** One wait for all nodes of a deploy: Node.js warns of more than ten listeners to one event. */
const starts = new WeakMap<object, Promise<void>>();
const deploys = new WeakMap<object, Promise<void>>();

/** Resolves when Node-RED has made all nodes of this deploy, so that no message is sent to a node that is not there yet. */
export function flowsStarted({ events }: Pick<Red, 'events'>): Promise<void> {
  return nextStart(events, starts, patienceMs);
}

/** The same for what a deploy has ended: Node-RED makes its successor only when all that it ends have closed. */
export function deployEnded({ events }: Pick<Red, 'events'>): Promise<void> {
  return nextStart(events, deploys, deployMs);
}

function nextStart(events: Events, waits: WeakMap<object, Promise<void>>, longestMs: number): Promise<void> {
  const known = waits.get(events);
  if (known !== undefined) return known;
  const wait = new Promise<void>((resolve) => {
    const finish = () => {
      cancel();
      events.removeListener('flows:started', finish);
      waits.delete(events);
      resolve();
    };
    const cancel = systemClock.after(longestMs, finish);
    events.on('flows:started', finish);
  });
  waits.set(events, wait);
  return wait;
}

/**
 * Calls back with the stored flows, disabled nodes included, after every deploy and every 6 hours from then on: what is gone
 * is counted in days, and a Node-RED may run for months without a deploy.
 *
 * Not called where the flows are not known, where nothing can be stored, and once the module was loaded again: only the
 * newest load knows what runs. The callback must not throw.
 */
export function whenFlowsAreKnown(
  { red, routes }: { readonly red: Pick<Red, 'events' | 'settings'>; readonly routes: Pick<AdminRoutes, 'isNewest'> },
  callback: (flows: readonly unknown[]) => void,
): void {
  let cancel = () => {};
  red.events.on('flows:started', (started) => {
    cancel();
    const { flows } = (started as { config?: { flows?: unknown } } | undefined)?.config ?? {};
    if (!Array.isArray(flows)) return;
    const look = () => {
      if (!routes.isNewest()) return;
      if (red.settings.available()) callback(flows);
      cancel = systemClock.after(againMs, look);
    };
    look();
  });
}
