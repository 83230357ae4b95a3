import assert from 'node:assert/strict';
import type { Account } from '#src/account/account.js';
import type { SessionSettings } from '#src/account/session/session.js';
import { draftKey } from '#src/account/session/token-draft.js';
import { tokensKey } from '#src/account/tokens/token-map.js';
import { TokenVault } from '#src/account/tokens/token-vault.js';
import { ConfigError } from '#src/errors.js';
import { Accounts } from '#src/nodered/account/accounts.js';
import { type MemoryStore, memoryStore } from '../../support/account/memory-store.js';
import { fakeClock } from '../../support/clock/fake-clock.js';
import { until } from '../../support/clock/manual-clock.js';

const hour = 3_600_000;
const client = { clientId: 'client-1', clientSecret: 'secret', baseUrl: 'http://127.0.0.1:9' };
const settings = { ...client, accountId: 'account-1', grant: 'consent', subscription: '' } as const;

describe('nodered: accounts by config node', () => {
  let clock: ReturnType<typeof fakeClock>;
  let accounts: Accounts;
  let store: MemoryStore;
  let vault: TokenVault;
  let all: Account[];

  beforeEach(() => {
    clock = fakeClock('2026-11-22T10:00:00Z');
    store = memoryStore();
    begin();
  });
  afterEach(() => Promise.all(all.map((account) => account.stop())));

  function begin(): void {
    all = [];
    vault = new TokenVault({ store, secrets: () => ['secret'] });
    accounts = new Accounts(clock, () => ({ store, vault, clock, onConnection: () => {}, onFeedLog: () => {} }));
  }

  it('there is none before a deploy', () => {
    assert.equal(accounts.find('account-1'), undefined);
    assert.equal(accounts.isDeployed('account-1'), false);
    assert.throws(
      () => accounts.require('account-1'),
      (error) => error instanceof ConfigError && error.code === 'unknown-account',
    );
  });

  it('is there from its deploy to its end', async () => {
    const account = accounts.deploy(settings);
    assert.equal(accounts.require('account-1'), account);
    assert.equal(accounts.isDeployed('account-1'), true);
    await accounts.undeploy(account);
    assert.equal(accounts.find('account-1'), undefined);
  });

  it('a redeploy in the wrong order does not lose the new one', async () => {
    const old = accounts.deploy(settings);
    const fresh = accounts.deploy(settings);
    await accounts.undeploy(old);
    assert.equal(accounts.find('account-1'), fresh);
    await accounts.undeploy(fresh);
  });

  it('goes on until the last of several config nodes that stand for it closes', async () => {
    const account = accounts.deploy(settings);
    assert.equal(accounts.join(settings), account);
    await accounts.undeploy(account);
    assert.equal(accounts.find('account-1'), account);
    await accounts.undeploy(account);
    assert.deepEqual([accounts.find('account-1'), accounts.join(settings)], [undefined, undefined]);
  });

  describe('a redeploy', () => {
    /** Not connected for want of a sign-in since 10:00; one hour later deployed anew with other settings. */
    const since = async (more: object = {}) => {
      const account = accounts.deploy(settings);
      await account.open();
      const first = account.connection;
      await accounts.undeploy(account);
      await clock.advance(hour);
      const fresh = accounts.deploy({ ...settings, ...more });
      await fresh.open();
      const { connection } = fresh;
      await fresh.stop();
      return [first.since, connection.since];
    };

    it('of the same settings changes nothing since when it is so', async () => {
      const [first, second] = await since();
      assert.equal(second, first);
    });

    it('of another client begins anew', async () => {
      const [first = 0, second] = await since({ clientSecret: 'another' });
      assert.equal(second, first + hour);
    });
  });

  for (const [name, more, isJoined] of [
    ['another contract', { subscription: 'sub_2' }, true],
    ['another secret', { clientSecret: 'another' }, false],
    ['another address', { baseUrl: 'http://127.0.0.1:10' }, false],
    ['another way of signing in', { grant: 'client-credentials' }, false],
  ] as const)
    it(`one sign-in ${isJoined ? 'serves' : 'does not serve'} a config node with ${name}`, async () => {
      const account = accounts.deploy(settings);
      const joined = accounts.join({ ...settings, ...more });
      assert.equal(joined, isJoined ? account : undefined);
      await account.stop();
    });

  it('an address that tokens must not go to is refused, and nothing is deployed', () => {
    assert.throws(
      () => accounts.deploy({ ...settings, baseUrl: 'http://example.com' }),
      (error) => error instanceof ConfigError && error.code === 'invalid-base-url',
    );
    assert.equal(accounts.find('account-1'), undefined);
  });

  it('a sign-in with the deployed client belongs to the deployed account', async () => {
    const account = accounts.deploy(settings);
    assert.equal(accounts.forClient('account-1', client), account);
    await accounts.undeploy(account);
  });

  it('a sign-in before the first deploy is kept for an hour', async () => {
    const draft = accounts.forClient('account-1', client);
    assert.equal(accounts.find('account-1'), draft);
    assert.equal(accounts.forClient('account-1', client), draft, 'the same client signs in again');
    assert.equal(accounts.isDeployed('account-1'), false);
    await clock.advance(hour - 1);
    assert.equal(accounts.find('account-1'), draft);
    await clock.advance(1);
    assert.equal(accounts.find('account-1'), undefined);
  });

  it('a draft with another client takes the place of the first', () => {
    const first = accounts.forClient('account-1', client);
    const second = accounts.forClient('account-1', { ...client, clientId: 'client-2' });
    assert.notEqual(second, first);
    assert.equal(accounts.find('account-1'), second);
  });

  describe('tokens of a sign-in that is not deployed', () => {
    const other = { ...client, clientId: 'client-2' };
    const tokens = (name: string) => ({ accessToken: `a-${name}`, refreshToken: `r-${name}`, expiresInMs: 24 * hour });
    const refreshToken = async () => (await vault.load('account-1'))?.record.refreshToken;
    const waiting = async () => (await vault.load(draftKey('account-1')))?.record.refreshToken;
    const signIn = (given: SessionSettings, name: string) => {
      const account = accounts.forClient('account-1', given);
      all.push(account);
      return account.adopt(tokens(name), given);
    };

    /** Node-RED starts anew: only what is stored is left. */
    const restart = async () => {
      await Promise.all(all.map((account) => account.stop()));
      begin();
    };
    const deployed = async (given: SessionSettings = client) => {
      const account = accounts.deploy({ ...settings, ...given });
      await account.open();
      all.push(account);
      return account;
    };

    for (const [name, given] of [
      ['another client', other],
      ['another secret', { ...client, clientSecret: 'another' }],
      ['another address', { ...client, baseUrl: 'http://127.0.0.1:10' }],
    ] as const) {
      it(`${name}, cancelled: the deployed account keeps its own, over a restart too`, async () => {
        await deployed();
        await signIn(client, 'deployed');
        await signIn(given, 'draft');
        assert.equal(await refreshToken(), 'r-deployed');
        await restart();
        const account = await deployed();
        assert.deepEqual([await refreshToken(), account.connection.phase], ['r-deployed', 'connected']);
        assert.equal(await waiting(), 'r-draft', 'the dialog may be open still');
        await restart();
        clock.setWall(clock.now() + hour);
        await deployed();
        assert.deepEqual([await refreshToken(), await waiting()], ['r-deployed', undefined]);
      });

      it(`${name}, deployed within the hour: the account has the new ones before its first use`, async () => {
        const old = await deployed();
        await signIn(client, 'deployed');
        await signIn(given, 'draft');
        await accounts.undeploy(old);
        const account = await deployed(given);
        assert.deepEqual([await refreshToken(), await waiting()], ['r-draft', undefined]);
        assert.equal(account.connection.phase, 'connected');
      });
    }

    it('are dropped after an hour beside a deployed account, and its own stay', async () => {
      await deployed();
      await signIn(client, 'deployed');
      await signIn(other, 'draft');
      await clock.advance(hour - 1);
      assert.equal(await waiting(), 'r-draft');
      await clock.advance(1);
      await until(() => !store.saved.get(tokensKey)?.includes('#draft'), 'the draft is dropped');
      assert.equal(await refreshToken(), 'r-deployed');
    });

    it('outlive a clock that jumps a day ahead and back, with a deploy of the old client meanwhile', async () => {
      await accounts.undeploy(await deployed());
      await signIn(other, 'draft');
      clock.setWall(clock.now() + 24 * hour);
      await clock.advance(60_000);
      await accounts.undeploy(await deployed());
      clock.setWall(clock.now() - 24 * hour);
      await clock.advance(60_000);
      await deployed(other);
      assert.equal(await refreshToken(), 'r-draft');
    });

    it('survive a restart before the first deploy, however long it takes', async () => {
      await signIn(client, 'early');
      await restart();
      clock.setWall(clock.now() + 5 * hour);
      const account = await deployed();
      assert.deepEqual([await refreshToken(), account.connection.phase], ['r-early', 'connected']);
    });

    it('wait on when the account is deployed with its old client meanwhile', async () => {
      await accounts.undeploy(await deployed());
      await signIn(other, 'draft');
      await accounts.undeploy(await deployed());
      await deployed(other);
      assert.equal(await refreshToken(), 'r-draft');
    });

    it('are not presented by a third client', async () => {
      await deployed();
      await signIn(other, 'draft');
      const third = { ...client, clientId: 'client-3' };
      const draft = accounts.forClient('account-1', third);
      await draft.open();
      assert.deepEqual([await waiting(), draft.connection.phase], [undefined, 'new']);
    });

    it('move even where that cannot be saved at once, and never come back', async () => {
      await signIn(client, 'early');
      store.failWith(new Error('disk full'));
      const account = await deployed();
      assert.deepEqual([account.connection.phase, account.connection.saved], ['connected', false]);
      store.failWith(undefined);
      await account.stop();
      begin();
      assert.deepEqual([await refreshToken(), await waiting()], ['r-early', undefined]);
    });

    it('are forgotten together with those of the account when a person disconnects', async () => {
      await deployed();
      await signIn(client, 'deployed');
      await signIn(other, 'draft');
      await accounts.disconnect('account-1');
      assert.deepEqual([await refreshToken(), await waiting()], [undefined, undefined]);
    });

    it('are not for an account that signs in by client credentials', async () => {
      await signIn(client, 'early');
      const account = accounts.deploy({ ...settings, grant: 'client-credentials' });
      all.push(account);
      await account.open();
      assert.equal(await refreshToken(), undefined);
    });
  });

  it('a deploy ends the draft of the same node only', async () => {
    const other = accounts.forClient('account-2', client);
    accounts.forClient('account-1', client);
    const account = accounts.deploy(settings);
    assert.equal(accounts.find('account-1'), account);
    await accounts.undeploy(account);
    assert.equal(accounts.find('account-1'), undefined, 'the draft came back');
    assert.equal(accounts.find('account-2'), other);
  });
});
