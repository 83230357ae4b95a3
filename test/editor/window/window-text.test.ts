import assert from 'node:assert/strict';
import { editorModule } from '../../support/browser/editor-module.js';

const { windowText } = editorModule<{ windowText(from: string, to: string): string }>('window/window-text');

describe('editor: a window in words', () => {
  const said = (from: string, to: string) => {
    const word = (key: string, params: { to?: string } = {}) => `${key.split('.').at(-1)} ${params.to ?? ''}`.trim();
    Object.assign(globalThis, { RED: { _: word } });
    try {
      return windowText(from, to);
    } finally {
      Reflect.deleteProperty(globalThis, 'RED');
    }
  };
  for (const [from, to, words] of [
    ['07:00', '19:00', ''],
    ['7:00', '19:00', ''],
    ['7 Uhr', '7 pm', ''],
    ['22', '6', 'overMidnight 06:00'],
    ['22:00', '06:00', 'overMidnight 06:00'],
    ['0:00', '24:00', 'wholeDay'],
    ['9:00', '09:00', 'wholeDay'],
    // Only the runtime knows what they are.
    ['22:00', '$(TO)', ''],
    ['$(FROM)', '06:00', ''],
    ['22:00', '', ''],
    ['$(TIME)', '$(TIME)', 'wholeDay'],
  ] as const)
    it(`${from} to ${to}: ${words || 'plain to see'}`, () => assert.equal(said(from, to), words));
});
