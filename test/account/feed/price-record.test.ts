import assert from 'node:assert/strict';
import { savePriceRecord } from '#src/account/feed/price-record.js';
import { nothingUsual } from '#src/prices/index.js';
import { loadEntries, updateEntry } from '#src/store/stored-map.js';
import { memoryStore } from '../../support/memory-store.js';

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
    await updateEntry(target, 'nomosPrices', 'a/newer', { version: 2 });
    for (let days = 0; days <= 6; days += 1) await save(target, 'own', now + days * day);
    assert.deepEqual(await left(target), ['a/newer', 'a/own']);
    await save(target, 'own', now + 7 * day);
    assert.deepEqual(await left(target), ['a/own']);
  });
});
