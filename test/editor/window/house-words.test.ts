import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { editorModule } from '../../support/browser/editor-module.js';

interface Run {
  readonly start: string;
  readonly end: string;
}

const { houseLines } = editorModule<{
  houseLines(besides: readonly object[] | undefined, about: { timeZone: string; now: number }): string[];
}>('window/house-words');

const path = join(__dirname, '..', '..', '..', '..', 'locales', 'en-US', 'cheapest-window.json');
const preview: Record<string, string> = JSON.parse(readFileSync(path, 'utf8'))['cheapest-window'].preview;
const now = Date.parse('2026-11-22T08:00:00+01:00');

function lines(besides: readonly object[] | undefined): string[] {
  const words = (key: string, params: Record<string, string>) =>
    String(preview[key.split('.').at(-1) ?? '']).replaceAll(/__(\w+)__/g, (_, name) => String(params[name]));
  Object.assign(globalThis, { RED: { _: words, i18n: { lang: () => 'en-US' } } });
  try {
    return houseLines(besides, { timeZone: 'Europe/Berlin', now }).map((line) =>
      line.replaceAll('\u00a0', ' ').replaceAll('\u2060', ''),
    );
  } finally {
    Reflect.deleteProperty(globalThis, 'RED');
  }
}

const run = (from: number): Run => ({
  start: `2026-11-22T${from}:00:00+01:00`,
  end: `2026-11-22T${from + 1}:00:00+01:00`,
});

describe('editor: the others of a house in a preview', () => {
  it('are left out where it is planned alone, and where there are none', () => {
    assert.deepEqual(lines(undefined), [preview.house]);
    assert.deepEqual(lines([]), []);
  });

  it('with their times, and those that have none by name', () => {
    const others = [
      { name: 'Boiler', runs: [run(10), run(12)] },
      { name: 'Car', runs: [] },
      { name: 'Pump', runs: [run(10), run(12), run(14)] },
    ];
    assert.deepEqual(lines(others), [
      'Planned together with the other devices of the house: Boiler (Sun 10:00 – 11:00, Sun 12:00 – 13:00), Car, Pump (Sun 10:00 – 11:00, Sun 12:00 – 13:00 …).',
    ]);
  });

  it('say who has to make room', () => {
    const others = [
      { name: 'Boiler', runs: [run(10)], before: [run(12)] },
      { name: 'Car', runs: [], before: [run(14)] },
      { name: 'Pump', runs: [run(16)], before: [] },
    ];
    assert.deepEqual(lines(others), [
      'Planned together with the other devices of the house: Boiler, Car, Pump.',
      'Boiler then runs Sun 10:00 – 11:00 and not Sun 12:00 – 13:00.',
      'Car then finds no room (so far: Sun 14:00 – 15:00).',
      'Pump then runs Sun 16:00 – 17:00.',
    ]);
  });
});
