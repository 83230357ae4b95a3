import assert from 'node:assert/strict';
import { createContext, runInContext } from 'node:vm';
import { plainProperty, plainValue } from '#src/nodered/values/plain-value.js';
import { cpuMs } from '../../support/clock/cpu-time.js';
import { refusesField } from '../../support/nomos/refusals.js';

const throwUp = () => {
  throw new Error('never shown');
};
/** What the copy is shown as: a stand-in by what it stands for. */
const shown = (value: unknown) => {
  const copy = plainValue(value);
  return typeof copy === 'symbol' ? copy.description : copy;
};
/** What function nodes make lives in a realm of its own, where `instanceof` does not tell. */
const elsewhere = createContext({});

describe('nodered: values from outside', () => {
  for (const value of [1, 'x', true, null, undefined, [1, [2]], { a: { b: [] } }])
    it(`${JSON.stringify(value)} is copied`, () => assert.deepEqual(plainValue(value), value));

  it('a copy is no longer the original', () => {
    const value = { list: [1] };
    const copy = plainValue(value) as typeof value;
    value.list.push(2);
    assert.deepEqual(copy, { list: [1] });
  });

  for (const [what, value, expected] of [
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a date of a function node', runInContext('new Date(0)', elsewhere), '1970-01-01T00:00:00.000Z'],
    ['no date', new Date(Number.NaN), '[Invalid Date]'],
    ['a number in a box', Object(5), 5],
    ['a text in a box', Object('x'), 'x'],
    ['a promise', Promise.resolve(), '[Promise]'],
    ['a promise of a function node', runInContext('Promise.resolve()', elsewhere), '[Promise]'],
    ['a map', new Map(), '[Map]'],
    ['bytes', Buffer.from('x'), '[Uint8Array]'],
    ['a function', throwUp, '[Function]'],
    ['a large integer', 5n, '5n'],
    ['a throwing proxy', new Proxy({}, { get: throwUp, ownKeys: throwUp }), '[unreadable]'],
    ['a list that is too long', new Array(2_000).fill(1), `[${'1,'.repeat(29)}…`],
  ] as const)
    it(`${what} is ${expected}`, () => assert.deepEqual(shown(value), expected));

  it('fields of a function node and fields without a prototype are fields', () => {
    assert.deepEqual(plainValue(runInContext('({ a: [1] })', elsewhere)), { a: [1] });
    assert.deepEqual(plainValue(Object.assign(Object.create(null), { a: 1 })), { a: 1 });
  });

  it('a field that cannot be read spoils none of its neighbours', () => {
    const fields = Object.defineProperty({ a: 1 }, 'b', { enumerable: true, get: throwUp });
    const copy = plainValue(fields) as { a: unknown; b: symbol };
    assert.deepEqual([copy.a, copy.b.description], [1, '[unreadable]']);
  });

  it('a member named __proto__ reaches no prototype', () => {
    const copy = plainValue(JSON.parse('{"__proto__": {"mine": 1}}')) as { mine?: unknown };
    assert.equal(copy.mine, undefined);
    assert.deepEqual(Object.keys(copy), ['__proto__']);
  });

  it('a promise that was refused and fails later is nobody’s unhandled rejection', async () => {
    const failures: unknown[] = [];
    const listen = (reason: unknown) => void failures.push(reason);
    process.on('unhandledRejection', listen);
    plainValue({ a: [Promise.reject(new Error('never shown'))] });
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', listen);
    assert.deepEqual(failures, []);
  });

  it('circles, and lists of themselves in lists of themselves, come to an end', () => {
    const circle: unknown[] = [];
    circle.push(...new Array(1_000).fill(circle));
    assert.ok(cpuMs(50, () => plainValue(circle)) < 50, 'it took more than 50 ms');
  });

  it('a property that throws when it is read is named', () => {
    const message = Object.defineProperty({}, 'options', { enumerable: true, get: throwUp });
    assert.equal(
      refusesField(() => plainProperty(message, 'options'), 'options'),
      'readable',
    );
  });
});
