import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadPriceRecord, savePriceRecord } from '#src/account/feed/price-record.js';
import { nothingUsual } from '#src/prices/index.js';
import { loadEntries, updateEntry } from '#src/store/stored-map.js';
import { memoryStore } from '../../support/account/memory-store.js';

const day = 86_400_000;
const now = Date.parse('2026-11-22T10:00:00Z');
const attempts = { day: '2026-11-22', calls: 0, failures: 0, notBefore: 0 };

describe('account: stored prices that nobody saves any more', () => {
  const store = () => memoryStore();
  type Target = ReturnType<typeof store>;
  const save = (target: Target, subscriptionId: string, at: number) =>
    savePriceRecord(
      target,
      { accountId: 'a', subscriptionId },
      { record: { series: [], attempts, usual: nothingUsual }, now: at },
    );
  const left = async (target: Target) => Object.keys(await loadEntries(target, 'nomosPrices')).sort();

  it('go a week after a month, and not before', async () => {
    const target = store();
    await save(target, 'old', now);
    for (let days = 0; days <= 37; days += 1) await save(target, 'new', now + days * day);
    assert.deepEqual(await left(target), ['a/new', 'a/old']);
    for (let days = 38; days <= 40; days += 1) await save(target, 'new', now + days * day);
    assert.deepEqual(await left(target), ['a/new']);
  });

  it('stay, unmarked, when the clock was years ahead for a while', async () => {
    const target = store();
    await save(target, 'other', now);
    const before = (await loadEntries(target, 'nomosPrices'))['a/other'];
    for (const at of [now, now + 400 * day, now + 400 * day + 60_000, now + 60_000]) await save(target, 'own', at);
    assert.deepEqual((await loadEntries(target, 'nomosPrices'))['a/other'], before);
  });

  it('of a newer version stay for a week, for whoever goes back to it', async () => {
    const target = store();
    await updateEntry(target, 'nomosPrices', 'a/newer', { version: 99 });
    for (let days = 0; days <= 6; days += 1) await save(target, 'own', now + days * day);
    assert.deepEqual(await left(target), ['a/newer', 'a/own']);
    await save(target, 'own', now + 7 * day);
    assert.deepEqual(await left(target), ['a/own']);
  });
});

