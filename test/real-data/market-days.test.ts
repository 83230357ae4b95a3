import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PriceFeed } from '#src/account/feed/feed.js';
import { createHttpDoor, type HttpDoor } from '#src/http/door.js';
import { createNomosClient } from '#src/nomos/client.js';
import { type Plan, plan, prepare } from '#src/planner/index.js';
import { type PriceSeries, slice, toPricePoints } from '#src/prices/index.js';
import { allInPrice, marketPrices, type Sandbox, type SpotPrice, startSandbox } from '../../sandbox/index.js';
import { memoryStore } from '../support/account/memory-store.js';
import { type FakeClock, fakeClock } from '../support/clock/fake-clock.js';
import { signIn } from '../support/nomos/sandbox-requests.js';
import { marketFile, sharedDir } from '../support/nomos/shared-data.js';
import { type Choice, cheapestBlock, cheapestMinutes } from './brute-force.js';

const minute = 60_000;
const durations = [15, 37, 60, 95, 180];
const powerW = 1000;

/** A local day of the market as a customer pays for it. */
interface MarketDay {
  readonly date: string;
  readonly start: number;
  readonly end: number;
  /** Interval starts and all-in prices, ct/kWh. */
  readonly prices: readonly { readonly start: number; readonly priceCt: number }[];
  /** The price of each minute in hundredths of ct/kWh, so that sums are exact. */
  readonly minutes: readonly number[];
}

function spotPrices(folder: string, name: string): SpotPrice[] {
  return marketFile(folder, name).items.map(({ start, price }) => ({ start: Date.parse(start), eurPerMwh: price }));
}

/** The platform's own calendar: the one of the feed or of the sandbox may not vouch for itself. */
const berlinDate = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin', dateStyle: 'short' });

function marketDays(spot: readonly SpotPrice[], sandbox: Sandbox): MarketDay[] {
  const contract = sandbox.customers[0]!.subscriptions[0]!;
  const days = new Map<string, { start: number; priceCt: number }[]>();
  for (const quarter of spot) {
    const date = berlinDate.format(quarter.start);
    const { amount } = allInPrice(contract, quarter);
    assert.ok(amount !== null);
    days.set(date, [...(days.get(date) ?? []), { start: quarter.start, priceCt: amount }]);
  }
  return [...days].map(([date, prices]) => {
    const minutes = prices.flatMap(({ priceCt }) => new Array<number>(15).fill(Math.round(priceCt * 100)));
    const { start } = prices[0]!;
    return { date, start, end: start + minutes.length * minute, prices, minutes };
  });
}

/** A home that asks the sandbox for its prices; both have the same clock. */
class Home {
  readonly clock: FakeClock;
  readonly feed: PriceFeed;
  /** Requests since this was last emptied. */
  asked: string[] = [];
  #pending: Promise<unknown> = Promise.resolve();

  constructor(sandbox: Sandbox, ports: { readonly door: HttpDoor; readonly token: string; readonly start: number }) {
    const { door, token, start } = ports;
    const { clock, asked } = { clock: fakeClock(start), asked: () => this.asked };
    const tokens = { accessToken: async () => token, renew: () => Promise.reject(new Error('the token was refused')) };
    const client = createNomosClient({ door, baseUrl: sandbox.url, tokens, now: clock.now });
    const { id: subscriptionId } = sandbox.customers[0]!.subscriptions[0]!;
    this.clock = clock;
    this.feed = new PriceFeed({
      accountId: 'account-1',
      subscriptionId,
      clock,
      store: memoryStore(),
      random: () => 0.5,
      source: (firstDay, lastDay, signal) => {
        asked().push(`${firstDay}..${lastDay}`);
        sandbox.clock.stopAt(clock.now());
        const answer = client.prices(subscriptionId, firstDay, lastDay, signal);
        this.#pending = answer.catch(() => undefined);
        return answer;
      },
    });
  }

  /** Waits for the answer that is on its way. */
  async settle(): Promise<void> {
    await this.clock.settle();
    await this.#pending;
    await this.clock.settle();
  }

  /** Lets the house sleep until the feed wants to ask next, and wakes it. */
  async sleepUntilAsk(): Promise<void> {
    const { nextFetchAt } = this.feed.state;
    assert.ok(nextFetchAt !== undefined, 'the feed has no plan to ask');
    this.clock.suspend(Math.max(0, nextFetchAt - this.clock.now()));
    await this.clock.advance(31_000);
    await this.settle();
  }
}

