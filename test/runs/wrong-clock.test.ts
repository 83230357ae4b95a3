import assert from 'node:assert/strict';
import { decide, defaultRunSettings, type RunLog } from '#src/runs/index.js';
import type { Ms } from '#src/time/index.js';
import { at, hours } from './prices.js';
import { drawn, live } from './simulator.js';

const day = at('2026-11-22');
const prices = hours(day, 72, 30, { 2: 10, 3: 12, 14: 20, 26: 10, 50: 10 });

describe('runs: a clock that is wrong after a reboot', () => {
  const stored = (log: RunLog) => JSON.parse(JSON.stringify(log)) as RunLog;
  const done = { settings: defaultRunSettings, series: prices, from: day };
  const wholeDay = live({ ...done, to: at('2026-11-22 04:00') });
  const cancelled = live({
    ...done,
    to: at('2026-11-22 01:00'),
    happenings: [{ at: at('2026-11-22 00:30'), command: { kind: 'cancel' } }],
  });
  const rows: { name: string; before: typeof wholeDay; clocks: Ms[] }[] = [
    { name: 'the evening before', before: wholeDay, clocks: [at('2026-11-21 23:17')] },
    { name: 'the evening before, cancelled', before: cancelled, clocks: [at('2026-11-21 23:17')] },
    { name: '1970', before: wholeDay, clocks: [30_000] },
    { name: '1970, cancelled', before: cancelled, clocks: [30_000] },
    { name: 'the evening before, twice', before: wholeDay, clocks: [at('2026-11-21 23:17'), at('2026-11-21 23:20')] },
    { name: '1970 and the evening before', before: wholeDay, clocks: [30_000, at('2026-11-21 23:17')] },
    { name: 'a week ahead', before: wholeDay, clocks: [at('2026-11-29 02:00')] },
  ];
  for (const { name, before, clocks } of rows) {
    it(`${name}: no window is run twice`, () => {
      let { log } = before.last;
      const steps = [...clocks, at('2026-11-22 05:10')];
      for (const [index, now] of steps.entries()) {
        const cause = index < clocks.length ? 'start' : 'alarm';
        log = stored(decide({ settings: defaultRunSettings, series: prices, log, cause, now }).log);
      }
      const after = live({ ...done, log, from: at('2026-11-22 05:11'), to: at('2026-11-22 23:59') });
      assert.equal(drawn(after.onTimes), '');
      const next = live({
        ...done,
        log: stored(after.last.log),
        from: at('2026-11-23 00:00'),
        to: at('2026-11-23 23:59'),
      });
      assert.equal(drawn(next.onTimes), '02:00-03:00');
      assert.ok((next.last.log.closedBefore?.length ?? 0) <= 2);
    });
  }

  it('a plan command reopens what was cancelled, also when another window was closed after it', () => {
    const lagging = decide({ ...done, log: cancelled.last.log, cause: 'start', now: at('2026-11-21 23:17') });
    const right = decide({ ...done, log: lagging.log, cause: 'alarm', now: at('2026-11-22 01:10') });
    assert.equal(right.state.reason, 'cancelled');
    const command = { kind: 'plan' as const };
    const again = decide({ ...done, log: right.log, cause: 'command', command, now: at('2026-11-22 01:20') });
    assert.equal(again.plan?.runs[0]?.start, at('2026-11-22 02:00'));
  });

  it('a log of before, with one closed window, is read as it was', () => {
    const { closedBefore, ...log } = wholeDay.last.log;
    assert.equal(closedBefore, undefined);
    const seen = decide({ ...done, log, cause: 'start', now: at('2026-11-22 05:00') });
    assert.equal(seen.state.reason, 'done');
    assert.equal(seen.plan?.window.start, at('2026-11-23'));
  });
});
