import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Account } from '#src/account/account.js';
import { loadChoice, saveChoice } from '#src/account/reading/stored-choice.js';
import { TokenVault } from '#src/account/tokens/token-vault.js';
import { systemClock } from '#src/clock/clock.js';
import { defaultClient, startSandbox } from '../../sandbox/index.js';
import { memoryStore } from '../support/account/memory-store.js';

describe('account: a contract that ends', () => {
  it('is followed by the one that has begun, without anybody’s help', async () => {
    const ended = { status: 'ended', startAt: '2024-01-31T23:00:00Z', endAt: '2025-01-31T23:00:00Z' } as const;
    const sandbox = await startSandbox({ customers: [{ email: 'anna@example.com', subscriptions: [ended, {}] }] });
    const store = memoryStore();
    const accountId = randomUUID();
    const [old, next] = sandbox.customers[0]!.subscriptions;
    await saveChoice(store, { accountId, kind: 'consumption', id: old!.id });
    const { clientId, clientSecret = '' } = defaultClient;
    const account = new Account(
      { accountId, clientId, clientSecret, baseUrl: sandbox.url, grant: 'client-credentials', subscription: '' },
      {
        store,
        clock: systemClock,
        vault: new TokenVault({ store, secrets: () => ['secret'] }),
        tokens: { key: accountId, prepare: async () => {} },
        onConnection: () => {},
        onFeedLog: () => {},
      },
    );
    try {
      await account.open();
      await new Promise<void>((resolve) => {
        account.watchPrices('', ({ type }) => void (type === 'series' && resolve()));
      });
      assert.equal(await loadChoice(store, accountId, 'consumption'), next!.id);
    } finally {
      await account.stop();
      await sandbox.stop();
    }
  });
});
