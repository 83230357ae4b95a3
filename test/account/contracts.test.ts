import assert from 'node:assert/strict';
import { Contracts } from '#src/account/contracts.js';
import { saveChoice } from '#src/account/reading/stored-choice.js';
import type { Subscription } from '#src/nomos/subscription.js';
import { memoryStore } from '../support/account/memory-store.js';
import { ManualClock, turns } from '../support/clock/manual-clock.js';

const contract = (id: string, status = 'active'): Subscription => ({
  id,
  number: `number of ${id}`,
  status,
  type: 'consumption',
});

function bench({ chosen = '', listed = [contract('a'), contract('b', 'ended')] } = {}) {
  const store = memoryStore();
  const clock = new ManualClock();
  const answers: (Subscription[] | Error)[] = [];
  let asked = 0;
  const contracts = new Contracts({
    accountId: 'account-1',
    chosen,
    store,
    clock,
    async list() {
      asked += 1;
      const answer = answers.shift() ?? listed;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { contracts, store, clock, answers, asked: () => asked };
}

describe('account: the contracts of a customer', () => {
  for (const [what, chosen, choice, found, automatic] of [
    ['nobody chose', '', '', 'a', 'a'],
    ['the account’s choice', 'b', '', 'b', 'a'],
    ['a choice of one’s own', '', 'c', 'c', 'a'],
    ['a choice of one’s own before the account’s', 'b', 'c', 'c', 'a'],
  ] as const)
    it(`the one that is meant: ${what} -> ${found}`, async () => {
      const { contracts } = bench({ chosen });
      assert.deepEqual([await contracts.find(choice), await contracts.automatic()], [found, automatic]);
    });

  it('there is none by itself where Nomos is away, or has none', async () => {
    const { contracts, answers } = bench({ listed: [] });
    answers.push(new Error('away'));
    assert.deepEqual([await contracts.automatic(), await contracts.automatic()], [undefined, undefined]);
  });

  it('known are the account’s own choice and whatever Nomos has listed, so that nobody opens a feed for anything else', async () => {
    const { contracts } = bench({ chosen: 'chosen' });
    const known = () => ['', 'chosen', 'a', 'b', 'c'].map((id) => contracts.isKnown(id));
    assert.deepEqual(known(), [true, true, false, false, false]);
    await contracts.all();
    assert.deepEqual(known(), [true, true, true, true, false]);
  });

  it('one is found in the list, which is asked for only while it is not in it', async () => {
    const { contracts, asked } = bench();
    assert.deepEqual(await contracts.get('b'), contract('b', 'ended'));
    assert.deepEqual([await contracts.get('a'), await contracts.numberOf('a')], [contract('a'), 'number of a']);
    assert.equal(asked(), 1);
    assert.equal(await contracts.get('c'), undefined);
  });

  it('what another one’s number is cannot be found out while Nomos is away, and that is no failure', async () => {
    const { contracts, answers, clock } = bench();
    answers.push(new Error('away'), new Error('away'));
    await assert.rejects(contracts.get('a'), /away/);
    assert.equal(await contracts.numberOf('a'), undefined);
    assert.equal(await contracts.numberOf('a'), 'number of a');
    await clock.advance(3_000);
    assert.equal(await contracts.numberOf('c'), undefined);
  });

  it('the list is shared for seconds, and asked for again after another customer may have signed in', async () => {
    const { contracts, asked } = bench();
    await Promise.all([contracts.all(), contracts.all()]);
    await contracts.all();
    assert.equal(asked(), 1);
    contracts.forgetList();
    await contracts.all();
    assert.equal(asked(), 2);
  });

  it('a list that a renewed token comes in the middle of is remembered all the same', async () => {
    const { contracts } = bench();
    const all = contracts.all();
    contracts.forgetList();
    await all;
    assert.equal(contracts.isKnown('b'), true);
  });

  it('however many look for theirs at once, Nomos is asked once', async () => {
    const { contracts, asked } = bench();
    const found = await Promise.all([contracts.find(''), contracts.find(''), contracts.automatic()]);
    assert.deepEqual([found, asked()], [['a', 'a', 'a'], 1]);
  });

  it('a list that is under way when another customer signs in is not taken for theirs', async () => {
    const lists: ((listed: Subscription[]) => void)[] = [];
    const contracts = new Contracts({
      accountId: 'account-1',
      chosen: '',
      store: memoryStore(),
      clock: new ManualClock(),
      list: () => new Promise((resolve) => lists.push(resolve)),
    });
    const before = contracts.find('');
    await turns();
    contracts.changeCustomer();
    const foreign = contracts.foreignAmong(['old', 'new']);
    await turns();
    lists[1]?.([contract('new')]);
    assert.deepEqual(await foreign, ['old']);
    lists[0]?.([contract('old')]);
    await before;
    assert.deepEqual([contracts.isKnown('old'), contracts.isKnown('new')], [false, true]);
    assert.equal(await contracts.find('new'), 'new');
    await assert.rejects(contracts.find('old'), { code: 'foreign-subscription' });
    const found = contracts.find('');
    await turns();
    lists[2]?.([contract('new')]);
    assert.equal(await found, 'new');
  });

  it('of two who sign in one right after the other, the list of the second counts, whichever comes first', async () => {
    const lists: ((listed: Subscription[]) => void)[] = [];
    const contracts = new Contracts({
      accountId: 'account-1',
      chosen: '',
      store: memoryStore(),
      clock: new ManualClock(),
      list: () => new Promise((resolve) => lists.push(resolve)),
    });
    const first = contracts.foreignAmong(['old', 'new']);
    contracts.changeCustomer();
    const second = contracts.foreignAmong(['old', 'new']);
    lists[1]?.([contract('new')]);
    assert.deepEqual(await second, ['old']);
    lists[0]?.([contract('old')]);
    assert.deepEqual(await first, []);
    assert.equal(await contracts.find('new'), 'new');
    await assert.rejects(contracts.find('old'), { code: 'foreign-subscription' });
  });

  it('of a customer whose list cannot be read, none is said to be another’s', async () => {
    const { contracts, answers } = bench();
    answers.push([contract('old')], new Error('away'));
    assert.deepEqual(await contracts.foreignAmong(['old']), []);
    contracts.changeCustomer();
    assert.deepEqual(await contracts.foreignAmong(['old']), []);
    assert.equal(await contracts.find('new'), 'new');
  });

  it('those of a customer who signed in before are not known, and not told about', async () => {
    const { contracts, answers } = bench();
    answers.push([contract('old')], [contract('new')]);
    await contracts.all();
    assert.equal(contracts.isKnown('old'), true);
    contracts.changeCustomer();
    await contracts.all();
    assert.deepEqual([contracts.isKnown('old'), contracts.isKnown('new')], [false, true]);
    assert.deepEqual([await contracts.get('old'), await contracts.numberOf('old')], [undefined, undefined]);
  });

  it('those of another customer, and the one that follows an ended one, are told from the list', async () => {
    const { contracts, store } = bench();
    assert.deepEqual(await contracts.foreignAmong(['a', 'x']), ['x']);
    await saveChoice(store, { accountId: 'account-1', kind: 'consumption', id: 'b' });
    assert.equal(await contracts.successorOf('b', Date.parse('2026-11-22T10:00:00Z')), 'a');
  });
});
