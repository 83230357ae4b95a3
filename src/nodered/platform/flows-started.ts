import { systemClock } from '../../clock/clock.js';
import type { Red } from './red.js';

/** Longest wait, ms: where no event comes, as in a test bed, nodes begin all the same. */
const patienceMs = 3_000;

/** One wait for all nodes of a deploy: Node.js warns of more than ten listeners to one event. */
const waits = new WeakMap<object, Promise<void>>();

/** Resolves when Node-RED has made all nodes of this deploy, so that no message is sent to a node that is not there yet. */
export function flowsStarted({ events }: Pick<Red, 'events'>): Promise<void> {
  const known = waits.get(events);
  if (known !== undefined) return known;
  const wait = new Promise<void>((resolve) => {
    const finish = () => {
      cancel();
      events.removeListener('flows:started', finish);
      waits.delete(events);
      resolve();
    };
    const cancel = systemClock.after(patienceMs, finish);
    events.on('flows:started', finish);
  });
  waits.set(events, wait);
  return wait;
}
