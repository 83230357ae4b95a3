import assert from 'node:assert/strict';
import { housePass } from '#src/home/index.js';
import { finished } from '#src/planner/index.js';
import { defaultRunSettings, emptyRunLog, type Preview, preview, previewedMember } from '#src/runs/index.js';
import { type Device, hourly, midnight, TestHouse } from './houses.js';
import { houseOf, randomHouse } from './random-houses.js';

const cases = Number(process.env.ORACLE_CASES ?? 60);

/** What is previewed for one device of a house whose others are as they are. */
function previewIn(house: TestHouse, device: Device, now: number): Preview | undefined {
  const settings = { ...defaultRunSettings, timeZone: 'UTC', ...device.settings };
  const previewed = previewedMember(settings, { series: house.series }, now);
  const own = { id: device.id, name: device.id, priority: device.priority ?? 5, settings, ...previewed };
  const others = house.members(now).filter(({ id }) => id !== device.id);
  const decision = finished(housePass([...others, own], house.houseAt(now), now)).decisions.get(device.id);
  return decision && previewed.shown(decision);
}

describe('house: previews', () => {
  it('shows what a device will be planned, were it deployed as it is', () => {
    for (let seed = 0; seed < cases; seed += 1) {
      const house = houseOf(randomHouse(seed));
      const { decisions } = house.decide(midnight);
      for (const device of house.devices) {
        house.logs.clear();
        const shown = previewIn(house, device, midnight);
        const { runs, costCt, reason } = decisions.get(device.id)?.plan ?? {};
        assert.deepEqual(
          [shown?.runs, shown?.costCt, shown?.reason],
          [runs, costCt, reason],
          `seed ${seed}, ${device.id}`,
        );
      }
    }
  });

  it('shows the same as alone where nothing is shared', () => {
    for (let seed = 0; seed < cases; seed += 1) {
      const { devices, series } = houseOf(randomHouse(seed));
      for (const device of devices) {
        const settings = { ...defaultRunSettings, timeZone: 'UTC', ...device.settings };
        for (const now of [midnight, midnight + 6.3 * 3_600_000, midnight + 20 * 3_600_000])
          assert.deepEqual(
            previewIn(new TestHouse([], series), device, now),
            preview(settings, { series }, now),
            `seed ${seed}, ${device.id}, ${now}`,
          );
      }
    }
  });

  it('changes neither what others remember nor what they do', () => {
    const settings = { durationMinutes: 60, powerKw: 11 };
    const house = new TestHouse([{ id: 'one', settings }], hourly([30, 10, 20, 40]));
    house.house = { limitKw: 11, oneAtATime: false, told: [] };
    house.decide(midnight);
    const before = structuredClone(house.logs);
    const shown = previewIn(house, { id: 'two', priority: 1, settings }, midnight);
    assert.equal(shown?.runs[0]?.start, midnight + 3_600_000, 'it comes first');
    assert.deepEqual(house.logs, before);
    assert.notDeepEqual(house.logs.get('one'), emptyRunLog);
  });
});
