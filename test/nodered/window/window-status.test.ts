import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deviceStatus } from '#src/nodered/window/window-status.js';
import { nothingUsual, type UsualDay } from '#src/prices/index.js';
import { type Command, defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import { packageRoot } from '../../../sandbox/drive/node-red-place.js';
import { at, hours } from '../../runs/prices.js';
import { live } from '../../runs/simulator.js';

const day = at('2026-11-22');
const prices = hours(day, 24, 30, { 13: 20, 14: 10 });
/** Usually 05:00 is cheapest. */
const row = Array.from({ length: 96 }, (_, quarter) => (Math.floor(quarter / 4) === 5 ? 8 : 40));
const daily: RunSettings = { ...defaultRunSettings, from: '06:00', to: '22:00' };

const catalog = (language: string) =>
  JSON.parse(readFileSync(join(packageRoot, 'locales', language, 'nomos-account.json'), 'utf8'));
const translator =
  (texts: Record<string, Record<string, string>>) =>
  (key: string, params: object = {}) => {
    const [room = '', name = ''] = key.split('.');
    const text = texts[room]?.[name] ?? assert.fail(`${key} is missing`);
    return Object.entries(params).reduce(
      (reached, [word, value]) => reached.replace(`__${word}__`, String(value)),
      text,
    );
  };

describe('nodered: status of a device', () => {
  interface Scene {
    readonly settings?: RunSettings;
    readonly series?: typeof prices;
    readonly usual?: UsualDay;
    readonly now: number;
    readonly from?: number;
    readonly commands?: readonly { readonly at: number; readonly command: Command }[];
    readonly values?: { readonly onValue: unknown; readonly offValue: unknown };
    readonly language?: string;
    readonly room?: number;
  }

  function statusAt({
    settings = daily,
    series = prices,
    usual = nothingUsual,
    now,
    from = day,
    commands = [],
    values,
    language = 'en-US',
    room = 60,
  }: Scene) {
    const decision = live({ settings, series, usual, from, to: now, happenings: commands }).last;
    const { timeZone, trigger } = settings;
    const voice = { timeZone, trigger, now, room, ...(values ?? { onValue: true, offValue: false }) };
    const status = deviceStatus(translator(catalog(language)), decision, voice);
    const { text = '' } = status;
    assert.ok(text.length <= room, `${text.length} characters: ${text}`);
    return { ...status, text };
  }

  const plan = (when: string): { at: number; command: Command } => ({ at: at(when), command: { kind: 'plan' } });
  const message: RunSettings = { ...daily, trigger: 'message', withinHours: 10 };
  const short: RunSettings = { ...daily, from: '06:00', to: '09:00', durationMinutes: 600 };
  const cases: Record<string, Scene & { text: string }> = {
    'off, until a run begins that is expected where no price is published': {
      settings: { ...daily, missingPrices: 'expect', from: '20:00', to: '08:00' },
      usual: { weekday: row, weekend: row, timeZone: 'Europe/Berlin', learnedUntil: '2026-11-21' },
      now: at('2026-11-22 21:00'),
      text: 'off · starts Mon 05:00 (expected)',
    },
    'off, until its run begins': { now: at('2026-11-22 08:00'), text: 'off · starts 14:00 at 10.0 ct/kWh' },
    'the same in German': {
      now: at('2026-11-22 08:00'),
      language: 'de',
      text: 'aus · startet 14:00 zu 10,0 ct/kWh',
    },
    on: { now: at('2026-11-22 14:00'), text: 'on until 15:00: planned at 10.0 ct/kWh' },
    'a node that nobody has asked yet': {
      settings: message,
      now: at('2026-11-22 08:00'),
      text: 'ready: waiting for a message',
    },
    'the same where nothing is sent then': {
      settings: { ...message, outputOutside: 'none' },
      now: at('2026-11-22 08:00'),
      text: 'ready: waiting for a message',
    },
    'a request that is waiting': {
      settings: message,
      now: at('2026-11-22 09:00'),
      commands: [plan('2026-11-22 08:00')],
      text: 'off · starts 14:00 at 10.0 ct/kWh',
    },
    'a threshold after its last time': {
      settings: { ...daily, mode: 'threshold', maxPriceCt: 15 },
      now: at('2026-11-22 16:00'),
      text: 'off · no more runs in this window',
    },
    'a threshold that is never reached': {
      settings: { ...daily, mode: 'threshold', maxPriceCt: 5 },
      now: at('2026-11-22 08:00'),
      text: 'off · never that cheap',
    },
    'a window that is too short for what is wanted': {
      settings: short,
      now: at('2026-11-22 05:00'),
      text: 'off · next window 06:00: needs 10 h, the window has 3 h',
    },
    'a part of what is wanted': {
      settings: { ...daily, mode: 'interruptible', partial: 'maximise', durationMinutes: 600, maxPriceCt: 20 },
      now: at('2026-11-22 08:00'),
      text: 'off · starts 13:00 at 15.0 ct/kWh · only 2 h of 10 h fit',
    },
    'a part of what is wanted, while prices are not known yet': {
      settings: { ...daily, to: '05:00', mode: 'interruptible', partial: 'maximise', durationMinutes: 1320 },
      now: at('2026-11-22 05:00'),
      text: 'off · starts 06:00 at 28.3 ct/kWh · 18 h of 22 h so far',
    },
    'a part of the energy that is wanted': {
      settings: {
        ...daily,
        mode: 'interruptible',
        partial: 'maximise',
        maxPriceCt: 20,
        energyKwh: 20,
        powerKw: 3.25,
      },
      now: at('2026-11-22 08:00'),
      text: 'off · starts 13:00 at 15.0 ct/kWh · only 6.5 of 20 kWh fit',
    },
    'the run of today is done, the prices of tomorrow are not known': {
      now: at('2026-11-22 15:00'),
      text: 'off · done · next run Mon 21:00, prices not known yet',
    },
    'today no longer fits, the prices of tomorrow are not known': {
      settings: { ...daily, durationMinutes: 240 },
      from: at('2026-11-22 20:00'),
      now: at('2026-11-22 20:00'),
      text: 'off · next run Mon 18:00, prices not known yet',
    },
    'today no longer fits, tomorrow is planned': {
      settings: { ...daily, durationMinutes: 240 },
      series: hours(day, 48, 30, { 40: 10 }),
      from: at('2026-11-22 20:00'),
      now: at('2026-11-22 20:00'),
      text: 'off · starts Mon 13:00 at 25.0 ct/kWh',
    },
    'today no longer fits, tomorrow is planned, and the device is on without a plan': {
      settings: { ...daily, durationMinutes: 240, outputNoPlan: 'on' },
      series: hours(day, 48, 30, { 40: 10 }),
      from: at('2026-11-22 20:00'),
      now: at('2026-11-22 20:00'),
      text: 'on until 22:00: no plan · planned: 25.0 ct/kWh',
    },
    'today no longer fits where it may not be off for long': {
      settings: {
        ...daily,
        from: '00:00',
        to: '00:00',
        mode: 'interruptible',
        durationMinutes: 480,
        maxOffMinutes: 240,
      },
      from: at('2026-11-22 20:30'),
      now: at('2026-11-22 20:30'),
      language: 'de',
      text: 'aus bis Mo 00:00 · 8 h passen nicht mehr',
    },
    'today no longer fits, and it runs only because it may not be off for long': {
      settings: {
        ...daily,
        from: '00:00',
        to: '00:00',
        mode: 'interruptible',
        durationMinutes: 480,
        maxOffMinutes: 240,
      },
      from: at('2026-11-22 16:30'),
      now: at('2026-11-22 16:30'),
      language: 'de',
      text: 'aus · startet 19:45 · 8 h passen nicht mehr',
    },
    'beside what keeps new prices away there is no room for the price, so it is left out whole': {
      now: at('2026-11-22 08:00'),
      room: 28,
      language: 'de',
      text: 'aus · startet 14:00',
    },
    'swapped values: off sends true': {
      now: at('2026-11-22 08:00'),
      values: { onValue: false, offValue: true },
      text: 'true · starts 14:00 at 10.0 ct/kWh',
    },
    'swapped values: on sends false': {
      now: at('2026-11-22 14:00'),
      values: { onValue: false, offValue: true },
      text: 'false until 15:00: planned at 10.0 ct/kWh',
    },
    'values of one word': {
      now: at('2026-11-22 14:00'),
      values: { onValue: 'BLOCK', offValue: 'FREE' },
      text: 'BLOCK until 15:00: planned at 10.0 ct/kWh',
    },
    'values that are long': {
      now: at('2026-11-22 08:00'),
      values: { onValue: { state: 'ON' }, offValue: { state: 'OFF', why: 'x' } },
      text: '{"state":"O… · starts 14:00 at 10.0 ct/kWh',
    },
  };
  for (const [name, { text, ...scene }] of Object.entries(cases)) {
    it(name, () => assert.equal(statusAt(scene).text, text));
  }

  it('what there is no room for is left out, in either language, whatever is sent', () => {
    const dear = hours(day, 24, 135.65);
    const most: RunSettings = { ...daily, partial: 'maximise', energyKwh: 2_111.5, powerKw: 88.8 };
    const words = { onValue: 'eingeschaltet!!', offValue: 'ausgeschaltet!!' };
    for (const language of ['en-US', 'de'])
      for (const values of [words, { onValue: true, offValue: false }])
        for (const mode of ['contiguous', 'interruptible'] as const)
          for (const now of ['05:30', '06:30'].map((time) => at(`2026-11-22 ${time}`)))
            statusAt({ settings: { ...most, mode }, series: dear, values, language, now });
    const now = at('2026-11-22 06:30');
    const { text } = statusAt({ settings: most, series: dear, now });
    assert.equal(text, 'on until 22:00: planned · only 1420.8 of 2112 kWh fit');
  });

  it('off without prices is yellow, on is green', () => {
    const { fill, shape } = statusAt({ series: [], now: at('2026-11-22 08:00') });
    assert.deepEqual([fill, shape], ['yellow', 'ring']);
    assert.equal(statusAt({ now: at('2026-11-22 14:00') }).fill, 'green');
  });
});
