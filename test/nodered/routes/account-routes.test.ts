import assert from 'node:assert/strict';
import { afterConsent } from '#src/account/tokens/token-record.js';
import { TokenVault } from '#src/account/tokens/token-vault.js';
import { Accounts } from '#src/nodered/account/accounts.js';
import type { Runtime } from '#src/nodered/account/runtime.js';
import type { AdminHandler } from '#src/nodered/platform/red.js';
import { registerAccountRoutes } from '#src/nodered/routes/account-routes.js';
import { Consents } from '#src/oauth/consents.js';
import { memoryStore } from '../../support/account/memory-store.js';
import { fakeClock } from '../../support/clock/fake-clock.js';

const client = { clientId: 'client-1', clientSecret: 'secret', baseUrl: 'http://127.0.0.1:9' };

describe('routes of an account: right after a start', () => {
  const clock = fakeClock('2026-11-22T10:00:00Z');
  let accounts: Accounts;
  let release: () => void;
  let vault: TokenVault;

  /** What the editor is told; the store gives nothing away before `release`. */
  function asked(): Promise<{ connection: { phase: string } }> {
    const gets = new Map<string, AdminHandler>();
    registerAccountRoutes({
      red: { auth: { needsPermission: () => () => {} } },
      routes: { get: (path: string, ...all: AdminHandler[]) => void gets.set(path, all.at(-1)!), post: () => {} },
      accounts,
      consents: new Consents(),
      translate: (key: string) => key,
    } as unknown as Runtime);
    return new Promise((resolve) => {
      const response = { set: () => response, json: resolve };
      gets.get('/nomos/accounts/:id')!({ params: { id: 'account-1' } } as never, response as never, () => {});
    });
  }

  beforeEach(async () => {
    const store = memoryStore();
    vault = new TokenVault({ store, secrets: () => ['secret'] });
    const tokens = { accessToken: 'access', refreshToken: 'refresh', expiresInMs: 3_600_000 };
    await vault.save('account-1', afterConsent(tokens, { ...client, now: clock.now() }, undefined));
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { load } = vault;
    vault.load = (id) => gate.then(() => load.call(vault, id));
    accounts = new Accounts(clock, () => ({ store, vault, clock, onConnection: () => {}, onFeedLog: () => {} }));
  });

  afterEach(async () => {
    release();
    await accounts.find('account-1')?.stop();
  });

  it('an account that is signed in is never told to be new, while its tokens are still being read', async () => {
    accounts.deploy({ ...client, accountId: 'account-1', grant: 'consent', subscription: '' });
    const answer = asked();
    setImmediate(release);
    assert.equal((await answer).connection.phase, 'connected');
  });

  it('a storage that does not answer keeps the editor waiting for seconds, not for ever', async () => {
    accounts.deploy({ ...client, accountId: 'account-1', grant: 'consent', subscription: '' });
    const answer = asked();
    await new Promise(setImmediate);
    await clock.advance(3_000);
    assert.equal((await answer).connection.phase, 'new');
  });

  it('an account that is not there is told at once', async () => {
    assert.equal((await asked()).connection.phase, 'new');
  });
});
