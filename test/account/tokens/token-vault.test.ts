import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { tokensKey } from '#src/account/tokens/token-map.js';
import type { TokenRecord } from '#src/account/tokens/token-record.js';
import { TokenVault } from '#src/account/tokens/token-vault.js';
import { FlakyStore } from '../../support/account/flaky-store.js';

const record: TokenRecord = {
  seq: 1,
  gen: 1,
  phase: 'idle',
  issuer: 'https://api.nomos.energy',
  clientFp: 'fp',
  accessToken: 'secret-access',
  refreshToken: 'secret-refresh',
  expiresInMs: 3_600_000,
  obtainedWall: 1,
  ambiguous: false,
};

interface StoredMap {
  version: number;
  writeId: string;
  ownSecret?: string;
  accounts: Record<
    string,
    { sealed: { salt: string; iv: string; text: string; tag: string } } & Record<string, unknown>
  >;
}

describe('token vault', () => {
  let store: FlakyStore;
  let secrets: string[];
  const vaultOn = (on: FlakyStore) => new TokenVault({ store: on, secrets: () => secrets });
  const diskMap = () => store.disk[tokensKey] as StoredMap;
  const sealedOf = (id: string) => diskMap().accounts[id]!.sealed;

  beforeEach(() => {
    store = new FlakyStore();
    secrets = ['the first secret'];
  });

  it('gives back what was saved, also to the next process', async () => {
    await vaultOn(store).save('a', record);
    store = store.afterKill();
    assert.deepEqual(await vaultOn(store).load('a'), { record, saved: true });
    assert.equal(await vaultOn(store).load('b'), undefined);
  });

  it('B11: neither token nor secret is found in what is stored, plain or encoded', async () => {
    await vaultOn(store).save('a', record);
    const stored = JSON.stringify(store.disk);
    for (const text of ['secret-access', 'secret-refresh', 'the first secret']) {
      for (const shown of [text, Buffer.from(text).toString('base64').replaceAll('=', ''), encodeURIComponent(text)])
        assert.ok(!stored.includes(shown), shown);
    }
  });

  it('every save has a fresh nonce and a fresh writeId; the salt of a record stays', async () => {
    const vault = vaultOn(store);
    await vault.save('a', record);
    const [first, firstMap] = [sealedOf('a'), diskMap().writeId];
    await vault.save('a', record);
    const second = sealedOf('a');
    assert.equal(first.salt, second.salt);
    assert.notEqual(first.iv, second.iv);
    assert.notEqual(firstMap, diskMap().writeId);
  });

  it('all accounts are sealed with one salt, so that a restart makes one key; those of earlier versions move over', async () => {
    const ids = ['a', 'b', 'c', 'd'];
    const alone = await Promise.all(
      ids.map(async (id) => {
        const own = new FlakyStore();
        await vaultOn(own).save(id, record);
        return (own.disk[tokensKey] as StoredMap).accounts[id]!;
      }),
    );
    const accounts = Object.fromEntries(ids.map((id, index) => [id, alone[index]]));
    store.disk[tokensKey] = { version: 1, accounts };
    store = store.afterKill();
    const vault = vaultOn(store);
    for (const id of ids) assert.deepEqual(await vault.load(id), { record, saved: true });
    for (const id of ids) await vault.save(id, { ...record, seq: 2 });
    assert.equal(new Set(ids.map((id) => sealedOf(id).salt)).size, 1);
    assert.equal(new Set(ids.map((id) => sealedOf(id).iv)).size, ids.length);
    for (const id of ids) assert.equal((await vaultOn(store.afterKill()).load(id))?.record.seq, 2);
  });

  it('a salt that is none of ours is not taken over', async () => {
    await vaultOn(store).save('a', record);
    sealedOf('a').salt = 'AA==';
    store = store.afterKill();
    await vaultOn(store).save('b', record);
    assert.equal(Buffer.from(sealedOf('b').salt, 'base64').length, 16);
    assert.deepEqual(await vaultOn(store.afterKill()).load('b'), { record, saved: true });
  });

  it('a save after a failed one really writes, though Node-RED holds the value already', async () => {
    const vault = vaultOn(store);
    store.failures = 1;
    await assert.rejects(vault.save('a', record));
    assert.deepEqual(store.disk, {});
    await vault.save('a', record);
    assert.equal(store.writes, 1);
    assert.ok(diskMap().accounts.a);
  });

  it('accounts that save at the same time do not overwrite each other', async () => {
    const vaults = [vaultOn(store), vaultOn(store)];
    const ids = Array.from({ length: 10 }, (_, index) => `account-${index}`);
    await Promise.all(ids.map((id, index) => vaults[index % 2]!.save(id, record)));
    store = store.afterKill();
    for (const id of ids) assert.ok(await vaultOn(store).load(id), id);
  }).timeout(20_000);

  it('what could not be saved is remembered until it is', async () => {
    const vault = vaultOn(store);
    vault.keep('a', record);
    assert.deepEqual(await vault.load('a'), { record, saved: false });
    await vault.saveUnsaved('a');
    assert.deepEqual(await vault.load('a'), { record, saved: true });
  });

  it('a newer secret: the record is sealed anew at the first opening, before the old secret goes', async () => {
    await vaultOn(store).save('a', record);
    secrets = ['a new secret of the person', 'the first secret'];
    assert.deepEqual((await vaultOn(store).load('a'))?.record, record);
    secrets = ['a new secret of the person'];
    store = store.afterKill();
    assert.deepEqual((await vaultOn(store).load('a'))?.record, record);
  });

  it('no secret at all: one of our own lies beside the records', async () => {
    secrets = [];
    await vaultOn(store).save('a', record);
    assert.ok(diskMap().ownSecret);
    store = store.afterKill();
    assert.deepEqual((await vaultOn(store).load('a'))?.record, record);
    secrets = ['a secret that came later'];
    assert.deepEqual((await vaultOn(store).load('a'))?.record, record);
  });

  it('case 53: a record in which anything was changed is refused, and left as it is', async () => {
    await vaultOn(store).save('a', record);
    const sealed = sealedOf('a');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('iv', 'tag', 'text', 'salt'), fc.nat(), async (part, at) => {
        const bytes = Buffer.from(sealed[part as 'iv'], 'base64');
        bytes[at % bytes.length]! ^= 1 << (at % 8);
        const changed = { ...sealed, [part]: bytes.toString('base64') };
        const broken = new FlakyStore({ [tokensKey]: { version: 1, accounts: { a: { sealed: changed } } } });
        await assert.rejects(vaultOn(broken).load('a'), { name: 'DecodeError', code: 'token-record-unreadable' });
        assert.equal(broken.writes, 0);
      }),
      { numRuns: 20 },
    );
  }).timeout(30_000);

  for (const [what, stored] of [
    ['a text', 'tokens'],
    ['a list', []],
    ['an older version', { version: 0, accounts: {} }],
    ['a newer version', { version: 2, accounts: {} }],
    ['an entry that is none', { version: 1, accounts: { a: 7 } }],
    ['an empty entry', { version: 1, accounts: { a: {} } }],
    [
      'a shortened tag',
      {
        version: 1,
        accounts: { a: { sealed: { v: 1, salt: 'AA==', iv: 'AAAAAAAAAAAAAAAA', tag: 'AAAA', text: '' } } },
      },
    ],
  ] as const)
    it(`case 53: ${what} in the store is refused, left as it is, and put aside by a new sign-in`, async () => {
      store = new FlakyStore({ [tokensKey]: stored });
      await assert.rejects(vaultOn(store).load('a'), { code: 'token-record-unreadable' });
      assert.deepEqual(store.disk[tokensKey], stored);
      await vaultOn(store).save('a', record);
      assert.deepEqual((await vaultOn(store).load('a'))?.record, record);
      assert.ok(JSON.stringify(store.disk[tokensKey]).includes('"unreadable":'));
    });

  it('what lies in the store is never changed in place', async () => {
    const vault = vaultOn(store);
    await vault.save('a', record);
    const held = await store.load(tokensKey);
    const before = JSON.stringify(held);
    await vault.save('a', { ...record, seq: 2 });
    await vault.sweep([], Date.UTC(2026, 10, 22));
    assert.equal(JSON.stringify(held), before);
  });

  it('case 67: a sweep that changes nothing writes nothing', async () => {
    const vault = vaultOn(store);
    await vault.save('a', record);
    const { writes } = store;
    const now = Date.UTC(2026, 10, 22);
    await vault.sweep(['a', 'b'], now);
    assert.equal(store.writes, writes);
    await vault.sweep([], now);
    await vault.sweep([], now + 1);
    assert.equal(store.writes, writes + 1);
  });

  it('shows nothing to util.inspect', async () => {
    const vault = vaultOn(store);
    vault.keep('a', record);
    const shown = inspect(vault, { depth: 10, showHidden: true });
    for (const text of ['secret-access', 'secret-refresh', 'the first secret']) assert.ok(!shown.includes(text));
  });
});
