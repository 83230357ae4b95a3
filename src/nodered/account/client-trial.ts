import type { SessionSettings } from '../../account/session/session.js';
import { systemClock } from '../../clock/clock.js';
import { ConfigError } from '../../errors.js';
import { createHttpDoor } from '../../http/door.js';
import { createNomosClient } from '../../nomos/client.js';
import type { Subscription } from '../../nomos/subscription.js';
import { requestTokens } from '../../oauth/token-request.js';
import { proxySettings } from '../platform/proxy-settings.js';
import type { Runtime } from './runtime.js';

/**
 * The contracts that client credentials open, asked once and with nothing saved: for settings that are not deployed.
 * Throws ConfigError `client-refused`, and what asking for tokens or reading throws.
 */
export async function tryClient({ red }: Pick<Runtime, 'red'>, client: SessionSettings): Promise<Subscription[]> {
  const door = createHttpDoor({ proxy: proxySettings(red) });
  try {
    const outcome = await requestTokens(door, client, { kind: 'client-credentials' });
    if (['client-refused', 'grant-refused', 'refused'].includes(outcome.kind)) {
      throw new ConfigError('client-refused', 'Nomos refused client id or secret');
    }
    if (outcome.kind !== 'tokens') throw outcome.error;
    const { accessToken } = outcome.tokens;
    const tokens = { accessToken: async () => accessToken, renew: async () => accessToken };
    const { baseUrl } = client;
    return await createNomosClient({ door, baseUrl, tokens, now: systemClock.now }).subscriptions();
  } finally {
    door.close();
  }
}
