import { costAt, follow, type Marks, type Mode, marks } from '#src/storage/index.js';
import { civilDate } from '#src/time/index.js';
import type { Months } from './homes.js';
import { type Account, live, type Order } from './inverter.js';
import { timeZone } from './prices.js';

/** What a way of using the battery came to in each calendar month, and how often the mode changed. */
export interface Outcome {
  readonly months: ReadonlyMap<string, MonthSum>;
  readonly changes: number;
}

/** Bill and wear in ct, what the battery gave in kWh. */
export interface MonthSum {
  billCt: number;
  wearCt: number;
  givenKwh: number;
}

/** What a stored kWh counts at the very end of a stretch, ct. */
const leftCt = 12;
/** The last day of a stretch is the same for all: what is stored then counts as what hindsight makes of it. */
const lastDay = 96;

/** The best that can be made of some months, known from the beginning. */
function hindsight({ battery, steps }: Months): readonly Marks[] {
  return marks(battery, steps, leftCt);
}

/** Lives some months but their last day by an order for each quarter-hour; what the battery holds is known before each. */
export function liveBy(months: Months, orderAt: (index: number, storedKwh: number) => Order): Outcome {
  const { battery, steps } = months;
  const account: Account = { storedKwh: battery.minKwh, billCt: 0, wearCt: 0, givenKwh: 0 };
  const found = new Map<string, MonthSum>();
  let [changes, before] = [0, undefined as Mode | undefined];
  for (const [i, step] of steps.slice(0, -lastDay).entries()) {
    const order = orderAt(i, account.storedKwh);
    if (before !== undefined && before !== order.mode) changes += 1;
    before = order.mode;
    const was = { ...account };
    live(battery, account, order, step);
    add(found, step.start, {
      billCt: account.billCt - was.billCt,
      wearCt: account.wearCt - was.wearCt,
      givenKwh: account.givenKwh - was.givenKwh,
    });
  }
  const last = steps.at(-lastDay);
  const after = hindsight(months).at(-lastDay)?.before;
  if (last !== undefined && after !== undefined)
    add(found, last.start, { billCt: costAt(after, account.storedKwh), wearCt: 0, givenKwh: 0 });
  return { months: found, changes };
}

function add(months: Map<string, MonthSum>, start: number, sum: MonthSum): void {
  const month = civilDate(timeZone, start).slice(0, 7);
  const held = months.get(month) ?? { billCt: 0, wearCt: 0, givenKwh: 0 };
  held.billCt += sum.billCt;
  held.wearCt += sum.wearCt;
  held.givenKwh += sum.givenKwh;
  months.set(month, held);
}

/** Plain self-consumption. */
export const selfUse = (months: Months) => liveBy(months, () => ({ mode: 'auto' }));

/** The rule that people wire: three cheapest hours of the day charge, six dearest serve, else the battery waits. */
export function usualRule(months: Months): Outcome {
  const modes = months.steps.map((): Mode => 'hold');
  const days = new Map<string, number[]>();
  for (const [i, { start }] of months.steps.entries()) {
    const date = civilDate(timeZone, start);
    days.set(date, [...(days.get(date) ?? []), i]);
  }
  for (const day of days.values()) {
    const byPrice = day.sort((a, b) => (months.steps[a]?.buyCt ?? 0) - (months.steps[b]?.buyCt ?? 0));
    for (const i of byPrice.slice(0, 12)) modes[i] = 'charge';
    for (const i of byPrice.slice(-24)) modes[i] = 'auto';
  }
  return liveBy(months, (i) => ({ mode: modes[i] as Mode }));
}

/** What somebody pays who has no battery, and what he would pay at best who knew all prices, the house and the sun; ct. */
export function bounds(months: Months): { noneCt: number; bestCt: number; bestBillCt: number } {
  const { battery, steps } = months;
  const found = hindsight(months);
  const path = (policy: 'none' | 'plan') => follow(battery, steps, { marks: found, storedKwh: battery.minKwh, policy });
  const best = path('plan');
  const bestCt = found[0] === undefined ? 0 : costAt(found[0].before, battery.minKwh);
  return { noneCt: path('none').costCt, bestCt, bestBillCt: bestCt - best.wearCt };
}
