import { systemClock } from '../../clock/clock.js';
import { msPerHour } from '../../time/index.js';
import type { AdminRoutes } from './admin-routes.js';
import type { Red } from './red.js';

const againMs = 6 * msPerHour;

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
