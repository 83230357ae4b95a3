import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ruleNames } from '#src/runs/index.js';
import { packageRoot } from '../../../sandbox/drive/node-red-place.js';
import { editorModule } from '../../support/browser/editor-module.js';

const { ruleLines } = editorModule<{
  ruleLines(answer: { costs: object[] }, settings: object, costUnit: string): string[];
}>('window/rule-words');

function linesIn(lang: string, costs: object[], settings: object, costUnit = 'ct'): string[] {
  const catalog = JSON.parse(readFileSync(join(packageRoot, 'locales', lang, 'cheapest-window.json'), 'utf8'));
  const words = (key: string, params: Record<string, string | number>) => {
    const path = key.split(':')[1]?.split('.') ?? [];
    const found = path.reduce((node, part) => node?.[part], catalog);
    return String(found).replaceAll(/__(\w+)__/g, (_, name) => String(params[name]));
  };
  Object.assign(globalThis, { RED: { _: words, i18n: { lang: () => lang } } });
  try {
    return ruleLines({ costs }, settings, costUnit);
  } finally {
    Reflect.deleteProperty(globalThis, 'RED');
  }
}

describe('editor: what rules cost, in words', () => {
  const settings = {
    maxOffMinutes: 360,
    exclude: [
      { from: '17:00', to: '19:00' },
      { from: '10 pm', to: '6' },
    ],
  };
  const costs = [
    { rule: 'maxOffMinutes', costCt: 3 },
    { rule: 'exclude', costCt: 1.25 },
    { rule: 'unheard-of', costCt: 1 },
  ];

  it('each in a sentence, in both languages', () => {
    assert.deepEqual(linesIn('en-US', costs, settings), [
      '“Never off longer than 6 h” costs 3.0 ct more.',
      '“Not between 17:00 and 19:00, 22:00 and 06:00” costs 1.3 ct more.',
    ]);
    assert.deepEqual(linesIn('de', costs, settings, 'ct per kW'), [
      '„Nie länger aus als 6 h“ kostet mit 1 kW 3,0 ct mehr.',
      '„Nicht zwischen 17:00 und 19:00, 22:00 und 06:00“ kostet mit 1 kW 1,3 ct mehr.',
    ]);
    const [line] = linesIn('en-US', costs, { ...settings, objective: 'dearest' });
    assert.equal(line, '“Never off longer than 6 h” costs 3.0 ct.');
  });

  it('there are words for every rule that is compared', () => {
    // What is done earlier says itself what that costs.
    for (const rule of ruleNames.filter((name) => name !== 'toleranceCt'))
      assert.equal(linesIn('de', [{ rule, costCt: 1 }], {}).length, 1, rule);
  });
});
