import assert from 'node:assert/strict';
import type { RecentDay } from '#src/battery/expected/recent-days.js';
import { horizonOf } from '#src/battery/horizon.js';
import { emptyBatteryLog } from '#src/battery/index.js';
import type { Step } from '#src/storage/index.js';
import { addDays, msPerHour } from '#src/time/index.js';
import { Asked, battery, nightAndEvening, pricesOf, twoDays, winter } from '../battery-scene.js';

const day = '2026-01-14';
const house = Array.from({ length: 96 }, (_, quarter) => quarter / 960);

/** The days before `day`, each at the prices of a local hour. */
function daysBefore(...prices: ((hour: number) => number)[]): RecentDay[] {
  return prices.map((priceCt, index) => ({
    date: addDays(day, index - prices.length),
    row: Array.from({ length: 96 }, (_, quarter) => priceCt(quarter / 4)),
  }));
}

const sum = (steps: readonly Step[], of: (step: Step) => number) => steps.reduce((total, step) => total + of(step), 0);

describe('battery: the days that may follow the known prices', () => {
  // The day after is one of 24, 23 and 25 hours; what is expected is always 24.
  for (const date of [day, '2026-03-28', '2026-10-24'])
    it(`${date}: each is by the hour, over the same stretch and with the same house as the expected day`, () => {
      const prices = pricesOf([date], nightAndEvening);
      const recent = daysBefore((hour) => hour, nightAndEvening);
      const outlook = { settings: battery(), prices, house, marginCt: undefined, recent, now: prices[40]!.start };
      const { steps, knownCount, likely } = horizonOf(outlook);
      const expected = steps.slice(knownCount);
      assert.ok(likely.length >= 2);
      for (const { steps: own } of likely) {
        assert.equal(own.length, 24);
        assert.equal(own[0]?.start, expected[0]?.start);
        assert.equal(own.at(-1)?.end, expected.at(-1)?.end);
        assert.ok(own.every(({ start, end }, i) => end - start === msPerHour && start === (own[i - 1]?.end ?? start)));
        assert.ok(Math.abs(sum(own, ({ netKwh }) => netKwh) - sum(expected, ({ netKwh }) => netKwh)) < 1e-9);
      }
    });

  it('each is half as a day was and half as expected', () => {
    const prices = pricesOf([day], nightAndEvening);
    const recent = daysBefore((hour) => hour);
    const outlook = { settings: battery(), prices, house, marginCt: undefined, recent, now: winter(day, '10:00') };
    const { likely } = horizonOf(outlook);
    assert.equal(likely.length, 2);
    const evening = 19;
    // The mean of 19, 19.25, 19.5 and 19.75 ct, and the 40 ct that are expected; today itself is like what is expected.
    assert.equal(likely[0]?.steps[evening]?.buyCt, (19.375 + 40) / 2);
    assert.equal(likely[1]?.steps[evening]?.buyCt, 40);
  });

  it('what a day was dearer or cheaper is the market: where that was below zero, feeding in pays nothing', () => {
    const prices = pricesOf([day], () => 20, { marginCt: 2 });
    const settings = battery({ solar: 'yes', feedInCt: 8, unpaidWhenNegative: true });
    const recent = daysBefore((hour) => (hour >= 12 && hour < 14 ? 1 : 20));
    const outlook = { settings, prices, house, marginCt: 2, recent, now: winter(day, '10:00') };
    const { likely } = horizonOf(outlook);
    const paid = likely[0]?.steps.map(({ feedInCt }) => feedInCt) ?? [];
    assert.deepEqual(
      paid,
      Array.from({ length: 24 }, (_, hour) => (hour === 12 || hour === 13 ? 0 : 8)),
    );
  });

  it('what is stored is kept for a morning that is dear on some days, though none is expected to be', () => {
    const flat = () => 25;
    const dear = (hour: number) => (hour >= 6 && hour < 10 ? 100 : 25);
    const modeAfter = (recent: readonly RecentDay[]) => {
      const asked = new Asked(battery({ chargeFromGrid: false }), pricesOf([day], flat));
      asked.log = { ...emptyBatteryLog, recent };
      asked.ask(winter(day, '20:00'), { cause: 'readings', readings: { socPercent: 20, powers: {} } });
      return asked.decisions.at(-1)?.state;
    };
    assert.equal(modeAfter(daysBefore(flat, flat, flat))?.mode, 'auto');
    const kept = modeAfter(daysBefore(flat, dear, dear));
    assert.equal(kept?.mode, 'hold');
    assert.ok((kept?.storedValueCt ?? 0) > 25);
  });

  it('a plan never loses against self-consumption by its own reckoning, whatever the days before were', () => {
    for (const priceCt of [nightAndEvening, (hour: number) => -20 + 4 * hour, () => 90]) {
      const asked = new Asked(battery(), pricesOf(twoDays(day), nightAndEvening));
      asked.log = { ...emptyBatteryLog, recent: daysBefore(priceCt, nightAndEvening, priceCt) };
      asked.ask(winter(day, '14:00'), { cause: 'readings', readings: { socPercent: 50, powers: {} } });
      const saved = asked.decisions.at(-1)?.plan?.saved;
      assert.ok((saved?.againstSelfUseCt ?? -1) >= -1e-9);
      assert.ok((saved?.againstNoBatteryCt ?? -1) >= -1e-9);
    }
  });
});
