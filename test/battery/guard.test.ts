import assert from 'node:assert/strict';
import { guardedState } from '#src/battery/guard.js';
import type { BatteryState, Mode } from '#src/battery/index.js';
import { Asked, battery, nightAndEvening, pricesOf, twoDays, winter } from './battery-scene.js';

import modes = require('#src/storage/mode-now.js');

const day = '2026-01-14';
const prices = pricesOf(twoDays(day), nightAndEvening);
const at = (time: string) => winter(day, time);
const planner = modes as { modeNow: unknown };
const { modeNow } = modes;

/** A battery whose planner has gone mad: whatever it is asked, it says this. */
function decided(mode: Mode, settings: Parameters<typeof battery>[0], socPercent = 50): BatteryState {
  planner.modeNow = () => ({ mode, powerKw: 99, targetKwh: mode === 'charge' ? 99 : 0, storedValueCt: 30 });
  return new Asked(battery(settings), prices).tell(at('12:00'), socPercent).state;
}

describe('battery: the guard behind the planner', () => {
  afterEach(() => {
    planner.modeNow = modeNow;
  });

  it('a planner that charges, feeds in or leaves room without permission is stopped', () => {
    for (const [mode, settings] of [
      ['charge', { chargeFromGrid: false }],
      ['discharge', { feedFromBattery: false }],
      ['keep', { leaveRoom: false }],
    ] as const) {
      const { reason, ...order } = decided(mode, settings);
      assert.deepEqual(
        [order.mode, reason, order.powerKw, order.targetPercent],
        ['auto', 'guard', undefined, undefined],
      );
      assert.equal(order.minimumPercent, 10);
    }
  });

  it('powers and targets beyond the settings are cut to them', () => {
    const charge = decided('charge', { maxSocPercent: 80 });
    assert.deepEqual([charge.mode, charge.powerKw, charge.targetPercent], ['charge', 5, 80]);
    const discharge = decided('discharge', { feedFromBattery: true, minSocPercent: 30 });
    assert.deepEqual([discharge.mode, discharge.powerKw, discharge.targetPercent], ['discharge', 5, 30]);
  });

  it('a limit of the grid counts what the house draws', () => {
    const { mode, powerKw } = decided('charge', { gridLimitKw: 3 });
    assert.ok(mode === 'charge' && Number(powerKw) < 3 && Number(powerKw) > 2, `${mode} ${powerKw}`);
    assert.equal(decided('charge', { gridLimitKw: 0 }).mode, 'hold');
  });

  it('a charge that has to wait fills nothing, by its minimum neither: it holds what is stored', () => {
    const charge = { mode: 'charge', powerKw: 3, targetPercent: 80, minimumPercent: 80, reason: 'cheap' } as const;
    const limited = { settings: battery({ gridLimitKw: 4.2, maxSocPercent: 80 }), percent: 50.2, netKw: 1 };
    const waits = (percent: number, reason = 'cheap') => ({ mode: 'hold', minimumPercent: percent, reason });
    assert.deepEqual(guardedState(charge, limited), charge);
    // The house draws all of the limit, or all but half a watt of it.
    for (const netKw of [6, 4.2, 4.1995])
      assert.deepEqual(guardedState(charge, { ...limited, netKw }), waits(51, 'grid-limit'));
    const byHand = guardedState({ ...charge, reason: 'override' }, { ...limited, netKw: 6 });
    assert.deepEqual(byHand, waits(51, 'override'));
    assert.deepEqual(guardedState({ ...charge, powerKw: 0.0005 }, limited), waits(51));
    assert.deepEqual(guardedState(charge, { ...limited, percent: 90.5 }), waits(91), 'fuller than the maximum');
  });

  it('it sees the override, too, and whatever is no number', () => {
    const facts = { settings: battery({ chargeFromGrid: false }), percent: 50, netKw: 0 };
    const state = { mode: 'charge', powerKw: 1, targetPercent: 60, minimumPercent: 60, reason: 'override' } as const;
    assert.equal(guardedState(state, facts).mode, 'auto');
    const odd = { ...state, powerKw: Number.NaN };
    assert.equal(guardedState(odd, { ...facts, settings: battery() }).mode, 'auto');
    assert.equal(guardedState(state, { ...facts, settings: battery(), percent: undefined }).mode, 'auto');
    assert.deepEqual(guardedState(state, { ...facts, settings: battery() }), state);
  });

  it('without a state of charge the grid neither fills nor empties it, waiting may go on', () => {
    const blind = { settings: battery({ feedFromBattery: true, minSocPercent: 0 }), percent: undefined, netKw: 0 };
    const modeOf = (mode: Mode) => guardedState({ mode, minimumPercent: 0, reason: 'override' }, blind).mode;
    assert.deepEqual((['charge', 'discharge', 'hold', 'auto'] as const).map(modeOf), ['auto', 'auto', 'hold', 'auto']);
  });
});
