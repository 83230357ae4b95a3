import assert from 'node:assert/strict';
import { editorModule } from '../../support/browser/editor-module.js';

interface Words {
  shownAmount(value: unknown): string;
  shownMoney(amountCt: number): string;
  shownStretch(stretch: { start: string; end: string }, timeZone: string): string;
}

const { shownAmount, shownMoney, shownStretch } = editorModule<Words>('form/text');

describe('editor: money', () => {
  const rows = [
    [0, '0.0 ct', '0,0 ct'],
    [12.34, '12.3 ct', '12,3 ct'],
    [99.94, '99.9 ct', '99,9 ct'],
    [99.96, '€1.00', '1,00 €'],
    [100, '€1.00', '1,00 €'],
    [123.4, '€1.23', '1,23 €'],
    [-0.04, '0.0 ct', '0,0 ct'],
    [-0.06, '-0.1 ct', '-0,1 ct'],
    [-250, '-€2.50', '-2,50 €'],
    [123_456, '€1,234.56', '1.234,56 €'],
  ] as const;
  for (const [amountCt, english, german] of rows) {
    it(`${amountCt} ct is ${english}, in German ${german}`, () => {
      for (const [lang, wanted] of [['en-US', english] as const, ['de', german] as const]) {
        Object.assign(globalThis, { RED: { i18n: { lang: () => lang } } });
        // The space before the sign is one that never breaks.
        assert.equal(shownMoney(amountCt).replaceAll('\u00a0', ' '), wanted);
        Reflect.deleteProperty(globalThis, 'RED');
      }
    });
  }
});

describe('editor: a number in a field', () => {
  const rows = [
    [2.5, '2.5', '2,5'],
    [-0.125, '-0.125', '-0,125'],
    [1000, '1000', '1000'],
    ['0.30', '0.30', '0,30'],
    ['0,30', '0.30', '0,30'],
    ['$(KWH)', '$(KWH)', '$(KWH)'],
    ['1.2.3', '1.2.3', '1.2.3'],
    [undefined, 'undefined', 'undefined'],
  ] as const;
  for (const [stored, english, german] of rows) {
    it(`${stored} stands as ${english}, in German as ${german}`, () => {
      for (const [lang, wanted] of [['en-US', english] as const, ['de', german] as const]) {
        Object.assign(globalThis, { RED: { i18n: { lang: () => lang } } });
        assert.equal(shownAmount(stored), wanted);
        Reflect.deleteProperty(globalThis, 'RED');
      }
    });
  }
});

describe('editor: from when to when', () => {
  const rows = [
    ['over midnight', '2026-11-22T22:00:00+01:00', '2026-11-23T02:00:00+01:00', 'So 22:00 – 02:00'],
    ['half a day and more within one', '2026-11-22T01:00:00+01:00', '2026-11-22T16:00:00+01:00', 'So 01:00 – 16:00'],
    [
      'so long that it could be any day',
      '2026-11-22T19:30:00+01:00',
      '2026-11-23T16:30:00+01:00',
      'So 19:30 – Mo 16:30',
    ],
    ['a whole day', '2026-11-22T10:00:00+01:00', '2026-11-23T10:00:00+01:00', 'So 10:00 – Mo 10:00'],
    ['a whole week', '2026-11-22T10:00:00+01:00', '2026-11-29T12:00:00+01:00', 'So 10:00 – So 12:00'],
  ] as const;
  for (const [what, start, end, wanted] of rows) {
    it(`${what}: ${wanted}`, () => {
      Object.assign(globalThis, { RED: { i18n: { lang: () => 'de' } } });
      assert.equal(
        shownStretch({ start, end }, 'Europe/Berlin').replaceAll('\u00a0', ' ').replace('\u2060', ''),
        wanted,
      );
      Reflect.deleteProperty(globalThis, 'RED');
    });
  }
});
