import assert from 'node:assert/strict';
import { type HouseProfile, nothingLearned } from '#src/battery/expected/house-profile.js';
import { type BatteryLog, emptyBatteryLog } from '#src/battery/index.js';
import { planBattery, usualKwhPerYear } from '#src/battery/plan.js';
import { msPerHour } from '#src/time/index.js';
import { battery, nightAndEvening, pricesOf, quarterMs, twoDays, winter } from './battery-scene.js';

const day = '2026-01-14';
const now = winter(day, '12:00');
const prices = pricesOf(twoDays(day), nightAndEvening);
const week = 7 * 24 * msPerHour;
const rowOf = (kwh: number) => Array.from({ length: 96 }, () => kwh);
/** Between noon and a quarter past one the sun gives 4 kW; nothing is told of later. */
const sun = [{ start: now, end: now + 5 * quarterMs, fromKw: 4, toKw: 4 }];

/** A house that draws 0.4 kWh in each quarter-hour, and -0.2 with the sun. */
function learnedOf(days: number, houseDays: number, learnedAt = now): HouseProfile {
  return { ...nothingLearned, net: rowOf(-0.2), house: rowOf(0.4), days, houseDays, learnedAt };
}

interface Case {
  readonly profile?: HouseProfile;
  readonly solar?: 'yes' | 'none';
  /** How old the forecast is, hours; none where absent. */
  readonly age?: number;
  readonly from?: number;
  readonly log?: Partial<BatteryLog>;
}

function planned({ profile = nothingLearned, solar = 'yes', age, from = now, log }: Case) {
  const stored = { percent: 50, at: from, toldAt: from };
  const forecast = age === undefined ? undefined : { sun, at: from - age * msPerHour };
  return planBattery({ ...emptyBatteryLog, profile, stored, ...log }, battery({ solar }), {
    prices,
    forecast,
    now: from,
  });
}

describe('battery: what the house is expected to do', () => {
  /** The usual household from noon on: 560 W at half past twelve. */
  const usual = 'usual';
  const rows: [what: string, given: Case, source: string, first: number | typeof usual, later?: number][] = [
    ['without panels, nothing learned: the usual house', { solar: 'none' }, 'shape', usual],
    ['without panels: what was learned', { solar: 'none', profile: learnedOf(1, 0) }, 'learned', -0.2, -0.2],
    ['of less than a day: nothing', { solar: 'none', profile: learnedOf(0, 0) }, 'shape', usual],
    ['without panels it counts for ever', { solar: 'none', profile: learnedOf(1, 1, 0) }, 'learned', -0.2],
    ['with panels for a week', { profile: learnedOf(1, 1, now - week + 1) }, 'learned', -0.2],
    ['with panels no longer', { profile: learnedOf(1, 1, now - week) }, 'learning', Number.NaN],
    [
      'nobody knows when it was learned',
      { profile: { ...learnedOf(1, 1), learnedAt: undefined as never } },
      'learning',
      Number.NaN,
    ],
    [
      'a forecast: the house without sun, and after it what was learned with it',
      { profile: learnedOf(1, 1), age: 1 },
      'sun',
      0.4 - 1,
      -0.2,
    ],
    ['a forecast, the house never seen with the sun', { profile: learnedOf(0, 1), age: 1 }, 'sun', 0.4 - 1, 0.4],
    [
      'a forecast, the house never seen alone: what was learned with the sun',
      { profile: learnedOf(1, 0), age: 1 },
      'learned',
      -0.2,
    ],
    ['a forecast of a day ago', { profile: learnedOf(1, 1), age: 24 }, 'learned', -0.2],
    ['a forecast of a little less', { profile: learnedOf(1, 1), age: 23.9 }, 'sun', 0.4 - 1],
    ['a forecast without panels', { solar: 'none', profile: learnedOf(1, 1), age: 1 }, 'learned', -0.2],
    ['a forecast that is over', { profile: learnedOf(1, 1, now), age: 1, from: now + 5 * quarterMs }, 'learned', -0.2],
  ];
  for (const [what, given, source, first, later] of rows)
    it(`${what}: ${source}`, () => {
      const plan = planned(given);
      if (typeof plan === 'string') return assert.equal(plan, source);
      assert.equal(plan.house, source);
      const near = (found = Number.NaN, expected: number, about = 1e-9) =>
        assert.ok(Math.abs(found - expected) < about, `${found}, not ${expected}`);
      near(plan.first.netKwh, first === usual ? 0.14 : first, first === usual ? 0.02 : 1e-9);
      if (later !== undefined) near(plan.steps[8]?.netKwh, later);
    });

  it('with a forecast and nothing learned, the usual house', () => {
    const plan = planned({ age: 1 });
    const bare = planned({ solar: 'none' });
    assert.ok(typeof plan !== 'string' && typeof bare !== 'string');
    assert.equal(plan.house, 'sun');
    assert.ok(Math.abs(plan.first.netKwh - (bare.first.netKwh - 1)) < 1e-9);
    const ofDay = bare.steps.slice(0, 96).reduce((sum, { netKwh }) => sum + netKwh, 0);
    assert.ok(Math.abs(ofDay - usualKwhPerYear / 365) < 1e-9);
  });
});

describe('battery: what is stored when it is planned', () => {
  it('more than the maximum counts as the maximum, less than the reserve is not filled up by force', () => {
    const at = (percent: number) => {
      const plan = planned({ solar: 'none', log: { stored: { percent, at: now, toldAt: now } } });
      return typeof plan === 'string' ? plan : [plan.storedKwh, plan.battery.minKwh];
    };
    assert.deepEqual(
      [at(100), at(50), at(10), at(4)],
      [
        [10, 1],
        [5, 1],
        [1, 1],
        [0.4, 0.4],
      ],
    );
  });

  it('nobody has told of it for half an hour: nothing by grid, after two hours more nothing at all', () => {
    const cheap = winter(day, '03:00');
    const at = (minutes: number) => {
      const stored = { percent: 20, at: cheap, toldAt: cheap - minutes * 60_000 };
      const plan = planned({ solar: 'none', from: cheap, log: { stored } });
      return typeof plan === 'string' ? plan : plan.now.mode;
    };
    assert.deepEqual([at(29), at(30), at(149), at(150)], ['charge', 'hold', 'hold', 'no-soc']);
  });
});
