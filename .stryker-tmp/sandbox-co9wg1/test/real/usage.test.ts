// @ts-nocheck
import assert from 'node:assert/strict';
import { Bench } from '../support/real/bench.js';
import { observedFlow, watched } from '../support/real/recorder.js';

/** The reports of the node so far: which day, whether it may still change, whether it was told before. */
const reportsIn = (bench: Bench) =>
  bench.seen
    .filter(({ from }) => from === 'usage-1')
    .map(({ msg: { payload, repeated } }) => [payload.from, payload.preliminary, repeated]);

describe('usage that is reported by itself', function () {
  this.timeout(180_000);
  this.bail(true);
  let bench: Bench;

  before(async () => {
    bench = await Bench.start({ start: '2026-11-22T15:30:00+01:00', factor: 20 });
    await bench.deploy(
      observedFlow(
        bench.account('account'),
        watched({ id: 'usage', type: 'nomos-usage', version: 1, account: 'account', period: 'day', automatic: true }),
      ),
    );
  });
  after(() => bench?.stop());

  /** Both clocks, as after a night: that of Node-RED and that of Nomos. */
  const itIs = (instant: string) => {
    const before = bench.seen.length;
    bench.sandbox.clock.moveTo(instant);
    bench.moveTo(instant);
    return before;
  };
  const isOf = (day: string) => (msg: { payload: { from: string } }) => msg.payload.from === day;
  const isDone = (after: number, day: string) => bench.status('usage', new RegExp(`next ${day} 16:`), after);

  it('waits for 16:00, also for the sign-in', async () => {
    assert.equal(await bench.connect('account'), 'connected');
    await bench.status('usage', / · next 16:\d\d$/);
    assert.deepEqual(reportsIn(bench), []);
    assert.equal(bench.requests('/usage').length, 0);
  });

  it('reports yesterday after 16:00, and says when it goes on', async () => {
    const after = itIs('2026-11-22T16:31:00+01:00');
    const { msg } = await bench.saw('usage-1', isOf('2026-11-21'), after);
    assert.deepEqual([msg.topic, msg.account, msg.repeated], ['nomos/usage', 'Home account', false]);
    assert.deepEqual([msg.payload.usageGaps, msg.payload.priceGaps, msg.payload.preliminary], [[], [], true]);
    assert.ok(msg.payload.usageKwh > 3 && msg.payload.usageKwh < 30);
    await isDone(after, 'Mon');
  });

  for (const signal of ['SIGTERM', 'SIGKILL'] as const)
    it(`reports nothing twice after ${signal}`, async () => {
      const asked = bench.requests('/usage').length;
      const before = await bench.restart(signal);
      await isDone(before, 'Mon');
      assert.deepEqual(reportsIn(bench), [['2026-11-21', true, false]]);
      assert.equal(bench.requests('/usage').length, asked);
    });

  it('nor after a deploy', async () => {
    const before = await bench.deploy(
      observedFlow(
        bench.account('account'),
        watched({ id: 'usage', type: 'nomos-usage', version: 1, account: 'account', automatic: true, name: 'renamed' }),
      ),
    );
    await isDone(before, 'Mon');
    assert.equal(reportsIn(bench).length, 1);
  });

  it('values that are late are looked for again, and reported when they come', async () => {
    bench.sandbox.set({ usageDelayDays: 1 });
    const after = itIs('2026-11-23T16:31:00+01:00');
    await bench.status('usage', /^22 Nov: no values yet · next 17:\d\d$/, after);
    assert.equal(reportsIn(bench).length, 1);
    bench.sandbox.set({ usageDelayDays: 0 });
    itIs('2026-11-23T18:00:00+01:00');
    await bench.saw('usage-1', isOf('2026-11-22'), after);
    await isDone(after, 'Tue');
  });

  it('catches up with the days of a power cut, in order, and repeats what has become final', async () => {
    const after = itIs('2026-12-13T16:31:00+01:00');
    await bench.saw('usage-1', isOf('2026-12-12'), after);
    await isDone(after, 'Mon');
    const reports = reportsIn(bench).slice(2);
    const days = (from: number, to: number, month: string) =>
      Array.from({ length: to - from + 1 }, (_, i) => `2026-${month}-${String(from + i).padStart(2, '0')}`);
    assert.deepEqual(reports, [
      ...days(21, 22, '11').map((day) => [day, false, true]),
      ...days(23, 30, '11').map((day) => [day, false, false]),
      ...days(1, 12, '12').map((day) => [day, true, false]),
    ]);
  });

  it('does not ask for final values again', async () => {
    const asked = bench.requests('/usage').length;
    const after = itIs('2026-12-14T16:31:00+01:00');
    await bench.saw('usage-1', isOf('2026-12-13'), after);
    await isDone(after, 'Tue');
    assert.equal(bench.requests('/usage').length, asked + 1);
    assert.equal(reportsIn(bench).length, 25);
  });

  it('nothing went wrong on the way', () => {
    assert.deepEqual(
      bench.seen.filter(({ from }) => from === 'caught'),
      [],
    );
    assert.deepEqual(
      bench.lines.filter((line) => /\[warn\] \[|\[error\]|Unhandled/.test(line)),
      [],
    );
    assert.deepEqual(bench.sandbox.ledger.findings, []);
  });
});
