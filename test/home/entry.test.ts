import assert from 'node:assert/strict';
import { entryOf } from '#src/home/entry.js';
import { type Decision, defaultRunSettings, emptyRunLog, type RunLog } from '#src/runs/index.js';
import { jobOf } from '../runs/jobs.js';
import { hour, midnight } from './houses.js';

type Job = NonNullable<RunLog['job']>;
type Run = Job['ran'][number];

const now = midnight + 10 * hour;
const far = now + 32 * 24 * hour;
const settings = { ...defaultRunSettings, timeZone: 'UTC', powerKw: 3, durationMinutes: 120 };
const member = { id: 'a', name: 'A', priority: 5, settings };
const run = (from: number, to: number, cause: Run['cause'] = 'planned'): Run => {
  return { start: midnight + from * hour, end: midnight + to * hour, cause };
};
const job = (given: Partial<Job> = {}) =>
  jobOf({ window: { start: midnight, end: midnight + 24 * hour }, since: midnight, ...given });
const entry = (log: Partial<RunLog>, decision?: Partial<Decision>) =>
  entryOf(member, { ...emptyRunLog, ...log }, now, decision as Decision | undefined);

describe('home: what a member enters', () => {
  it('nothing, where it remembers nothing; what it wants is known all the same', () => {
    const { w, wantedWh, ran, on, isHeld, frozen, planned, extra, isStuck } = entry({});
    assert.deepEqual([w, wantedWh], [3000, 6000]);
    assert.deepEqual([ran, on, isHeld, frozen, planned, extra, isStuck], [[], undefined, false, [], [], [], false]);
  });

  it('what the message of its job wants counts, also once a part of it has been run', () => {
    const ran = [run(1, 2)];
    const found = entry({ job: job({ options: { durationMinutes: 60 }, ran }) });
    assert.deepEqual([found.wantedWh, found.ran], [3000, ran]);
  });

  it('runs to come give way, frozen ones do not', () => {
    const runs = [run(12, 13)];
    const [open, frozen] = [false, true].map((locked) => entry({ job: job({ runs, locked }) }));
    assert.deepEqual([open?.planned, open?.frozen], [runs, []]);
    assert.deepEqual([frozen?.planned, frozen?.frozen], [[], runs]);
  });

  for (const [cause, isByHand] of [
    ['planned', false],
    ['expected', false],
    ['fallback', true],
    ['manual', true],
    ['override', true],
  ] as const)
    it(`a run that is on as ${cause} is ${isByHand ? '' : 'not '}by hand`, () => {
      const current = run(9, 11, cause);
      const found = entry({ job: job({ current }), device: { on: true, since: midnight } });
      assert.deepEqual([found.on, found.isByHand], [current, isByHand]);
    });

  for (const [name, log, expected] of [
    [
      'held on without an end',
      { device: { on: true, since: now - hour }, override: { on: true, until: null } },
      [now - hour, far],
    ],
    [
      'held on up to an end',
      { device: { on: true, since: now - hour }, override: { on: true, until: now + hour } },
      [now - hour, now + hour],
    ],
    ['on where it has nothing to do', { device: { on: true, since: now - hour } }, [now - hour, far]],
    ['on since nobody knows when', { device: { on: true, since: 0 } }, [now, far]],
    ['on since a clock was ahead', { device: { on: true, since: now + hour } }, [now, far]],
    ['off', { device: { on: false, since: now - hour } }, undefined],
    ['on only because power is so cheap', { device: { on: true, since: now - hour }, extra: run(9, 11) }, undefined],
  ] as [string, Partial<RunLog>, number[] | undefined][])
    it(`a device that is ${name} ${expected === undefined ? 'enters nothing that others have to mind' : 'is entered so'}`, () => {
      const { on, isByHand } = entry(log);
      assert.deepEqual(on, expected && { start: expected[0], end: expected[1] });
      assert.equal(isByHand, true);
    });

  for (const [name, override, isHeld] of [
    ['on without an end', { on: true, until: null }, true],
    ['on for a while', { on: true, until: now + 1 }, true],
    ['on up to now', { on: true, until: now }, false],
    ['off', { on: false, until: null }, false],
  ] as const)
    it(`who is held ${name} is ${isHeld ? '' : 'not '}held on, whatever limit there is`, () => {
      assert.equal(entry({ override }).isHeld, isHeld);
    });

  it('extra time is what is on, and with a decision all that is to come', () => {
    const extra = [run(9, 11), run(13, 14)];
    assert.deepEqual(entry({ extra: run(9, 11) }).extra, [run(9, 11)]);
    assert.deepEqual(
      entry({ extra: run(9, 11) }, { extra, state: { on: true, reason: 'cheap', until: undefined } }).extra,
      extra,
    );
  });

  it('with a decision the state counts that it comes to', () => {
    const device = { on: true, since: now - hour };
    const state = (on: boolean, until?: number): Partial<Decision> => ({
      extra: [],
      state: { on, reason: 'manual', until },
    });
    assert.equal(entry({ device }, state(false)).on, undefined);
    assert.deepEqual(entry({ device }, state(true)).on, { start: now - hour, end: far });
    assert.deepEqual(entry({}, state(true, now + hour)).on, { start: now, end: now + hour });
    const cheap: Partial<Decision> = { extra: [], state: { on: true, reason: 'cheap', until: now + hour } };
    assert.equal(entry({ device }, cheap).on, undefined);
  });

  it('only who has no plan because of others is stuck', () => {
    const stuck = (reason: Job['reason']) => entry({ job: job({ feasible: false, reason }) }).isStuck;
    assert.deepEqual([stuck('power-limit'), stuck('price-cap'), stuck(undefined)], [true, false, false]);
  });
});
