// @ts-nocheck
import assert from 'node:assert/strict';
import { sharedTexts } from '#src/nodered/platform/texts.js';

describe('nodered: texts of the catalog', () => {
  let asked: string[];
  let catalog: Record<string, string>;
  const catalogOf = () => ({
    _: (key: string, params: Readonly<Record<string, unknown>> = {}) => {
      asked.push(key);
      const name = key.slice(key.indexOf(':') + 1);
      return name in catalog ? `${catalog[name]} ${JSON.stringify(params)}` : key;
    },
  });

  beforeEach(() => {
    asked = [];
    catalog = { 'status.on': 'an', 'status.off': 'aus' };
  });

  it('each is looked up once, whichever node asks, and differs by each value and its kind', () => {
    const red = catalogOf();
    const looks = [{}, { n: 1 }, { n: '1' }, { m: 1 }, { n: 1, m: 2 }, { n: true }, { n: '1\0m' }];
    const texts = () => looks.map((params) => sharedTexts(red)('status.on', params));
    const first = texts();
    assert.deepEqual(texts(), first);
    assert.equal(new Set(first).size, looks.length);
    assert.equal(asked.length, looks.length);
    assert.equal(sharedTexts(red)('status.off'), 'aus {}');
  });

  it('what the catalog lacks is asked for again, and what may change is not remembered', () => {
    const translate = sharedTexts(catalogOf());
    assert.equal(translate('status.new'), 'status.new');
    catalog['status.new'] = 'neu';
    assert.equal(translate('status.new'), 'neu {}');
    const list = ['a'];
    translate('status.on', { list });
    list.push('b');
    assert.equal(translate('status.on', { list }), 'an {"list":["a","b"]}');
  });

  it('remembers a bounded number, and none of another Node-RED', () => {
    const translate = sharedTexts(catalogOf());
    for (let round = 0; round < 2; round += 1) for (let n = 0; n < 3_000; n += 1) translate('status.on', { n });
    assert.equal(asked.length, 6_000);
    assert.notEqual(sharedTexts(catalogOf()), translate);
  });
});
