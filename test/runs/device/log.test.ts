import assert from 'node:assert/strict';
import { allClosed, begunRuns, type Closed, remainingMs, stopped, withoutClosed } from '#src/runs/device/log.js';
import { emptyRunLog, type RunLog } from '#src/runs/index.js';
import { closeJob, withClosed } from '#src/runs/life/jobs.js';
import { hour, hoursOf, jobOf, runOf } from '../jobs.js';

const hourMs = 3_600_000;
const closedOf = (day: number, given: Partial<Closed> = {}): Closed => ({
  kind: 'daily',
  how: 'done',
  window: hoursOf(24 * day, 24 * day + 24),
  at: hour(24 * day + 3),
  options: {},
  settingsKey: '',
  ...given,
});
const logOf = (...days: number[]): RunLog =>
  days.toReversed().reduce<RunLog>((log, day) => withClosed(log, closedOf(day)), emptyRunLog);
const daysOf = (log: RunLog) => allClosed(log).map(({ window }) => (window.start - hour(0)) / (24 * hourMs));

describe('runs: windows that are closed', () => {
  for (const { out, left } of [
    { out: [], left: [3, 2, 1] },
    { out: [3], left: [2, 1] },
    { out: [2], left: [3, 1] },
    { out: [1, 2], left: [3] },
    { out: [3, 2], left: [1] },
    { out: [1, 2, 3], left: [] },
  ])
    it(`of days 3, 2 and 1 without ${out.join(' and ') || 'any'}: ${left.join(', ') || 'none'}`, () => {
      const log = logOf(3, 2, 1);
      const found = withoutClosed(log, ({ window }) => out.some((day) => window.start === hour(24 * day)));
      assert.deepEqual(daysOf(found), left);
      assert.deepEqual(
        Object.keys(found),
        ['version', 'closed', 'closedBefore'].slice(0, 1 + Math.min(2, left.length)),
      );
      if (out.length === 0) assert.equal(found, log);
    });

  it('are remembered three at most, the last one first, and each once', () => {
    assert.deepEqual(daysOf(logOf(4, 3, 2, 1)), [4, 3, 2]);
    assert.deepEqual(daysOf(withClosed(logOf(3, 2, 1), closedOf(2, { how: 'missed' }))), [2, 3, 1]);
    assert.deepEqual(daysOf(withClosed(logOf(3, 2), closedOf(5, { kind: 'message' }))), [5]);
    assert.deepEqual(Object.keys(withClosed(emptyRunLog, closedOf(5))), ['version', 'closed']);
  });

  it('are forgotten for a request, and a request for anything', () => {
    const asked = withClosed(emptyRunLog, closedOf(5, { kind: 'message' }));
    assert.deepEqual(daysOf(withClosed(asked, closedOf(6, { kind: 'message' }))), [6]);
    assert.deepEqual(daysOf(withClosed(asked, closedOf(6))), [6]);
  });

  it('are none where there is nothing to close', () => {
    assert.equal(closeJob(emptyRunLog, 'done', hour(1)), emptyRunLog);
  });

  it('are closed at an instant inside of them, whatever the clock says', () => {
    const closedAt = (now: number) => closeJob({ ...emptyRunLog, job: jobOf() }, 'done', hour(now)).closed?.at;
    assert.deepEqual([closedAt(-1), closedAt(5), closedAt(30)], [hour(0), hour(5), hour(24) - 1]);
  });

  it('a start outside of windows is not remembered; what it has put aside comes back', () => {
    const job = jobOf({ kind: 'start' });
    assert.deepEqual(closeJob({ ...emptyRunLog, job }, 'done', hour(1)), emptyRunLog);
    const aside = jobOf({ ran: [runOf(1, 2)] });
    assert.deepEqual(closeJob({ ...emptyRunLog, job, aside }, 'done', hour(1)), { ...emptyRunLog, job: aside });
  });
});

describe('runs: what has been run of a job', () => {
  const job = jobOf({ ran: [runOf(1, 1.5)], current: runOf(3, 4) });

  it('is what was run and what is on, in order', () => {
    assert.deepEqual(begunRuns(job), [runOf(1, 1.5), runOf(3, 4)]);
    assert.deepEqual(begunRuns(jobOf({ ran: [runOf(1, 2)] })), [runOf(1, 2)]);
    assert.deepEqual(begunRuns(jobOf({ current: runOf(1, 2) })), [runOf(1, 2)]);
  });

  for (const [now, left] of [
    [2, 1.5],
    [3, 1.5],
    [3.5, 1],
    [4.5, 0],
    [6, 0],
  ] as const)
    it(`of two hours, half an hour is run and one hour on from 3 to 4: at ${now} ${left} are left`, () => {
      assert.equal(remainingMs(job, hour(now)), left * hourMs);
    });

  it('a run that is stopped before its end was cut, at its end it was not, at its beginning it never was', () => {
    assert.deepEqual(stopped(job, hour(3.5)).ran, [runOf(1, 1.5), { ...runOf(3, 3.5), cut: true }]);
    assert.deepEqual(stopped(job, hour(4)).ran, [runOf(1, 1.5), runOf(3, 4)]);
    assert.deepEqual(stopped(job, hour(3)).ran, [runOf(1, 1.5)]);
    assert.equal(stopped(job, hour(3)).current, undefined);
    assert.equal(stopped(jobOf(), hour(3)).current, undefined);
  });
});
