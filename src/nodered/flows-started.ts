import type { Red } from './red.js';

/** Longest wait, ms: where no event comes, as in a test bed, nodes begin all the same. */
const patienceMs = 3_000;

/** Resolves when Node-RED has made all nodes of this deploy, so that no message is sent to a node that is not there yet. */
export function flowsStarted({ events }: Red): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      events.removeListener('flows:started', finish);
      resolve();
    };
    const timer = setTimeout(finish, patienceMs);
    timer.unref();
    events.on('flows:started', finish);
  });
}
