import assert from 'node:assert/strict';
import { UnavailableError } from '#src/errors.js';
import { noMessagePrices } from '#src/nodered/window/message-prices.js';
import { loadRunRecord, saveRunRecord } from '#src/nodered/window/run-record.js';
import { nothingUsual } from '#src/prices/index.js';
import { emptyRunLog } from '#src/runs/index.js';
import { memoryStore } from '../../support/account/memory-store.js';

describe('nodered: what a cheapest-window node remembers', () => {
  const stored = { log: emptyRunLog, series: [{ start: 0, end: 1, priceCt: 2, components: {} }] };
  const row = Array.from({ length: 96 }, (_, quarter) => quarter / 4);
  const usual = { weekday: row, weekend: [], timeZone: 'Europe/Berlin', learnedUntil: '2026-11-27' };
  const record = { log: emptyRunLog, prices: { series: stored.series, usual } };
  const empty = { log: emptyRunLog, prices: noMessagePrices };

  it('is there after a restart, for each node its own', async () => {
    const store = memoryStore();
    await saveRunRecord(store, 'n1', record);
    assert.deepEqual(await loadRunRecord(store, 'n1'), record);
    assert.deepEqual(await loadRunRecord(store, 'n2'), empty);
  });

  for (const [name, entry] of [
    ['a record of a later version', { version: 99, ...stored }],
    ['a log of another version', { version: 1, ...stored, log: { version: 99 } }],
    ['a record without a log', { version: 1, series: [] }],
    ['null', null],
    ['a text', 'nonsense'],
  ] as const)
    it(`${name} is as good as none`, async () => {
      const store = memoryStore({ nomosRuns: { version: 1, entries: { n1: entry } } });
      assert.deepEqual(await loadRunRecord(store, 'n1'), empty);
    });

  it('a map that cannot be read, or no storage, is as good as none', async () => {
    assert.deepEqual(await loadRunRecord(memoryStore({ nomosRuns: 'nonsense' }), 'n1'), empty);
    const store = memoryStore();
    store.failWith(new UnavailableError('storage-unavailable', 'away', { sent: false }));
    assert.deepEqual(await loadRunRecord(store, 'n1'), empty);
  });

  const [interval] = stored.series;
  for (const [name, damaged] of [
    ['null', null],
    ['a text', 'cheap'],
    ['one without a start', { ...interval, start: undefined }],
    ['one that ends before it begins', { ...interval, start: 3, end: 2 }],
    ['one whose price is a text', { ...interval, start: 1, end: 2, priceCt: '2' }],
    ['one that overlaps', interval],
  ] as const)
    it(`${name} among the prices is left out: a device that cannot plan by them would never run again`, async () => {
      const entry = { version: 1, ...stored, series: [interval, damaged] };
      const store = memoryStore({ nomosRuns: { version: 1, entries: { n1: entry } } });
      assert.deepEqual((await loadRunRecord(store, 'n1')).prices.series, stored.series);
    });

  for (const [name, damaged] of [
    ['a text', 'usually'],
    ['a row of 95 numbers', { ...usual, weekday: row.slice(1) }],
    ['a row with a null', { ...usual, weekday: [null, ...row.slice(1)] }],
    ['a day that is none', { ...usual, learnedUntil: 'zzz' }],
    ['a day that no calendar has', { ...usual, learnedUntil: '2026-02-30' }],
    ['a place that nobody knows', { ...usual, timeZone: 'Europe/Atlantis' }],
    ['no place', { ...usual, timeZone: undefined }],
    ['nothing, as in records of earlier versions', undefined],
  ] as const)
    it(`${name} for the usual day costs what was learned, and neither prices nor log`, async () => {
      const entry = { version: 1, ...stored, usual: damaged };
      const store = memoryStore({ nomosRuns: { version: 1, entries: { n1: entry } } });
      const prices = { series: stored.series, usual: nothingUsual };
      assert.deepEqual(await loadRunRecord(store, 'n1'), { log: emptyRunLog, prices });
    });
});
