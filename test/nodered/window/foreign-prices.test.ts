import assert from 'node:assert/strict';
import { seriesMessage } from '#src/nodered/prices/price-message.js';
import { decodeForeignPrices, isPrices } from '#src/nodered/window/foreign-prices.js';
import { defaultLevelLimits, type PriceSeries } from '#src/prices/index.js';
import { cpuMs } from '../../support/clock/cpu-time.js';
import { refusesField } from '../../support/nomos/refusals.js';

const hour = 3_600_000;
const first = Date.parse('2026-11-22T14:00:00+01:00');
const reader = { priceUnit: 'automatic', timeZone: 'Europe/Berlin', now: first } as const;
const series: PriceSeries = [20.5, -1, null].map((priceCt, index) => ({
  start: first + index * hour,
  end: first + (index + 1) * hour,
  priceCt,
  components: {},
}));

/** A list as a supplier sends it, about so many characters long. */
function listOfLength(characters: number): object[] {
  const row = (index: number) => ({
    start: new Date(first + index * 900_000).toISOString(),
    end: new Date(first + (index + 1) * 900_000).toISOString(),
    value: 20 + (index % 7),
  });
  return Array.from({ length: Math.floor(characters / (JSON.stringify(row(0)).length + 1)) }, (_, index) => row(index));
}

describe('nodered: prices of any tariff', () => {
  for (const unit of ['ct/kWh', 'EUR/kWh', 'EUR/MWh'] as const)
    it(`what nomos-prices sends on output 2, in ${unit}`, () => {
      const style = { unit, levels: defaultLevelLimits };
      const own = decodeForeignPrices(seriesMessage(series, false, { ...style, format: 'native' }), reader);
      assert.deepEqual(own, { series, reading: { from: 'nomos', unit } });
      const powerSaver = decodeForeignPrices(seriesMessage(series, false, { ...style, format: 'power-saver' }), reader);
      assert.deepEqual(powerSaver, { series: series.slice(0, 2), reading: { from: 'power-saver', unit } });
    });

  it('may be JSON as text or as bytes', () => {
    const payload = { priceInfo: { today: [{ startsAt: '2026-11-22T14:00:00+01:00', total: 0.205 }] } };
    const text = `\n  ${JSON.stringify(payload)}`;
    const marked = `\uFEFF${text}`;
    for (const written of [text, Buffer.from(text), new Uint8Array(Buffer.from(text)), marked, Buffer.from(marked)]) {
      assert.equal(decodeForeignPrices({ payload: written }, reader).series[0]?.priceCt, 20.5);
      assert.ok(isPrices(written));
    }
  });

  for (const [name, payload] of [
    ['JSON that breaks off', '{"priceData": [{"start": "2026-11-22T14:00:00Z"'],
    ['JSON without prices', '{"prices": []}'],
    ['a page', '<!DOCTYPE html>'],
    ['an empty text', ''],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00])],
  ] as const)
    it(`refuses ${name}`, () => {
      refusesField(() => decodeForeignPrices({ payload }, reader), 'payload');
      assert.equal(isPrices(payload), false);
    });

  it('refuses a text that is longer than any answer', () => {
    const payload = `[${' '.repeat(2_000_000)}]`;
    refusesField(() => decodeForeignPrices({ payload }, reader), 'payload.length');
    assert.equal(isPrices(payload), false);
  });

  for (const [name, payload] of [
    ['a million characters of prices', JSON.stringify(listOfLength(1_000_000))],
    ['a million characters of local times', JSON.stringify(listOfLength(1_000_000)).replaceAll('.000Z', '    ')],
    ['a million zeros', `[{"start":"${'0'.repeat(1_000_000)}!","value":1}]`],
    ['a million digits for a price', `[{"start":1795352400,"value":"${'1'.repeat(1_000_000)}x"}]`],
    ['a million spaces', ' '.repeat(1_000_000)],
    ['a million brackets', '['.repeat(1_000_000)],
    ['a hundred thousand empty objects', `[${'{},'.repeat(100_000)}{}]`],
    ['twenty thousand names', Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`n${index}`, [1]]))],
    ['a million characters of unit', { unit: '/'.repeat(1_000_000), prices: [{ start: first, value: 20 }] }],
  ] as const)
    it(`${name} take no more than 50 ms`, () => {
      const ms = cpuMs(50, () => {
        try {
          decodeForeignPrices({ payload }, reader);
        } catch (error) {
          assert.match(String(error), /^(ConfigError|Error)/);
        }
      });
      assert.ok(ms < 50, `${ms} ms`);
    });
});
