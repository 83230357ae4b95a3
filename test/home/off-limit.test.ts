import assert from 'node:assert/strict';
import type { RunSettings } from '#src/runs/index.js';
import { type Random, randomOf } from '../planner/oracle/random.js';
import { hour, hourly, midnight, runsOf, TestHouse } from './houses.js';
import { bestChoice, hoursTried, judged, type OffProblem, randomOffProblem } from './off-choices.js';
import { type HouseProblem, randomHouse, houseOf as randomHouseOf } from './random-houses.js';

const cases = Number(process.env.ORACLE_CASES ?? 120);
const days = Math.min(300, Number(process.env.ORACLE_CASES ?? 6));
const limitKw = 11;
/** The window opens an hour after everything is planned. */
const opens = 1;
const clock = (at: number) => `${String(opens + at).padStart(2, '0')}:00`;

/** The device of a problem, beside one that is planned already, stays so and takes all there is for some hours. */
function houseOf(problem: OffProblem): TestHouse {
  const { prices, sunKw, feedInCt, kw, taken, maxPriceCt } = problem;
  const [first, last] = [taken.indexOf(true), taken.lastIndexOf(true)];
  const settings: Partial<RunSettings> = {
    mode: 'interruptible',
    powerKw: kw,
    from: clock(0),
    to: clock(hoursTried),
    durationMinutes: problem.wanted * 60,
    minRunMinutes: problem.minRun * 60,
    minPauseMinutes: problem.minPause * 60,
    maxOffMinutes: problem.maxOff * 60,
    maxPriceCt,
  };
  const before = {
    durationMinutes: (last + 1 - first) * 60,
    from: clock(first),
    to: clock(last + 1),
    replan: 'locked' as const,
  };
  const others = first < 0 ? [] : [{ id: 'other', priority: 1, settings: { ...before, powerKw: limitKw } }];
  const house = new TestHouse(others, hourly(prices, midnight + opens * hour));
  house.house = { limitKw, oneAtATime: false, told: [] };
  const forecast = sunKw.map((fromKw, index) => {
    const start = midnight + (opens + index) * hour;
    return { start, end: start + hour, fromKw, toKw: fromKw };
  });
  if (sunKw.some((sun) => sun > 0)) house.sun = { forecast, baseLoadKw: 0, feedInCt };
  house.decide(midnight, 'start');
  house.devices = [...others, { id: 'pump', settings }];
  house.decide(midnight, 'start');
  return house;
}

/** The hours in which the device is on. */
function bitsOf(house: TestHouse): number {
  const runs = runsOf(house, 'pump');
  return Array.from({ length: hoursTried }, (_, at) => at)
    .filter((at) => runs.some(([start, end]) => start <= opens + at && opens + at < end))
    .reduce((bits, at) => bits | (1 << at), 0);
}

/** The least limit in hours that some choice keeps. */
function nearestKept(problem: OffProblem): number {
  let maxOff = problem.maxOff + 1;
  while (bestChoice({ ...problem, maxOff }) === undefined) maxOff++;
  return maxOff;
}

