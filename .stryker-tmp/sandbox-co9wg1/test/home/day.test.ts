// @ts-nocheck
import assert from 'node:assert/strict';
import { type Random, randomOf } from '../planner/oracle/random.js';
import { hour, midnight, type TestHouse } from './houses.js';
import { type HouseProblem, houseOf, randomHouse } from './random-houses.js';

const days = Math.min(200, Number(process.env.ORACLE_CASES ?? 8));
const minute = 60_000;

/** What happens to a house in a day, besides what its own alarms do. */
interface Day {
  /** From when on Node-RED is killed at the next moment up to which on-time is surely credited; it starts again at once. */
  readonly kills: readonly number[];
  /** Instants at which somebody looks for no reason. */
  readonly looks: readonly number[];
}

const calm: Day = { kills: [], looks: [] };

function wildDay(random: Random): Day {
  const instants = (count: number) =>
    Array.from({ length: count }, () => midnight + random.whole(1, 1439) * minute).sort((a, b) => a - b);
  return { kills: instants(6), looks: instants(12) };
}

/** Lives through a day; gives what was switched when, and asserts that the limit is kept at every moment. */
function live(problem: HouseProblem, { kills, looks }: Day): readonly string[] {
  const house = houseOf(problem);
  const switched: string[] = [];
  const on = new Map<string, boolean>();
  const told: string[] = [];
  const left = [...kills];
  let now = midnight;
  house.decide(now, 'start');
  for (;;) {
    for (const [id, { output, events }] of house.decisions) {
      if (output.on !== undefined && output.on !== (on.get(id) ?? false))
        switched.push(`${clock(now)} ${id} ${output.on}`);
      if (output.on !== undefined) on.set(id, output.on);
      told.push(...events.map(({ kind }) => kind));
    }
    checkLimit(problem, on, clock(now));
    const alarm = house.nextAt() ?? Number.POSITIVE_INFINITY;
    const next = Math.min(alarm, ...looks.filter((at) => at > now));
    if (next > midnight + 24 * hour) break;
    now = next;
    house.decide(now);
    if (now < (left[0] ?? Number.POSITIVE_INFINITY) || !isCredited(house, now)) continue;
    left.shift();
    told.push(...[...house.decisions.values()].flatMap(({ events }) => events.map(({ kind }) => kind)));
    reborn(house);
    house.decide(now, 'start');
  }
  assert.ok(!told.includes('over-limit'));
  return switched;
}

/** True where no run is on, or it was noted within the minute how far it came. */
function isCredited(house: TestHouse, now: number): boolean {
  return [...house.logs.values()].every(({ lastSeenAt = now }) => now - lastSeenAt <= minute);
}

/** All that is left after kill -9: the logs as they were stored. */
function reborn(house: TestHouse): void {
  for (const [id, log] of house.logs) house.logs.set(id, JSON.parse(JSON.stringify(log)));
  house.decisions.clear();
}

function checkLimit({ loads, limitKw, oneAtATime }: HouseProblem, on: ReadonlyMap<string, boolean>, at: string): void {
  const kws = loads.flatMap(({ id, kw }) => (on.get(id) ? [kw] : []));
  assert.ok(!oneAtATime || kws.length < 2, at);
  assert.ok(kws.reduce((sum, kw) => sum + kw, 0) <= (limitKw ?? 1000) + 1e-6, at);
}

function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}

describe(`home: ${days} random houses, a day each`, function () {
  this.timeout(days * 10_000);

  it('never take more than the limit, and switch the same after six kills and twelve looks as on a calm day', () => {
    let switches = 0;
    for (let seed = 1; seed <= days; seed += 1) {
      const problem = randomHouse(1000 + seed);
      const unbroken = live(problem, calm);
      assert.deepEqual(live(problem, wildDay(randomOf(seed))), unbroken, `seed ${seed}`);
      switches += unbroken.length;
    }
    assert.ok(switches > days * 4, `${switches} switches`);
  });
});
