import assert from 'node:assert/strict';
import { ContractChoice, feedInChoice } from '#src/account/reading/contract-choice.js';
import { loadChoice, saveChoice } from '#src/account/reading/stored-choice.js';
import { onlyActiveSubscription } from '#src/account/reading/subscription-choice.js';
import { NomosError } from '#src/errors.js';
import type { Subscription } from '#src/nomos/subscription.js';
import { memoryStore } from '../../support/account/memory-store.js';

const contract = (id: string, status = 'active', type = 'consumption'): Subscription => ({ id, status, type });
const coded = (code: string) => (error: unknown) =>
  error instanceof NomosError && error.code === code && error.message !== '';

describe('account: the contract that is meant', () => {
  for (const [name, contracts, outcome] of [
    ['the only one', [contract('a')], 'a'],
    ['the active one of several', [contract('a', 'ended'), contract('b'), contract('c', 'pending')], 'b'],
    ['consumption beside feed-in', [contract('a', 'active', 'feed-in'), contract('b')], 'b'],
    ['none at all', [], 'no-subscription'],
    ['only an ended one', [contract('a', 'ended')], 'no-subscription'],
    ['only feed-in', [contract('a', 'active', 'feed-in')], 'no-subscription'],
    ['two that are active', [contract('a'), contract('b')], 'several-subscriptions'],
  ] as const)
    it(`${name}: ${outcome}`, () => {
      if (outcome.includes('-')) assert.throws(() => onlyActiveSubscription(contracts, 'consumption'), coded(outcome));
      else assert.equal(onlyActiveSubscription(contracts, 'consumption').id, outcome);
    });

  function bench(contracts: Subscription[], values: Record<string, unknown> = {}) {
    const store = memoryStore(values);
    let asked = 0;
    const choice = new ContractChoice({
      accountId: 'account-1',
      store,
      async subscriptions() {
        asked += 1;
        return contracts;
      },
    });
    return { store, choice, asked: () => asked };
  }

  it('is the only one for feeding in where that is asked for, found beside the other and known after a restart', async () => {
    const contracts = [contract('a'), contract('b', 'active', 'feed-in'), contract('c', 'ended', 'feed-in')];
    const { store, choice, asked } = bench(contracts);
    assert.deepEqual([await choice.find(''), await choice.find(feedInChoice)], ['a', 'b']);
    const offline = bench([], JSON.parse(`{"nomosChoices":${store.saved.get('nomosChoices')}}`));
    assert.deepEqual([await offline.choice.find(feedInChoice), await offline.choice.find('')], ['b', 'a']);
    assert.deepEqual([asked(), offline.asked()], [2, 0]);
    contracts.splice(1, 1, contract('b', 'ended', 'feed-in'), contract('d', 'active', 'feed-in'));
    assert.equal(await choice.successorOf('b', 0), 'd');
    assert.deepEqual([await choice.find(feedInChoice), await choice.find('')], ['d', 'a']);
    contracts.splice(0, contracts.length, contract('x'));
    await choice.foreignAmong([]);
    await assert.rejects(choice.find(feedInChoice), coded('no-feed-in-subscription'));
  });

  it('is nobody’s guess where there are two for feeding in', async () => {
    const { choice } = bench([contract('a', 'active', 'feed-in'), contract('b', 'active', 'feed-in')]);
    await assert.rejects(choice.find(feedInChoice), coded('several-feed-in-subscriptions'));
  });

  it('is followed by the next one when it ends, looked for once a day, and never against a person’s choice', async () => {
    const contracts = [contract('a')];
    const { store, choice, asked } = bench(contracts);
    assert.equal(await choice.find(''), 'a');
    const now = Date.parse('2026-11-22T10:00:00Z');
    assert.equal(await choice.successorOf('chosen', now), undefined);
    assert.equal(await choice.successorOf('a', now), undefined, 'it is still the active one');
    contracts.splice(0, 1, contract('a', 'ended'), contract('b'));
    for (const hours of [23, -23]) assert.equal(await choice.successorOf('a', now + hours * 3_600_000), undefined);
    assert.equal(asked(), 2, 'not asked again within a day');
    assert.equal(await choice.successorOf('a', now + 24 * 3_600_000), 'b');
    assert.deepEqual(
      [await choice.find(''), await loadChoice(store, 'account-1', 'consumption'), asked()],
      ['b', 'b', 3],
    );
  });

  it('stays when Nomos does not say what follows', async () => {
    for (const contracts of [[], [contract('a', 'ended')], [contract('b'), contract('c')]]) {
      const { store, choice } = bench(contracts);
      await saveChoice(store, { accountId: 'account-1', kind: 'consumption', id: 'a' });
      assert.equal(await choice.successorOf('a', 0), undefined);
      assert.equal(await choice.find(''), 'a');
    }
  });

  it('is found once, and known after a restart', async () => {
    const { store, choice, asked } = bench([contract('a')]);
    assert.deepEqual([await choice.find(''), await choice.find('')], ['a', 'a']);
    assert.equal(asked(), 1);
    assert.equal(await loadChoice(store, 'account-1', 'consumption'), 'a');
    assert.equal(await loadChoice(store, 'account-2', 'consumption'), undefined);
  });

  it('is the one that a person chose, without asking', async () => {
    const { choice, asked } = bench([]);
    assert.deepEqual([await choice.find('chosen'), asked()], ['chosen', 0]);
  });

  it('is found also where it cannot be stored', async () => {
    const { store, choice } = bench([contract('a')]);
    store.failWith(new Error('disk full'));
    assert.equal(await choice.find(''), 'a');
  });

  it('is asked for again after a failure', async () => {
    const answers = [Promise.reject(new Error('away')), Promise.resolve([contract('a')])];
    const choice = new ContractChoice({
      accountId: 'account-1',
      store: memoryStore(),
      subscriptions: () => answers.shift()!,
    });
    await assert.rejects(choice.find(''), /away/);
    assert.equal(await choice.find(''), 'a');
  });

  it('of another customer is forgotten and refused after a new sign-in', async () => {
    const { store, choice } = bench([contract('new')]);
    await saveChoice(store, { accountId: 'account-1', kind: 'consumption', id: 'old' });
    assert.deepEqual(await choice.foreignAmong(['old', 'new']), ['old']);
    assert.equal(await loadChoice(store, 'account-1', 'consumption'), undefined);
    assert.equal(await choice.find(''), 'new');
    await assert.rejects(choice.find('old'), coded('foreign-subscription'));
  });

  it('of another customer is not taken from the store either, where it was stored after the new sign-in', async () => {
    const { store, choice } = bench([contract('new')]);
    await choice.foreignAmong([]);
    await saveChoice(store, { accountId: 'account-1', kind: 'consumption', id: 'old' });
    assert.equal(await choice.find(''), 'new');
    assert.equal(await loadChoice(store, 'account-1', 'consumption'), 'new');
  });

  it('of the same customer stays after a new sign-in, and nothing is written', async () => {
    const { store, choice, asked } = bench([contract('a')]);
    assert.equal(await choice.find(''), 'a');
    const { saves } = store;
    assert.deepEqual(await choice.foreignAmong(['a']), []);
    assert.deepEqual([await choice.find(''), asked(), store.saves], ['a', 2, saves]);
  });

  it('belongs to nobody else as long as Nomos does not say whose contracts there are', async () => {
    const subscriptions = () => Promise.reject(new Error('away'));
    const choice = new ContractChoice({ accountId: 'account-1', store: memoryStore(), subscriptions });
    assert.deepEqual(await choice.foreignAmong(['a', 'b']), []);
    assert.equal(await choice.find('a'), 'a');
  });

  it('says how many there are where a person has to choose', async () => {
    const { choice } = bench([contract('a'), contract('b'), contract('c')]);
    await assert.rejects(choice.find(''), { code: 'several-subscriptions', params: { count: 3 } });
  });

  it('is stored under the name that earlier versions gave it, the one for feeding in beside it', async () => {
    const store = memoryStore();
    await saveChoice(store, { accountId: 'account-1', kind: 'consumption', id: 'a' });
    await saveChoice(store, { accountId: 'account-1', kind: 'feed-in', id: 'b' });
    const { entries } = JSON.parse(store.saved.get('nomosChoices') ?? '{}');
    assert.deepEqual(JSON.parse(entries), { 'account-1': 'a', 'account-1/feed-in': 'b' });
  });

  it('what is stored but is none, or cannot be read, counts as nothing', async () => {
    for (const values of [
      { nomosChoices: { version: 1, entries: { 'account-1': 5 } } },
      { nomosChoices: 'nonsense' },
      { nomosChoices: { version: 9, entries: { 'account-1': 'a' } } },
    ])
      assert.equal(await loadChoice(memoryStore(values), 'account-1', 'consumption'), undefined);
  });
});
