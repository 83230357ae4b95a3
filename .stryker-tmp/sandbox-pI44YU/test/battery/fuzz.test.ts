// @ts-nocheck
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type BatteryCommand, type BatterySettings, decideBattery } from '#src/battery/index.js';
import { nothingUsual, type PriceSeries } from '#src/prices/index.js';
import { msPerHour } from '#src/time/index.js';
import { Asked, battery, pricesOf, winter } from './battery-scene.js';

const dates = ['2026-10-24', '2026-10-25', '2026-10-26'];
const from = winter('2026-10-24', '00:00');

const settings: fc.Arbitrary<BatterySettings> = fc
  .record({
    capacityKwh: fc.constantFrom(0.1, 5.1, 10, 200),
    minSocPercent: fc.constantFrom(0, 10, 80),
    maxSocPercent: fc.constantFrom(90, 100),
    solar: fc.constantFrom('none', 'yes'),
    feedInCt: fc.constantFrom(0, 8, 60),
    chargeFromGrid: fc.boolean(),
    feedFromBattery: fc.boolean(),
    leaveRoom: fc.boolean(),
    gridLimitKw: fc.constantFrom(0, 4.2, 1_000),
    resend: fc.constantFrom('change' as const, 'replan' as const, 5),
  })
  .map((changed) => battery(changed as Partial<BatterySettings>));

/** Prices with holes, negative hours and hours that are not known. */
const prices: fc.Arbitrary<PriceSeries> = fc
  .array(fc.option(fc.integer({ min: -50, max: 80 }), { freq: 6 }), { minLength: 24, maxLength: 24 })
  .chain((hours) => fc.subarray([...pricesOf(dates, (hour) => hours[Math.floor(hour)] ?? null)], { minLength: 40 }));

const mode = fc.constantFrom('auto', 'hold', 'charge', 'keep', 'discharge');
/** What a message brings is a number by then (`src/nodered/battery/battery-command.ts`). */
const odd = fc.constantFrom(-5, 1e9, 0.1, 50, 100, null);

const commands = fc.oneof(
  fc.record({ kind: fc.constantFrom('status', 'auto') }),
  fc.record({ kind: fc.constant('override'), mode, minutes: fc.constantFrom(undefined, 0, 15, 600) }),
  fc.record({
    kind: fc.constant('plan'),
    options: fc.dictionary(fc.constantFrom('gridLimitKw', 'minSocPercent', 'chargeKw', 'wearCt'), odd),
  }),
) as fc.Arbitrary<BatteryCommand>;

const powers = fc.record(
  {
    gridW: fc.integer({ min: -20_000, max: 20_000 }),
    batteryW: fc.integer({ min: -5_000, max: 5_000 }),
    houseW: fc.nat(9_000),
    solarW: fc.nat(9_000),
  },
  { requiredKeys: [] },
);

const happenings = fc.array(
  fc.record({
    // Now and then the clock is put back, or a day is missed.
    afterMs: fc.oneof(
      { weight: 8, arbitrary: fc.nat(msPerHour) },
      fc.integer({ min: -6 * msPerHour, max: 30 * msPerHour }),
    ),
    cause: fc.constantFrom('start', 'prices', 'forecast', 'alarm', 'readings'),
    socPercent: fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: undefined }),
    powers,
    command: fc.option(commands, { nil: undefined, freq: 3 }),
    isBlind: fc.nat(9),
  }),
  { minLength: 1, maxLength: 25 },
);

describe('battery: whatever happens', () => {
  it('nothing forbidden is said, an alarm is set, and asked again it says the same', () => {
    fc.assert(
      fc.property(settings, prices, happenings, (own, series, events) => {
        const asked = new Asked(own, series);
        let now = from;
        for (const { afterMs, cause, socPercent, powers, command, isBlind } of events) {
          now += afterMs;
          const more = { usual: nothingUsual, ...(isBlind === 0 && { prices: [] }) };
          const readings = { powers, ...(socPercent !== undefined && { socPercent }) };
          if (cause === 'readings') asked.ask(now, { ...more, cause, readings });
          else if (command === undefined) asked.ask(now, { ...more, cause });
          else obeyedOrRefused(asked, now, { ...more, command });
          assertAllowed(asked, now);
          const { log } = asked;
          const around = { settings: own, prices: series, log, cause: 'alarm', now, ...more } as const;
          assert.deepEqual(decideBattery(around), decideBattery(around));
        }
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 50) },
    );
  });
});

/** A command that cannot be is refused by its code, and nothing has changed. */
function obeyedOrRefused(asked: Asked, now: number, more: { command: BatteryCommand }): void {
  const before = asked.log;
  try {
    asked.ask(now, { ...more, cause: 'command' });
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'invalid-value');
    assert.equal(asked.log, before);
  }
}

function assertAllowed({ log, settings, decisions }: Asked, now: number): void {
  const last = decisions.at(-1);
  if (last === undefined) return;
  const inForce = { ...settings, ...log.options } as BatterySettings;
  const { mode, powerKw = 0, targetPercent, minimumPercent } = last.state;
  const text = JSON.stringify({ state: last.state, inForce });
  assert.ok(mode !== 'charge' || inForce.chargeFromGrid, text);
  assert.ok(mode !== 'discharge' || inForce.feedFromBattery, text);
  assert.ok(mode !== 'keep' || inForce.leaveRoom, text);
  assert.ok(powerKw >= 0 && powerKw <= Math.max(inForce.chargeKw, inForce.dischargeKw), text);
  assert.ok(
    targetPercent === undefined || targetPercent <= Math.max(inForce.maxSocPercent, inForce.minSocPercent) + 1e-6,
    text,
  );
  assert.ok(mode !== 'discharge' || (targetPercent ?? 0) >= inForce.minSocPercent - 1e-6, text);
  assert.ok(Number.isFinite(minimumPercent) && minimumPercent >= 0 && minimumPercent <= 100, text);
  if (log.step !== undefined && last.replanned && log.step.start === now) assert.ok(last.nextAlarmAt > now, text);
}
