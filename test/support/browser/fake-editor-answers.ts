import type { Page } from 'playwright-core';
import type { AccountAnswer, HomesAnswer, PricesAnswer } from '#src/protocol/admin-api.js';

const quarterMs = 900_000;

/** What the routes of an account answer in a test that owns them; instants are ISO 8601. */
export interface FakeAnswers {
  readonly account?: Partial<AccountAnswer['connection']>;
  readonly prices?: Partial<PricesAnswer>;
  /** That of the runtime. */
  readonly language?: string;
}

/** Answers of the account `id` in place of the runtime, until the page is left; a later call replaces an earlier one. */
export async function fakeAccount(page: Page, id: string, { account, prices, language }: FakeAnswers): Promise<void> {
  await page.unrouteAll();
  const connection = { phase: 'connected', since: '2026-11-22T10:00:00+01:00', saved: true, ...account };
  await page.route(`**/nomos/accounts/${id}?*`, (route) =>
    route.fulfill({ json: { accountId: id, deployed: true, language, waitsForDeploy: false, connection } }),
  );
  await page.route(`**/nomos/accounts/${id}/prices?*`, (route) => route.fulfill({ json: pricesAnswer(prices) }));
}

/** A Sunday at noon with the prices of that day and of the next, cheapest at 13:00. */
export function pricesAnswer(parts: Partial<PricesAnswer> = {}): PricesAnswer {
  const begin = Date.parse('2026-11-21T23:00:00Z');
  return {
    now: '2026-11-22T12:00:00+01:00',
    timeZone: 'Europe/Berlin',
    intervals: Array.from({ length: 192 }, (_, index) => ({
      start: new Date(begin + index * quarterMs).toISOString(),
      end: new Date(begin + (index + 1) * quarterMs).toISOString(),
      amount: 20 + Math.abs(52 - (index % 96)) / 4,
      level: index % 96 < 40 ? 'normal' : 'cheap',
      components: { electricity: 10, grid: 8 },
    })),
    fetchedAt: '2026-11-22T12:00:00+01:00',
    plans: [],
    ...parts,
  };
}

/** Planned runs of `count` nodes, an hour each, one after the other from 13:00 on. */
export function manyPlans(count: number): PricesAnswer['plans'] {
  const first = Date.parse('2026-11-22T12:00:00Z');
  return Array.from({ length: count }, (_, index) => {
    const start = first + index * quarterMs;
    const run = { start: new Date(start).toISOString(), end: new Date(start + 4 * quarterMs).toISOString() };
    return { nodeId: `node-${index}`, type: 'cheapest-window', name: `Gerät ${index + 1}`, runs: [run] };
  });
}

/** A house from Sunday noon to Monday noon: three devices under 11 kW, one without room and one that nobody asked, sun on Sunday. */
export function homesAnswer(): HomesAnswer {
  const first = Date.parse('2026-11-22T11:00:00Z');
  const at = (quarter: number) => new Date(first + quarter * quarterMs).toISOString();
  const car = { start: at(4), end: at(12), kw: 11 };
  const home = {
    nodeId: 'house',
    now: at(0),
    timeZone: 'Europe/Berlin',
    name: 'Haus',
    limitKw: 11,
    members: [
      { nodeId: 'car', name: 'Auto', priority: 5, isStuck: false, runs: [car, { start: at(48), end: at(52), kw: 11 }] },
      { nodeId: 'dryer', name: 'Trockner', priority: 5, isStuck: true, runs: [] },
      { nodeId: 'washer', name: 'Wascher', priority: 5, isStuck: false, idle: 'status.ready-message', runs: [] },
    ],
    steps: Array.from({ length: 96 }, (_, index) => {
      const isOn = (index >= 4 && index < 12) || (index >= 48 && index < 52);
      return { start: at(index), end: at(index + 1), kw: isOn ? 11 : 0, limitKw: 11, sunKw: index < 8 ? 4 : 0 };
    }),
  };
  return { homes: [home] };
}
