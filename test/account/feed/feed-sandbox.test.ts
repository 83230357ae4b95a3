import assert from 'node:assert/strict';
import { PriceFeed } from '#src/account/feed/feed.js';
import type { FeedLogEntry } from '#src/account/feed/feed-state.js';
import { createHttpDoor, type HttpDoor } from '#src/http/door.js';
import { createNomosClient } from '#src/nomos/client.js';
import { horizon, isKnown, type PriceSeries, slice } from '#src/prices/index.js';
import { civilDay } from '#src/time/index.js';
import { type Modes, type Sandbox, startSandbox, type UnpublishedShape } from '../../../sandbox/index.js';
import { memoryStore } from '../../support/account/memory-store.js';
import { type FakeClock, fakeClock } from '../../support/clock/fake-clock.js';
import { signIn } from '../../support/nomos/sandbox-requests.js';

const berlin = 'Europe/Berlin';
const today = civilDay(berlin, '2026-11-22');
const tomorrow = civilDay(berlin, '2026-11-23');

function knownPart(series: PriceSeries): PriceSeries {
  return series.filter(isKnown);
}

describe('account: price feed in front of the simulated Nomos', () => {
  let sandbox: Sandbox;
  let door: HttpDoor;
  let feed: PriceFeed;
  let clock: FakeClock;
  let asked: string[];
  let logs: FeedLogEntry[];
  let pending: Promise<unknown>;
  afterEach(async () => {
    await feed.stop();
    door.close();
    await sandbox.stop();
  });

  /** Starts a feed for one of Anna's contracts. */
  async function begin(
    start: string,
    modes: Partial<Modes> = {},
    isWanted: (status: string, type: string) => boolean = () => true,
  ) {
    sandbox = await startSandbox({ publishAt: '14:00', publishSpreadMinutes: 0, accessTokenTtlSeconds: 1e9 });
    sandbox.clock.stopAt(start);
    door = createHttpDoor({ maxPerSecond: 1_000 });
    clock = fakeClock(start);
    asked = [];
    logs = [];
    pending = Promise.resolve();
    const { accessToken: token } = await signIn(sandbox);
    sandbox.set(modes);
    const tokens = { accessToken: async () => token, renew: () => Promise.reject(new Error('the token was refused')) };
    const client = createNomosClient({ door, baseUrl: sandbox.url, tokens, now: clock.now });
    const contract = sandbox.customers[0]!.subscriptions.find(({ status, type }) => isWanted(status, type));
    assert.ok(contract);
    feed = new PriceFeed({
      accountId: 'account-1',
      subscriptionId: contract.id,
      clock,
      store: memoryStore(),
      random: () => 0.5,
      onLog: (entry) => logs.push(entry),
      source: (firstDay, lastDay, signal) => {
        asked.push(firstDay === lastDay ? firstDay : `${firstDay}..${lastDay}`);
        sandbox.clock.stopAt(clock.now());
        const answer = client.prices(contract.id, firstDay, lastDay, signal);
        pending = answer.catch(() => undefined);
        return answer;
      },
    });
    await feed.start();
    await settle();
  }

  /** Waits for what is on its way, and for what follows from it. */
  async function settle() {
    for (let before = -1; before !== asked.length; ) {
      before = asked.length;
      await clock.settle();
      await pending;
      await clock.settle();
    }
  }

  async function sleepUntilAsk() {
    clock.suspend(Math.max(0, feed.state.nextFetchAt! - clock.now()));
    await clock.advance(31_000);
    await settle();
  }

  const shapes: UnpublishedShape[] = [
    'absent',
    'null-amounts',
    'empty',
    'null',
    'zeros',
    'no-electricity',
    'bad-request',
    'not-found',
  ];
  for (const unpublished of shapes)
    for (const [title, start] of [
      ['started before', '2026-11-22T08:00:00Z'],
      ['started while it is due', '2026-11-22T12:35:00Z'],
    ] as const)
      it(`tomorrow not yet out, shown as ${unpublished}, ${title}: today stays right, and tomorrow comes`, async () => {
        await begin(start, { unpublished });
        for (let i = 0; i < 8 && clock.now() < Date.parse('2026-11-22T12:50:00Z'); i += 1) {
          assert.equal(horizon(feed.series), today.end);
          assert.equal(knownPart(slice(feed.series, today)).length, 96);
          assert.equal(feed.state.lastError, undefined);
          await sleepUntilAsk();
        }
        for (let i = 0; i < 3 && !feed.state.tomorrowComplete; i += 1) await sleepUntilAsk();
        assert.equal(horizon(feed.series), tomorrow.end);
        assert.equal(knownPart(feed.series).length, 192);
        assert.ok(asked.length <= 7, asked.join(' '));
        assert.deepEqual(logs, []);
      });

  for (const inactivePrices of ['null', 'bad-request'] as const)
    it(`an ended contract that answers ${inactivePrices}: an error, no price, and no crowd of requests`, async () => {
      await begin('2026-11-22T12:35:00Z', { inactivePrices }, (status) => status === 'ended');
      assert.equal(feed.state.lastError?.code, inactivePrices === 'null' ? 'subscription-inactive' : 'api-refused');
      assert.deepEqual(feed.series, []);
      assert.deepEqual(asked, ['2026-11-22..2026-11-23', '2026-11-22']);
      assert.ok(feed.state.nextFetchAt! - clock.now() >= 3_600_000);
      assert.equal(logs.length, 1);
    });

  it('a feed-in contract gives its payout prices', async () => {
    await begin('2026-11-22T14:00:00Z', {}, (_, type) => type === 'feed_in');
    assert.equal(knownPart(feed.series).length, 192);
    assert.equal(feed.state.tomorrowComplete, true);
  });

  it('too many requests: waits, then has its prices', async () => {
    await begin('2026-11-22T08:00:00Z', { requestsPerSecond: 0 });
    assert.equal(feed.state.lastError?.code, 'api-busy');
    assert.ok(feed.state.nextFetchAt! >= clock.now() + 30_000);
    sandbox.set({ requestsPerSecond: undefined });
    await sleepUntilAsk();
    assert.equal(feed.state.phase, 'fresh');
    assert.deepEqual(
      logs.map(({ event }) => event),
      ['unavailable', 'available'],
    );
  });

  it('down and back: known prices stay, and it recovers by itself', async () => {
    await begin('2026-11-22T08:00:00Z');
    const before = feed.series;
    await sandbox.goDown();
    await sleepUntilAsk();
    assert.equal(feed.state.lastError?.code.startsWith('network-'), true);
    assert.deepEqual(feed.series, before);
    await sandbox.comeBack();
    for (let i = 0; i < 6 && !feed.state.tomorrowComplete; i += 1) await sleepUntilAsk();
    assert.equal(feed.state.tomorrowComplete, true);
    assert.equal(feed.state.lastError, undefined);
  });
});
