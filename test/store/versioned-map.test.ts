import assert from 'node:assert/strict';
import { mock } from 'node:test';
import fc from 'fast-check';
import { UnavailableError } from '#src/errors.js';
import { type MapForm, VersionedMap } from '#src/store/versioned-map.js';
import { type MemoryStore, memoryStore } from '../support/account/memory-store.js';
import { turns } from '../support/clock/manual-clock.js';

type Lists = Record<string, number[]>;

const form = (unsaved: MapForm<Lists>['unsaved']): MapForm<Lists> => ({
  key: 'map',
  empty: () => ({}),
  read: (stored) => (stored as { lists?: Lists }).lists,
  copy: (lists) => structuredClone(lists),
  write: (lists) => ({ lists }),
  unsaved,
});
const full = new UnavailableError('disk-full', 'full', { sent: false });
const listsIn = (store: MemoryStore): Lists => JSON.parse(store.saved.get('map') ?? '{}').lists ?? {};

/** An edit that adds its number to a list, at once, later or never; and whether the next one waits for it. */
const edits = fc.array(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    kind: fc.constantFrom('at once', 'later', 'throws'),
    awaited: fc.boolean(),
  }),
  { minLength: 1, maxLength: 30 },
);

describe('store: a map with many writers', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  for (const unsaved of ['kept', 'left'] as const)
    it(`whatever fails: an edit that is told to be saved is saved, one by one; the others are ${unsaved}`, async () => {
      await fc.assert(
        fc.asyncProperty(edits, fc.array(fc.boolean()), async (planned, faults) => {
          const store = memoryStore();
          const { save } = store;
          store.save = (key, value) => (faults[store.saves] ? save('nowhere', value).then(fail) : save(key, value));
          const map = new VersionedMap(form(unsaved));
          const saved = new Set<number>();
          let [isEditing, overlaps] = [false, 0];
          const running = [];
          for (const [number, { id, kind, awaited }] of planned.entries()) {
            const edit = async (lists: Lists) => {
              overlaps += Number(isEditing);
              isEditing = true;
              if (kind === 'later') await Promise.resolve();
              isEditing = false;
              if (kind === 'throws') throw new Error('no');
              add(id, number)(lists);
            };
            const done = map.edit(store, edit).then(
              () => {
                assert.ok(listsIn(store)[id]?.includes(number), 'told, but not saved');
                saved.add(number);
              },
              () => {},
            );
            running.push(done);
            if (awaited) await done;
          }
          await Promise.all(running);
          faults.length = 0;
          await map.edit(store, () => {});
          assert.equal(overlaps, 0, 'two edits at once');
          const expected = planned.flatMap(({ kind }, number) => {
            const isKept = unsaved === 'kept' ? kind !== 'throws' : saved.has(number);
            return isKept ? [number] : [];
          });
          const found = Object.values(listsIn(store));
          assert.deepEqual(inOrder(found.flat()), expected);
          for (const list of found) assert.deepEqual(list, inOrder(list));
        }),
        { numRuns: 100 },
      );
    });

  it('writers that wait together make one write', async () => {
    const store = memoryStore();
    const map = new VersionedMap(form('left'));
    await Promise.all(Array.from({ length: 300 }, (_, i) => map.edit(store, add(String(i), i))));
    assert.equal(Object.keys(listsIn(store)).length, 300);
    assert.ok(store.saves <= 2, `${store.saves} writes`);
  });

  it('what was loaded stays as it was, whatever is edited afterwards', async () => {
    const store = memoryStore();
    const stored = { version: 1, lists: { a: [1] } };
    store.load = async () => stored;
    const map = new VersionedMap(form('left'));
    const loaded = await map.load(store);
    await map.edit(store, (lists) => void lists.a?.push(2));
    assert.deepEqual(loaded, { a: [1] });
    assert.deepEqual(listsIn(store), { a: [1, 2] });
  });

  it('edits gather while the map rests; whoever hurries ends that, also where a save is still under way', async () => {
    const store = memoryStore();
    const map = new VersionedMap({ ...form('left'), restMs: () => 1_000 });
    await map.edit(store, add('a', 1));
    const waiting = [2, 3, 4].map((number) => map.edit(store, add('a', number)));
    await turns();
    assert.equal(store.saves, 1, 'it rests');
    const { save } = store;
    let next: Promise<void> | undefined;
    store.save = (key, value) => {
      next ??= map.edit(store, add('a', 5));
      map.hurry(store);
      return save(key, value);
    };
    map.hurry(store);
    await Promise.all(waiting);
    await next;
    assert.deepEqual(listsIn(store), { a: [1, 2, 3, 4, 5] });
    assert.equal(store.saves, 3);
    const last = map.edit(store, add('a', 6));
    await turns();
    assert.equal(store.saves, 3);
    mock.timers.tick(1_000);
    await last;
    assert.equal(store.saves, 4);
  });

  it('a storage that is not there yet fails its writers only, and takes the next ones', async () => {
    const store = memoryStore();
    const { load } = store;
    const map = new VersionedMap(form('kept'));
    store.load = async () => {
      throw new UnavailableError('storage-unavailable', 'none', { sent: false });
    };
    await assert.rejects(map.edit(store, () => {}));
    store.load = load;
    await map.edit(store, add('a', 1));
    assert.deepEqual(listsIn(store), { a: [1] });
  });

  it('looks only after the writes before it, and saves again what was lost', async () => {
    const store = memoryStore();
    const map = new VersionedMap(form('left'));
    const seen: unknown[] = [];
    store.stillHas = async () => {
      seen.push(listsIn(store).a);
      return 'lost';
    };
    const edited = map.edit(store, add('a', 1));
    assert.equal(await map.secure(store), 'lost');
    await edited;
    assert.deepEqual(seen, [[1]]);
    assert.equal(store.saves, 2);
    store.stillHas = async () => 'replaced';
    assert.equal(await map.secure(store), 'replaced');
    assert.equal(store.saves, 2, 'what another process saved is not overwritten');
  });
});

function add(id: string, number: number): (lists: Lists) => void {
  return (lists) => {
    lists[id] = [...(lists[id] ?? []), number];
  };
}

function inOrder(numbers: readonly number[]): number[] {
  return [...numbers].sort((a, b) => a - b);
}

function fail(): never {
  throw full;
}
