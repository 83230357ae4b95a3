import { systemClock } from '../../clock/clock.js';
import { errorText } from '../platform/texts.js';
import type { Runtime } from './runtime.js';

interface StoredNode {
  readonly id?: unknown;
  readonly type?: unknown;
  readonly z?: unknown;
}

/**
 * The ids of all accounts in stored flows, disabled ones included; an account inside a subflow has one for each instance,
 * as Node-RED makes them. Empty for what is no list of nodes.
 */
export function accountIdsIn(flows: unknown): string[] {
  const nodes: readonly StoredNode[] = Array.isArray(flows) ? flows.filter((node) => node instanceof Object) : [];
  const accounts = nodes.filter(({ type }) => type === 'nomos-account');
  const instances = accounts.flatMap(({ id, z }) =>
    nodes.filter(({ type }) => type === `subflow:${z}`).map((instance) => `${instance.id}-${id}`),
  );
  return [...accounts.map(({ id }) => String(id)), ...instances];
}

/**
 * After every deploy: tokens of accounts that are gone are marked, and dropped 7 days later, so that undoing a deletion
 * brings the consent back.
 */
export function watchAccounts(runtime: Pick<Runtime, 'red' | 'routes' | 'vault' | 'accounts' | 'translate'>): void {
  const { red, routes, vault, accounts, translate } = runtime;
  red.events.on('flows:started', (started) => {
    const { flows } = (started as { config?: { flows?: unknown } } | undefined)?.config ?? {};
    // Without flows to look at, nothing is known to be gone; and only the newest load knows which accounts run.
    if (!Array.isArray(flows) || !red.settings.available() || !routes.isNewest()) return;
    vault
      .sweep([...accountIdsIn(flows), ...accounts.deployedIds], systemClock.now())
      .catch((error: unknown) => red.log.warn(`[nomos] ${errorText(translate, error)}`));
  });
}
