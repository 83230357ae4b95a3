import { strict as assert } from 'node:assert';
import { TokenVault, tokensKey } from '#src/account/tokens/token-vault.js';
import { accountIdsIn, watchAccounts } from '#src/nodered/account/account-census.js';
import { memoryStore } from '../../support/memory-store.js';

const day = 86_400_000;

describe('which accounts exist', () => {
  it('reads them from stored flows, disabled ones and those of every subflow instance too', () => {
    const flows = [
      { id: 'tab', type: 'tab' },
      { id: 'a', type: 'nomos-account' },
      { id: 'b', type: 'nomos-account', d: true },
      { id: 'sub', type: 'subflow' },
      { id: 'c', type: 'nomos-account', z: 'sub' },
      { id: 'one', type: 'subflow:sub', z: 'tab' },
      { id: 'two', type: 'subflow:sub', z: 'tab' },
      null,
      'noise',
    ];
    assert.deepEqual(accountIdsIn(flows), ['a', 'b', 'c', 'one-c', 'two-c']);
    assert.deepEqual(accountIdsIn(undefined), []);
  });
});

describe('tokens of accounts that are gone', () => {
  const entry = (removedAt?: number) => ({ sealed: {}, ...(removedAt === undefined ? {} : { removedAt }) });

  /** The stored accounts after a deploy of `flows`. */
  async function afterDeploy(accounts: object, flows: unknown, deployedIds: string[] = [], isNewest = true) {
    const store = memoryStore({ [tokensKey]: { version: 1, accounts } });
    const listeners = new Map<string, (payload: unknown) => void>();
    watchAccounts({
      red: {
        events: { on: (event: string, listener: (payload: unknown) => void) => void listeners.set(event, listener) },
        settings: { available: () => true },
        log: { warn: assert.fail },
      },
      routes: { isNewest: () => isNewest },
      vault: new TokenVault({ store, secrets: () => ['secret'] }),
      accounts: { deployedIds },
      translate: (key: string) => key,
    } as unknown as Parameters<typeof watchAccounts>[0]);
    listeners.get('flows:started')?.({ config: flows === undefined ? null : { flows } });
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    const stored = (await store.load(tokensKey)) as { accounts: Record<string, { removedAt?: number }> };
    const { accounts: left } = stored;
    return {
      accounts: left,
      marks: new Map(Object.entries(left).map(([id, { removedAt }]) => [id, removedAt])),
      saves: store.saves,
    };
  }

  it('case 67: are marked at a deploy, kept for 7 days, then dropped', async () => {
    const now = Date.now();
    const before = { gone: entry(), young: entry(now - 6 * day), old: entry(now - 8 * day) };
    const { marks } = await afterDeploy(before, []);
    assert.deepEqual([...marks.keys()], ['gone', 'young']);
    assert.ok((marks.get('gone') ?? 0) >= now);
    assert.equal(marks.get('young'), now - 6 * day);
  });

  it('case 67: lose the mark when the node is there again; a disabled and a running one never get it', async () => {
    const flows = [
      { id: 'back', type: 'nomos-account' },
      { id: 'disabled', type: 'nomos-account', d: true },
    ];
    const before = { back: entry(Date.now() - 6 * day), disabled: entry(), running: entry() };
    const { accounts } = await afterDeploy(before, flows, ['running']);
    assert.deepEqual(accounts, { back: entry(), disabled: entry(), running: entry() });
  });

  it('are left to the newest load of the module, which alone knows the accounts that run', async () => {
    assert.deepEqual((await afterDeploy({ gone: entry() }, [], [], false)).accounts, { gone: entry() });
  });

  it('stay as they are, and nothing is written, where the flows are not known or nothing changes', async () => {
    const unknown = await afterDeploy({ gone: entry() }, undefined);
    assert.deepEqual([unknown.accounts, unknown.saves], [{ gone: entry() }, 0]);
    assert.equal((await afterDeploy({ a: entry() }, [{ id: 'a', type: 'nomos-account' }])).saves, 0);
  });
});
