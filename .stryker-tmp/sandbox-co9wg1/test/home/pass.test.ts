// @ts-nocheck
import assert from 'node:assert/strict';
import { hour, hourly, midnight, runsOf, TestHouse } from './houses.js';

const prices = hourly([30, 10, 12, 20, 25, 25, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30]);
const car = { mode: 'interruptible', powerKw: 11 } as const;

function twoCars(): TestHouse {
  const house = new TestHouse(
    [
      { id: 'a', settings: { ...car, durationMinutes: 120 } },
      { id: 'b', settings: { ...car, durationMinutes: 60 } },
    ],
    prices,
  );
  house.house = { limitKw: 11, oneAtATime: false, told: [] };
  return house;
}

describe('home: one pass over a house', () => {
  it('plans who wants most first, the others beside it', () => {
    const house = twoCars();
    house.decide(midnight, 'start');
    assert.deepEqual(runsOf(house, 'a'), [[1, 3]]);
    assert.deepEqual(runsOf(house, 'b'), [[3, 4]]);
  });

  it('plans a higher priority first', () => {
    const house = twoCars();
    house.devices = house.devices.map((device) => (device.id === 'b' ? { ...device, priority: 1 } : device));
    house.decide(midnight, 'start');
    assert.deepEqual(runsOf(house, 'b'), [[1, 2]]);
    assert.deepEqual(runsOf(house, 'a'), [[2, 4]]);
  });

  it('changes nothing where nothing has changed, and plans nothing again', () => {
    const house = twoCars();
    house.decide(midnight, 'start');
    const logs = structuredClone([...house.logs]);
    const { decisions } = house.decide(midnight + 60_000);
    assert.deepEqual([...house.logs], logs);
    for (const [, decision] of decisions) assert.deepEqual([decision.events, decision.replanned], [[], false]);
  });

  it('moves who finds no room to the front, once', () => {
    const house = twoCars();
    house.devices = [
      { id: 'a', settings: { ...car, durationMinutes: 120 } },
      { id: 'b', settings: { ...car, durationMinutes: 60, from: '01:00', to: '02:00' } },
    ];
    const { order } = house.decide(midnight, 'start');
    assert.deepEqual(runsOf(house, 'b'), [[1, 2]]);
    assert.deepEqual(runsOf(house, 'a'), [[2, 4]]);
    assert.deepEqual(
      order.map(({ member }) => member.id),
      ['b', 'a'],
    );
    assert.deepEqual(
      [...house.decisions.values()].flatMap(({ events }) => events.map(({ kind }) => kind)),
      ['planned', 'planned'],
    );
  });

  it('says that there is no room where nobody can give way', () => {
    const house = twoCars();
    const only = { from: '01:00', to: '02:00', durationMinutes: 60 };
    house.devices = ['a', 'b'].map((id) => ({ id, settings: { ...car, ...only } }));
    house.decide(midnight, 'start');
    const [a, b] = ['a', 'b'].map((id) => house.decisions.get(id));
    assert.deepEqual([a?.plan?.feasible, b?.plan?.feasible].sort(), [false, true]);
    const stuck = a?.plan?.feasible ? b : a;
    assert.equal(stuck?.plan?.reason, 'power-limit');
    assert.deepEqual(
      stuck?.events.map(({ kind }) => kind),
      ['power-limit'],
    );
  });

  it('leaves a run alone that is on, and plans the others around it', () => {
    const house = twoCars();
    house.decide(midnight, 'start');
    for (let at = midnight + hour; at < midnight + 1.5 * hour; at += hour / 12) house.decide(at);
    house.devices = [...house.devices, { id: 'c', priority: 1, settings: { ...car, durationMinutes: 60 } }];
    house.decide(midnight + 1.5 * hour);
    assert.deepEqual(runsOf(house, 'a'), [[1, 3]]);
    assert.deepEqual(runsOf(house, 'c'), [[3, 4]]);
    assert.deepEqual(runsOf(house, 'b'), [[4, 5]]);
  });

  it('one at a time: whatever the powers are', () => {
    const house = twoCars();
    house.house = { oneAtATime: true, told: [] };
    house.decide(midnight, 'start');
    assert.deepEqual(runsOf(house, 'b'), [[3, 4]]);
  });
});
