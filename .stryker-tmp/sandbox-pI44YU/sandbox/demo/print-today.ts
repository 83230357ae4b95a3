// @ts-nocheck
import { priceChart } from './chart.js';

interface PricesAnswer {
  readonly timeZone: string;
  readonly intervals: readonly { readonly start: string; readonly end: string; readonly amount: number | null }[];
  readonly plans: readonly { readonly runs: readonly { readonly start: string; readonly end: string }[] }[];
}

/** Waits (at most a minute) for prices and a plan of an account, and prints today with the planned runs marked. */
export async function printToday(nodeRedUrl: string, accountId: string): Promise<void> {
  // Real time: the demo makes clocks and timers run faster.
  const patience = AbortSignal.timeout(30_000);
  let answer = await askPrices(nodeRedUrl, accountId);
  while ((answer.intervals.length === 0 || answer.plans.every(({ runs }) => runs.length === 0)) && !patience.aborted) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    answer = await askPrices(nodeRedUrl, accountId);
  }
  // The prices may have come a moment before the plan that knows them.
  await realWait(500);
  answer = await askPrices(nodeRedUrl, accountId);
  const today = answer.intervals[0]?.start.slice(0, 10);
  const instants = <T extends { start: string; end: string }>(stretch: T) => ({
    start: Date.parse(stretch.start),
    end: Date.parse(stretch.end),
  });
  const intervals = answer.intervals
    .filter(({ start }) => start.slice(0, 10) === today)
    .map((interval) => ({ ...instants(interval), priceCt: interval.amount }));
  const runs = answer.plans.flatMap((plan) => plan.runs.map(instants));
  console.log(`Prices of ${today}; ▔ = planned window`);
  for (const line of priceChart(intervals, { timeZone: answer.timeZone, runs, height: 8 })) console.log(line);
}

function realWait(ms: number): Promise<void> {
  return new Promise((resolve) => AbortSignal.timeout(ms).addEventListener('abort', () => resolve()));
}

async function askPrices(nodeRedUrl: string, accountId: string): Promise<PricesAnswer> {
  const response = await fetch(`${nodeRedUrl}/nomos/accounts/${accountId}/prices`);
  if (!response.ok) throw new Error(`no prices: ${response.status} ${await response.text()}`);
  return (await response.json()) as PricesAnswer;
}
