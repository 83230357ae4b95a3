import type { Sandbox } from '../../sandbox/index.js';
import { earlier, localDate, shiftDate } from '../../sandbox/local-time.js';
import { read, signIn } from '../support/nomos/sandbox-requests.js';
import type { Prices } from './least-cost.js';
import type { Schedule } from './schedule.js';

const daysAtOnce = 90;

/** What the simulated Nomos published in the whole stretch, asked by another client when all is over. */
export async function truePrices(sandbox: Sandbox, { start, end }: Schedule): Promise<Prices> {
  sandbox.clock.stopAt(end + 2 * 86_400_000);
  const { accessToken } = await signIn(sandbox);
  const { id } = sandbox.customers[0]!.subscriptions[0]!;
  const prices = new Map<number, number>();
  const last = shiftDate(localDate(end), 1);
  for (let from = localDate(start); from <= last; from = shiftDate(from, daysAtOnce)) {
    const to = earlier(last, shiftDate(from, daysAtOnce - 1));
    const path = `/subscriptions/${id}/prices?start=${from}&end=${to}`;
    const { status, body } = await read(sandbox, path, { accessToken });
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    for (const { timestamp, amount } of body.items) prices.set(Date.parse(timestamp), amount);
  }
  return prices;
}
