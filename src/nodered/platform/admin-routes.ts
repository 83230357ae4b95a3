import type { AdminHandler, Red } from './red.js';

const key = Symbol.for('node-red-contrib-nomos.newest-load');

type NewestLoads = WeakMap<object, object>;

/** Where one load of this module registers its routes. */
export interface AdminRoutes {
  get(path: string | RegExp, ...handlers: AdminHandler[]): void;
  post(path: string | RegExp, ...handlers: AdminHandler[]): void;
  /** Sees every request to a path and all below it. */
  use(path: string | RegExp, handler: AdminHandler): void;
  /** False as soon as the module was loaded again: then everything registered here is passed over. */
  readonly isNewest: () => boolean;
}

/**
 * Opens the routes of a load of this module, which from now on are the ones that answer.
 *
 * Uninstalling and installing without a restart loads the module again, while Express keeps the routes of every load before
 * and asks the oldest first. Which load is the newest hangs on `globalThis`, because each load may be another copy of this
 * code.
 */
export function openAdminRoutes({ httpAdmin }: Pick<Red, 'httpAdmin'>): AdminRoutes {
  const self = {};
  const newest = newestLoads();
  newest.set(httpAdmin, self);
  const isNewest = () => newest.get(httpAdmin) === self;
  const unlessReplaced: AdminHandler = (_request, _response, next) => (isNewest() ? next() : next('route'));
  return {
    get: (path, ...handlers) => httpAdmin.get(path, unlessReplaced, ...handlers),
    post: (path, ...handlers) => httpAdmin.post(path, unlessReplaced, ...handlers),
    use: (path, handler) =>
      httpAdmin.use(path, (request, response, next) => (isNewest() ? handler(request, response, next) : next())),
    isNewest,
  };
}

function newestLoads(): NewestLoads {
  const place = globalThis as { [key]?: NewestLoads };
  place[key] ??= new WeakMap();
  return place[key];
}
