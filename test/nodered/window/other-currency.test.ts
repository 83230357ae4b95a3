import assert from 'node:assert/strict';
import { type AnyMessage, loadNode, type NodeBench, standAt, unloadNode } from '../../support/nodered/node-bench.js';

const hour = 3_600_000;
const iso = (text: string) => `2026-11-22T${text}:00+01:00`;
/** An hour each from 14:00 on, in hundredths per kWh; the cheapest is 17:00 to 18:00. */
const hundredths = [30, 28, 26, 10, 27, 29];
const starts = hundredths.map((_, index) => new Date(Date.parse(iso('14:00')) + index * hour).toISOString());
const listOf = (perHundredth: number) =>
  starts.map((start, index) => ({ start, value: (hundredths[index] ?? 0) * perHundredth }));

const lastPlan = ({ sent }: NodeBench): AnyMessage => sent[2].at(-1)?.payload;

describe('cheapest-window with prices in another currency', () => {
  beforeEach(() => standAt(iso('14:07')));
  afterEach(() => unloadNode());

  for (const [unit, perHundredth] of [
    ['SEK/kWh', 1 / 100],
    ['GBP/kWh', 1 / 100],
    ['GBP/MWh', 10],
    ['NOK/MWh', 10],
  ] as const)
    it(`${unit}: every ct of plan and limit is a hundredth of it`, async () => {
      const stored = {
        type: 'cheapest-window',
        version: 1,
        priceSource: 'message',
        trigger: 'message',
        withinHours: 5,
      };
      const bench = await loadNode({ node: { ...stored, powerKw: 2, maxPriceCt: 20 } });
      await bench.receive({ payload: listOf(perHundredth), unit });
      await bench.receive({ command: 'plan' });
      const { runs, averageCt, costCt, costUnit, saved, prices } = lastPlan(bench);
      const [run] = runs;
      assert.deepEqual([run.start, run.end, run.averageCt, run.costCt], [iso('17:00'), iso('18:00'), 10, 20]);
      assert.deepEqual([averageCt, costCt, costUnit], [10, 20, 'ct']);
      // Beginning at once: 53 minutes at 30 and seven at 28, with 2 kW.
      assert.ok(Math.abs(saved.againstNowCt - (2 * (53 * 30 + 7 * 28)) / 60 + 20) < 1e-6, String(saved.againstNowCt));
      assert.deepEqual(prices, { from: 'plain', unit });
      await bench.receive({ command: 'plan', options: { maxPriceCt: 9 } });
      assert.equal(lastPlan(bench).feasible, false);
      assert.deepEqual([bench.errors, bench.warnings], [[], []]);
    });

  it('a list that names its currency itself needs nothing else', async () => {
    const stored = { type: 'cheapest-window', version: 1, priceSource: 'message', trigger: 'message', withinHours: 5 };
    const bench = await loadNode({ node: { ...stored, powerKw: 2 } });
    await bench.receive({ payload: { currency: 'SEK', unit: 'kWh', prices: listOf(1 / 100) } });
    await bench.receive({ command: 'plan' });
    const { costCt, prices } = lastPlan(bench);
    assert.deepEqual([costCt, prices.unit], [20, 'SEK/kWh']);
  });
});
