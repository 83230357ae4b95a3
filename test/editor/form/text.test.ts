import assert from 'node:assert/strict';
import { editorModule } from '../../support/browser/editor-module.js';

const { shownMoney } = editorModule<{ shownMoney(amountCt: number): string }>('form/text');

describe('editor: money', () => {
  const rows = [
    [0, '0.0 ct', '0,0 ct'],
    [12.34, '12.3 ct', '12,3 ct'],
    [99.94, '99.9 ct', '99,9 ct'],
    [99.96, '€1.00', '1,00 €'],
    [100, '€1.00', '1,00 €'],
    [123.4, '€1.23', '1,23 €'],
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
