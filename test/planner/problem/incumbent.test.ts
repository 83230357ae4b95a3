import assert from 'node:assert/strict';
import { plan, prepare, type Request, type Segment } from '#src/planner/index.js';
import { bruteForce, judge } from '../oracle/brute-force.js';
import { cellsOf, drawProblem } from '../oracle/cells.js';
import { randomOf } from '../oracle/random.js';
import { violations } from '../oracle/violations.js';
import { draw, minute, series } from '../series.js';

const m = (minutes: number) => minutes * minute;
const prices = prepare(series([20, 10, 12, 30]));
const base = { earliest: 0, latestEnd: m(240), powerW: 1000 } as const;
const contiguous = { ...base, kind: 'contiguous', durationMs: m(60) } as const;
const at = (start: number, end: number, powerW = 1000): Segment => ({ start: m(start), end: m(end), powerW });
const pieces = { ...base, kind: 'interruptible', durationMs: m(60) } as const;
const charge = {
  ...base,
  kind: 'energy',
  energyWh: 1000,
  maxEnergyWh: 1500,
  minPowerW: 0,
  maxPowerW: 1000,
  efficiency: 1,
} as const;
const goingOn = { ...contiguous, startAlignMs: m(7), initial: { on: true, forMs: m(5) } } as const;
const old = (segments: Segment[], keepIfWithinCt: number) => ({ incumbent: { segments, keepIfWithinCt } });

