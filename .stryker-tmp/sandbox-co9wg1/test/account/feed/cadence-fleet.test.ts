// @ts-nocheck
import assert from 'node:assert/strict';
import { phaseOf } from '#src/account/feed/cadence.js';
import { simulateFleet } from '../../../bench/fleet-simulation.js';

describe('account: a fleet of homes', () => {
  // 500 homes stand for 100,000: what they do in 200 s, all of them do in one.
  const fleet = { homes: 500, seed: 7, windowMs: 200_000, limit: 150, client: 'feed' } as const;

  for (const [publishedAt, mostCalls, mostPeak] of [
    ['12:55', 1, 250],
    ['12:59', 2, 250],
    ['13:30', 3, 350],
    ['14:20', 6, 350],
    ['15:10', 12, 350],
  ] as const)
    it(`tomorrow out at ${publishedAt}: at most ${mostCalls} requests per home, all fresh within 75 min`, () => {
      const found = simulateFleet({ ...fleet, publishedAt });
      assert.ok(found.mostCallsOfAHome <= mostCalls, `${found.mostCallsOfAHome} requests`);
      assert.ok(found.peak <= mostPeak, `${found.peak} per second`);
      assert.ok(found.minutesToFresh.all <= 75, `${found.minutesToFresh.all} min`);
      assert.equal(found.blindSeconds, 0);
    });

  it('a short power cut of every fifth home costs not a single request', () => {
    const calm = simulateFleet({ ...fleet, publishedAt: '12:55' });
    const cut = { days: 0, from: '15:00', to: '15:20' };
    assert.deepEqual(simulateFleet({ ...fleet, publishedAt: '12:55', powerCut: cut }), calm);
  });

  it('a power cut over publication: the homes come back spread, within ten minutes', () => {
    const cut = { days: 0, from: '10:00', to: '14:00' };
    const found = simulateFleet({ ...fleet, publishedAt: '12:55', powerCut: cut });
    assert.equal(found.mostCallsOfAHome, 1);
    assert.ok(found.peak <= 100, `${found.peak} per second`);
    assert.ok(found.minutesToFresh.all <= 75);
  });

  it('a power cut of days: prices are back within four minutes, though some are told to wait', () => {
    const cut = { days: 2, from: '00:00', to: '10:00' };
    const found = simulateFleet({ ...fleet, publishedAt: '12:55', powerCut: cut });
    assert.ok(found.blindSeconds > 0 && found.blindSeconds <= 240, `${found.blindSeconds} s`);
  });

  it('phases are stable and evenly spread, also over names that hardly differ', () => {
    assert.equal(phaseOf('sub_1'), phaseOf('sub_1'));
    const tenths = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i += 1) {
      const phase = phaseOf(`sub_${i}`);
      assert.ok(phase >= 0 && phase < 1);
      tenths[Math.floor(phase * 10)]! += 1;
    }
    // Five standard deviations around 1000.
    for (const count of tenths) assert.ok(Math.abs(count - 1000) < 150, tenths.join(' '));
  });
});
