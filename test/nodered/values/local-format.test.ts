import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { Translate } from '#src/nodered/platform/texts.js';
import { shownInstant, shownMoney, shownNumber, shownPeriod } from '#src/nodered/values/local-format.js';
import { packageRoot } from '../../../sandbox/drive/node-red-place.js';

function translator(language: string): Translate {
  const catalog = JSON.parse(readFileSync(join(packageRoot, 'locales', language, 'nomos-account.json'), 'utf8'));
  return (key, params = {}) => {
    const [room = '', name = ''] = key.split('.');
    const text: string = catalog[room]?.[name] ?? assert.fail(`${key} is missing`);
    return Object.entries(params).reduce((said, [word, value]) => said.replace(`__${word}__`, String(value)), text);
  };
}
const [english, german] = [translator('en-US'), translator('de')];
const zone = 'Europe/Berlin';
const now = Date.parse('2026-11-22T13:00:00+01:00');

describe('nodered: numbers and times in the language of the runtime', () => {
  for (const [at, en, de] of [
    ['2026-11-22T23:45:00+01:00', '23:45', '23:45'],
    ['2026-11-23T00:00:00+01:00', 'Mon 00:00', 'Mo 00:00'],
    ['2026-11-16T12:59:00+01:00', 'Mon 12:59', 'Mo 12:59'],
    ['2026-11-28T09:00:00+01:00', 'Sat 09:00', 'Sa 09:00'],
    // A week from now has the name of today.
    ['2026-11-29T09:00:00+01:00', '29 Nov 09:00', '29.11. 09:00'],
    ['2026-03-01T09:00:00+01:00', '01 Mar 09:00', '01.03. 09:00'],
  ] as const)
    it(at, () => {
      const shown = [english, german].map((translate) => shownInstant(translate, zone, Date.parse(at), now));
      assert.deepEqual(shown, [en, de]);
    });

  it('amounts of money, in euro from 100 ct on', () => {
    const shown = (amountCt: number) => [english, german].map((translate) => shownMoney(translate, amountCt));
    assert.deepEqual(shown(99.94), ['99.9 ct', '99,9 ct']);
    assert.deepEqual(shown(99.96), ['€1.00', '1,00 €']);
    assert.deepEqual(shown(-12_345.6), ['-€123.46', '-123,46 €']);
  });

  it('what is rounded to nothing has no sign', () => {
    assert.deepEqual(
      [-0.04, -0.05, -0.06, 0.04].map((value) => shownNumber(german, value, 1)),
      ['0,0', '-0,1', '-0,1', '0,0'],
    );
    assert.equal(shownNumber(english, -0.4, 0), '0');
  });

  it('stretches of days', () => {
    assert.equal(shownPeriod(german, '2026-11-01', '2026-11-30'), '01.–30.11.');
    assert.equal(shownPeriod(english, '2026-11-01', '2026-11-30'), '01–30 Nov');
    assert.equal(shownPeriod(german, '2026-10-31', '2026-11-06'), '31.10. – 06.11.');
    assert.equal(shownPeriod(english, '2025-11-01', '2026-11-30'), '01 Nov – 30 Nov');
    assert.equal(shownPeriod(english, '2026-11-21', '2026-11-21'), '21 Nov');
  });

  it('numbers are those of the language itself', () => {
    void fc.assert(
      fc.property(fc.double({ min: -999, max: 999, noNaN: true }), fc.constantFrom(0, 1, 2), (value, decimals) => {
        for (const [language, translate] of [
          ['en-US', english],
          ['de', german],
        ] as const) {
          const shown = shownNumber(translate, value, decimals);
          const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
          // Both round halves in ways of their own: what is shown has to be the language's way to write that number.
          const read = Number(shown.replace(',', '.'));
          assert.equal(shown, new Intl.NumberFormat(language, options).format(read));
          assert.ok(Math.abs(read - value) <= 0.5000001 * 10 ** -decimals);
        }
      }),
    );
  });
});