function planned(day: MarketDay, series: PriceSeries, wanted: Wanted): Plan {
  const { kind, duration, tie } = wanted;
  const bounds = { earliest: day.start, latestEnd: day.end };
  return plan(prepare(toPricePoints(series)), {
    kind,
    durationMs: duration * minute,
    powerW,
    tieBreak: tie,
    ...bounds,
  });
}

/** What is asked of the planner. */
interface Wanted {
  readonly kind: 'contiguous' | 'interruptible';
  readonly duration: number;
  readonly tie: 'earliest' | 'latest';
}

const wishes: readonly Wanted[] = (['contiguous', 'interruptible'] as const).flatMap((kind) =>
  durations.flatMap((duration) => (['earliest', 'latest'] as const).map((tie) => ({ kind, duration, tie }))),
);

/** What the planner chose, in minutes of the day and joined where segments touch. */
function drawn(day: MarketDay, { segments }: Plan): number[][] {
  const runs: number[][] = [];
  for (const { start, end } of segments) {
    const [from, to] = [(start - day.start) / minute, (end - day.start) / minute];
    if (runs.at(-1)?.[1] === from) runs.at(-1)![1] = to;
    else runs.push([from, to]);
  }
  return runs;
}

function comparePlans(day: MarketDay, series: PriceSeries): void {
  for (const wanted of wishes) {
    const { kind, duration, tie } = wanted;
    const search = kind === 'contiguous' ? cheapestBlock : cheapestMinutes;
    const best: Choice = search(day.minutes, duration, tie);
    const found = planned(day, series, wanted);
    const label = `${day.date} ${kind} ${duration} min, ${tie}`;
    assert.equal(found.feasible, true, label);
    assert.deepEqual(drawn(day, found), best.runs, label);
    const costCt = best.cost / 100 / 60;
    assert.ok(Math.abs(found.costCt - costCt) < 1e-9, `${label}: ${found.costCt} ct instead of ${costCt} ct`);
  }
}

const shared = sharedDir();
const files = shared === undefined ? [] : readdirSync(join(shared, 'data')).filter((name) => /^de-lu-15min/.test(name));

describe('real market days, from Nomos to the plan', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;
  let door: HttpDoor;
  let token: string;

  before(async () => {
    sandbox = await startSandbox({ accessTokenTtlSeconds: 1e9 });
    sandbox.clock.stopAt('2025-09-01T00:00:00Z');
    token = (await signIn(sandbox)).accessToken;
    door = createHttpDoor({ maxPerSecond: 10_000 });
  });
  after(async () => {
    door.close();
    await sandbox.stop();
  });

  if (shared === undefined)
    it('skipped: real prices are absent (set SHARED_DIR to a folder with data/de-lu-15min-*.json)', function () {
      this.skip();
    });

  if (files.includes('de-lu-15min-2025-10.json'))
    it('has a day of 100 quarter-hours among them', () => {
      const days = marketDays(spotPrices(shared!, 'de-lu-15min-2025-10.json'), sandbox);
      const unusual = days.filter(({ prices }) => prices.length !== 96);
      assert.deepEqual(
        unusual.map(({ date, prices }) => [date, prices.length]),
        [['2025-10-26', 100]],
      );
    });

  for (const name of files)
    it(`${name}: every day arrives whole and is planned as a search over all minutes finds`, async () => {
      const spot = spotPrices(shared!, name);
      const days = marketDays(spot, sandbox);
      sandbox.set({ priceSource: marketPrices(spot) });
      const [first] = days;
      const home = new Home(sandbox, { door, token, start: first!.start + 5 * minute });
      await home.feed.start();
      await home.settle();
      for (const day of days) {
        const isToday = day === first;
        for (let tries = 0; !isToday && tries < 5 && !home.feed.state.tomorrowComplete; tries += 1)
          await home.sleepUntilAsk();
        const series = slice(home.feed.series, day);
        assert.deepEqual(
          series.map(({ start, priceCt }) => ({ start, priceCt })),
          day.prices,
          `${day.date}: prices`,
        );
        assert.equal(series.at(-1)!.end, day.end, day.date);
        assert.ok(home.asked.length <= 3, `${day.date} took ${home.asked.length} requests: ${home.asked}`);
        comparePlans(day, series);
        home.asked = [];
        if (!isToday) home.clock.suspend(day.start - home.clock.now());
      }
      await home.feed.stop();
    });
});