describe('planner: incumbent', () => {
  const rows: [what: string, request: Request, kept: boolean][] = [
    ['dearer by just the threshold', { ...contiguous, ...old([at(120, 180)], 2) }, true],
    ['dearer by more', { ...contiguous, ...old([at(120, 180)], 1.9) }, false],
    ['equal cost, no threshold', { ...contiguous, ...old([at(60, 120)], 0) }, true],
    ['out of the window', { ...contiguous, latestEnd: m(170), ...old([at(120, 180)], 99) }, false],
    ['above the limit', { ...contiguous, maxPriceCt: 11, ...old([at(120, 180)], 99) }, false],
    ['other duration', { ...contiguous, ...old([at(120, 170)], 99) }, false],
    ['other power', { ...contiguous, ...old([at(120, 180, 900)], 99) }, false],
    ['two runs for one', { ...contiguous, ...old([at(60, 90), at(120, 150)], 99) }, false],
    ['the run of the fresh plan, and another one', { ...contiguous, ...old([at(60, 120), at(180, 200)], 99) }, false],
    ['touching segments are one run', { ...contiguous, ...old([at(120, 150), at(150, 180)], 99) }, true],
    ['off the grid of starts', { ...contiguous, startAlignMs: m(60), ...old([at(130, 190)], 99) }, false],
    [
      'a run that is on may not move',
      { ...contiguous, initial: { on: true, forMs: 1 }, ...old([at(60, 120)], 99) },
      false,
    ],
    ['split', { ...contiguous, kind: 'interruptible', ...old([at(60, 90), at(120, 150)], 1) }, true],
    [
      'split, minimum run',
      { ...contiguous, kind: 'interruptible', minRunMs: m(40), ...old([at(60, 90), at(120, 150)], 9) },
      false,
    ],
    [
      'executed part is no part',
      { ...contiguous, earliest: m(130), durationMs: m(50), ...old([at(120, 180)], 0) },
      true,
    ],
    ['dearest: worse by less', { ...contiguous, objective: 'dearest', ...old([at(0, 60)], 10) }, true],
    ['dearest: worse by more', { ...contiguous, objective: 'dearest', ...old([at(0, 60)], 9) }, false],
    ['empty', { ...contiguous, ...old([], 99) }, false],
    [
      'energy',
      {
        ...base,
        kind: 'energy',
        energyWh: 1000,
        minPowerW: 500,
        maxPowerW: 1000,
        efficiency: 1,
        ...old([at(60, 90), at(120, 180, 500)], 1),
      },
      true,
    ],
    [
      'energy, too little',
      {
        ...base,
        kind: 'energy',
        energyWh: 1000,
        minPowerW: 500,
        maxPowerW: 1000,
        efficiency: 1,
        ...old([at(60, 110)], 99),
      },
      false,
    ],
    [
      'energy, below its least power',
      {
        ...base,
        kind: 'energy',
        energyWh: 1000,
        minPowerW: 600,
        maxPowerW: 1000,
        efficiency: 1,
        ...old([at(60, 90), at(120, 180, 500)], 9),
      },
      false,
    ],
    [
      'profile, moved',
      {
        ...base,
        kind: 'profile',
        profile: [
          { durationMs: m(30), powerW: 900 },
          { durationMs: m(30), powerW: 0 },
        ],
        ...old([at(120, 150, 900), at(150, 180, 0)], 1),
      },
      true,
    ],
    [
      'profile, other shape',
      {
        ...base,
        kind: 'profile',
        profile: [
          { durationMs: m(30), powerW: 900 },
          { durationMs: m(30), powerW: 0 },
        ],
        ...old([at(120, 150, 900), at(150, 170, 0)], 1),
      },
      false,
    ],
    ['never off too long', { ...pieces, maxOffMs: m(120), ...old([at(60, 120)], 99) }, true],
    ['off too long at the end', { ...pieces, maxOffMs: m(100), ...old([at(60, 120)], 99) }, false],
    ['off too long at the beginning', { ...pieces, maxOffMs: m(100), ...old([at(101, 161)], 99) }, false],
    ['off just as long as is allowed', { ...pieces, maxOffMs: m(100), ...old([at(100, 160)], 99) }, true],
    [
      'on for longer than it may be off',
      { ...pieces, durationMs: m(120), maxOffMs: m(60), ...old([at(60, 180)], 99) },
      true,
    ],
    ['off too long between', { ...pieces, maxOffMs: m(120), ...old([at(0, 30), at(151, 181)], 99) }, false],
    [
      'off too long with the time before the window',
      { ...pieces, maxOffMs: m(120), offBeforeMs: m(21), ...old([at(100, 160)], 99) },
      false,
    ],
    [
      'off just long enough with the time before the window',
      { ...pieces, maxOffMs: m(120), offBeforeMs: m(20), ...old([at(100, 160)], 99) },
      true,
    ],
    [
      'off too long with what the device did before',
      { ...pieces, maxOffMs: m(120), initial: { on: false, forMs: m(21) }, ...old([at(100, 160)], 99) },
      false,
    ],
    [
      'on before the window, off just long enough in it',
      { ...pieces, maxOffMs: m(120), initial: { on: true, forMs: m(60) }, ...old([at(100, 160)], 99) },
      true,
    ],
    [
      'nothing at all, for just as long as is allowed',
      { ...pieces, durationMs: 0, maxOffMs: m(240), ...old([], 0) },
      true,
    ],
    [
      'a run that is on is cut too short',
      { ...pieces, minRunMs: m(30), initial: { on: true, forMs: m(10) }, ...old([at(60, 120)], 99) },
      false,
    ],
    [
      'a run that is on for long enough ends',
      { ...pieces, minRunMs: m(30), initial: { on: true, forMs: m(30) }, ...old([at(60, 120)], 99) },
      true,
    ],
    [
      'a pause before that is too short',
      { ...pieces, minPauseMs: m(30), initial: { on: true, forMs: m(30) }, ...old([at(20, 80)], 99) },
      false,
    ],
    [
      'one start more than is allowed, but the first is none',
      { ...pieces, maxStarts: 1, initial: { on: true, forMs: m(30) }, ...old([at(0, 30), at(60, 90)], 99) },
      true,
    ],
    [
      'more starts than are allowed',
      { ...pieces, maxStarts: 1, initial: { on: true, forMs: m(30) }, ...old([at(1, 31), at(60, 90)], 99) },
      false,
    ],
    ['pieces of another power', { ...pieces, ...old([at(60, 90), at(120, 150, 999)], 99) }, false],
    ['minutes but for parts of a ms', { ...contiguous, ...old([at(120 + 0.4 / m(1), 180 - 0.4 / m(1))], 2) }, true],
    ['out of the window by a ms', { ...contiguous, ...old([at(180, 240 + 1 / m(1))], 99) }, false],
    ['of two runs the first is over', { ...pieces, earliest: m(60), ...old([at(0, 60), at(60, 120)], 0) }, true],
    ['on the grid of starts', { ...contiguous, startAlignMs: m(60), ...old([at(120, 180)], 99) }, true],
    ['off the grid, but where the fresh one is', { ...goingOn, ...old([at(0, 60)], 0) }, true],
    ['energy, enough of it and no more', { ...charge, ...old([at(60, 120), at(120, 150)], 99) }, true],
    ['energy, more than the most', { ...charge, ...old([at(60, 120), at(120, 151)], 99) }, false],
    ['energy, above its full power', { ...charge, ...old([at(60, 120, 1001)], 99) }, false],
    ['energy, at little power without rules', { ...charge, ...old([at(60, 180, 500)], 99) }, true],
    ['energy, at little power with rules', { ...charge, minRunMs: m(1), ...old([at(60, 180, 500)], 99) }, false],
    ['energy, with losses', { ...charge, efficiency: 0.5, ...old([at(60, 180)], 99) }, true],
    ['energy, with losses too little', { ...charge, efficiency: 0.5, ...old([at(60, 179)], 99) }, false],
    [
      'energy, as much as fits',
      { ...charge, energyWh: 9000, maxEnergyWh: 9000, partial: 'maximise', ...old([at(0, 240)], 0) },
      true,
    ],
    [
      'energy, less than fits',
      { ...charge, energyWh: 9000, maxEnergyWh: 9000, partial: 'maximise', ...old([at(0, 239)], 99) },
      false,
    ],
  ];
  for (const [what, request, kept] of rows)
    it(`${kept ? 'kept' : 'dropped'}: ${what}`, () => {
      const found = plan(prices, request);
      const fresh = plan(prices, { ...request, incumbent: undefined });
      assert.equal(found.keptIncumbent, kept);
      assert.equal(found.lowerBoundCt, fresh.costCt);
      if (!kept) assert.deepEqual(found, fresh);
      else assert.deepEqual(violations(series([20, 10, 12, 30]), request, found), []);
    });

  it('a kept plan says its own cost, and the bound is that of the fresh one', () => {
    const found = plan(prices, { ...contiguous, ...old([at(120, 180)], 2) });
    assert.deepEqual([draw(found.segments), found.costCt, found.lowerBoundCt], ['120-180', 12, 10]);
  });

  it('against brute force: kept when it obeys every rule and is near enough', () => {
    let kept = 0;
    for (let seed = 1; seed <= 1500; seed++) kept += compare(seed);
    assert.ok(kept > 100, `${kept}`);
  });
});

