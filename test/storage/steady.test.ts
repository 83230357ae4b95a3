import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Battery,
  follow,
  type Marks,
  type Mode,
  marks,
  type Step,
  soundBattery,
  steadyMode,
  storedAfter,
} from '#src/storage/index.js';
import { homeCases } from './arbitraries.js';
import { batteryOf } from './cases.js';
import { leastLost } from './oracle/orders.js';

const quarterMs = 900_000;

/** Quarter-hours of a house that draws 0.8 kW, at these prices. */
function quarters(prices: readonly number[], netKwh = 0.2): Step[] {
  return prices.map((buyCt, i) => ({
    start: i * quarterMs,
    end: (i + 1) * quarterMs,
    buyCt,
    feedInCt: 0,
    netKwh,
    expected: false,
  }));
}

/** Modes by the plan, from `previous` on; what is stored later is worth so much. */
function modes(steps: readonly Step[], { previous, worthCt }: { previous: Mode; worthCt: number }): Mode[] {
  const battery = batteryOf({ chargeFromGrid: false });
  const found = marks(battery, steps, worthCt);
  return follow(battery, steps, { marks: found, storedKwh: 5, previous }).steps.map(({ mode }) => mode);
}

const anyMode = fc.constantFrom<Mode>('auto', 'hold', 'charge', 'keep', 'discharge');
const storedKwh = 500;
const cents = (min: number, max: number) => fc.integer({ min: min * 100, max: max * 100 }).map((n) => n / 100);

