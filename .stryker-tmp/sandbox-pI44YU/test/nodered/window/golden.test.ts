// @ts-nocheck
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { windowMessages } from '#src/nodered/window/window-messages.js';
import type { PriceSeries } from '#src/prices/index.js';
import { decide, defaultRunSettings, emptyRunLog, type RunSettings } from '#src/runs/index.js';

const quarterMs = 900_000;
const translate = (key: string) => key;

/** Two days of quarter-hours from a local midnight, as no two are; the second day follows later, and has a gap. */
function prices(midnight: string, days: number): PriceSeries {
  const start = Date.parse(midnight);
  return Array.from({ length: days * 96 }, (_, index) => {
    const priceCt = index === 100 ? null : Math.round(((index * 7919) % 4001) - 500) / 100;
    const time = { start: start + index * quarterMs, end: start + (index + 1) * quarterMs };
    return { ...time, priceCt, components: {} };
  });
}

/** What a device says in a day: at a start, when new prices come, at every alarm, and to whom asks. */
function dayOf(more: Partial<RunSettings>, midnight: string): unknown[] {
  const settings = { ...defaultRunSettings, ...more };
  const voice = { timeZone: settings.timeZone, topic: 'heat', onValue: { level: 2 }, offValue: 'off', translate };
  const begin = Date.parse(midnight) + 7 * 3_600_000;
  const said: unknown[] = [];
  let log = emptyRunLog;
  let dueAt: number | null | undefined;
  const say = (cause: 'start' | 'prices' | 'alarm' | 'command', now: number, days: number) => {
    const asked = cause === 'command' ? { command: { kind: 'status' as const } } : {};
    const decision = decide({ settings, series: prices(midnight, days), log, cause, now, dueAt, ...asked });
    const message = cause === 'command' ? { message: { _msgid: 'a', lamp: 7 } } : {};
    said.push(now, windowMessages(decision, voice, { cause, ...message }));
    ({ log, nextAlarmAt: dueAt } = decision);
  };
  say('start', begin, 1);
  say('command', begin + 60_000, 1);
  say('prices', begin + 6 * 3_600_000, 2);
  for (let alarms = 0; alarms < 12 && dueAt != null; alarms += 1) say('alarm', dueAt, 2);
  say('command', begin + 40 * 3_600_000, 2);
  return said;
}

const scenes: Readonly<Record<string, Partial<RunSettings>>> = {
  plain: {},
  'with pauses': { mode: 'interruptible', durationMinutes: 180, minRunMinutes: 30, minPauseMinutes: 15, powerKw: 2 },
  'below a price': { mode: 'threshold', maxPriceCt: 9 },
  'over night, with a profile': {
    from: '22:00',
    to: '06:00',
    profile: [
      { minutes: 20, powerKw: 2 },
      { minutes: 50, powerKw: 0.4 },
    ],
  },
  'dearest, with extra time': { objective: 'dearest', durationMinutes: 95, alwaysOnBelowCt: 1, resend: 'replan' },
};

/** Of ordinary days and of those on which clocks change. Made by the version before messages became cheaper. */
const golden: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  plain: { '2026-11-24': '7290fa4e3b705b0b', '2026-10-25': '092eb02b962b9d55', '2026-03-29': 'eb645559e04a8600' },
  'with pauses': {
    '2026-11-24': '753a6b89f9058acc',
    '2026-10-25': '62557de1c6cd905d',
    '2026-03-29': '7228ad635a0e6ce4',
  },
  'below a price': {
    '2026-11-24': '240a73e08dce4ae1',
    '2026-10-25': '2eb04017d84e9236',
    '2026-03-29': '750c9955001af712',
  },
  'over night, with a profile': {
    '2026-11-24': 'c0683a3c8c043ab7',
    '2026-10-25': '170f2794043a5eb8',
    '2026-03-29': '4e05d828f938fceb',
  },
  'dearest, with extra time': {
    '2026-11-24': '1c37ca2e681280cf',
    '2026-10-25': '5af10b4cf9689631',
    '2026-03-29': 'aaa54c7523543efb',
  },
};

describe('nodered: what a device says', () => {
  for (const [title, more] of Object.entries(scenes))
    for (const midnight of ['2026-11-24T00:00:00+01:00', '2026-10-25T00:00:00+02:00', '2026-03-29T00:00:00+01:00'])
      it(`is byte for byte what it was: ${title}, ${midnight.slice(0, 10)}`, () => {
        const text = JSON.stringify(dayOf(more, midnight));
        const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
        assert.equal(digest, golden[title]?.[midnight.slice(0, 10)], text.slice(0, 2_000));
      });
});