function compare(seed: number): number {
  const problem = drawProblem(seed, 'interruptible', 9);
  const { request, unitMs, beginMs } = problem;
  const best = bruteForce(problem);
  if (best === undefined || request.kind !== 'interruptible') return 0;
  const random = randomOf(seed + 1);
  const on = [...best].map((cell) => (random.chance(0.3) ? random.chance(0.5) : cell === '1'));
  const segments: Segment[] = [];
  for (const [i, isOn] of on.entries())
    if (isOn) segments.push({ start: beginMs + i * unitMs, end: beginMs + (i + 1) * unitMs, powerW: request.powerW });
  const tenthCells = random.whole(0, 400);
  const keepIfWithinCt = ((tenthCells + 0.5) * request.powerW * unitMs) / 3.6e10;
  const found = plan(prepare(problem.points), { ...request, incumbent: { segments, keepIfWithinCt } });
  const bestChoice = judge(
    problem,
    [...best].map((cell) => cell === '1'),
  );
  const choice = judge(problem, on);
  const difference = Math.abs((choice?.cost ?? Number.POSITIVE_INFINITY) - (bestChoice?.cost ?? 0));
  const expected = choice !== undefined && choice.amount === bestChoice?.amount && difference <= tenthCells;
  const context = () =>
    `seed ${seed}: ${JSON.stringify({ problem, on, keepIfWithinCt })} gave ${JSON.stringify(found)}`;
  assert.equal(found.keptIncumbent, expected, context());
  assert.equal(cellsOf(problem, found.segments), expected ? on.map(Number).join('') : best, context());
  return expected ? 1 : 0;
}
