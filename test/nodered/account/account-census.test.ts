import assert from 'node:assert/strict';
import { tokensKey } from '#src/account/tokens/token-map.js';
import { TokenVault } from '#src/account/tokens/token-vault.js';
import { watchAccounts } from '#src/nodered/account/account-census.js';
import { memoryStore } from '../../support/account/memory-store.js';

const day = 86_400_000;

describe('tokens of accounts that are gone', () => {
  const entry = (removedAt?: number, removedDays?: number) => ({
    sealed: {},
    ...(removedAt === undefined ? {} : { removedAt }),
    ...(removedDays === undefined ? {} : { removedDays }),
  });

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
    const before = { gone: entry(), young: entry(now - day / 2, 6), old: entry(now - day, 6) };
    const { marks } = await afterDeploy(before, []);
    assert.deepEqual([...marks.keys()], ['gone', 'young']);
    assert.ok((marks.get('gone') ?? 0) >= now);
    assert.equal(marks.get('young'), now - day / 2);
  });

  it('case 67: lose the mark when the node is there again; disabled ones, also deep in subflows, and a running one never get it', async () => {
    const flows = [
      { id: 'back', type: 'nomos-account' },
      { id: 'disabled', type: 'nomos-account', d: true },
      { id: 'deep', type: 'nomos-account', z: 'inner' },
      { id: 'one', type: 'subflow:inner', z: 'outer' },
      { id: 'two', type: 'subflow:outer', z: 'tab', d: true },
    ];
    const kept = { disabled: entry(), running: entry(), deep: entry(), 'two-one-deep': entry() };
    const { accounts } = await afterDeploy({ back: entry(Date.now() - day, 5), ...kept }, flows, ['running']);
    assert.deepEqual(accounts, { back: entry(), ...kept });
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