/** Steps so short against the battery that a stored kWh is worth the same whatever is done; prices about as much as that. */
const wideCases = fc
  .record({
    efficiency: fc.constantFrom(1, 0.9),
    wearCt: fc.constantFrom(0, 2),
    gridLimitKw: fc.constantFrom(undefined, 0.5, 1),
    leaveRoom: fc.boolean(),
    worthCt: fc.constantFrom(10, 20),
    hours: fc.constantFrom(0.25, 1),
    powerKw: fc.constantFrom(0.5, 5),
    steps: fc.array(
      fc.record({
        buyOffCt: cents(-4, 4),
        feedInOffCt: cents(-4, 2),
        netKw: fc.oneof(
          cents(-2, 2),
          cents(-1, 1).map((kw) => kw / 5),
        ),
        unknown: fc.nat(15),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  })
  .map(({ efficiency, wearCt, gridLimitKw, leaveRoom, worthCt, hours, powerKw, steps }) => ({
    battery: batteryOf({
      maxKwh: 1_000,
      chargeEfficiency: efficiency,
      dischargeEfficiency: efficiency,
      chargeKw: powerKw,
      dischargeKw: powerKw,
      wearCt,
      leaveRoom,
      ...(gridLimitKw !== undefined && { gridLimitKw }),
    }),
    worthCt,
    steps: steps.map(({ buyOffCt, feedInOffCt, netKw, unknown }, i) => ({
      start: i * hours * 4 * quarterMs,
      end: (i + 1) * hours * 4 * quarterMs,
      buyCt: unknown === 0 ? Number.NaN : worthCt + buyOffCt,
      feedInCt: worthCt + feedInOffCt,
      netKwh: netKw * hours,
      expected: false,
    })),
  }));

/** True where a mode is allowed and has something to do, with half of a wide battery stored. */
function isAtWork(
  battery: Battery,
  { chargeBelow, sellAbove, hours }: Marks,
  { mode, netKwh }: { mode: Mode; netKwh: number },
) {
  const limitKw = battery.gridLimitKw ?? Number.POSITIVE_INFINITY;
  if (mode === 'charge') return chargeBelow > storedKwh && netKwh / hours < limitKw;
  if (mode === 'discharge') return sellAbove < storedKwh;
  return mode !== 'keep' || battery.leaveRoom;
}

describe('storage: a mode that is on stays where a change gains less than it costs', () => {
  it('25 25 [25.2] 25 25: a quarter-hour that is hardly dearer wakes nobody', () => {
    const steps = quarters([25, 25, 25.2, 25, 25]);
    assert.deepEqual(new Set(modes(steps, { previous: 'hold', worthCt: 21.9 })), new Set(['hold']));
  });

  it('25 25 [45] 25 25: one that is much dearer does', () => {
    const steps = quarters([25, 25, 45, 25, 25]);
    assert.equal(modes(steps, { previous: 'hold', worthCt: 30 })[2], 'auto');
    assert.equal(modes(steps, { previous: 'hold', worthCt: 30 })[1], 'hold');
  });

  it('25 25 [26] [26] [26] …: little by little is much', () => {
    const steps = quarters([25, 25, ...Array.from({ length: 8 }, () => 26)]);
    assert.deepEqual(modes(steps, { previous: 'hold', worthCt: 22.5 })[3], 'auto');
  });

  it('says what the cheapest of all orders of both modes begins with', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(wideCases, anyMode, ({ battery: given, steps, worthCt }, on) => {
        const battery = soundBattery(given);
        const found = marks(battery, steps, worthCt);
        const { netKwh } = steps[0]!;
        const says = (previous?: Mode) =>
          steadyMode(battery, { steps, marks: found, at: 0 }, { storedKwh, netKwh, previous });
        const [plain, said] = [says(), says(on)];
        if (!isAtWork(battery, found[0]!, { mode: on, netKwh })) assert.equal(said, plain);
        if (plain === on || !isAtWork(battery, found[0]!, { mode: on, netKwh })) return;
        const stretch = { battery, steps, marks: found, modes: [on, plain] };
        const lost = (first: Mode) => leastLost(stretch, { mode: on, storedKwh }, first);
        const isWorthIt = lost(on) - lost(plain);
        if (Math.abs(isWorthIt) < 1e-4 && Number.isFinite(steps[0]!.buyCt)) return;
        assert.equal(said, isWorthIt > 0 ? plain : on);
        seen.add(`${on} ${plain} ${said}`);
      }),
      { numRuns: 1_000 },
    );
    assert.ok(seen.size > 12, [...seen].join(', '));
  });

  const lookedAt: [what: string, previous: Mode, steps: readonly Step[], worthCt: number, count: number][] = [
    ['what is clear at once', 'hold', quarters([45, ...Array.from({ length: 11 }, () => 25)]), 30, 1],
    ['what goes on alike either way', 'hold', quarters(Array.from({ length: 12 }, () => 25)), 21.86, 2],
    [
      'what is never clear',
      'auto',
      quarters(
        Array.from({ length: 12 }, () => 25),
        0.05,
      ),
      22,
      8,
    ],
  ];
  for (const [what, previous, steps, worthCt, count] of lookedAt)
    it(`${what}: ${count} of twelve steps are looked at`, () => {
      const seen = new Set<PropertyKey>();
      const watched = new Proxy(steps, { get: (of, at) => seen.add(at) && Reflect.get(of, at) });
      const battery = batteryOf({ chargeFromGrid: false });
      const place = { steps: watched, marks: marks(battery, steps, worthCt), at: 0 };
      steadyMode(soundBattery(battery), place, { storedKwh: 5, netKwh: steps[0]!.netKwh, previous });
      assert.equal(seen.size, count);
    });

  it('where waiting gains nothing, the battery is left to itself', () => {
    const battery = batteryOf({ chargeFromGrid: false });
    const steps = quarters([25, 25, 25], 0);
    const at = { steps, marks: marks(battery, steps, 10), at: 0 };
    assert.equal(steadyMode(soundBattery(battery), at, { storedKwh: 5, netKwh: 0, previous: 'hold' }), 'auto');
  });

  it('a mode that is not allowed any more, or has reached what it is for, does not stay', () => {
    const steps = quarters([5, 30, 30, 30]);
    const modeOf = (own: Parameters<typeof batteryOf>[0], storedKwh: number) => {
      const battery = batteryOf(own);
      const at = { steps, marks: marks(battery, steps, 25), at: 0 };
      return steadyMode(soundBattery(battery), at, { storedKwh, netKwh: 0.2, previous: 'charge' });
    };
    assert.equal(modeOf({}, 2), 'charge');
    assert.notEqual(modeOf({ chargeFromGrid: false }, 2), 'charge');
    assert.notEqual(modeOf({}, 9.95), 'charge');
  });

  describe('what is stored at the end of a step', () => {
    const oneWay = Math.sqrt(0.9);
    const mark = { hours: 0.5, chargeBelow: 9, sellAbove: 3 };
    const rows: [what: string, mode: Mode, storedKwh: number, netKwh: number, changeKwh: number, own?: object][] = [
      ['self-consumption serves the house', 'auto', 5, 1, -1 / oneWay],
      ['no faster than it can', 'auto', 9, 4, -2.5 / oneWay],
      ['down to the reserve', 'auto', 1.1, 1, -0.1],
      ['never below it', 'auto', 0.5, 1, 0],
      ['and stores the sun', 'auto', 5, -1, oneWay],
      ['no faster than it can', 'auto', 5, -4, 2.5 * oneWay],
      ['until it is full', 'auto', 9.9, -1, 0.1],
      ['never above', 'auto', 10.5, -1, 0],
      ['waiting serves nobody', 'hold', 5, 1, 0],
      ['but stores the sun', 'hold', 5, -1, oneWay],
      ['leaving room stores nothing', 'keep', 5, -1, 0],
      ['but serves the house', 'keep', 5, 1, -1 / oneWay],
      ['a charge is as fast as it can be', 'charge', 2, 1, 2.5 * oneWay],
      ['as fast as the grid lets it', 'charge', 2, 1, 0.5 * oneWay, { gridLimitKw: 3 }],
      ['not at all where the house takes all of that', 'charge', 2, 2, 0, { gridLimitKw: 3 }],
      ['up to its mark', 'charge', 8, 1, 1],
      ['a discharge is as fast as it can be', 'discharge', 9, 1, -2.5 / oneWay],
      ['down to its mark', 'discharge', 3.5, 1, -0.5],
      ['not from below it', 'discharge', 2, 1, 0],
    ];
    for (const [what, mode, storedKwh, netKwh, changeKwh, own] of rows)
      it(`${mode}, ${what}`, () => {
        const after = storedAfter(batteryOf(own), { mark, mode, storedKwh, netKwh });
        assert.ok(Math.abs(after - storedKwh - changeKwh) < 1e-9, `${after - storedKwh}, not ${changeKwh}`);
      });
  });

  it('a step whose price nobody knows, or that takes no time, changes nothing', () => {
    const steps = quarters([25, 25, 45, 25]);
    const battery = batteryOf({ chargeFromGrid: false });
    const found = marks(battery, steps, 30);
    const modeWith = (wrong: Partial<Step>) => {
      const odd = steps.map((step, at) => (at === 2 ? { ...step, ...wrong } : step));
      const standing = { storedKwh: 5, netKwh: 0.2, previous: 'hold' } as const;
      return steadyMode(soundBattery(battery), { steps: odd, marks: found, at: 2 }, standing);
    };
    assert.equal(modeWith({}), 'auto');
    const nan = Number.NaN;
    for (const wrong of [{ buyCt: nan }, { feedInCt: nan }, { netKwh: nan }, { end: 2 * quarterMs }])
      assert.equal(modeWith(wrong), 'hold');
  });

  it('after the last step the battery is left to itself', () => {
    const steps = quarters([25]);
    const battery = batteryOf();
    const place = { steps, marks: marks(battery, steps, 30), at: 1 };
    assert.equal(steadyMode(soundBattery(battery), place, { storedKwh: 5, netKwh: 0.2, previous: 'hold' }), 'auto');
  });

  it('whatever the case: nothing is said that is not allowed, and the same twice', () => {
    fc.assert(
      fc.property(
        homeCases,
        anyMode,
        fc.boolean(),
        ({ battery: given, steps, endValueCt, storedKwh }, on, leaveRoom) => {
          const battery = { ...given, leaveRoom };
          const found = marks(battery, steps, endValueCt);
          for (const [at, { netKwh }] of steps.entries()) {
            const say = () =>
              steadyMode(soundBattery(battery), { steps, marks: found, at }, { storedKwh, netKwh, previous: on });
            const mode = say();
            assert.ok(mode !== 'charge' || battery.chargeFromGrid);
            assert.ok(mode !== 'discharge' || battery.feedFromBattery);
            assert.ok(mode !== 'keep' || leaveRoom);
            assert.equal(say(), mode);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
