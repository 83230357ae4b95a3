import { type PriceSeries, slice } from '#src/prices/index.js';
import { addDays, civilDate, instantOf, msPerHour } from '#src/time/index.js';
import { TestHouse } from '../../test/home/houses.js';
import { jointOptimum } from '../../test/home/joint-optimum.js';
import { highs } from '../../test/planner/oracle/highs.js';

const timeZone = 'Europe/Berlin';
const quarterMs = 900_000;

/** What the night costs where each car has a part of it for itself, which is what people did before: split at one hour. */
function splitNight(
  night: PriceSeries,
  window: { start: number; end: number },
  at: number,
  minutes: readonly [number, number],
) {
  const parts = [
    { start: window.start, end: at },
    { start: at, end: window.end },
  ];
  return parts.reduce((sum, part, index) => {
    const cheapest = slice(night, part)
      .map(({ priceCt }) => priceCt ?? Number.NaN)
      .sort((a, b) => a - b);
    const quarters = (minutes[index] ?? 0) / 15;
    return sum + cheapest.slice(0, quarters).reduce((all, ct) => all + ct * 2.75, 0);
  }, 0);
}

/** Two cars (3 h and 2 h, 11 kW) on one connection of 11 kW, 18:00 to 07:00, every night. */
export async function twoCars(prices: PriceSeries): Promise<void> {
  const solver = await highs();
  let [nights, ours, joint] = [0, 0, 0];
  const advice = new Map<string, number>();
  const first = prices[0]?.start ?? 0;
  for (
    let date = civilDate(timeZone, first);
    instantOf(timeZone, date, '18:00') < (prices.at(-1)?.end ?? 0);
    date = addDays(date, 1)
  ) {
    const window = { start: instantOf(timeZone, date, '18:00'), end: instantOf(timeZone, addDays(date, 1), '07:00') };
    const night = slice(prices, window);
    if (night.length * quarterMs !== window.end - window.start) continue;
    const house = new TestHouse(
      [180, 120].map((durationMinutes, index) => ({
        id: `car${index}`,
        settings: { mode: 'interruptible', powerKw: 11, durationMinutes, from: '18:00', to: '07:00', timeZone },
      })),
      prices,
    );
    house.house = { limitKw: 11, oneAtATime: false, told: [] };
    house.decide(window.start - msPerHour, 'start');
    const loads = [12, 8].map((hours, index) => {
      return { id: `car${index}`, priority: 5, kw: 2.75, hours, isContiguous: false, from: 0, to: night.length };
    });
    const sunKw = night.map(() => 0);
    const slots = night.map(({ priceCt }) => priceCt ?? 0);
    nights += 1;
    for (const hour of ['23:00', '00:00', '01:00', '02:00'])
      for (const minutes of [[180, 120] as const, [120, 180] as const]) {
        const at = instantOf(timeZone, hour === '23:00' ? date : addDays(date, 1), hour);
        const key = `${hour} ${minutes}`;
        advice.set(key, (advice.get(key) ?? 0) + splitNight(night, window, at, minutes));
      }
    joint +=
      jointOptimum(solver, { prices: slots, loads, limitKw: 2.75, oneAtATime: false, sunKw, feedInCt: 0 }) ??
      Number.NaN;
    ours += [...house.decisions.values()].reduce((sum, { plan }) => sum + (plan?.costCt ?? Number.NaN), 0);
  }
  const splits = [...advice.values()].map((sum) => sum / nights).sort((a, b) => a - b);
  console.log(
    `two cars on 11 kW, ${nights} nights: ${(ours / nights).toFixed(2)} ct a night, all at once ${(joint / nights).toFixed(2)}, ` +
      `each its own part of the night ${splits[0]?.toFixed(0)} … ${splits.at(-1)?.toFixed(0)}`,
  );
}
