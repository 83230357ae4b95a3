import assert from 'node:assert/strict';
import { Contracts } from '#src/account/contracts.js';
import type { FeedLogEntry } from '#src/account/feed/feed-state.js';
import { Feeds } from '#src/account/feeds.js';
import { saveChoice } from '#src/account/reading/stored-choice.js';
import { ApiError, UnavailableError } from '#src/errors.js';
import type { PriceAnswer } from '#src/nomos/price-answer.js';
import type { Subscription } from '#src/nomos/subscription.js';
import { memoryStore } from '../support/account/memory-store.js';
import { fakeClock } from '../support/clock/fake-clock.js';
import { answerFor } from '../support/nomos/nomos-days.js';

const minute = 60_000;
const contract = (id: string, status = 'active'): Subscription => ({ id, status, type: 'consumption' });
const away = () => new UnavailableError('network-refused', 'away', { sent: false });
const inactive: PriceAnswer = { active: false, points: [] };

function bench(listed: Subscription[] = [contract('a'), contract('b', 'ended')]) {
  const clock = fakeClock('2026-11-22T08:07:00Z');
  const store = memoryStore();
  const logs: FeedLogEntry[] = [];
  const asked: string[] = [];
  /** What is asked for which contract, instead of prices. */
  const answers = new Map<string, () => PriceAnswer | Error>();
  const listing = { listed, failure: undefined as Error | undefined, gate: Promise.resolve(), asked: 0 };
  const contracts = new Contracts({
    accountId: 'account-1',
    chosen: '',
    store,
    clock,
    async list() {
      listing.asked += 1;
      await listing.gate;
      if (listing.failure !== undefined) throw listing.failure;
      return listing.listed;
    },
  });
  const client = {
    async prices(id: string, firstDay: string, lastDay: string, signal?: AbortSignal, order?: string) {
      asked.push(`${id} ${firstDay} ${lastDay} ${order}`);
      assert.ok(signal instanceof AbortSignal);
      const answer = answers.get(id)?.() ?? { active: true, points: answerFor(firstDay, lastDay, () => true).points };
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const feeds = new Feeds({ accountId: 'account-1', store, clock, client, contracts, onLog: (one) => logs.push(one) });
  const watch = (choice: string) => {
    const told: string[] = [];
    const view = feeds.watch(choice, ({ type }) => told.push(type));
    return { told, view };
  };
  return { clock, store, logs, asked, answers, listing, contracts, feeds, watch };
}

describe('account: the feeds of its contracts', () => {
  it('all who watch one contract share one feed and one request, and each is told', async () => {
    const { feeds, watch, clock, asked, store } = bench();
    const watches = [watch(''), watch('a'), watch('')];
    await clock.settle();
    assert.deepEqual(asked, ['a 2026-11-22 2026-11-22 ahead']);
    for (const { told, view } of watches) {
      assert.deepEqual([told.includes('series'), view.series.length], [true, 96]);
    }
    watches[0]?.view.stop();
    for (const { told } of watches) told.length = 0;
    await clock.advance(15 * minute);
    assert.deepEqual(
      watches.map(({ told }) => told),
      [[], ['interval'], ['interval']],
    );
    await feeds.stop();
    const { entries } = JSON.parse(store.saved.get('nomosPrices') ?? '{}');
    assert.deepEqual(Object.keys(JSON.parse(entries)), ['account-1/a']);
  });

  it('what is known without asking: the prices of a contract in use', async () => {
    const { feeds, watch, clock, asked } = bench();
    assert.deepEqual(feeds.knownPrices('a'), []);
    const { view } = watch('a');
    await clock.settle();
    assert.deepEqual([feeds.knownPrices('a').length, feeds.knownPrices('b')], [96, []]);
    assert.equal(feeds.knownPrices('a'), view.series);
    assert.equal(asked.length, 1);
    await feeds.stop();
  });

  it('whoever only looks opens a feed once, and not for what is none of the customer’s contracts', async () => {
    const { feeds, watch, clock, contracts, asked } = bench();
    const refusal = { name: 'ConfigError', code: 'unknown-subscription', message: /./ };
    assert.throws(() => feeds.look('b'), refusal);
    const look = feeds.look('');
    assert.deepEqual(look.series, []);
    await clock.settle();
    assert.equal(feeds.look(''), look);
    assert.equal(look.series.length, 96);
    assert.equal(feeds.look('a').series.length, 0, 'the first look opens it');
    await contracts.all();
    assert.notEqual(feeds.look('b'), look);
    assert.throws(() => feeds.look('c'), refusal);
    watch('c');
    await clock.settle();
    feeds.look('c');
    await clock.settle();
    assert.deepEqual(asked.map((name) => name[0]).sort(), ['a', 'b', 'c']);
    await feeds.stop();
  });

  it('every watch is told that the connection changed, until it ends', async () => {
    const { feeds, watch, clock } = bench();
    const [one, other] = [watch('a'), watch('b')];
    await clock.settle();
    for (const { told } of [one, other]) told.length = 0;
    one.view.stop();
    feeds.connectionChanged();
    assert.deepEqual([one.told, other.told], [[], ['state']]);
    await feeds.stop();
    feeds.connectionChanged();
    assert.deepEqual(other.told, ['state']);
  });

  it('woken up, both what looks for its contract and what waits for prices try again at once', async () => {
    const { feeds, watch, clock, listing, answers, asked } = bench();
    listing.failure = away();
    answers.set('b', away);
    const [searching, asking] = [watch(''), watch('b')];
    await clock.settle();
    assert.deepEqual(
      [searching.view.state.lastError?.code, asking.view.state.lastError?.code],
      ['network-refused', 'network-refused'],
    );
    listing.failure = undefined;
    answers.clear();
    feeds.wake();
    await clock.settle();
    assert.deepEqual([searching.view.series.length, asking.view.series.length], [96, 96]);
    assert.equal(asked.length, 3);
    await feeds.stop();
  });

  it('after the consent of another customer the feeds of the one before end, and their watches look anew', async () => {
    const { feeds, watch, clock, listing, contracts, asked, store } = bench();
    await saveChoice(store, { accountId: 'account-1', kind: 'consumption', id: 'a' });
    const [automatic, chosen, foreign, ended] = [watch(''), watch('b'), watch('a'), watch('a')];
    await clock.settle();
    ended.view.stop();
    listing.listed = [contract('b', 'ended'), contract('new')];
    contracts.forgetList();
    asked.length = 0;
    await feeds.leaveForeign();
    assert.deepEqual(feeds.knownPrices('a'), []);
    await clock.settle();
    assert.deepEqual(asked, ['new 2026-11-22 2026-11-22 ahead']);
    assert.deepEqual(
      [automatic.view.series, chosen.view.series].map(({ length }) => length),
      [96, 96],
    );
    assert.equal(automatic.view.series, feeds.knownPrices('new'));
    assert.equal(foreign.view.state.lastError?.code, 'foreign-subscription');
    assert.deepEqual([ended.view.series.length, ended.view.state.phase], [96, 'fresh'], 'what has ended is left alone');
    asked.length = 0;
    await clock.advanceTo(Date.parse('2026-11-22T14:00:00Z'));
    assert.deepEqual(asked.map((name) => name.split(' ')[0]).sort(), ['b', 'new']);
    await feeds.stop();
  });

  it('a contract that has ended and is foreign, too, is left once', async () => {
    const { feeds, watch, clock, listing, answers, store } = bench([contract('a')]);
    await saveChoice(store, { accountId: 'account-1', kind: 'consumption', id: 'b' });
    answers.set('b', () => inactive);
    let answerList = () => {};
    listing.gate = new Promise((resolve) => (answerList = resolve));
    const { view } = watch('');
    await clock.settle();
    const left = feeds.leaveForeign();
    answerList();
    await left;
    for (let turn = 0; turn < 10; turn += 1) await clock.settle();
    assert.equal(view.series, feeds.knownPrices('a'));
    assert.equal(view.series.length, 96);
    await feeds.stop();
  });

  it('after a consent of the same customer nobody looks anew', async () => {
    const { feeds, watch, clock } = bench();
    const { told, view } = watch('');
    await clock.settle();
    told.length = 0;
    const { series } = view;
    await feeds.leaveForeign();
    assert.deepEqual([told, view.series === series], [[], true]);
    await feeds.stop();
  });

  for (const [what, answer, isFollowed] of [
    ['is not active any more', () => inactive, true],
    ['is refused', () => new ApiError('api-refused', 'no', { status: 404 }), true],
    ['cannot be asked for', away, false],
  ] as const)
    it(`a contract that ${what} is ${isFollowed ? '' : 'not '}left for the one that has begun`, async () => {
      const { feeds, watch, clock, listing, answers, store } = bench([contract('b', 'ended'), contract('a')]);
      await saveChoice(store, { accountId: 'account-1', kind: 'consumption', id: 'b' });
      answers.set('b', answer);
      const { view } = watch('');
      // Storing which contract it is now takes a while.
      for (let turn = 0; turn < 10; turn += 1) await clock.settle();
      assert.equal(view.series.length, isFollowed ? 96 : 0);
      assert.equal(listing.asked, isFollowed ? 1 : 0);
      assert.equal(view.series, isFollowed ? feeds.knownPrices('a') : feeds.knownPrices('b'));
      await feeds.stop();
    });

  it('a contract that goes on giving prices is not looked up', async () => {
    const { feeds, watch, clock, listing, store } = bench();
    await saveChoice(store, { accountId: 'account-1', kind: 'consumption', id: 'a' });
    watch('');
    await clock.advanceTo(Date.parse('2026-11-23T14:00:00Z'));
    assert.equal(listing.asked, 0);
    await feeds.stop();
  });

  it('a contract that a person chose is stayed with, whatever has begun', async () => {
    const { feeds, watch, clock, answers } = bench();
    answers.set('b', () => inactive);
    const { view } = watch('b');
    await clock.settle();
    assert.deepEqual([view.series.length, view.state.lastError?.code], [0, 'subscription-inactive']);
    await feeds.stop();
  });

  it('stopped, it leaves no timer, and asks and tells nothing any more, whatever was under way', async () => {
    const { feeds, watch, clock, asked, logs } = bench();
    const [ready, searching] = [watch('b'), watch('')];
    const look = feeds.look('');
    await feeds.stop();
    await clock.settle();
    feeds.wake();
    await feeds.leaveForeign();
    await clock.advance(60 * minute);
    assert.deepEqual([asked, ready.told, searching.told, look.series, logs], [[], [], [], [], []]);
    assert.equal(clock.pending, 0);
  });

  it('stopped with feeds that are under way, it ends them, too', async () => {
    const { feeds, watch, clock, asked } = bench();
    watch('a');
    watch('b');
    await clock.settle();
    assert.ok(clock.pending > 0);
    await feeds.stop();
    assert.equal(clock.pending, 0);
    await clock.advance(24 * 60 * minute);
    assert.equal(asked.length, 2);
  });

  it('what a feed has to say to the log is said once for all who watch it', async () => {
    const { feeds, watch, clock, answers, logs } = bench();
    answers.set('a', away);
    watch('a');
    watch('a');
    await clock.settle();
    assert.deepEqual(
      logs.map(({ event }) => event),
      ['unavailable'],
    );
    await feeds.stop();
  });
});
