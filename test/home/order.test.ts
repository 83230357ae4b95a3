import assert from 'node:assert/strict';
import fc from 'fast-check';
import { entryOf } from '#src/home/entry.js';
import type { Entry } from '#src/home/index.js';
import { inOrder, pausing, usualOrder } from '#src/home/order.js';
import { defaultRunSettings, emptyRunLog } from '#src/runs/index.js';
import '../support/mocha/seeds.js';

function entriesOf(
  devices: readonly { readonly kw: number; readonly isOn: boolean; readonly isHeld: boolean }[],
): Entry[] {
  return devices.map(({ kw, isOn, isHeld }, index) => {
    const member = { id: `m${index}`, name: '', priority: 5, settings: { ...defaultRunSettings, powerKw: kw } };
    const log = {
      ...emptyRunLog,
      device: { on: isOn, since: 0 },
      ...(isHeld && { override: { on: true, until: null } }),
    };
    return entryOf(member, log, 1_000);
  });
}

const devices = fc.array(
  fc.record({ kw: fc.integer({ min: 1, max: 12 }), isOn: fc.boolean(), isHeld: fc.boolean() }).map((device) => ({
    ...device,
    isHeld: device.isHeld && device.isOn,
  })),
  { maxLength: 8 },
);

describe('home: who pauses for a hard limit', () => {
  it('the limit is kept as far as nobody holds a device on, nobody pauses without need, the first in order last', () => {
    fc.assert(
      fc.property(devices, fc.integer({ min: 0, max: 30 }), (given, limitKw) => {
        const paused = pausing(entriesOf(given), limitKw * 1000);
        const named = given.map((device, index) => ({ ...device, isPaused: paused.includes(`m${index}`) }));
        const sum = (all: typeof named) => all.reduce((kw, one) => kw + one.kw, 0);
        const left = named.filter(({ isOn, isPaused }) => isOn && !isPaused);
        const held = left.filter(({ isHeld }) => isHeld);
        assert.ok(sum(left) <= Math.max(limitKw, sum(held)));
        assert.ok(named.every(({ isPaused, isOn, isHeld }) => !isPaused || (isOn && !isHeld)));
        for (const [index, one] of named.entries()) {
          if (!one.isPaused) continue;
          const before = left.filter((other) => other.isHeld || named.indexOf(other) < index);
          assert.ok(sum(before) + one.kw > limitKw, 'it had room beside those before it');
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('home: the order in which members are planned', () => {
  const entry = (id: string, priority: number, wantedWh: number) => {
    const member = { id, name: '', priority, settings: defaultRunSettings };
    return { ...entryOf(member, emptyRunLog, 1_000), wantedWh };
  };
  const all = [entry('d', 5, 10), entry('c', 5, 10), entry('b', 5, 99), entry('a', 9, 500), entry('e', 1, 0)];
  for (const [name, moves, expected] of [
    ['priority, then energy, then id', usualOrder, 'ebcda'],
    ['who was moved to the front, the last one first', { promoted: ['d', 'a'], isReversed: false }, 'adebc'],
    ['the other way round', { promoted: [], isReversed: true }, 'adcbe'],
    ['the other way round, but for those at the front', { promoted: ['d', 'e'], isReversed: true }, 'edacb'],
  ] as const)
    it(`${name}, in whatever order they come`, () => {
      for (const given of [all, all.toReversed(), all.toSorted((a, b) => a.member.id.localeCompare(b.member.id))])
        assert.equal(
          inOrder(given, moves)
            .map(({ member }) => member.id)
            .join(''),
          expected,
        );
    });
});
