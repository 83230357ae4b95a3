import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NomosError } from '#src/errors.js';
import { decodeWindowSettings } from '#src/nodered/window/window-settings.js';
import { defaultsOf, type SettingsTable } from '#src/protocol/setting.js';
import { windowSettings } from '#src/protocol/window-settings.js';
import { editorModule } from '../../support/browser/editor-module.js';

type Settings = Readonly<Record<string, unknown>>;
type Verdict = true | string;
const { fieldValidators } = editorModule<{
  fieldValidators: Readonly<Record<string, (this: object, value: unknown) => Verdict>>;
}>('window/window-validators');

/** Names of the settings that the editor finds wrong. */
function wrongIn(settings: Settings): string[] {
  const node = { id: 'n', ...settings };
  const all = Object.entries(fieldValidators).filter(([name]) => name !== 'account');
  return all.filter(([name, check]) => check.call(node, Reflect.get(node, name)) !== true).map(([name]) => name);
}

/** The setting that the runtime refuses first. */
function refusedIn(settings: Settings): string | undefined {
  try {
    decodeWindowSettings(settings);
    return undefined;
  } catch (error) {
    return String((error as NomosError).params.field);
  }
}

/** True where the dialog shows the row of a setting. */
function isShown(name: string, settings: Settings): boolean {
  const table: SettingsTable = windowSettings;
  const all = { ...defaultsOf(table), ...settings };
  const when = Object.entries(table[name]?.when ?? {});
  return when.every(([other, values]) => values.includes(String(Reflect.get(all, other))));
}

const night = { from: '22:00', to: '06:00' };
const phase = (minutes: unknown, powerKw: unknown) => ({ minutes, powerKw });

describe('editor: settings of a device that have to fit each other', () => {
  const names = ['RED', 'document', 'CSS'] as const;
  const known = names.map((name) => [name, Reflect.get(globalThis, name)]);
  before(() => {
    const RED = { _: (key: string) => key, nodes: { node: () => undefined }, i18n: { lang: () => 'en-US' } };
    Object.assign(globalThis, { RED, document: { querySelector: () => null }, CSS: { escape: (id: string) => id } });
  });
  after(() => void Object.assign(globalThis, Object.fromEntries(known)));

  const rows: readonly [settings: Settings, wrong: string | undefined][] = [
    [{}, undefined],
    [{ durationMinutes: 1500 }, 'durationMinutes'],
    [{ durationMinutes: '1500', trigger: 'message' }, undefined],
    [{ durationMinutes: 500, ...night }, 'durationMinutes'],
    [{ durationMinutes: 500, from: '22 Uhr', to: '6' }, 'durationMinutes'],
    [{ durationMinutes: 500, ...night, partial: 'maximise' }, undefined],
    // Only the runtime knows how long that is.
    [{ durationMinutes: 500, from: '22:00', to: '$(TO)' }, undefined],
    [{ energyKwh: '40', powerKw: '1,5' }, 'energyKwh'],
    [{ energyKwh: 20, powerKw: 2, profile: [phase(30, 2)] }, 'energyKwh'],
    [{ profile: [phase(30, 2)], mode: 'interruptible' }, 'profile'],
    [{ profile: [phase('30', '0'), phase(30, 0)] }, 'profile'],
    [{ profile: [phase(30, 0), phase(30, '0,5')] }, undefined],
    [{ objective: 'dearest', maxPriceCt: 0 }, 'maxPriceCt'],
    [{ mode: 'threshold' }, 'maxPriceCt'],
    [{ missingPrices: 'fallback' }, 'fallbackStart'],
    [{ missingPrices: 'fallback', fallbackStart: '12:00', ...night }, 'fallbackStart'],
    [{ missingPrices: 'fallback', fallbackStart: '23:00', ...night }, undefined],
    [
      {
        exclude: [
          { from: '00:00', to: '12:00' },
          { from: '12:00', to: '00:00' },
        ],
      },
      'exclude',
    ],
    [{ exclude: [{ from: '06:00', to: '23:30' }], durationMinutes: 420 }, 'durationMinutes'],
    [{ maxOffMinutes: 15, minPauseMinutes: 30, mode: 'interruptible' }, 'maxOffMinutes'],
    [{ maxOffMinutes: 60, exclude: [{ from: '6', to: '9' }] }, 'maxOffMinutes'],
    [{ maxOffMinutes: 60, toleranceCt: 1 }, 'toleranceCt'],
    [{ maxOffMinutes: 60, toleranceCt: 1, mode: 'threshold', maxPriceCt: 20 }, undefined],
    [{ maxOffMinutes: 60, maxPriceCt: 20 }, 'maxPriceAppliesTo'],
    [{ maxOffMinutes: 60, maxPriceCt: 20, maxPriceAppliesTo: 'interval' }, undefined],
  ];
  for (const [settings, wrong] of rows)
    it(`${JSON.stringify(settings)}: ${wrong ?? 'all fit'}, at run time too`, () => {
      assert.deepEqual(wrongIn(settings), wrong === undefined ? [] : [wrong]);
      if (!JSON.stringify(settings).includes('$(')) assert.equal(refusedIn(settings), wrong);
    });

  it('whatever is chosen, the editor finds fault with what the runtime refuses, and with nothing else', () => {
    const one = (...values: readonly unknown[]) => fc.constantFrom(...values);
    const settings = fc.record(
      {
        mode: one('contiguous', 'interruptible', 'threshold'),
        partial: one('exact', 'maximise'),
        trigger: one('daily', 'message'),
        from: one('00:00', '22:00', '7 Uhr'),
        to: one('00:00', '06:00', '7 pm'),
        durationMinutes: one(30, '480', 900, 1500, 10_080),
        energyKwh: one('', 3, '25,5'),
        powerKw: one('', 1, '11'),
        profile: one([], [phase(30, 1)], [phase(30, 0)], [phase('700', '0,5')]),
        exclude: one([], [night], [night, { from: '6 Uhr', to: '22:00' }], [{ from: '08:00', to: '8:30' }]),
        objective: one('cheapest', 'dearest'),
        maxPriceCt: one('', 0, '-5,5'),
        maxPriceAppliesTo: one('', 'interval', 'average'),
        missingPrices: one('expect', 'fallback'),
        fallbackStart: one('', '03:00', '12:00'),
        maxOffMinutes: one(0, 15, 600),
        minPauseMinutes: one(0, 30),
        toleranceCt: one(0, 1),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(settings, (chosen) => {
        const [found, refused] = [wrongIn(chosen), refusedIn(chosen)];
        assert.equal(found.length > 0, refused !== undefined, `${found} ${refused}`);
        if (refused !== undefined) assert.ok(found.includes(refused), `${found} ${refused}`);
        // Nobody can mend what the dialog does not show.
        for (const name of found) assert.ok(isShown(name, chosen), `${name} is hidden`);
      }),
      { numRuns: 1000 },
    );
  });
});
