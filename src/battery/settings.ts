import { batterySettings } from '../protocol/battery-settings.js';
import { type Scoped, type SettingsOf, scoped } from '../protocol/setting.js';
import type { Battery } from '../storage/index.js';

type Table = typeof batterySettings;

/** The settings of a `home-battery` node that it is planned by, without account and topics; bounds are in the table. */
export const batteryTable = scoped(batterySettings, 'message', 'node');

/** The same as they are stored, where a person may have left out what is needed. */
export type StoredBatterySettings = SettingsOf<typeof batteryTable>;

type Needed = 'capacityKwh' | 'chargeKw' | 'dischargeKw';

/** What a home battery is planned by. */
export type BatterySettings = StoredBatterySettings & { readonly [Name in Needed]: number };

/** The settings that a message may change, until they are replaced or taken back. */
export type BatteryOptions = {
  readonly [Name in keyof SettingsOf<Scoped<Table, 'message'>>]?: StoredBatterySettings[Name];
};

/** The settings in force: the node's own, with the options laid over them. */
export function withOptions(settings: BatterySettings, options: BatteryOptions): BatterySettings {
  return { ...settings, ...(options as Partial<BatterySettings>) };
}

/** The battery as it is planned; kWh of what is stored, and the efficiency split evenly between both ways. */
export function batteryOf(settings: BatterySettings): Battery {
  const { capacityKwh, chargeKw, dischargeKw, wearCt, gridLimitKw, chargeFromGrid } = settings;
  const oneWay = Math.sqrt(settings.efficiencyPercent / 100);
  return {
    minKwh: (capacityKwh * settings.minSocPercent) / 100,
    // The maximum is one of charging from the grid: the sun fills all of it.
    maxKwh: (capacityKwh * (chargeFromGrid ? settings.maxSocPercent : 100)) / 100,
    chargeKw,
    dischargeKw,
    chargeEfficiency: oneWay,
    dischargeEfficiency: oneWay,
    wearCt,
    chargeFromGrid,
    feedFromBattery: settings.feedFromBattery,
    leaveRoom: settings.leaveRoom,
    ...(gridLimitKw !== undefined && { gridLimitKw }),
  };
}

/** Per cent of the capacity. */
export function percentOf({ capacityKwh }: BatterySettings, kwh: number): number {
  return (kwh / capacityKwh) * 100;
}

/** Stored kWh of a state of charge in per cent. */
export function kwhOf({ capacityKwh }: BatterySettings, percent: number): number {
  return (capacityKwh * percent) / 100;
}
