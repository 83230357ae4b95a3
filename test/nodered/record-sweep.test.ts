import assert from 'node:assert/strict';
import { sweepRecords, watchRecords } from '#src/nodered/record-sweep.js';
import { loadReported, saveReported } from '#src/nodered/usage/usage-record.js';
import { noMessagePrices } from '#src/nodered/window/message-prices.js';
import { loadRunRecord, saveRunRecord } from '#src/nodered/window/run-record.js';
import { emptyRunLog } from '#src/runs/index.js';
import { loadEntries, updateEntry } from '#src/store/stored-map.js';
import { memoryStore } from '../support/account/memory-store.js';

const day = 86_400_000;
const now = Date.parse('2026-11-22T16:10:00+01:00');
const log = { ...emptyRunLog, skipped: { start: now, end: now + day } };
const scope = { account: 'account', subscription: '', period: 'day' };

describe('nodered: what nodes remember, deploy after deploy', () => {
  async function stored() {
    const store = memoryStore();
    await saveRunRecord(store, 'boiler', { log, prices: noMessagePrices });
    const marks = async () => (await loadEntries(store, 'nomosRuns')) as Record<string, { removedAt?: number }>;
    const sweep = (ids: readonly string[], at: number) => sweepRecords(store, { key: 'nomosRuns', ids }, at);
    return { store, marks, sweep };
  }

  it('a deleted node keeps its record for 7 days, and is as it was when the deletion is undone', async () => {
    const { store, marks, sweep } = await stored();
    await sweep([], now);
    assert.equal((await marks()).boiler?.removedAt, now);
    for (let days = 1; days <= 6; days += 1) await sweep([], now + days * day);
    await sweep([], now + 7 * day - 1);
    assert.deepEqual((await loadRunRecord(store, 'boiler')).log, log);
    await sweep(['boiler'], now + 7 * day - 1);
    assert.equal((await marks()).boiler?.removedAt, undefined);
    for (let days = 8; days <= 15; days += 1) await sweep([], now + days * day);
    assert.deepEqual(await marks(), {});
  });

  it('a node that saves is not marked any more', async () => {
    const { store, marks, sweep } = await stored();
    await sweep([], now);
    await saveRunRecord(store, 'boiler', { log, prices: noMessagePrices });
    assert.equal((await marks()).boiler?.removedAt, undefined);
  });

  it('nothing is written while nothing changes, and what is none of ours stays', async () => {
    const { store, sweep } = await stored();
    await updateEntry(store, 'nomosRuns', 'odd', 'text');
    const before = store.saves;
    await sweep(['boiler'], now);
    assert.equal(store.saves, before);
    await sweep([], now);
    assert.equal((await loadEntries(store, 'nomosRuns')).odd, 'text');
  });

  it('after every deploy the records of both kinds of nodes are looked at, but not without flows to look at', async () => {
    const { store, marks } = await stored();
    const reported = { until: '2026-11-21', doneOn: '2026-11-22', open: [] };
    await saveReported(store, 'usage', { ...reported, ...scope });
    let running = '';
    const listeners = new Map<string, (payload: unknown) => void>();
    watchRecords({
      store,
      routes: { isNewest: () => true },
      translate: (key: string) => key,
      red: {
        events: { on: (event: string, listener: (payload: unknown) => void) => void listeners.set(event, listener) },
        settings: { available: () => true },
        log: { warn: assert.fail },
        nodes: { getNode: (id: string) => (id === running ? {} : null) },
      },
    } as unknown as Parameters<typeof watchRecords>[0]);
    const deploy = async (flows: unknown) => {
      listeners.get('flows:started')?.({ config: { flows } });
      for (let turn = 0; turn < 9; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      const usage = (await loadEntries(store, 'nomosUsage')) as Record<string, { removedAt?: number }>;
      return [(await marks()).boiler?.removedAt, usage.usage?.removedAt].map((mark) => mark !== undefined);
    };
    const boiler = { id: 'boiler', type: 'cheapest-window', d: true };
    const usage = { id: 'usage', type: 'nomos-usage', z: 'tab' };
    assert.deepEqual(await deploy([{ id: 'tab', type: 'tab', disabled: true }, boiler, usage]), [false, false]);
    assert.deepEqual(await deploy(undefined), [false, false]);
    assert.deepEqual(await deploy([boiler]), [false, true]);
    assert.deepEqual(await deploy([]), [true, true]);
    // As one inside a subflow that was installed as a module: the flows name only its instance.
    running = 'boiler';
    assert.deepEqual(await deploy([]), [false, true], 'a node that runs is not gone');
    assert.deepEqual(await loadReported(store, 'usage', scope), reported);
  });
});
