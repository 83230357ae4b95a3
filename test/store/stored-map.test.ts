import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { UnavailableError } from '#src/errors.js';
import { hurryEntries, loadEntries, updateEntries, updateEntry } from '#src/store/stored-map.js';
import { memoryStore } from '../support/account/memory-store.js';
import { turns, until } from '../support/clock/manual-clock.js';

const full = new UnavailableError('disk-full', 'full', { sent: false });

describe('account: maps in the store', () => {
  it('twenty writers at once lose nothing', async () => {
    const store = memoryStore();
    await Promise.all(Array.from({ length: 20 }, (_, i) => updateEntry(store, 'map', `id-${i}`, { i })));
    const entries = await loadEntries(store, 'map');
    assert.equal(Object.keys(entries).length, 20);
    assert.deepEqual(entries['id-7'], { i: 7 });
  });

  it('replaces and removes one entry, and leaves the others', async () => {
    const store = memoryStore();
    await updateEntry(store, 'map', 'a', 1);
    await updateEntry(store, 'map', 'b', 2);
    await updateEntry(store, 'map', 'a', 3);
    await updateEntry(store, 'map', 'b', undefined);
    assert.deepEqual(await loadEntries(store, 'map'), { a: 3 });
    assert.deepEqual(await loadEntries(store, 'other'), {});
  });

  it('every save is a new value, so that a store that skips equal ones writes', async () => {
    const store = memoryStore();
    const values = new Set<string>();
    for (let i = 0; i < 3; i += 1) {
      await updateEntry(store, 'map', 'a', 1);
      values.add(store.saved.get('map')!);
    }
    assert.equal(values.size, 3);
  });

  it('a text is parsed once for all who load it, and anew when it has changed', async () => {
    const store = memoryStore();
    await updateEntry(store, 'parsed', 'a', { text: 'one' });
    const { parse } = JSON;
    let parsed = 0;
    JSON.parse = (text, ...rest) => {
      if (text.startsWith('{"a":')) parsed += 1;
      return parse(text, ...rest);
    };
    try {
      const loaded = await Promise.all(Array.from({ length: 50 }, () => loadEntries(store, 'parsed')));
      assert.ok(loaded.every((entries) => (entries.a as { text: string }).text === 'one'));
      // The store of the test has texts of its own: equal, but not the same.
      assert.equal(parsed, 1);
      await updateEntry(store, 'parsed', 'a', { text: 'two' });
      assert.deepEqual(await loadEntries(store, 'parsed'), { a: { text: 'two' } });
      assert.equal(parsed, 2);
    } finally {
      JSON.parse = parse;
    }
  });

  describe('a large map', () => {
    const large = 'x'.repeat(200_000);
    beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
    afterEach(() => mock.timers.reset());

    it('rests after a save: what comes meanwhile is gathered into one more', async () => {
      const store = memoryStore();
      await updateEntry(store, 'map', 'large', large);
      const later = Array.from({ length: 30 }, (_, index) => updateEntry(store, 'map', `id-${index}`, index));
      await turns();
      later.push(updateEntry(store, 'map', 'last', true));
      await turns();
      assert.equal(store.saves, 1);
      mock.timers.tick(5_000);
      await Promise.all(later);
      assert.equal(store.saves, 2);
      assert.equal(Object.keys(await loadEntries(store, 'map')).length, 32);
    });

    it('does not rest when somebody has to end', async () => {
      const store = memoryStore();
      await updateEntry(store, 'map', 'large', large);
      const saving = updateEntry(store, 'map', 'a', 1);
      await turns();
      hurryEntries(store, 'map');
      await saving;
      assert.equal((await loadEntries(store, 'map')).a, 1);
      hurryEntries(store, 'map');
      await updateEntry(store, 'map', 'b', 2);
      assert.equal(store.saves, 3);
    });
  });

  it('a large map is stored in few bytes and read back equal, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (small) => {
        const store = memoryStore();
        const rows = Array.from({ length: 3_000 }, (_, index) => [1_795_474_800_000 + index * 900_000, 29.03]);
        await updateEntries(store, 'packed', (entries) => void Object.assign(entries, small, { rows }));
        const expected: object = JSON.parse(JSON.stringify({ ...small, rows }));
        assert.deepEqual({ ...(await loadEntries(store, 'packed')) }, expected);
        assert.ok(store.saved.get('packed')!.length < JSON.stringify(small).length + 20_000);
      }),
      { numRuns: 20 },
    );
  });

  it('a map stays readable as it grows and shrinks, and as earlier versions stored it', async () => {
    for (const stored of [{ a: 1 }, JSON.stringify({ a: 1 }), JSON.stringify({ a: 1, large: 'x'.repeat(100_000) })]) {
      const store = memoryStore({ map: { version: 1, entries: stored } });
      assert.equal((await loadEntries(store, 'map')).a, 1);
      for (const large of ['x'.repeat(100_000), undefined, 'y'.repeat(100_000)]) {
        hurryEntries(store, 'map');
        await updateEntry(store, 'map', 'large', large);
        assert.deepEqual({ ...(await loadEntries(store, 'map')) }, { a: 1, ...(large !== undefined && { large }) });
      }
    }
  });

  for (const deflated of [
    '',
    'rubbish',
    deflateRawSync('{"a":').toString('base64'),
    deflateRawSync('[7').toString('base64'),
  ])
    it(`case 53: ${JSON.stringify(deflated)} is no map that was deflated`, async () => {
      const value = { version: 1, deflated };
      const store = memoryStore({ map: value });
      await assert.rejects(loadEntries(store, 'map'), { code: 'stored-map-unreadable' });
      await updateEntry(store, 'map', 'a', 1);
      assert.deepEqual({ ...(await loadEntries(store, 'map')) }, { a: 1 });
      assert.deepEqual(JSON.parse(store.saved.get('map')!).unreadable, value, 'nothing is lost');
    });

  it('a failed save is told to its caller only, and the next one saves both', async () => {
    const store = memoryStore();
    store.failWith(full);
    const failing = updateEntry(store, 'map', 'a', 1);
    const following = failing.catch(() => store.failWith(undefined)).then(() => updateEntry(store, 'map', 'b', 2));
    await assert.rejects(failing, full);
    await following;
    assert.deepEqual(await loadEntries(store, 'map'), { a: 1, b: 2 });
    assert.deepEqual(JSON.parse(JSON.parse(store.saved.get('map') ?? '').entries), { a: 1, b: 2 });
  });

  it('what could not be saved is still given, and saved by itself once there is space', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const store = memoryStore();
      store.failWith(full);
      await assert.rejects(updateEntry(store, 'map', 'a', 1), full);
      assert.deepEqual(await loadEntries(store, 'map'), { a: 1 });
      mock.timers.tick(30_000);
      await until(() => store.saves === 2);
      await turns();
      store.failWith(undefined);
      mock.timers.tick(30_000);
      await until(() => store.saved.has('map'));
      mock.timers.tick(300_000);
      await turns();
      assert.equal(store.saves, 3);
    } finally {
      mock.timers.reset();
    }
  });

  it('a change that throws does not stop the writers behind it', async () => {
    const store = memoryStore();
    const failing = updateEntries(store, 'map', () => {
      throw new Error('no');
    });
    const next = updateEntry(store, 'map', 'a', 1);
    await assert.rejects(failing);
    await next;
    assert.deepEqual(await loadEntries(store, 'map'), { a: 1 });
  });

  for (const value of ['rubbish', 7, [], { version: 2, entries: {} }, { version: 1 }])
    it(`case 53: ${JSON.stringify(value)} is no map of ours`, async () => {
      const store = memoryStore({ map: value });
      await assert.rejects(loadEntries(store, 'map'), {
        code: 'stored-map-unreadable',
        params: { key: 'map', path: 'map' },
      });
      await updateEntry(store, 'map', 'a', 1);
      await updateEntry(store, 'map', 'b', 2);
      assert.deepEqual(await loadEntries(store, 'map'), { a: 1, b: 2 });
      assert.deepEqual(JSON.parse(store.saved.get('map')!).unreadable, value, 'nothing is lost');
    });
});
