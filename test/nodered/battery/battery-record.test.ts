import assert from 'node:assert/strict';
import { emptyBatteryLog } from '#src/battery/index.js';
import { loadBatteryRecord } from '#src/nodered/battery/battery-record.js';
import { memoryStore } from '../../support/account/memory-store.js';

describe('nodered: what a home-battery node remembers', () => {
  const series = [{ start: 0, end: 1, priceCt: 2, components: {} }];

  it('leaves out prices that nothing can be planned by', async () => {
    const prices = { series: [...series, null, { start: 5, end: 4, priceCt: 1 }] };
    const entry = { version: 1, log: emptyBatteryLog, prices };
    const store = memoryStore({ nomosBattery: { version: 1, entries: { battery: entry } } });
    const { prices: read } = await loadBatteryRecord(store, 'battery');
    assert.deepEqual(read.series, series);
  });
});
