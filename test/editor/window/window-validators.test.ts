import assert from 'node:assert/strict';
import { editorModule } from '../../support/browser/editor-module.js';

type Verdict = true | string;
const { fieldValidators } = editorModule<{
  fieldValidators: Readonly<Record<string, (this: object, value: unknown) => Verdict>>;
}>('window/window-validators');

const houses: Readonly<Record<string, object>> = {
  limited: { id: 'limited', limitKw: '11', feedIn: 'none' },
  sunny: { id: 'sunny', limitKw: '', feedIn: 'fixed' },
  single: { id: 'single', limitKw: '', feedIn: 'none', oneAtATime: true },
};

describe('editor: what a device in a house has to say', () => {
  const names = ['RED', 'document', 'CSS'] as const;
  const known = names.map((name) => [name, Reflect.get(globalThis, name)]);
  beforeEach(() => {
    const RED = { _: (key: string) => key, nodes: { node: (id: string) => houses[id] } };
    Object.assign(globalThis, { RED, document: { querySelector: () => null }, CSS: { escape: (id: string) => id } });
  });
  afterEach(() => void Object.assign(globalThis, Object.fromEntries(known)));

  const verdict = (name: string, value: unknown, node: object) =>
    fieldValidators[name]?.call({ id: 'n', ...node }, value);

  for (const home of ['limited', 'sunny'])
    it(`${home}: a power is needed, or a profile`, () => {
      assert.match(String(verdict('powerKw', '', { home })), /powerInHome/);
      assert.match(String(verdict('powerKw', undefined, { home })), /powerInHome/);
      assert.equal(verdict('powerKw', '2', { home }), true);
      assert.equal(verdict('powerKw', '', { home, profile: [{ minutes: 60, powerKw: 1 }] }), true);
    });

  for (const home of ['single', 'missing', '', undefined])
    it(`${home}: a power is nobody’s business`, () => assert.equal(verdict('powerKw', '', { home }), true));

  it('an energy needs a power in any house, and says that first', () => {
    assert.match(String(verdict('powerKw', '', { home: 'limited', energyKwh: 5 })), /invalid\.power$/);
  });

  it('how many times may be left out is said where they are more', () => {
    const night = { from: '22:00', to: '06:00' };
    assert.equal(verdict('exclude', Array(5).fill(night), {}), true);
    assert.match(String(verdict('exclude', Array(6).fill(night), {})), /manyStretches/);
    assert.match(String(verdict('exclude', [{ from: '22:00', to: '' }], {})), /invalid\.stretches/);
  });

  it('the dearest times are for devices without a house', () => {
    assert.match(String(verdict('objective', 'dearest', { home: 'single' })), /dearestInHome/);
    for (const [value, home] of [
      ['cheapest', 'single'],
      ['dearest', ''],
      ['dearest', 'missing'],
    ])
      assert.equal(verdict('objective', value, { home }), true);
  });
});
