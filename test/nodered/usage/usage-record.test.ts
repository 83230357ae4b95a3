import assert from 'node:assert/strict';
import { loadReported, saveReported } from '#src/nodered/usage/usage-record.js';
import { nothingReported, type Reported } from '#src/usage/index.js';
import { memoryStore } from '../../support/account/memory-store.js';

const scope = { account: 'account', subscription: '', period: 'day' };
const open = { firstDay: '2026-11-20', lastDay: '2026-11-20', told: 'preliminary' as const };
const reported: Reported = { until: '2026-11-21', doneOn: '2026-11-22', open: [open] };

describe('nodered: what a nomos-usage node has reported', () => {
  it('comes back as it was saved, for the same settings only', async () => {
    const store = memoryStore();
    assert.deepEqual(await loadReported(store, 'usage', scope), nothingReported);
    await saveReported(store, 'usage', { ...reported, ...scope });
    assert.deepEqual(await loadReported(store, 'usage', scope), reported);
    for (const other of [{ account: 'x' }, { subscription: 'sub_2' }, { period: 'month' }])
      assert.deepEqual(await loadReported(store, 'usage', { ...scope, ...other }), nothingReported);
    assert.deepEqual(await loadReported(store, 'another', scope), nothingReported);
  });

  for (const [name, spoilt, expected] of [
    ['another version', { version: 2 }, nothingReported],
    ['no list', { open: 'many' }, nothingReported],
    ['an entry that is none', { open: [null, {}, { ...open, told: 'perhaps' }, open] }, reported],
    ['no dates', { until: 5, doneOn: 'today' }, { ...reported, until: undefined, doneOn: undefined }],
  ] as const)
    it(`${name} in the store does no harm`, async () => {
      const store = memoryStore();
      await saveReported(store, 'usage', { ...reported, ...scope, ...spoilt } as never);
      if ('version' in spoilt) {
        const map = structuredClone(await store.load('nomosUsage')) as { entries: string };
        await store.save('nomosUsage', { ...map, entries: map.entries.replace('"version":1', '"version":2') });
      }
      assert.deepEqual(await loadReported(store, 'usage', scope), expected);
    });
});
