import assert from 'node:assert/strict';
import { type MessagePrices, noMessagePrices, withMessagePrices } from '#src/nodered/window/message-prices.js';
import { WindowMemory } from '#src/nodered/window/window-memory.js';
import type { PriceSeries } from '#src/prices/index.js';
import { memoryStore } from '../../support/account/memory-store.js';

const hour = 3_600_000;
const start = Date.parse('2026-11-22T00:00:00+01:00');
const seriesOf = (amounts: readonly number[], first = 0): PriceSeries =>
  amounts.map((priceCt, index) => ({
    start: start + (first + index) * hour,
    end: start + (first + index + 1) * hour,
    priceCt,
    components: {},
  }));

describe('nodered: what a cheapest-window node saves of prices by message', () => {
  async function remembering() {
    const store = memoryStore();
    const memory = new WindowMemory({ store, nodeId: 'window', failed: (error) => assert.fail(String(error)) });
    await memory.load();
    /** A message with prices and the decision after it, which by itself need not be saved. */
    const told = async (series: PriceSeries, now: number): Promise<number> => {
      const known: MessagePrices = memory.messages;
      memory.messages = withMessagePrices(known, series, { now, timeZone: 'Europe/Berlin' });
      const before = store.saves;
      memory.remember(memory.log, false);
      await memory.close();
      return store.saves - before;
    };
    return { memory, store, told };
  }

  it('is what is new: a flow that sends the same prices every minute wears out no memory card', async () => {
    const { told } = await remembering();
    const day = seriesOf(Array.from({ length: 96 }, (_, index) => index % 7));
    assert.equal(await told(day, start), 1);
    for (let minute = 1; minute < 30; minute += 1) assert.equal(await told(day, start + (minute * hour) / 60), 0);
    assert.equal(await told(day.slice(3), start + 60 * hour), 0, 'what is long over is dropped');
    assert.equal(await told(seriesOf([1, 2], 96), start + 60 * hour), 1, 'a later day');
    assert.equal(await told(seriesOf([9], 97), start + 60 * hour), 1, 'another price');
    assert.equal(await told(seriesOf([9], 97), start + 60 * hour), 0);
  });

  it('is not saved again after a restart', async () => {
    const { store, told } = await remembering();
    await told(seriesOf([1, 2, 3]), start);
    const memory = new WindowMemory({ store, nodeId: 'window', failed: (error) => assert.fail(String(error)) });
    await memory.load();
    assert.notEqual(memory.messages, noMessagePrices);
    memory.messages = withMessagePrices(memory.messages, seriesOf([1, 2, 3]), {
      now: start,
      timeZone: 'Europe/Berlin',
    });
    const before = store.saves;
    memory.remember(memory.log, false);
    await memory.close();
    assert.equal(store.saves, before);
  });
});
