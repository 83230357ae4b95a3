import assert from 'node:assert/strict';
import { z } from 'zod/mini';
import {
  choiceField,
  decodeFields,
  flagField,
  numberField,
  presentFields,
  requiredNumber,
  textField,
  timeField,
  timeZoneField,
  weekdaysField,
} from '#src/nodered/values/fields.js';
import { refusesField } from '../../support/nomos/refusals.js';

const blocks = {
  number: numberField({ min: -5, max: 10 }),
  required: requiredNumber({ min: 0, max: 10 }),
  choice: choiceField(['red', 'green']),
  time: timeField(),
  text: textField,
  flag: flagField(),
  weekdays: weekdaysField(),
  zone: timeZoneField(),
};

const read = (block: keyof typeof blocks, value: unknown) =>
  (decodeFields(z.object({ it: blocks[block] as z.ZodMiniType }), { it: value }) as { it: unknown }).it;

const absent = undefined;
const good: readonly [keyof typeof blocks, unknown, unknown][] = [
  ['number', 3, 3],
  ['number', 0, 0],
  ['number', -5, -5],
  ['number', 10, 10],
  ['number', '2.5', 2.5],
  ['number', '2,5', 2.5],
  ['number', ' 7 ', 7],
  ['number', '+7', 7],
  ['number', '-.5', -0.5],
  ['number', '', absent],
  ['number', '  ', absent],
  ['number', null, absent],
  ['number', absent, absent],
  ['required', '4', 4],
  ['choice', 'red', 'red'],
  ['choice', '', absent],
  ['choice', null, absent],
  ['time', '00:00', '00:00'],
  ['time', '23:59', '23:59'],
  ['time', '', absent],
  ['text', 'ä'.repeat(1000), 'ä'.repeat(1000)],
  ['text', '', absent],
  ['flag', true, true],
  ['flag', 'false', false],
  ['flag', '', absent],
  ['weekdays', [1, 7], [1, 7]],
  ['weekdays', '1,2, 3', [1, 2, 3]],
  ['weekdays', '6', [6]],
  ['weekdays', '', absent],
  ['zone', 'Europe/Berlin', 'Europe/Berlin'],
  ['zone', 'UTC', 'UTC'],
  ['zone', null, absent],
];

const bad: readonly [keyof typeof blocks, unknown][] = [
  ['number', 10.01],
  ['number', -5.01],
  ['number', Number.NaN],
  ['number', Number.POSITIVE_INFINITY],
  ['number', '1e1'],
  ['number', '0x1'],
  ['number', '1.2.3'],
  ['number', '5 kWh'],
  ['number', true],
  ['number', [5]],
  ['number', {}],
  ['required', ''],
  ['required', null],
  ['required', absent],
  ['required', true],
  ['choice', 'blue'],
  ['choice', 'RED'],
  ['choice', 1],
  ['time', '24:01'],
  ['time', '7:0'],
  ['time', '07:60'],
  ['time', '07:00:00'],
  ['time', 700],
  ['text', 'x'.repeat(1001)],
  ['text', 5],
  ['flag', 'yes'],
  ['flag', 1],
  ['weekdays', [0]],
  ['weekdays', [8]],
  ['weekdays', [1.5]],
  ['weekdays', ['1']],
  ['weekdays', '1,,2'],
  ['weekdays', 'Mo'],
  ['weekdays', 3],
  ['zone', 'Berlin'],
  ['zone', 'Europe/Atlantis'],
  ['zone', 1],
];

describe('nodered: fields', () => {
  for (const [block, value, expected] of good)
    it(`${block}: ${JSON.stringify(value)?.slice(0, 20)} is ${JSON.stringify(expected)?.slice(0, 20)}`, () => {
      assert.deepEqual(read(block, value), expected);
    });

  for (const [block, value] of bad)
    it(`${block}: refuses ${typeof value === 'number' ? value : JSON.stringify(value)?.slice(0, 20)}`, () => {
      assert.notEqual(
        refusesField(() => read(block, value), 'it'),
        '',
        'nothing is said to be allowed',
      );
    });

  it('names a wrong field inside of another', () => {
    const schema = z.object({ list: z.array(z.object({ minutes: requiredNumber({ min: 1, max: 9 }) })) });
    const allowed = refusesField(
      () => decodeFields(schema, { list: [{ minutes: 1 }, { minutes: 99 }] }),
      'list.1.minutes',
    );
    assert.equal(allowed, '1 … 9');
  });

  for (const name of ['clientSecret', 'url', 'baseUrl'])
    it(`never repeats a ${name}, which may be or hold a secret`, () => {
      const schema = z.object({ [name]: z.string('text').check(z.maxLength(5, 'text')) });
      for (const value of ['very-secret', { very: 'secret' }])
        assert.throws(
          () => decodeFields(schema, { [name]: value }),
          ({ message, params }) => !/secret(?!Secret)/.test(`${message.replaceAll(name, '')} ${params.value}`),
        );
    });

  for (const value of [Promise.resolve(1), new Map(), [[[1]]], 5n, Object.create(null), new Array(3_000)])
    it(`refuses ${Object.prototype.toString.call(value)} for every kind of field, by name`, () => {
      for (const block of Object.keys(blocks) as (keyof typeof blocks)[]) refusesField(() => read(block, value), 'it');
    });

  it('names an unknown field', () => {
    refusesField(() => decodeFields(z.strictObject({}, 'nothing'), { typo: 1 }), 'typo');
  });

  for (const value of [undefined, null, 'text', 5])
    it(`refuses ${value} instead of fields`, () => {
      refusesField(() => decodeFields(z.object({}, 'fields'), value), 'value');
    });

  it('lays only what is there over defaults', () => {
    assert.deepEqual(presentFields({ a: undefined, b: 0, c: '' }), { b: 0, c: '' });
  });
});
