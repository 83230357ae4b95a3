import { type AdminRoutes, openAdminRoutes } from './platform/admin-routes.js';
import type { Red } from './platform/red.js';

/** Every key under which something of ours may be kept: it needs to be swept after a deploy, whether or not nodes are left. */
export const storedKeys = [
  'nomosTokens',
  'nomosPrices',
  'nomosChoices',
  'nomosRuns',
  'nomosUsage',
  'nomosBattery',
  'nomosHomes',
] as const;

/** All that this package answers, however a person wrote the slashes of a redirect address. */
const ourPaths = /^\/+nomos(?=\/)/i;

/**
 * Prepares once, as late as possible: before the flows start where something of ours is stored, else with the first node or
 * request. So a package that is installed and not used costs no memory. Gives what was prepared; throws what preparing throws.
 *
 * The routes belong to this load of the module from now on, prepared or not.
 */
export function onFirstNeed<Prepared>(red: Red, prepare: (routes: AdminRoutes) => Prepared): () => Prepared {
  const routes = openAdminRoutes(red);
  let prepared: { readonly value: Prepared } | undefined;
  const get = () => {
    prepared ??= { value: prepare(routes) };
    return prepared.value;
  };
  if (storedKeys.some((key) => isStored(red, key))) beforeFlowsStart(red, get);
  // Express goes on to the routes that this one registers.
  routes.use(ourPaths, (_request, _response, next) => {
    get();
    next();
  });
  return get;
}

/**
 * Calls back in a turn of the event loop of its own, after the one in which Node-RED loads all nodes and before the one in
 * which it starts hundreds of them: together they would be one long stall.
 */
function beforeFlowsStart({ events }: Pick<Red, 'events'>, get: () => unknown): void {
  const getSafely = () => {
    try {
      get();
    } catch {
      // The next need meets it again, and is told.
    }
  };
  setImmediate(() => setImmediate(getSafely));
  events.on('flows:starting', getSafely);
}

function isStored({ settings }: Pick<Red, 'settings'>, key: string): boolean {
  return settings.available() && settings.get(key) !== undefined;
}
