import assert from 'node:assert/strict';
import { decodePricesSettings } from '#src/nodered/prices/prices-settings.js';
import { editorModule } from '../../support/browser/editor-module.js';

type Verdict = true | string;
const { fieldValidators } = editorModule<{
  fieldValidators: Readonly<Record<string, (this: object, value: unknown) => Verdict>>;
}>('prices/prices-validators');

describe('editor: the levels of prices', () => {
  const names = ['RED', 'document', 'CSS'] as const;
  const known = names.map((name) => [name, Reflect.get(globalThis, name)]);
  before(() => {
    const RED = { _: (key: string) => key, i18n: { lang: () => 'en-US' } };
    Object.assign(globalThis, { RED, document: { querySelector: () => null }, CSS: { escape: (id: string) => id } });
  });
  after(() => void Object.assign(globalThis, Object.fromEntries(known)));

  const rows: readonly [levels: Readonly<Record<string, unknown>>, wrong: readonly string[]][] = [
    [{}, []],
    [{ veryCheapBelow: 0.3 }, []],
    [{ veryCheapBelow: 0.5 }, ['cheapBelow']],
    [{ veryCheapBelow: 0.5, cheapBelow: '' }, ['cheapBelow']],
    [{ veryCheapBelow: '0,5', cheapBelow: null }, ['cheapBelow']],
    [{ cheapBelow: 0.8 }, ['normalBelow']],
    [{ normalBelow: 1 }, ['expensiveBelow']],
    [{ normalBelow: 0.2 }, ['normalBelow']],
  ];
  for (const [levels, wrong] of rows)
    it(`${JSON.stringify(levels)}: ${wrong.join() || 'all'} ${wrong.length > 0 ? 'wrong' : 'right'}, as at run time`, () => {
      const node = { id: 'n', ...levels };
      const found = Object.entries(fieldValidators).filter(([name, check]) => {
        return check.call(node, Reflect.get(node, name)) !== true;
      });
      assert.deepEqual(
        found.map(([name]) => name),
        wrong,
      );
      if (wrong.length === 0) decodePricesSettings(levels);
      else assert.throws(() => decodePricesSettings(levels), { code: 'invalid-value' });
    });
});
