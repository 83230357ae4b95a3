import assert from 'node:assert/strict';
import { UnavailableError } from '#src/errors.js';
import { loadHomeRecord, saveHomeRecord } from '#src/nodered/home/home-record.js';
import { memoryStore } from '../../support/account/memory-store.js';

const forever = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY, limitKw: 11, hard: false };
const dimmed = { start: 100, end: 200, limitKw: 4.2, hard: true };
const forecast = [{ start: 0, end: 10, fromKw: 1, toKw: 2 }];
const none = { limits: [], forecast: [] };
const stored = { version: 1, limits: [{ start: 100, end: 200, limitKw: 4.2, hard: true }], sun: [[0, 10, 1, 2]] };

describe('nodered: what a house remembers', () => {
  it('is there after a restart, for each house its own, also what begins and ends never', async () => {
    const store = memoryStore();
    await saveHomeRecord(store, 'h1', { limits: [forever, dimmed], forecast });
    assert.deepEqual(await loadHomeRecord(store, 'h1'), { limits: [forever, dimmed], forecast });
    assert.deepEqual(await loadHomeRecord(store, 'h2'), none);
  });

  it('takes no room where nothing holds', async () => {
    const store = memoryStore();
    await saveHomeRecord(store, 'h1', { limits: [dimmed], forecast });
    await saveHomeRecord(store, 'h1', none);
    assert.doesNotMatch(store.saved.get('nomosHomes') ?? '', /h1/);
  });

  for (const [name, entry, expected] of [
    ['a record of a later version', { ...stored, version: 2 }, none],
    ['a text', 'nonsense', none],
    ['null', null, none],
    ['a list', [stored], none],
    ['a record without anything', { version: 1 }, none],
    ['more than this version knows', { ...stored, tariff: {} }, { limits: [dimmed], forecast }],
    [
      'limits that are none',
      { ...stored, limits: [null, 4, { limitKw: 1 }, { ...dimmed, limitKw: -1 }, dimmed] },
      { limits: [dimmed], forecast },
    ],
    ['limits that are no list', { ...stored, limits: 'none' }, { limits: [], forecast }],
    ['a forecast that is none', { ...stored, sun: 'bright' }, { limits: [dimmed], forecast: [] }],
  ] as const)
    it(`${name}: what can be read is read`, async () => {
      const store = memoryStore({ nomosHomes: { version: 1, entries: { h1: entry } } });
      assert.deepEqual(await loadHomeRecord(store, 'h1'), expected);
    });

  it('a map that cannot be read, or no storage, is as good as none', async () => {
    assert.deepEqual(await loadHomeRecord(memoryStore({ nomosHomes: 'nonsense' }), 'h1'), none);
    const store = memoryStore();
    store.failWith(new UnavailableError('storage-unavailable', 'away', { sent: false }));
    assert.deepEqual(await loadHomeRecord(store, 'h1'), none);
  });
});
