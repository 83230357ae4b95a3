import assert from 'node:assert/strict';
import { ConfigError } from '#src/errors.js';
import { finished } from '#src/planner/index.js';
import { defaultRunSettings, type Preview, preview, previewedMember, type RunSettings } from '#src/runs/index.js';
import type { Interval } from '#src/time/index.js';
import { hour, hoursOf } from './jobs.js';
import { at, hours, series } from './prices.js';
import { drawn } from './simulator.js';

describe('runs: preview', () => {
  it('reads prices from an object with getters, as a watch of a feed is', () => {
    const day = at('2026-11-22');
    const known = series(day, [30, 10, 20, 40], 60);
    class Watch {
      get series() {
        return known;
      }
    }
    const settings = { ...defaultRunSettings, durationMinutes: 60 };
    assert.deepEqual(preview(settings, new Watch(), day), preview(settings, { series: known }, day));
  });

  const prices = hours(at('2026-11-22'), 72, 30, { 2: 10, 20: 20, 26: 5 });
  const openHouse = { closed: [], closedToExtra: [], sun: [], now: { othersKw: 0 }, pauses: false };
  const rows: {
    name: string;
    settings: Partial<RunSettings>;
    now: number;
    window: Interval | undefined;
    runs?: string;
    passedHours?: number;
  }[] = [
    { name: 'the window that is open', settings: {}, now: 1, window: hoursOf(0, 24), runs: '02:00-03:00' },
    { name: 'what is left of it', settings: {}, now: 3, window: hoursOf(0, 24), runs: '20:00-21:00' },
    { name: 'what just fits into it', settings: {}, now: 23, window: hoursOf(0, 24), runs: '23:00-00:00' },
    {
      name: 'the next one, where it no longer fits',
      settings: {},
      now: 23.5,
      window: hoursOf(24, 48),
      runs: '02:00-03:00',
      passedHours: 0.5,
    },
    {
      name: 'the next one beside what is excluded',
      settings: { exclude: [{ from: '22:00', to: '00:00' }] },
      now: 21.5,
      window: hoursOf(24, 48),
      runs: '02:00-03:00',
      passedHours: 2.5,
    },
    {
      name: 'the next one, before it opens',
      settings: { from: '20:00', to: '22:00' },
      now: 12,
      window: hoursOf(20, 22),
      runs: '20:00-21:00',
    },
    {
      name: 'what is left, where a part of it is enough',
      settings: { mode: 'interruptible', partial: 'maximise' },
      now: 23.5,
      window: hoursOf(0, 24),
      runs: '23:30-00:00',
    },
    {
      name: 'a request that is made now',
      settings: { trigger: 'message', withinHours: 5 },
      now: 3,
      window: hoursOf(3, 8),
      runs: '03:00-04:00',
    },
    { name: 'nothing, where no window comes', settings: { weekdays: [] }, now: 3, window: undefined },
  ];
  for (const { name, settings: given, now, window, runs, passedHours } of rows)
    it(`shows ${name}, alone and in a house`, () => {
      const settings = { ...defaultRunSettings, ...given };
      const member = previewedMember(settings, { series: prices }, hour(now));
      const inHouse = member.shown(finished(member.decide(openHouse)));
      for (const shown of [preview(settings, { series: prices }, hour(now)), inHouse]) {
        assert.deepEqual(shown?.window, window);
        assert.equal(shown && drawn(shown.runs), runs);
        assert.equal(shown?.passedMs, passedHours && passedHours * 3_600_000);
        assert.equal('passedMs' in (shown ?? {}), passedHours !== undefined);
      }
    });

  it('shows the window that is open where it fits into none, not the next one either', () => {
    const settings = { ...defaultRunSettings, from: '20:00', to: '22:00', durationMinutes: 180 };
    const shown = preview(settings, { series: prices }, hour(21));
    assert.deepEqual([shown?.window, shown?.reason, shown?.runs], [hoursOf(20, 22), 'window-too-short', []]);
    assert.ok(!('passedMs' in (shown ?? {})));
  });

  it('in a house is what the house leaves to it', () => {
    const member = previewedMember(defaultRunSettings, { series: prices }, hour(0));
    const closed = { ...openHouse, closed: [hoursOf(1, 4)] };
    const shown: Preview | undefined = member.shown(finished(member.decide(closed)));
    assert.equal(drawn(shown?.runs ?? []), '20:00-21:00');
  });

  it('is refused where the deadline is over', () => {
    const settings: RunSettings = { ...defaultRunSettings, trigger: 'message', deadline: '2026-11-22T02:00:00+01:00' };
    for (const show of [preview, previewedMember])
      assert.throws(
        () => show(settings, { series: prices }, hour(3)),
        (error) => error instanceof ConfigError && error.code === 'deadline-passed',
      );
  });
});