describe('home: never off longer than', () => {
  it(`beside others and by the sun: ${cases} random devices are as good as the best of all choices`, () => {
    const met = { whole: 0, forced: 0, none: 0, sun: 0 };
    for (let seed = 1; seed <= cases; seed++) {
      const problem = randomOffProblem(randomOf(seed + 4000));
      const house = houseOf(problem);
      const { plan } = house.decisions.get('pump') ?? {};
      const expected = bestChoice(problem);
      const context = () => `seed ${seed}: ${JSON.stringify(problem)} ${JSON.stringify(runsOf(house, 'pump'))}`;
      if (expected === undefined) {
        met.none++;
        const { longestOffMinutes = 0 } = plan ?? {};
        assert.ok(longestOffMinutes > problem.maxOff * 60, context());
        assert.ok(longestOffMinutes <= nearestKept(problem) * 60, `${nearestKept(problem)} h; ${context()}`);
        continue;
      }
      const found = judged(problem, bitsOf(house));
      assert.ok(found, context());
      assert.equal(found.above, expected.above, context());
      assert.equal(found.amount, expected.amount, context());
      assert.ok(Math.abs(found.costCt - expected.costCt) < 1e-6, `${found.costCt} ${expected.costCt} ${context()}`);
      assert.equal(plan?.feasible, expected.isWhole, context());
      met[expected.isWhole ? 'whole' : 'forced']++;
      if ((plan?.sunKwh ?? 0) > 0) met.sun++;
    }
    for (const [name, count] of Object.entries(met)) assert.ok(count > cases / 50, `${name}: only ${count}`);
  });

  it('says that others leave no room where they keep it off for too long, and else why there is no plan without them', () => {
    const reasonOf = (given: Partial<RunSettings>) => {
      const other = { powerKw: 10, mode: 'contiguous' as const, durationMinutes: 300, from: '03:00', to: '08:00' };
      const dear = {
        powerKw: 5,
        mode: 'interruptible' as const,
        durationMinutes: 120,
        maxPriceCt: 8,
        from: '03:00',
        to: '09:00',
      };
      const exclude = [{ from: '06:00', to: '08:00' }];
      const devices = [
        { id: 'other', priority: 1, settings: other },
        { id: 'pump', settings: { ...dear, exclude, ...given } },
      ];
      const house = new TestHouse(devices, hourly(Array(24).fill(30)));
      house.house = { limitKw, oneAtATime: false, told: [] };
      house.decide(midnight, 'start');
      return house.decisions.get('pump')?.plan?.reason;
    };
    assert.equal(reasonOf({ maxOffMinutes: 180 }), 'power-limit');
    assert.equal(reasonOf({}), 'price-cap');
    assert.equal(reasonOf({ maxPriceCt: 40 }), 'power-limit');
    assert.equal(reasonOf({ maxPriceCt: 40, durationMinutes: 300 }), 'excluded-times');
  });

  it(`${days} random houses, a day each, with kills: never above the limit but where that is told, never off for longer but where the plan says so`, () => {
    const met = { kept: 0, said: 0 };
    for (let seed = 1; seed <= days; seed++) {
      const problem = randomHouse(7000 + seed);
      const random = randomOf(seed);
      const house = limitedHouse(problem, random);
      const offs = livedOff(
        house,
        Array.from({ length: 4 }, () => midnight + random.whole(1, 1439) * 60_000),
      );
      for (const { id, settings = {} } of house.devices) {
        const { longestHours, hasSaid } = offs.get(id) ?? { longestHours: 0, hasSaid: false };
        const most = (settings.maxOffMinutes ?? 0) / 60;
        if (most === 0) continue;
        const context = `seed ${seed}, ${id}: ${JSON.stringify([settings, house.house])}`;
        assert.ok(hasSaid || longestHours <= most + 1e-6, `${longestHours} of ${most} h off; ${context}`);
        met[hasSaid ? 'said' : 'kept']++;
      }
    }
    assert.ok(met.kept > days && met.said > 0, JSON.stringify(met));
  });
});

/** A random house some of whose devices must not be off for long, in every mode. */
function limitedHouse(problem: HouseProblem, random: Random): TestHouse {
  const house = randomHouseOf(problem);
  house.devices = house.devices.map(({ settings = {}, ...device }) => {
    const from = random.whole(0, 22);
    const exclude = random.chance(0.4) ? [{ from: wall(from), to: wall(from + random.whole(1, 2)) }] : [];
    if (random.chance(0.3))
      return { ...device, settings: { ...settings, exclude, toleranceCt: random.pick([0, 2, 30]) } };
    const mode = random.pick(['interruptible', 'interruptible', 'contiguous', 'threshold'] as const);
    const off = {
      maxOffMinutes: random.whole(2, 8) * 60,
      minRunMinutes: random.pick([0, 30, 60]),
      minPauseMinutes: 30,
      exclude,
    };
    const limit = { maxPriceCt: random.whole(5, 35), maxPriceAppliesTo: 'interval' as const };
    const isLimited = mode === 'threshold' || random.chance(0.2);
    return { ...device, settings: { ...settings, mode, ...off, ...(isLimited && limit) } };
  });
  return house;
}

