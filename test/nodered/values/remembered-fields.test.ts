import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { decodeFields, preprocessed } from '#src/nodered/values/fields.js';
import { rememberedFields } from '#src/nodered/values/remembered-fields.js';
import { decoderOf, optionsDecoderOf } from '#src/nodered/values/settings.js';
import { defaultsOf, isRaw } from '#src/protocol/setting.js';
import { windowSettings } from '#src/protocol/window-settings.js';

const odd = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, '', [], {}, true, false, 'true', '7', '7,5', '07:00', 'daily', '1,2', 'x'),
  fc.integer({ min: -10, max: 2000 }),
  fc.string({ maxLength: 120 }),
  fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 3 }),
);
const names = Object.entries(windowSettings)
  .filter(([, setting]) => !isRaw(setting))
  .map(([name]) => name);
const stored = fc.dictionary(fc.constantFrom(...names), odd, { maxKeys: 4 });

function outcomeOf(work: () => unknown): unknown {
  try {
    return { value: work() };
  } catch (error) {
    return { error: String(error) };
  }
}

describe('remembered fields', () => {
  it('decode and refuse settings as they are decoded for the first time, whatever came before', () => {
    const remembering = decoderOf(windowSettings);
    const defaults = defaultsOf(windowSettings);
    const decodeOptions = optionsDecoderOf(windowSettings);
    const checked = fc.property(stored, (settings) => {
      assert.deepEqual(
        outcomeOf(() => remembering(settings)),
        outcomeOf(() => ({ ...defaults, ...decodeOptions(settings).given })),
      );
    });
    fc.assert(checked, { numRuns: 1000 });
  });

  it('make no schema for what is absent or a choice', () => {
    const schema = () => assert.fail('made');
    const read = rememberedFields({ mode: { schema, choices: ['a', 'b'] }, text: { schema } });
    assert.deepEqual(read({ mode: 'b', text: '' }), { decoded: { mode: 'b' } });
    assert.deepEqual(read({ mode: null }), { decoded: {} });
  });

  it('make a schema once for all that it refuses, and none for what comes after it', () => {
    let made = 0;
    const number = () => {
      made += 1;
      return z.optional(z.number());
    };
    const later = () => assert.fail('made');
    const read = rememberedFields({ first: { schema: number }, second: { schema: later } });
    const wrong = [1, 2, 3].map((index) => read({ first: `x${index}`, second: 'y' }));
    for (const fields of wrong) assert.deepEqual(Object.keys(fields.decoded ?? fields.wrong), ['first']);
    assert.equal(made, 1);
    for (const whole of [null, 'text', [], 5]) assert.deepEqual(read(whole), { wrong: {} });
  });

  it('asks a schema once for equal values, and forgets before it holds much', () => {
    let asked = 0;
    const counting = preprocessed((value) => {
      asked += 1;
      return value;
    }, z.optional(z.string()));
    const read = rememberedFields({ text: { schema: () => counting } });
    for (let turn = 0; turn < 500; turn += 1) assert.deepEqual(read({ text: 'same' }), { decoded: { text: 'same' } });
    assert.equal(asked, 1);
    for (let turn = 0; turn < 500; turn += 1) read({ text: `other ${turn}` });
    assert.equal(asked, 501);
    read({ text: 'same' });
    assert.equal(asked, 502);
    assert.throws(() => decodeFields(z.object({ text: counting }), { text: 5 }), { code: 'invalid-value' });
  });
});
