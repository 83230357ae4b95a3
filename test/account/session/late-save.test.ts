import assert from 'node:assert/strict';
import { exclusively } from '#src/account/session/exclusively.js';
import { LateSave } from '#src/account/session/late-save.js';
import { commitTokens, storageError } from '#src/account/session/renewal.js';
import type { TokenRecord } from '#src/account/tokens/token-record.js';
import type { TokenVault } from '#src/account/tokens/token-vault.js';
import { NomosError, UnavailableError } from '#src/errors.js';
import { ManualClock, turns } from '../../support/clock/manual-clock.js';

const record = { seq: 1 } as TokenRecord;
const full = () => new Error('ENOSPC');
const noStorage = () => new UnavailableError('storage-unavailable', 'x', { sent: false });

describe('session: tokens that could not be saved', () => {
  let clock: ManualClock;
  let calls: string[];
  let told: string[];
  let failure: Error | undefined;
  let held: TokenRecord | undefined;
  let late: LateSave;
  beforeEach(() => {
    clock = new ManualClock();
    calls = [];
    told = [];
    failure = undefined;
    held = record;
    late = begin(() => 1);
  });

  function begin(random: () => number): LateSave {
    const answer = async (call: string) => {
      calls.push(call);
      if (failure !== undefined) throw failure;
    };
    const vault = {
      saveUnsaved: (id: string) => answer(`save ${id}`),
      secure: (id: string, { seq }: TokenRecord) => answer(`look ${id} ${seq}`),
    } as unknown as TokenVault;
    return new LateSave({
      accountId: 'a',
      vault,
      clock,
      random,
      record: () => held,
      onSaved: () => told.push('saved'),
      onLost: ({ code }) => told.push(`lost ${code}`),
    });
  }

  it('are saved after 5, 10, 20 and 30 s, again and again until it works, then no more', async () => {
    failure = full();
    late.start();
    for (const seconds of [5, 10, 20, 30, 30]) {
      const before = calls.length;
      await clock.advance(seconds * 1_000 - 1);
      assert.equal(calls.length, before, `${seconds} s`);
      await clock.advance(1);
      assert.equal(calls.length, before + 1, `${seconds} s`);
    }
    assert.deepEqual([new Set(calls), told], [new Set(['save a']), []]);
    failure = undefined;
    await clock.advance(30_000);
    assert.deepEqual([told, clock.nextTimerMs], [['saved'], undefined]);
  });

  it('chance shortens a wait, to a quarter at most', () => {
    begin(() => 0).start();
    assert.equal(clock.nextTimerMs, 1_250);
  });

  it('saved by other means they are left, and the next time the waits begin anew', async () => {
    failure = full();
    late.start();
    await clock.advance(15_000);
    late.cancel();
    assert.equal(clock.nextTimerMs, undefined);
    late.start();
    assert.equal(clock.nextTimerMs, 5_000);
  });

  it('begun again, there is one timer, which waits longer', async () => {
    late.start();
    late.start();
    await clock.advance(9_999);
    assert.deepEqual(calls, []);
    await clock.advance(1);
    assert.deepEqual([calls, clock.nextTimerMs], [['save a'], undefined]);
  });

  it('those that were saved are looked after, and saved again where they are lost, which is told once', async () => {
    await late.check();
    assert.deepEqual([calls, told, clock.nextTimerMs], [['look a 1'], [], undefined]);
    for (const [error, code] of [
      [full(), 'tokens-not-saved'],
      [noStorage(), 'storage-unavailable'],
    ] as const) {
      told = [];
      failure = error;
      await Promise.all([late.check(), late.check()]);
      assert.deepEqual([told, clock.nextTimerMs], [[`lost ${code}`], 5_000]);
      calls = [];
      await late.check();
      assert.deepEqual([calls, told.length], [[], 1], 'while they are unsaved there is nothing to look after');
      late.cancel();
    }
  });

  it('where there are none there is nothing to look after', async () => {
    held = undefined;
    await late.check();
    await late.stop();
    assert.deepEqual(calls, []);
  });

  for (const [what, isUnsaved, call] of [
    ['what is unsaved', true, 'save a'],
    ['what was lost', false, 'look a 1'],
  ] as const)
    for (const error of [undefined, full()])
      it(`the end tries a last time to save ${what}, and leaves no timer${error === undefined ? '' : ' on a full disk'}`, async () => {
        if (isUnsaved) late.start();
        failure = error;
        await late.stop();
        assert.deepEqual([calls, clock.nextTimerMs], [[call], undefined]);
        assert.deepEqual(told, isUnsaved && error === undefined ? ['saved'] : []);
      });

  it('are kept in memory before they are saved, and where that fails it is said why, without a word of the disk', async () => {
    for (const [error, saved, code] of [
      [undefined, true, undefined],
      [full(), false, 'tokens-not-saved'],
      [noStorage(), false, 'storage-unavailable'],
    ] as const) {
      const order: string[] = [];
      const vault = {
        keep: (id: string) => void order.push(`keep ${id}`),
        async save(id: string) {
          order.push(`save ${id}`);
          if (error !== undefined) throw error;
        },
      } as unknown as TokenVault;
      const committed = await commitTokens({ accountId: 'a', vault }, record);
      assert.deepEqual(
        [order, committed.record, committed.saved, committed.error?.code],
        [['keep a', 'save a'], record, saved, code],
      );
    }
    const { name, message } = storageError(full());
    assert.deepEqual([name, message !== '', message.includes('ENOSPC')], ['NomosError', true, false]);
    const own = new NomosError('x', 'x');
    assert.equal(storageError(own), own);
  });
});

describe('session: one after the other', () => {
  const tails = () => (globalThis as Record<symbol, unknown>)[Symbol.for('node-red-contrib-nomos.token-requests')];

  it('for one account, whatever became of the one before; accounts do not wait for each other', async () => {
    const order: string[] = [];
    const ends: (() => void)[] = [];
    const work = (name: string) => () => {
      order.push(name);
      return new Promise<string>((resolve, reject) => ends.push(() => (name === 'b' ? reject(name) : resolve(name))));
    };
    const results = [exclusively('x', work('a')), exclusively('x', work('b')), exclusively('x', work('c'))];
    const other = exclusively('y', work('other'));
    await turns();
    assert.deepEqual(order, ['a', 'other']);
    ends.shift()?.();
    await turns();
    assert.deepEqual(order, ['a', 'other', 'b']);
    for (let count = 0; count < 3; count += 1) {
      ends.shift()?.();
      await turns();
    }
    assert.deepEqual(await Promise.allSettled([...results, other]), [
      { status: 'fulfilled', value: 'a' },
      { status: 'rejected', reason: 'b' },
      { status: 'fulfilled', value: 'c' },
      { status: 'fulfilled', value: 'other' },
    ]);
  });

  it('in the whole process, by a queue that is gone when nobody waits', async () => {
    let end = () => {};
    const first = exclusively('z', () => new Promise<void>((resolve) => (end = resolve)));
    const queue = tails() as Map<string, unknown>;
    await turns();
    const second = exclusively('z', async () => assert.ok(queue.has('z')));
    end();
    await Promise.all([first, second]);
    await turns();
    assert.deepEqual([tails() === queue, queue.has('z')], [true, false]);
  });
});
