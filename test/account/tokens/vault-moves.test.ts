import assert from 'node:assert/strict';
import { tokensKey } from '#src/account/tokens/token-map.js';
import type { TokenRecord } from '#src/account/tokens/token-record.js';
import { TokenVault } from '#src/account/tokens/token-vault.js';
import { FlakyStore } from '../../support/account/flaky-store.js';

const now = Date.parse('2026-11-22T10:00:00Z');
const record = (name: string, seq = 1): TokenRecord => ({
  seq,
  gen: 1,
  phase: 'idle',
  issuer: 'https://api.nomos.energy',
  clientFp: 'fp',
  accessToken: `access-${name}`,
  expiresInMs: 3_600_000,
  obtainedWall: 1,
  ambiguous: false,
});

describe('token vault: what moves, and what could not be saved', () => {
  let store: FlakyStore;
  let vault: TokenVault;
  const vaultOn = (on: FlakyStore) => new TokenVault({ store: on, secrets: () => ['secret'] });
  beforeEach(() => {
    store = new FlakyStore();
    vault = vaultOn(store);
  });
  const shown = async (of: TokenVault, ...ids: string[]) => {
    const loaded = await Promise.all(ids.map((id) => of.load(id)));
    return loaded.map((one) => one && `${one.record.accessToken}${one.saved ? '' : ' unsaved'}`);
  };
  /** What the next process finds. */
  const onDisk = (...ids: string[]) => shown(vaultOn(store.afterKill()), ...ids);

  function refuseOneSave(): void {
    const save = store.save.bind(store);
    store.save = async () => {
      store.save = save;
      throw new Error('ENOSPC');
    };
  }

  it('moves in one write, in place of what was there', async () => {
    await vault.save('old', record('moved'));
    await vault.save('new', record('before'));
    const { writes } = store;
    await vault.move('old', 'new');
    assert.equal(store.writes, writes + 1);
    assert.deepEqual(await shown(vault, 'old', 'new'), [undefined, 'access-moved']);
    assert.deepEqual(await onDisk('old', 'new'), [undefined, 'access-moved']);
  });

  it('where there is nothing to move, nothing is written', async () => {
    await vault.save('new', record('before'));
    const { writes } = store;
    await vault.move('old', 'new');
    assert.deepEqual([store.writes, await shown(vault, 'new')], [writes, ['access-before']]);
  });

  it('what was not saved yet moves, too', async () => {
    vault.keep('old', record('kept'));
    await vault.move('old', 'new');
    assert.deepEqual(await onDisk('old', 'new'), [undefined, 'access-kept']);
    assert.deepEqual(await shown(vault, 'old', 'new'), [undefined, 'access-kept']);
  });

  it('what moves takes the place of what could not be saved there, however often that was renewed', async () => {
    await vault.save('old', record('moved'));
    vault.keep('new', record('before', 9));
    store.failures = 1;
    await assert.rejects(vault.move('old', 'new'), /ENOSPC/);
    assert.deepEqual(await shown(vault, 'old', 'new'), [undefined, 'access-moved unsaved']);
    await vault.saveUnsaved('new');
    assert.deepEqual(await onDisk('old', 'new'), [undefined, 'access-moved']);
    assert.deepEqual(await shown(vault, 'new'), ['access-moved']);
  });

  for (const isHeld of [true, false])
    describe(`on a full disk, ${isHeld ? 'where Node-RED holds' : 'where nobody holds'} what it could not write`, () => {
      beforeEach(async () => {
        await vault.save('old', record('moved'));
        await vault.save('other', record('other'));
        if (isHeld) store.failures = 1;
        else refuseOneSave();
        await assert.rejects(vault.move('old', 'new'), /ENOSPC/);
      });

      it('it has moved all the same, and a power cut finds it where it was', async () => {
        assert.deepEqual(await shown(vault, 'old', 'new'), [undefined, 'access-moved unsaved']);
        assert.deepEqual(await onDisk('old', 'new'), ['access-moved', undefined]);
      });

      it('the next save of where it moved writes that down, no other', async () => {
        await vault.save('other', record('other', 2));
        assert.deepEqual(await shown(vault, 'old', 'new'), [undefined, 'access-moved unsaved']);
        await vault.saveUnsaved('new');
        assert.deepEqual(await onDisk('old', 'new', 'other'), [undefined, 'access-moved', 'access-other']);
        await vault.save('old', record('fresh'));
        await vault.save('new', record('moved', 2));
        assert.deepEqual(await onDisk('old', 'new'), ['access-fresh', 'access-moved']);
      });

      it('forgotten, it is forgotten in both places', async () => {
        await vault.remove('new');
        assert.deepEqual(await shown(vault, 'old', 'new'), [undefined, undefined]);
        assert.deepEqual(await onDisk('old', 'new', 'other'), [undefined, undefined, 'access-other']);
        await vault.save('old', record('fresh'));
        await vault.save('new', record('newest'));
        assert.deepEqual(await onDisk('old', 'new'), ['access-fresh', 'access-newest']);
      });

      for (const way of ['keep', 'save'] as const)
        it(`tokens that come to the old place meanwhile (${way}) are not forgotten with what moved`, async () => {
          await vault[way]('old', record('fresh', 2));
          await vault.saveUnsaved('new');
          await vault.saveUnsaved('old');
          assert.deepEqual(await onDisk('old', 'new'), ['access-fresh', 'access-moved']);
        });
    });

  it('the newest of what could not be saved is kept, whatever is saved meanwhile', async () => {
    vault.keep('a', record('two', 2));
    vault.keep('a', record('one', 1));
    assert.deepEqual(await shown(vault, 'a'), ['access-two unsaved']);
    await vault.save('a', record('one', 1));
    assert.deepEqual(await shown(vault, 'a'), ['access-two unsaved']);
    vault.keep('a', record('also two', 2));
    assert.deepEqual(await shown(vault, 'a'), ['access-also two unsaved']);
    await vault.save('a', record('two again', 2));
    assert.deepEqual(await shown(vault, 'a'), ['access-two again']);
  });

  it('where nothing is unsaved, nothing is written', async () => {
    await vault.saveUnsaved('a');
    assert.deepEqual([store.writes, await vault.load('a')], [0, undefined]);
  });

  it('what is forgotten is forgotten also where it could not be saved', async () => {
    vault.keep('a', record('one'));
    await vault.remove('a');
    assert.equal(await vault.load('a'), undefined);
  });

  it('forgetting fails on a full disk, and not where there is no storage at all', async () => {
    await vault.save('a', record('one'));
    store.failures = 1;
    await assert.rejects(vault.remove('a'), /ENOSPC/);
    store.isUnavailable = true;
    vault.keep('b', record('two'));
    await vault.remove('b');
    store.isUnavailable = false;
    assert.equal(await vault.load('b'), undefined);
  });

  it('what was lost and cannot be saved again is kept until it is', async () => {
    await vault.save('a', record('one'));
    await vault.secure('a', record('one'));
    assert.deepEqual(await shown(vault, 'a'), ['access-one']);
    delete store.disk[tokensKey];
    store.failures = 1;
    await assert.rejects(vault.secure('a', record('one')), /ENOSPC/);
    assert.deepEqual([await shown(vault, 'a'), vault.isShared], [['access-one unsaved'], false]);
  });

  it('another process that saves at the same place is remembered', async () => {
    await vault.save('a', record('one'));
    assert.equal(vault.isShared, false);
    store.isReplaced = true;
    await vault.secure('a', record('one'));
    store.isReplaced = false;
    await vault.secure('a', record('one'));
    assert.equal(vault.isShared, true);
  });

  it('the marks of the installation are kept with a record, not shown, and tell a copy, once, since when', async () => {
    let at = now;
    let marks: Record<string, string> = { machine: 'a' };
    const make = (on: FlakyStore) =>
      new TokenVault({ store: on, secrets: () => ['secret'], marks: async () => marks, now: () => at });
    await make(store).save('a', record('one'));
    assert.deepEqual((await make(store).load('a'))?.record, record('one'));
    marks = { machine: 'b' };
    const copy = make(store.afterKill());
    const found = (await copy.load('a'))?.record;
    assert.deepEqual(found, { ...record('one'), copiedAt: now });
    at += 1_000;
    await copy.save('a', found ?? record('none'));
    marks = { machine: 'c' };
    assert.equal((await copy.load('a'))?.record.copiedAt, now);
  });

  it('without marks there are no copies; by default the time is that of the machine', async () => {
    await vault.save('a', record('one'));
    assert.deepEqual((await vault.load('a'))?.record, record('one'));
    const before = Date.now();
    const marked = (machine: string) =>
      new TokenVault({ store, secrets: () => ['secret'], marks: async () => ({ machine }) });
    await marked('a').save('a', record('one'));
    const { copiedAt = 0 } = (await marked('b').load('a'))?.record ?? {};
    assert.ok(copiedAt >= before && copiedAt <= Date.now());
  });

  it('an old secret that cannot be replaced for want of space opens all the same', async () => {
    await vault.save('a', record('one'));
    const newer = new TokenVault({ store, secrets: () => ['newer', 'secret'] });
    store.failures = 1;
    assert.deepEqual(await newer.load('a'), { record: record('one'), saved: true });
    await newer.secure('a', record('one'));
    const { writes } = store;
    const alone = new TokenVault({ store: store.afterKill(), secrets: () => ['newer'] });
    assert.deepEqual(await alone.load('a'), { record: record('one'), saved: true });
    await newer.load('a');
    assert.equal(store.writes, writes, 'once it is sealed anew it is left alone');
  });
});