/** Lives through a day alarm by alarm; the longest time off of each device inside its window, and whether its plan said that there is no way. */
function livedOff(house: TestHouse, kills: readonly number[]) {
  const seen = new Map(house.devices.map(({ id }) => [id, { longestHours: 0, hasSaid: false, isOn: false, since: 0 }]));
  let now = midnight;
  let isOver = false;
  house.decide(now, 'start');
  while (now < midnight + 24 * hour) {
    for (const [id, { output, plan, events }] of house.decisions) {
      const one = seen.get(id);
      if (one === undefined) continue;
      if (plan?.reason === 'off-too-long' || plan?.reason === 'power-limit') one.hasSaid = true;
      if (events.some(({ kind }) => kind === 'over-limit')) isOver = true;
      if (output.on !== undefined && output.on !== one.isOn) {
        noteOff(house, id, { one, now });
        if (one.isOn) checkOpen(house, id, { start: one.since, end: now });
        Object.assign(one, { isOn: output.on, since: now });
      }
    }
    const kws = house.devices.flatMap(({ id, settings }) => (seen.get(id)?.isOn ? [settings?.powerKw ?? 0] : []));
    const kw = kws.reduce((sum, one) => sum + one, 0);
    const { limitKw: most = Number.POSITIVE_INFINITY, oneAtATime } = house.house;
    assert.ok(
      isOver || (kw <= most + 1e-6 && !(oneAtATime && kws.length > 1)),
      `${kw} kW at ${(now - midnight) / hour}`,
    );
    const alarm = house.nextAt() ?? Number.POSITIVE_INFINITY;
    now = Math.min(alarm, ...kills.filter((at) => at > now));
    const isKilled = kills.includes(now);
    for (const [id, log] of isKilled ? house.logs : []) house.logs.set(id, JSON.parse(JSON.stringify(log)));
    house.decide(now, isKilled ? 'start' : 'alarm');
  }
  for (const [id, one] of seen) noteOff(house, id, { one, now: midnight + 24 * hour });
  return seen;
}

const wall = (ofDay: number) => `${String(ofDay % 24).padStart(2, '0')}:00`;

/** What a kill may not have credited of a run in one piece is run at its end, whatever is excluded then. */
const afterKillsMs = 4 * 5 * 60_000;

/** Nothing runs while its device is not to. */
function checkOpen(house: TestHouse, id: string, { start, end }: { start: number; end: number }): void {
  const { exclude = [], mode } = house.devices.find((device) => device.id === id)?.settings ?? {};
  const lateMs = mode === 'interruptible' || mode === 'threshold' ? 0 : afterKillsMs;
  for (const { from, to } of exclude) {
    const shut = midnight + Number(from.slice(0, 2)) * hour;
    const again = midnight + (Number(to.slice(0, 2)) || 24) * hour;
    assert.ok(
      end <= shut + lateMs || again <= start,
      `${id} on from ${(start - midnight) / hour} to ${(end - midnight) / hour}`,
    );
  }
}

/** Notes the time off that ends now, as far as it lies in the window of the device. */
function noteOff(
  house: TestHouse,
  id: string,
  { one, now }: { one: { longestHours: number; isOn: boolean; since: number }; now: number },
): void {
  if (one.isOn) return;
  const { from = '00:00', to = '00:00' } = house.devices.find((device) => device.id === id)?.settings ?? {};
  const [first, last] = [Number(from.slice(0, 2)), Number(to.slice(0, 2)) || 24];
  const end = Math.min(now, midnight + last * hour);
  const start = Math.max(one.since, midnight + first * hour);
  one.longestHours = Math.max(one.longestHours, (end - start) / hour);
}
