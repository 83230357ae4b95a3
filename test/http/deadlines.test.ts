import assert from 'node:assert/strict';
import { watchDeadlines } from '#src/http/deadlines.js';
import { newProgress } from '#src/http/progress.js';
import { turns } from '../support/clock/manual-clock.js';

describe('http: what ends a request early', () => {
  const { timeout } = AbortSignal;
  /** The deadlines that were asked for, which pass when a test says so. */
  let deadlines: Map<number, AbortController>;
  beforeEach(() => {
    deadlines = new Map();
    AbortSignal.timeout = (ms) => {
      const deadline = new AbortController();
      deadlines.set(ms, deadline);
      return deadline.signal;
    };
  });
  afterEach(() => {
    AbortSignal.timeout = timeout;
  });

  function begin() {
    const progress = newProgress('host');
    const outside = new AbortController();
    const whole = AbortSignal.timeout(45_000);
    const watched = watchDeadlines(progress, { whole, connectMs: 10_000, signal: outside.signal });
    const pass = async (ms: number) => {
      deadlines.get(ms)?.abort();
      await turns();
    };
    return { progress, outside, pass, ...watched };
  }

  it('the deadline of the whole request', async () => {
    const { progress, signal, pass } = begin();
    progress.connected = true;
    assert.equal(signal.aborted, false);
    await pass(45_000);
    assert.deepEqual([signal.aborted, progress.ending], [true, 'deadline']);
    const late = newProgress('host');
    const never = new AbortController();
    watchDeadlines(late, { whole: AbortSignal.abort(), connectMs: 1, signal: never.signal });
    await turns();
    assert.equal(late.ending, 'deadline', 'also where it passed before');
  });

  it('the deadline of the connection, only where it does not stand', async () => {
    const late = begin();
    await late.pass(10_000);
    assert.deepEqual([late.signal.aborted, late.progress.ending], [true, 'connect-deadline']);
    const { progress, signal, pass } = begin();
    progress.connected = true;
    await pass(10_000);
    assert.deepEqual([signal.aborted, progress.ending], [false, undefined]);
  });

  it('case 70: a connection that is made known together with its deadline stands', async () => {
    const { progress, signal } = begin();
    deadlines.get(10_000)?.abort();
    setImmediate(() => {
      progress.connected = true;
    });
    await turns();
    assert.deepEqual([signal.aborted, progress.ending], [false, undefined]);
  });

  it('whoever asked, also before it began; the first ending counts', async () => {
    const { progress, outside, signal, pass } = begin();
    outside.abort();
    assert.deepEqual([signal.aborted, progress.ending], [true, 'aborted']);
    await pass(45_000);
    assert.equal(progress.ending, 'aborted');
    const early = newProgress('host');
    watchDeadlines(early, { whole: AbortSignal.timeout(1), connectMs: 1, signal: outside.signal });
    assert.equal(early.ending, 'aborted');
  });

  it('once it has ended nothing is watched any more', async () => {
    const { progress, outside, signal, pass, end } = begin();
    end();
    outside.abort();
    await pass(10_000);
    await pass(45_000);
    assert.deepEqual([signal.aborted, progress.ending], [false, undefined]);
  });
});
