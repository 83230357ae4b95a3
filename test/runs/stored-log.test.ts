import assert from 'node:assert/strict';
import { decide, defaultRunSettings, emptyRunLog, storedRunLog } from '#src/runs/index.js';
import { at, hours } from './prices.js';

const day = at('2026-11-22');
const settings = defaultRunSettings;
const series = hours(day, 48, 30, { 2: 10 });

describe('runs: stored logs', () => {
  it('takes back what a decision said to store', () => {
    const planned = decide({ settings, series, log: emptyRunLog, cause: 'start', now: day });
    const begun = decide({ settings, series, log: planned.log, cause: 'alarm', now: at('2026-11-22 02:00') });
    for (const { log } of [planned, begun]) {
      const stored: unknown = JSON.parse(JSON.stringify(log));
      assert.equal(storedRunLog(stored), stored);
    }
  });

  for (const value of [
    undefined,
    null,
    'x',
    [],
    { version: 2 },
    { version: 1, job: {} },
    { version: 1, extra: { start: '1' } },
  ]) {
    it(`begins afresh from ${JSON.stringify(value)}`, () => {
      assert.equal(storedRunLog(value), emptyRunLog);
    });
  }
});
