import { PriceFeed } from '#src/account/feed/feed.js';
import type { FeedEvent, FeedLogEntry } from '#src/account/feed/feed-state.js';
import type { PriceAnswer, PriceSource } from '#src/account/feed/price-request.js';
import { civilDate, instantOf } from '#src/time/index.js';
import { type FakeClock, fakeClock } from '../clock/fake-clock.js';
import { answerFor } from '../nomos/nomos-days.js';
import { type MemoryStore, memoryStore } from './memory-store.js';

const berlin = 'Europe/Berlin';

/** One request that the feed made. */
export interface Call {
  readonly at: number;
  readonly firstDay: string;
  readonly lastDay: string;
}

/** A feed on a fake clock, in front of a Nomos that publishes at a local time and does what a test tells it. */
export interface FeedBench {
  readonly clock: FakeClock;
  readonly store: MemoryStore;
  readonly calls: Call[];
  readonly events: FeedEvent[];
  readonly logs: FeedLogEntry[];
  feed: PriceFeed;
  /** What Nomos does instead of answering; undefined = it answers. */
  answer: ((call: Call, signal: AbortSignal) => Promise<PriceAnswer>) | undefined;
  /** What Nomos would answer when it is well. */
  answerOf(call: Call): PriceAnswer;
  /** The local time at which tomorrow appears, HH:MM. */
  publishAt: string;
  /** Stops the feed and starts a new one on the same store, as Node-RED does. */
  restart(): Promise<void>;
  types(): string[];
}

/** What a test sets up. */
export interface BenchOptions {
  readonly start: string;
  readonly subscriptionId?: string;
  readonly random?: () => number;
  readonly store?: MemoryStore;
}

/** A bench with a feed that is not started yet. */
export function feedBench({
  start,
  subscriptionId = 'sub_1',
  random = () => 0.5,
  store = memoryStore(),
}: BenchOptions): FeedBench {
  const clock = fakeClock(start);
  const calls: Call[] = [];
  const events: FeedEvent[] = [];
  const logs: FeedLogEntry[] = [];
  const isPublished = (date: string) => {
    const today = civilDate(berlin, clock.now());
    return (
      date <= today ||
      (clock.now() >= instantOf(berlin, today, bench.publishAt) && date <= civilDate(berlin, clock.now() + 86_400_000))
    );
  };
  const source: PriceSource = async (firstDay, lastDay, signal) => {
    const call = { at: clock.now(), firstDay, lastDay };
    calls.push(call);
    return bench.answer ? bench.answer(call, signal) : bench.answerOf(call);
  };
  const create = () => {
    const feed = new PriceFeed({
      accountId: 'account-1',
      subscriptionId,
      source,
      store,
      clock,
      random,
      onLog: (entry) => logs.push(entry),
    });
    feed.subscribe((event) => events.push(event));
    return feed;
  };
  const bench: FeedBench = {
    clock,
    store,
    calls,
    events,
    logs,
    feed: create(),
    answer: undefined,
    answerOf: ({ firstDay, lastDay }) => answerFor(firstDay, lastDay, isPublished),
    publishAt: '12:55',
    async restart() {
      await bench.feed.stop();
      bench.feed = create();
      await bench.feed.start();
      await clock.settle();
    },
    types: () => events.map(({ type }) => type),
  };
  return bench;
}
