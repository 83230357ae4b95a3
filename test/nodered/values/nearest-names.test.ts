import assert from 'node:assert/strict';
import { nearestNames } from '#src/nodered/values/nearest-names.js';
import { cpuMs } from '../../support/clock/cpu-time.js';

const known = ['durationMinutes', 'deadline', 'maxPriceCt', 'maxPriceAppliesTo', 'from', 'to', 'tie', 'energyKwh'];

describe('nodered: the names that a mistyped one may stand for', () => {
  for (const [name, expected] of [
    ['duration', ['durationMinutes']],
    ['Deadline', ['deadline']],
    ['dead_line', ['deadline']],
    ['deadlin', ['deadline']],
    ['maxPrice', ['maxPriceCt', 'maxPriceAppliesTo']],
    ['energy_kWh', ['energyKwh']],
    ['colour', []],
    ['', []],
    ['💡', []],
    ['__proto__', []],
  ] as const)
    it(`${name || 'no name'}: ${expected.join(', ') || 'none'}`, () => {
      assert.deepEqual(nearestNames(name, known), expected);
    });

  it('a name of a million letters is no work', () => {
    const name = 'x'.repeat(1_000_000);
    assert.deepEqual(nearestNames(name, known), []);
    assert.ok(cpuMs(20, () => nearestNames(name, known)) < 20, 'it took more than 20 ms');
  });
});
