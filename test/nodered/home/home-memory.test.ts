import assert from 'node:assert/strict';
import { HomeMemory } from '#src/nodered/home/home-memory.js';
import type { HomeRecord } from '#src/nodered/home/home-record.js';
import { type MemoryStore, memoryStore } from '../../support/account/memory-store.js';
import { ManualClock, turns } from '../../support/clock/manual-clock.js';

const minute = 60_000;
const recordOf = (limitKw: number): HomeRecord => ({
  limits: [{ start: 0, end: 1, limitKw, hard: true }],
  forecast: [],
});

describe('nodered: the memory of a house', () => {
  let store: MemoryStore;
  let clock: ManualClock;
  let errors: unknown[];

  beforeEach(() => {
    [store, clock, errors] = [memoryStore(), new ManualClock(), []];
  });
  const memory = () => new HomeMemory({ store, nodeId: 'h1', clock, failed: (error) => errors.push(error) });

  it('saves at once: what is told just before kill -9 is there afterwards', async () => {
    memory().keep(recordOf(4.2));
    await turns();
    assert.deepEqual(await memory().load(), recordOf(4.2));
  });

  it('saves nothing where nothing has changed, also after a restart', async () => {
    const [first, second] = [memory(), memory()];
    first.keep(recordOf(4.2));
    first.keep(recordOf(4.2));
    await turns();
    await second.load();
    second.keep(recordOf(4.2));
    await turns();
    assert.equal(store.saves, 1);
  });

  it('a limit told every two seconds for two hours is saved less than 150 times, and its last one is', async () => {
    const told = memory();
    for (let index = 1; index <= 3_600; index += 1) {
      told.keep(recordOf(index % 997));
      await clock.advance(2_000);
    }
    assert.ok(store.saves > 100 && store.saves < 150, String(store.saves));
    await clock.advance(10 * minute);
    assert.deepEqual(await memory().load(), recordOf(3_600 % 997));
  });

  it('what waits is saved when the house closes', async () => {
    const told = memory();
    for (let index = 1; index <= 20; index += 1) {
      told.keep(recordOf(index));
      await turns();
    }
    assert.deepEqual(await memory().load(), recordOf(10));
    await told.close();
    assert.deepEqual(await memory().load(), recordOf(20));
  });

  it('a full disk is told and harms nothing: what was told stays, and is saved with the next change', async () => {
    const told = memory();
    store.failWith(new Error('ENOSPC'));
    told.keep(recordOf(4.2));
    await turns();
    assert.deepEqual(errors, [new Error('ENOSPC')]);
    assert.deepEqual(await memory().load(), recordOf(4.2));
    store.failWith(undefined);
    told.keep(recordOf(5));
    await told.close();
    assert.match(store.saved.get('nomosHomes') ?? '', /limitKw\\":5/);
  });
});
