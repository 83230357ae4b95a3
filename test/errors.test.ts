import assert from 'node:assert/strict';
import * as family from '#src/errors.js';
import { invalidValue, shownValue } from '#src/errors.js';
import { cpuMs } from './support/clock/cpu-time.js';

const unreadable = '[unreadable]';
const throwing = {
  get [Symbol.toStringTag](): string {
    throw new Error('never shown');
  },
};
const cyclic: Record<string, unknown> = { a: 1 };
cyclic.self = cyclic;

/** An array in an array in an array …; JSON and `String` break on it. */
function nested(depth: number): unknown {
  let inner: unknown = 1;
  for (let level = 0; level < depth; level += 1) inner = [inner];
  return inner;
}

const shown: readonly [what: string, value: unknown, text: string][] = [
  ['a text', 'ab"c', '"ab\\"c"'],
  ['a number', 1.5, '1.5'],
  ['no number', Number.NaN, 'NaN'],
  ['no number in a list', [Number.NaN, Number.POSITIVE_INFINITY], '[NaN,Infinity]'],
  ['a large integer', 5n, '5n'],
  ['an integer of a million digits', 1n << 4_000_000n, '[BigInt]'],
  ['nothing', undefined, 'undefined'],
  ['null', null, 'null'],
  ['a list', [8, 'x', null], '[8,"x",null]'],
  ['fields', { a: 1, b: { c: [] } }, '{"a":1,"b":{"c":[]}}'],
  ['fields without a prototype', Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
  ['a date', new Date(0), '"1970-01-01T00:00:00.000Z"'],
  ['no date', new Date(Number.NaN), '[Invalid Date]'],
  ['a promise', Promise.resolve(1), '[Promise]'],
  ['a promise inside', { a: Promise.resolve(1) }, '{"a":[Promise]}'],
  ['a map', new Map([[1, 2]]), '[Map]'],
  ['a function', () => 1, '[Function]'],
  ['bytes', Buffer.from('abc'), '[Uint8Array]'],
  ['a symbol', Symbol('mine'), 'mine'],
  ['a throwing getter', Object.defineProperty({}, 'a', { enumerable: true, get: throwUp }), `{"a":${unreadable}}`],
  ['a throwing name', throwing, unreadable],
  ['a throwing proxy', new Proxy({}, { ownKeys: throwUp, get: throwUp }), unreadable],
  [
    'a throwing toString and toJSON',
    { toString: throwUp, toJSON: throwUp },
    '{"toString":[Function],"toJSON":[Function]}',
  ],
  ['a deep list', nested(20_000), '[[[[[…]]]]]'],
  ['a circle', cyclic, '{"a":1,"self":{"a":1,"self":{"a":1,"self":{"a":1,"self":{…}…'],
  ['half a character at the cut', `${'x'.repeat(57)}😀😀😀`, `"${'x'.repeat(57)}…`],
  ['half a character', '\ud83d', '"\\ud83d"'],
];

function throwUp(): never {
  throw new Error('never shown');
}

describe('how a value is shown in an error', () => {
  for (const [what, value, text] of shown)
    it(`${what}: ${text}`, () => {
      assert.equal(shownValue(value), text);
    });

  for (const [what, value] of [
    ['a million points', Array.from({ length: 1_000_000 }, (_, start) => ({ start, value: 1 }))],
    ['a list with a length only', new Array(4_294_967_295)],
    ['a million characters', 'x'.repeat(1_000_000)],
    ['a name of a million characters', { ['x'.repeat(1_000_000)]: 1 }],
  ] as const)
    it(`of ${what} only the beginning is looked at`, () => {
      assert.ok(cpuMs(20, () => shownValue(value)) < 20, 'it took more than 20 ms');
      assert.equal(shownValue(value).length, 60);
    });

  it('a point after the first ones is never read', () => {
    const points = new Proxy(new Array(1_000_000).fill({ value: 10 }), {
      get: (list, name) => (Number(name) > 60 ? throwUp() : Reflect.get(list, name)),
    });
    assert.match(shownValue(points), /^\[\{"value":10\},/);
  });

  it('a field that is named by the one who sends it is shortened, too', () => {
    const { params, message } = invalidValue('x'.repeat(1_000_000), 1, 'nothing');
    assert.equal(String(params.field).length, 60);
    assert.ok(message.length < 200);
  });
});

describe('errors: the family', () => {
  it('each has the name of its class written out, since names of classes are shortened in what is published', () => {
    const classes = Object.entries<unknown>(family).filter(([, value]) => /^class /.test(String(value)));
    assert.ok(classes.length >= 6);
    for (const [name, value] of classes) {
      const details = { sent: false, status: 500, path: '' };
      const made: Error = Reflect.construct(value as new () => Error, ['a-code', 'a message', details]);
      assert.equal(made.name, name);
    }
  });
});