describe('account: prices as they are stored', () => {
  const name = { accountId: 'a', subscriptionId: 's' };
  const price = fc.oneof(
    fc.constant(null),
    fc.double({ min: -500, max: 500, noNaN: true }).map((value) => value + 0),
  );
  const parts = fc.dictionary(fc.constantFrom('electricity', 'grid', 'levies'), fc.constantFrom(9, 8.79, -1.5), {
    noNullPrototype: true,
  });
  const quarterMs = 900_000;
  const interval = fc.record({
    gapMs: fc.constantFrom(0, 0, 0, quarterMs, 1),
    lengthMs: fc.constantFrom(quarterMs, quarterMs, 3_600_000, 7),
    priceCt: price,
    components: parts,
  });
  const seriesFrom = (intervals: readonly (typeof interval extends fc.Arbitrary<infer T> ? T : never)[]) => {
    let start = now;
    return intervals.map(({ gapMs, lengthMs, priceCt, components }) => {
      start += gapMs;
      const end = start + lengthMs;
      const made = { start, end, priceCt, components };
      start = end;
      return made;
    });
  };

  it('any series comes back equal: gaps, lengths, unknown prices, components that come and go', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(interval, { maxLength: 30 }), async (intervals) => {
        const store = memoryStore();
        const record = { series: seriesFrom(intervals), attempts, usual: nothingUsual };
        await savePriceRecord(store, name, { record, now });
        assert.deepEqual(await loadPriceRecord(store, name), record);
      }),
    );
  });

  it('the record of the first version is read', async () => {
    const components = ['electricity', 'grid'];
    const intervals = [
      [0, 10, 1.5, 1, 0.5],
      [10, 20, null, null, 0.5],
    ];
    const first = { version: 1, savedAt: now, attempts, components, intervals };
    const store = memoryStore({ nomosPrices: { version: 1, entries: { 'a/s': first } } });
    assert.deepEqual(await loadPriceRecord(store, name), {
      series: [
        { start: 0, end: 10, priceCt: 1.5, components: { electricity: 1, grid: 0.5 } },
        { start: 10, end: 20, priceCt: null, components: { grid: 0.5 } },
      ],
      attempts,
      usual: nothingUsual,
    });
  });

  for (const [title, harm, path] of [
    ['a price too few', { prices: [1] }, 'stretches'],
    ['a stretch that promises more than there is', { stretches: [[now, quarterMs, 1e9]] }, 'stretches'],
    ['no length', { stretches: [[now, 0, 2]] }, 'intervals.0'],
    [
      'overlapping stretches',
      {
        stretches: [
          [now, quarterMs, 1],
          [now, quarterMs, 1],
        ],
      },
      'intervals.0',
    ],
    ['a column without a name', { components: ['grid'] }, 'stretches'],
    ['a short column', { amounts: [[1], 2] }, 'stretches'],
    ['a text for a price', { prices: ['1', 2] }, 'prices.0'],
  ] as const)
    it(`case 53: ${title} is no record`, async () => {
      const store = memoryStore();
      const facts = { version: 2, savedAt: now, attempts, components: ['grid', 'levies'] };
      const whole = { ...facts, stretches: [[now, quarterMs, 2]], prices: [1, 2], amounts: [[1, 2], 2] };
      await updateEntry(store, 'nomosPrices', 'a/s', whole);
      assert.equal((await loadPriceRecord(store, name))?.series.length, 2);
      await updateEntry(store, 'nomosPrices', 'a/s', { ...whole, ...harm });
      await assert.rejects(loadPriceRecord(store, name), { code: 'stored-prices-unreadable', path, message: /"/ });
    });

  for (const [title, harm, path] of [
    ['an end before its start', { intervals: [[20, 10, 1]] }, 'intervals.0'],
    ['an end at its start', { intervals: [[10, 10, 1]] }, 'intervals.0'],
    [
      'two that overlap',
      {
        intervals: [
          [0, 10, 1],
          [10, 21, 1],
          [20, 30, 1],
        ],
      },
      'intervals.1',
    ],
    ['a count of requests below zero', { attempts: { ...attempts, calls: -1 } }, 'attempts.calls'],
    ['half a failure', { attempts: { ...attempts, failures: 0.5 } }, 'attempts.failures'],
    ['no instant of saving', { savedAt: undefined }, 'version'],
    ['no record at all', null, ''],
  ] as const)
    it(`case 53: ${title} is no record of the first version`, async () => {
      const first = { version: 1, savedAt: now, attempts, components: [], intervals: [] };
      const store = memoryStore({ nomosPrices: { version: 1, entries: { 'a/s': harm && { ...first, ...harm } } } });
      const refusal = { name: 'DecodeError', code: 'stored-prices-unreadable', path, params: { path } };
      await assert.rejects(loadPriceRecord(store, name), refusal);
    });

  it('what was learned and cannot be read is nothing, and the prices count all the same', async () => {
    const store = memoryStore();
    const record = { series: seriesFrom([]), attempts, usual: nothingUsual };
    await savePriceRecord(store, name, { record, now });
    const stored = (await loadEntries(store, 'nomosPrices'))['a/s'] as object;
    await updateEntry(store, 'nomosPrices', 'a/s', { ...stored, usual: { weekday: 'x' } });
    assert.deepEqual(await loadPriceRecord(store, name), record);
  });

  it('there is none of another account, nor of another contract', async () => {
    const store = memoryStore();
    await savePriceRecord(store, name, { record: { series: [], attempts, usual: nothingUsual }, now });
    assert.equal(await loadPriceRecord(store, { ...name, accountId: 'b' }), undefined);
    assert.equal(await loadPriceRecord(store, { ...name, subscriptionId: 'b' }), undefined);
  });
});
