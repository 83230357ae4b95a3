// @ts-nocheck
import type { Battery, Step } from '#src/storage/index.js';

const msPerHour = 3_600_000;

/** What a step costs in ct, wear included, when stored energy changes by `x` kWh; undefined where that is impossible or forbidden. */
export function costOfChange(battery: Battery, step: Step, x: number): number | undefined {
  const { buyCt, feedInCt, netKwh } = step;
  if (![buyCt, feedInCt, netKwh].every(Number.isFinite)) return x === 0 ? 0 : undefined;
  const hours = (step.end - step.start) / msPerHour;
  const taken = x > 0 ? x / battery.chargeEfficiency : 0;
  const given = x < 0 ? -x * battery.dischargeEfficiency : 0;
  const noise = 1e-9;
  if (taken > battery.chargeKw * hours + noise || given > battery.dischargeKw * hours + noise) return undefined;
  const grid = netKwh + taken - given;
  const bought = Math.min(taken, Math.max(0, taken + Math.min(0, netKwh)));
  if (bought > noise && !battery.chargeFromGrid) return undefined;
  if (bought > noise && grid > (battery.gridLimitKw ?? Number.POSITIVE_INFINITY) * hours + noise) return undefined;
  if (given > Math.max(0, netKwh) + noise && !battery.feedFromBattery) return undefined;
  return grid * (grid > 0 ? buyCt : feedInCt) + given * battery.wearCt;
}
/** The changes between which the cost of a step is straight, from most discharge to most charge. */
export function corners(battery: Battery, step: Step): number[] {
  const { netKwh } = step;
  if (![step.buyCt, step.feedInCt, netKwh].every(Number.isFinite)) return [0];
  const hours = (step.end - step.start) / msPerHour;
  const out = battery.dischargeKw * hours;
  const into = battery.chargeKw * hours;
  const most = (battery.gridLimitKw ?? Number.POSITIVE_INFINITY) * hours - netKwh;
  const candidates = [-out, -Math.min(out, netKwh), 0, Math.min(into, -netKwh), Math.min(into, most), into]
    .map((ac) => ac * (ac < 0 ? 1 / battery.dischargeEfficiency : battery.chargeEfficiency))
    .filter((x) => costOfChange(battery, step, x) !== undefined);
  return [...new Set(candidates)].sort((a, b) => a - b);
}
