import assert from 'node:assert/strict';
import { Alarm } from '#src/clock/alarm.js';
import { fakeClock } from '../support/clock/fake-clock.js';

const minute = 60_000;

describe('account: alarm', () => {
  function start(at: string) {
    const clock = fakeClock(at);
    const calls: number[] = [];
    const setBacks: number[] = [];
    const alarm = new Alarm(clock, () => setBacks.push(clock.now()));
    const set = (time: number) => alarm.set(time, () => calls.push(clock.now()));
    return { clock, alarm, calls, setBacks, set, now: clock.now() };
  }

  it('fires once, at the instant', async () => {
    const { clock, calls, set, now } = start('2026-11-22T11:00:00Z');
    set(now + 10 * minute);
    await clock.advance(10 * minute - 1);
    assert.deepEqual(calls, []);
    await clock.advance(60 * minute);
    assert.deepEqual(calls, [now + 10 * minute]);
    assert.equal(clock.pending, 0);
  });

  it('an instant that is past fires on the next turn, not during set', async () => {
    const { clock, calls, set, now } = start('2026-11-22T11:00:00Z');
    set(now - minute);
    assert.deepEqual(calls, []);
    await clock.advance(1);
    assert.equal(calls.length, 1);
  });

  it('setting again forgets the first instant, stopping forgets all', async () => {
    const { clock, alarm, calls, set, now } = start('2026-11-22T11:00:00Z');
    set(now + minute);
    set(now + 2 * minute);
    await clock.advance(90_000);
    assert.deepEqual(calls, []);
    alarm.stop();
    await clock.advance(10 * minute);
    assert.deepEqual(calls, []);
    assert.equal(clock.pending, 0);
  });

  it('case 45: after a suspend over the instant it fires within 30 s of waking', async () => {
    const { clock, calls, set, now } = start('2026-11-22T11:00:00Z');
    set(now + 60 * minute);
    await clock.advance(minute);
    clock.suspend(8 * 60 * minute);
    const woken = clock.now();
    await clock.advance(minute);
    assert.equal(calls.length, 1);
    assert.ok(calls[0]! - woken <= 30_000);
  });

  it('a suspend that ends before the instant does not fire early', async () => {
    const { clock, calls, set, now } = start('2026-11-22T11:00:00Z');
    set(now + 60 * minute);
    clock.suspend(50 * minute);
    await clock.advance(10 * minute - 1);
    assert.deepEqual(calls, []);
    await clock.advance(1);
    assert.deepEqual(calls, [now + 60 * minute]);
  });

  it('case 43: a clock set forward over the instant fires once', async () => {
    const { clock, calls, setBacks, set, now } = start('2026-11-22T11:00:00Z');
    set(now + 60 * minute);
    clock.setWall(now + 3600 * 24 * 3650 * 1000);
    await clock.advance(5 * minute);
    assert.equal(calls.length, 1);
    assert.deepEqual(setBacks, []);
  });

  it('case 44: a clock set back is told within 30 s, and the instant is awaited anew', async () => {
    const { clock, calls, setBacks, set, now } = start('2026-11-22T11:00:00Z');
    set(now + 10 * minute);
    await clock.advance(5 * minute);
    clock.setWall(now - 55 * minute);
    await clock.advance(30_000);
    assert.equal(setBacks.length, 1);
    await clock.advance(64 * minute);
    assert.deepEqual(calls, []);
    await clock.advance(30_000);
    assert.deepEqual(calls, [now + 10 * minute]);
    assert.equal(setBacks.length, 1);
  });

  it('a clock that is set back by less than a second, as by NTP, is not told', async () => {
    const { clock, setBacks, set, now } = start('2026-11-22T11:00:00Z');
    set(now + 10 * minute);
    clock.setWall(now - 900);
    await clock.advance(5 * minute);
    assert.deepEqual(setBacks, []);
  });

  it('year 1970 at boot: waits until the clock is set, then fires', async () => {
    const { clock, calls, set } = start('1970-01-01T00:00:10Z');
    const target = Date.parse('2026-11-22T11:00:00Z');
    set(target);
    await clock.advance(10 * minute);
    assert.deepEqual(calls, []);
    clock.setWall(target - 5_000);
    await clock.advance(30_000);
    assert.equal(calls.length, 1);
  });

  it('case 70: a blocked event loop makes it late, never double', async () => {
    const { clock, calls, set, now } = start('2026-11-22T11:00:00Z');
    set(now + minute);
    clock.block(10 * minute);
    await clock.advance(minute);
    assert.equal(calls.length, 1);
    assert.equal(calls[0], now + 10 * minute);
  });

  it('a clock that is set back between two settings of the alarm is told, too, and once', async () => {
    for (const isFired of [false, true]) {
      const { clock, setBacks, set, now } = start('2026-11-22T11:00:00Z');
      set(now + (isFired ? 0 : 10 * minute));
      await clock.advance(minute);
      clock.setWall(now - 30 * 24 * 60 * minute);
      set(now + 10 * minute);
      await clock.advance(30_000);
      assert.equal(setBacks.length, 1);
      set(clock.now() + minute);
      await clock.advance(10 * minute);
      assert.equal(setBacks.length, 1);
    }
  });

  it('a clock that NTP slows down for hours is not told', async () => {
    const { clock, setBacks, set } = start('2026-11-22T11:00:00Z');
    for (let count = 0; count < 100; count += 1) {
      set(clock.now() + 10 * minute);
      await clock.advance(minute);
      clock.setWall(clock.now() - 30);
    }
    assert.deepEqual(setBacks, []);
  });

  it('may be set again from its own callback', async () => {
    const clock = fakeClock('2026-11-22T11:00:00Z');
    const alarm = new Alarm(clock);
    const fired: number[] = [];
    const again = () => {
      fired.push(clock.now());
      if (fired.length < 3) alarm.set(clock.now() + minute, again);
    };
    alarm.set(clock.now() + minute, again);
    await clock.advance(10 * minute);
    assert.deepEqual(
      fired.map((at) => at - fired[0]!),
      [0, minute, 2 * minute],
    );
  });
});
