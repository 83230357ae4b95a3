import assert from 'node:assert/strict';
import { type Command, defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import type { Ms } from '#src/time/index.js';
import { at, hours } from './prices.js';
import { drawn, type Happening, live, told } from './simulator.js';

const day = at('2026-11-22');
const series = hours(day, 48, 30, { 2: 10, 3: 20, 14: 12, 26: 10 });
const byMessage = (given: Partial<RunSettings> = {}): RunSettings => ({
  ...defaultRunSettings,
  trigger: 'message',
  withinHours: 8,
  ...given,
});
const say = (when: string, command: Command): Happening => ({ at: at(when), command });

function lived(happenings: Happening[], of: { settings?: RunSettings; from?: Ms; to?: Ms } = {}) {
  const { settings = byMessage(), from = day, to = at('2026-11-23 12:00') } = of;
  const seen = live({ settings, series, from, to, happenings });
  return { on: drawn(seen.onTimes), told: told(seen), seen };
}

describe('runs: by message', () => {
  it('does nothing before it is asked', () => {
    const { on, told: events, seen } = lived([]);
    assert.equal(on, '');
    assert.equal(events, '');
    assert.equal(seen.last.plan, undefined);
    assert.equal(seen.last.state.reason, 'outside');
  });

  it('runs within the next hours', () => {
    const { on, told: events } = lived([say('2026-11-22 00:30', { kind: 'plan' })], { to: at('2026-11-22 12:00') });
    assert.equal(on, '02:00-03:00');
    assert.equal(events, '00:30 planned, 02:00 started, 03:00 finished');
  });

  for (const [what, command] of [
    ['withinHours', { kind: 'plan', options: { withinHours: 3.333333333 } }],
    ['minutes of an override', { kind: 'override', state: 'on', minutes: 1.23456789 }],
  ] as const satisfies readonly [string, Command][])
    it(`fractions as ${what} make whole milliseconds of every instant`, () => {
      const { seen } = lived([say('2026-11-22 00:30', { kind: 'plan' }), say('2026-11-22 00:31', command)]);
      const instants = JSON.stringify(seen).match(/\d{13}(\.\d+)?/g) ?? [];
      assert.ok(instants.length > 0);
      assert.deepEqual(
        instants.filter((text) => text.includes('.')),
        [],
      );
    });

  it('is ready by a clock time of the next day', () => {
    const command: Command = { kind: 'plan', options: { deadline: '07:00', durationMinutes: 90 } };
    const { on } = lived([say('2026-11-22 16:00', command)]);
    assert.equal(on, '01:30-03:00');
  });

  it('replaces a request that has not begun', () => {
    const { on } = lived([
      say('2026-11-22 00:30', { kind: 'plan' }),
      say('2026-11-22 01:00', { kind: 'plan', options: { withinHours: 20, durationMinutes: 120 } }),
    ]);
    assert.equal(on, '02:00-04:00');
  });

  it('says already-running while a contiguous run is on, and changes nothing', () => {
    const { on, told: events } = lived([
      say('2026-11-22 00:30', { kind: 'plan' }),
      say('2026-11-22 02:20', { kind: 'plan', options: { durationMinutes: 240 } }),
    ]);
    assert.equal(on, '02:00-03:00');
    assert.match(events, /02:20 already-running, 03:00 finished/);
  });

  for (const [what, minutes, rest] of [
    ['less', 30, '02:00-02:50'],
    ['more', 240, '02:00-06:20'],
  ] as const)
    it(`a request for ${what} while a piece is on begins with it, and is not told to begin`, () => {
      const { on, told: events } = lived(
        [
          say('2026-11-22 00:30', { kind: 'plan' }),
          say('2026-11-22 02:20', { kind: 'plan', options: { durationMinutes: minutes } }),
        ],
        { settings: byMessage({ mode: 'interruptible', durationMinutes: 120 }), to: at('2026-11-22 08:00') },
      );
      assert.equal(on, rest);
      assert.match(events, /^00:30 planned, 02:00 started, 02:20 planned, \d\d:\d\d finished$/);
    });

  it('what somebody holds it on for after a request is its beginning', () => {
    const { on } = lived([
      say('2026-11-22 00:30', { kind: 'plan' }),
      say('2026-11-22 01:00', { kind: 'override', state: 'on', minutes: 30 }),
      say('2026-11-22 01:10', { kind: 'plan' }),
    ]);
    assert.equal(on, '01:00-01:30 02:00-02:40');
  });

  it('somebody may hold it on and let go of it without any request', () => {
    const { on } = lived([
      say('2026-11-22 01:00', { kind: 'override', state: 'on' }),
      say('2026-11-22 01:30', { kind: 'override', state: 'auto' }),
    ]);
    assert.equal(on, '01:00-01:30');
  });

  it('cancel switches off and drops the request', () => {
    const { on, told: events } = lived([
      say('2026-11-22 00:30', { kind: 'plan', options: { withinHours: 20 } }),
      say('2026-11-22 02:20', { kind: 'cancel' }),
    ]);
    assert.equal(on, '02:00-02:20');
    assert.equal(events, '00:30 planned, 02:00 started');
  });

  it('start begins the remaining minutes now', () => {
    const { on, told: events } = lived([
      say('2026-11-22 00:30', { kind: 'plan' }),
      say('2026-11-22 01:10', { kind: 'start' }),
    ]);
    assert.equal(on, '01:10-02:10');
    assert.equal(events, '00:30 planned, 01:10 started, 01:10 planned, 02:10 finished');
  });

  it('start without a request runs once', () => {
    const { on, told: events } = lived([say('2026-11-22 01:10', { kind: 'start' })]);
    assert.equal(on, '01:10-02:10');
    assert.equal(events, '01:10 started, 01:10 planned, 02:10 finished');
  });

  it('status sends the state again, and says that a request is waited for', () => {
    const { seen } = lived([say('2026-11-22 00:30', { kind: 'status' })], { to: at('2026-11-22 00:30') });
    assert.equal(seen.last.output.send, true);
    assert.deepEqual(seen.last.events, [{ kind: 'waiting-for-request', plan: undefined }]);
  });

  it('status with a request says nothing about waiting', () => {
    const { told: events } = lived([
      say('2026-11-22 00:30', { kind: 'plan' }),
      say('2026-11-22 00:40', { kind: 'status' }),
    ]);
    assert.doesNotMatch(events, /waiting/);
  });

  it('cancel without a request says that there is nothing to cancel; with one it does not', () => {
    const { told: events } = lived([
      say('2026-11-22 00:10', { kind: 'cancel' }),
      say('2026-11-22 00:30', { kind: 'plan' }),
      say('2026-11-22 00:40', { kind: 'cancel' }),
      say('2026-11-22 00:50', { kind: 'stop' }),
    ]);
    assert.equal(events, '00:10 nothing-to-cancel, 00:30 planned, 00:50 nothing-to-cancel');
  });

  it('resumes a request after a restart, and what is left of it after a power cut', () => {
    const asked = say('2026-11-22 00:30', { kind: 'plan', options: { withinHours: 20 } });
    const restarted = lived([asked, { at: at('2026-11-22 02:20'), restart: true }]);
    assert.equal(restarted.on, '02:00-03:00');
    assert.equal(restarted.told, '00:30 planned, 02:00 started, 03:00 finished');
    const cut = lived([asked, { at: at('2026-11-22 02:22'), powerCutUntil: at('2026-11-22 02:40') }]);
    // Alive for certain until 02:20, so 40 of 60 minutes are left.
    assert.equal(cut.on, '02:00-02:22 02:40-03:20');
  });
});
