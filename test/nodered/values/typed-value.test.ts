import assert from 'node:assert/strict';
import { typedValue } from '#src/nodered/values/typed-value.js';
import { refusesField } from '../../support/nomos/refusals.js';

describe('nodered: typed values', () => {
  for (const [type, value, expected] of [
    ['bool', true, true],
    ['bool', 'true', true],
    ['bool', 'false', false],
    ['bool', false, false],
    ['str', 'ON', 'ON'],
    ['str', 7, '7'],
    ['str', undefined, ''],
    ['num', '21.5', 21.5],
    ['num', 0, 0],
    ['num', '-1', -1],
    ['json', '{"state":"on"}', { state: 'on' }],
    ['json', 'null', null],
    ['json', '[1]', [1]],
  ] as const)
    it(`${type} ${JSON.stringify(value)}`, () => assert.deepEqual(typedValue('onValue', value, type), expected));

  for (const [type, value] of [
    ['num', ''],
    ['num', null],
    ['num', 'warm'],
    ['num', undefined],
    ['num', 'Infinity'],
    ['json', '{'],
    ['json', ''],
    ['json', undefined],
  ] as const)
    it(`refuses ${type} ${JSON.stringify(value)}`, () => {
      refusesField(() => typedValue('onValue', value, type), 'onValue');
    });

  for (const type of ['msg', 'flow', 'env', undefined, 5])
    it(`refuses the type ${type}`, () => {
      refusesField(() => typedValue('offValue', 'x', type), 'offValueType');
    });
});
