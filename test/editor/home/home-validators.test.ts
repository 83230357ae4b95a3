import assert from 'node:assert/strict';
import { editorModule } from '../../support/browser/editor-module.js';

type Verdict = true | string;
const { fieldValidators } = editorModule<{
  fieldValidators: Readonly<Record<string, (this: object, value: unknown) => Verdict>>;
}>('home/home-validators');

describe('editor: the account of a house', () => {
  const names = ['RED', 'document', 'CSS'] as const;
  const known = names.map((name) => [name, Reflect.get(globalThis, name)]);
  before(() => {
    const accounts: Readonly<Record<string, object>> = { acc: {}, wrong: { valid: false }, off: { d: true } };
    const RED = { _: (key: string) => key, nodes: { node: (id: string) => accounts[id] } };
    Object.assign(globalThis, { RED, document: { querySelector: () => null }, CSS: { escape: (id: string) => id } });
  });
  after(() => void Object.assign(globalThis, Object.fromEntries(known)));

  const rows: readonly [feedIn: unknown, account: unknown, wrong: RegExp | undefined][] = [
    ['none', '', undefined],
    [undefined, undefined, undefined],
    ['fixed', 'gone', undefined],
    ['contract', 'acc', undefined],
    ['contract', '$(ACCOUNT)', undefined],
    ['contract', '', /invalid\.account$/],
    ['contract', '_ADD_', /invalid\.account$/],
    ['contract', 'gone', /invalid\.account$/],
    ['contract', 'off', /invalid\.accountDisabled$/],
    ['contract', 'wrong', /invalid\.accountSettings$/],
  ];
  for (const [feedIn, account, wrong] of rows)
    it(`${account} with ${feedIn}: ${wrong === undefined ? 'right' : 'wrong'}`, () => {
      const verdict = fieldValidators.account?.call({ id: 'house', feedIn, account }, account);
      if (wrong === undefined) assert.equal(verdict, true);
      else assert.match(String(verdict), wrong);
    });
});
