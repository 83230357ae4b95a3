import assert from 'node:assert/strict';
import { BatteryMemory } from '#src/nodered/battery/battery-memory.js';
import type { BatteryNodeParts } from '#src/nodered/battery/deployed-batteries.js';
import type { PriceSeries } from '#src/prices/index.js';
import type { SunForecast } from '#src/sun/index.js';

const minute = 60_000;
const hour = 60 * minute;
const start = Date.parse('2026-11-22T00:00:00+01:00');
const reader = { now: start, timeZone: 'Europe/Berlin' };
const seriesOf = (amounts: readonly number[]): PriceSeries =>
  amounts.map((priceCt, index) => ({
    start: start + index * hour,
    end: start + (index + 1) * hour,
    priceCt,
    components: {},
  }));
const sunOf = (kw: number): SunForecast => [{ start: start + hour, end: start + 2 * hour, fromKw: kw, toKw: kw }];

describe('nodered: what a home-battery node saves of messages', () => {
  it('is what is new, and a forecast that is still the same every quarter-hour', async () => {
    let saves = 0;
    const stored = new Map<string, unknown>();
    const settings = {
      available: () => true,
      get: (key: string) => stored.get(key),
      set: async (key: string, value: unknown) => {
        saves += 1;
        stored.set(key, structuredClone(value));
      },
    };
    const node = { id: 'battery', warn: (text: string) => assert.fail(text) };
    const parts = { red: { settings }, node, translate: (key: string) => key } as unknown as BatteryNodeParts;
    const saved = async (memory: BatteryMemory): Promise<number> => {
      const before = saves;
      memory.saveNews();
      await memory.settled();
      return saves - before;
    };
    const memory = new BatteryMemory(parts);
    memory.take(await memory.load());
    assert.equal(await saved(memory), 0);
    memory.addPrices(seriesOf([1, 2]), undefined, reader);
    assert.equal(await saved(memory), 1);
    memory.addPrices(seriesOf([1, 2]), undefined, reader);
    assert.equal(await saved(memory), 0, 'the same prices');
    memory.forecast = { sun: sunOf(1), at: start };
    assert.equal(await saved(memory), 1);
    memory.forecast = { sun: sunOf(1), at: start + 14 * minute };
    assert.equal(await saved(memory), 0, 'the same forecast');
    memory.forecast = { sun: sunOf(2), at: start + 14 * minute };
    assert.equal(await saved(memory), 1, 'another one');
    memory.forecast = { sun: sunOf(2), at: start + 29 * minute };
    assert.equal(await saved(memory), 1, 'confirmed');
    const restarted = new BatteryMemory(parts);
    restarted.take(await restarted.load());
    restarted.addPrices(seriesOf([1, 2]), undefined, reader);
    assert.equal(await saved(restarted), 0, 'after a restart');
  });
});
