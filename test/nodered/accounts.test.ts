import { strict as assert } from 'node:assert';
import { TokenVault } from '#src/account/token-vault.js';
import { ConfigError } from '#src/errors.js';
import { Accounts } from '#src/nodered/accounts.js';
import { fakeClock } from '../support/fake-clock.js';
import { memoryStore } from '../support/memory-store.js';

const hour = 3_600_000;
const client = { clientId: 'client-1', clientSecret: 'secret', baseUrl: 'http://127.0.0.1:9' };
const settings = { ...client, accountId: 'account-1', grant: 'consent', subscription: '' } as const;

describe('nodered: accounts by config node', () => {
  let clock: ReturnType<typeof fakeClock>;
  let accounts: Accounts;

  beforeEach(() => {
    clock = fakeClock('2026-11-22T10:00:00Z');
    const store = memoryStore();
    const vault = new TokenVault({ store, secrets: () => ['secret'] });
    accounts = new Accounts(clock, () => ({ store, vault, clock, onConnection: () => {}, onFeedLog: () => {} }));
  });

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
