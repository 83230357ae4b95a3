import { systemClock } from '../../clock/clock.js';
import { nodeIdsIn } from '../platform/flow-nodes.js';
import { whenFlowsAreKnown } from '../platform/flows-started.js';
import { errorText } from '../platform/texts.js';
import type { Runtime } from './runtime.js';

/**
 * After every deploy and while Node-RED runs: tokens of accounts that are gone are marked, and dropped after 7 days, so that
 * undoing a deletion brings the consent back.
 */
export function watchAccounts(runtime: Pick<Runtime, 'red' | 'routes' | 'vault' | 'accounts' | 'translate'>): void {
  const { red, vault, accounts, translate } = runtime;
  whenFlowsAreKnown(runtime, (flows) => {
    vault
      .sweep([...nodeIdsIn(flows, ['nomos-account']), ...accounts.deployedIds], systemClock.now())
      .catch((error: unknown) => red.log.warn(`[nomos] ${errorText(translate, error)}`));
  });
}
