// @ts-nocheck
import { isoSeconds, minuteOfDay, quartersOf } from '../../../sandbox/local-time.js';
import type { PriceSource } from '../../../sandbox/server/modes.js';

const dipCt = 12;

/** Every day 30 ct/kWh and a little more each quarter-hour, but 12 ct/kWh between two local times, `HH:MM`, of a day. */
export function dipBetween(from: string, to: string): PriceSource {
  return (_subscription, date) =>
    quartersOf(date).map(({ start, minuteOfDay: minute }, index) => {
      const amount = minute >= minuteOfDay(from) && minute < minuteOfDay(to) ? dipCt : 30 + index / 100;
      const components = [
        { type: 'electricity', amount: amount - 10 },
        { type: 'grid', amount: 10 },
      ];
      return { timestamp: isoSeconds(start), amount, components };
    });
}

/** No price of any day is known: every amount is null. */
export const nullPrices: PriceSource = (_subscription, date) =>
  quartersOf(date).map(({ start }) => ({
    timestamp: isoSeconds(start),
    amount: null,
    components: [{ type: 'electricity', amount: null }],
  }));

/** A stretch of a day, [from, to) on the wall clock, with one price. */
export interface PricedStretch {
  readonly date: string;
  readonly from: string;
  readonly to: string;
  readonly ct: number;
}

/** Every day 30 ct/kWh and a little more each quarter-hour, but the given prices in the given stretches. */
export function stretches(...known: readonly PricedStretch[]): PriceSource {
  return (_subscription, date) =>
    quartersOf(date).map(({ start, minuteOfDay: minute }, index) => {
      const isIn = ({ date: day, from, to }: PricedStretch) =>
        day === date && minute >= minuteOfDay(from) && minute < minuteOfDay(to);
      const amount = known.find(isIn)?.ct ?? 30 + index / 100;
      const components = [
        { type: 'electricity', amount: amount - 10 },
        { type: 'grid', amount: 10 },
      ];
      return { timestamp: isoSeconds(start), amount, components };
    });
}
