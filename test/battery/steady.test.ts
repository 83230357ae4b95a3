import assert from 'node:assert/strict';
import fc from 'fast-check';
import { msPerMinute } from '#src/time/index.js';
import { Inverter } from '../real/inverter.js';
import { Asked, battery, pricesOf, quarterMs, twoDays, winter } from './battery-scene.js';

const day = '2026-01-14';
const from = winter(day, '00:00');

/** A day of price intervals of any length, and a house that does not do what is expected of it. */
const scenes = fc.record({
  hours: fc.array(fc.integer({ min: -10, max: 60 }), { minLength: 24, maxLength: 24 }),
  lengthMs: fc.constantFrom(quarterMs, 4 * quarterMs),
  later: fc.array(fc.integer({ min: -10, max: 60 }), { minLength: 24, maxLength: 24 }),
  beginHour: fc.integer({ min: 0, max: 23 }),
  startPercent: fc.integer({ min: 10, max: 100 }),
  netKw: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 24, maxLength: 24 }),
  feedFromBattery: fc.boolean(),
  solar: fc.constantFrom('none' as const, 'yes' as const),
  asks: fc.array(fc.constantFrom('alarm', 'prices', 'status', 'start', 'forecast'), { minLength: 5, maxLength: 5 }),
});

describe('battery: a mode stays for a price interval', () => {
  it('whatever the house does, whoever asks, whatever comes; unless the state of charge forces it', () => {
    fc.assert(
      fc.property(
        scenes,
        ({ hours, later, lengthMs, startPercent, netKw, feedFromBattery, solar, asks, beginHour }) => {
          const settings = battery({ feedFromBattery, solar, feedInCt: 8 });
          const at = (list: readonly number[]) =>
            pricesOf(twoDays(day), (hour) => list[Math.floor(hour)] ?? 0, { lengthMs });
          // Prices of later hours may be published again, and be others.
          const known = at(hours);
          const changed = at(later);
          const asked = new Asked(settings, known);
          const begin = from + beginHour * 4 * quarterMs;
          const inverter = new Inverter({ capacityKwh: 10, powerKw: 5, minPercent: 10 }, startPercent, begin);
          let before: { mode: string; interval: number; percent: number; target: number | undefined } | undefined;
          for (let now = begin; now < begin + 24 * quarterMs; now += 5 * msPerMinute) {
            const hour = Math.floor((now - from) / (4 * quarterMs)) % 24;
            inverter.liveTo(now, netKw[hour] ?? 0);
            const told = inverter.socPercent;
            const sun = [{ start: from, end: from + 72 * 4 * quarterMs, fromKw: 1, toKw: 1 }];
            const more = { forecast: { sun, at: begin }, isPlanWatched: false };
            const ask = asks[((now - begin) / (5 * msPerMinute)) % asks.length];
            asked.ask(now, { ...more, cause: 'readings', readings: { socPercent: told, powers: {} } });
            if (ask === 'prices') {
              const edge = now + 2 * lengthMs;
              asked.prices = [
                ...asked.prices.filter(({ end }) => end <= edge),
                ...changed.filter(({ end }) => end > edge),
              ];
            }
            const command = ask === 'status' ? { command: { kind: 'status' as const } } : {};
            const cause = ask === 'status' ? 'command' : (ask ?? 'alarm');
            const { state } = asked.ask(now, { ...more, ...command, cause: cause as 'alarm' });
            const interval = Math.floor((now - from) / lengthMs);
            if (before !== undefined && before.interval === interval && before.mode !== state.mode) {
              const moved = Math.abs(told - before.percent);
              const isReached = before.target !== undefined && Math.abs(told - before.target) < 0.2;
              assert.ok(moved > 0.5 || isReached, `${before.mode} -> ${state.mode} at ${told} % for no reason`);
            }
            if (before?.interval !== interval || before.mode !== state.mode)
              before = { mode: state.mode, interval, percent: told, target: state.targetPercent };
            inverter.obey({ ...state, payload: state.mode });
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
