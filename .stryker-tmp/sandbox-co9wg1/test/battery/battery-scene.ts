// @ts-nocheck
import {
  type BatteryDecision,
  type BatteryLog,
  type BatterySettings,
  type BatterySituation,
  checkBatterySettings,
  decideBattery,
  emptyBatteryLog,
  type Readings,
} from '#src/battery/index.js';
import { batteryTable } from '#src/battery/settings.js';
import type { PriceSeries } from '#src/prices/index.js';
import { defaultsOf } from '#src/protocol/setting.js';
import { addDays, civilDay, type Ms, msPerHour, msPerMinute } from '#src/time/index.js';

export const zone = 'Europe/Berlin';
export const quarterMs = 15 * msPerMinute;

/** 10 kWh, 5 kW both ways, without panels, unless said otherwise. */
export function battery(changed: Partial<BatterySettings> = {}): BatterySettings {
  const own = { ...defaultsOf(batteryTable), capacityKwh: 10, chargeKw: 5, dischargeKw: 5 };
  return checkBatterySettings({ ...own, ...changed });
}

/** Prices of local days in quarter-hours (or intervals of another length) by the local hour of each. */
export function pricesOf(
  dates: readonly string[],
  priceCt: (hour: number, date: string) => number | null,
  { lengthMs = quarterMs, marginCt }: { lengthMs?: number; marginCt?: number } = {},
): PriceSeries {
  return dates.flatMap((date) => {
    const { start, end } = civilDay(zone, date);
    return Array.from({ length: (end - start) / lengthMs }, (_, index) => {
      const from = start + index * lengthMs;
      const price = priceCt(((from - start) / msPerHour) % 24, date);
      const components = price === null || marginCt === undefined ? {} : { electricity: price, grid: 0 };
      return { start: from, end: from + lengthMs, priceCt: price, components };
    });
  });
}

/** Cheap nights (10 ct and a little more each hour), dear evenings (40 ct from 17 to 21 h), 25 ct else. */
export function nightAndEvening(hour: number): number {
  if (hour < 5) return 10 + hour / 10;
  return hour >= 17 && hour < 21 ? 40 : 25;
}

/** A day and the one after it. */
export function twoDays(date: string): string[] {
  return [date, addDays(date, 1)];
}

/** A local time `HH:MM` of a date in winter. */
export function winter(date: string, time: string): Ms {
  return Date.parse(`${date}T${time}:00+01:00`);
}

/** A battery that is asked again and again, with its own log. */
export class Asked {
  log: BatteryLog;
  settings: BatterySettings;
  prices: PriceSeries;
  readonly decisions: BatteryDecision[] = [];

  constructor(settings: BatterySettings, prices: PriceSeries, log: BatteryLog = emptyBatteryLog) {
    this.settings = settings;
    this.prices = prices;
    this.log = log;
  }

  ask(now: Ms, more: Partial<BatterySituation> = {}): BatteryDecision {
    const situation = {
      settings: this.settings,
      prices: this.prices,
      log: this.log,
      cause: 'alarm',
      now,
      ...more,
    } as const;
    const decision = decideBattery(situation);
    this.log = decision.log;
    this.decisions.push(decision);
    return decision;
  }

  tell(now: Ms, socPercent: number | undefined, powers: Readings['powers'] = {}): BatteryDecision {
    const readings = { powers, ...(socPercent !== undefined && { socPercent }) };
    return this.ask(now, { cause: 'readings', readings });
  }
}
