import type { Battery, Mode } from '#src/storage/index.js';

/** What an inverter is told for a quarter-hour. */
export interface Order {
  readonly mode: Mode;
  readonly powerKw?: number | undefined;
  readonly targetKwh?: number | undefined;
}

/** What a battery cost and did; ct and AC kWh. */
export interface Account {
  storedKwh: number;
  billCt: number;
  wearCt: number;
  givenKwh: number;
}

/** A quarter-hour as it really was. */
export interface Lived {
  readonly netKwh: number;
  readonly buyCt: number;
  readonly feedInCt: number;
}

const hours = 0.25;

/** Does a quarter-hour what the inverter was told, with the house and the sun as they really were. */
export function live(battery: Battery, account: Account, order: Order, { netKwh, buyCt, feedInCt }: Lived): void {
  const [taken, given] = flows(battery, account.storedKwh, order, netKwh);
  account.storedKwh += taken * battery.chargeEfficiency - given / battery.dischargeEfficiency;
  account.givenKwh += given;
  account.wearCt += given * battery.wearCt;
  const grid = netKwh + taken - given;
  account.billCt += grid * (grid > 0 ? buyCt : feedInCt);
}

function flows(battery: Battery, storedKwh: number, order: Order, netKwh: number): [taken: number, given: number] {
  const { mode, powerKw, targetKwh } = order;
  const room = (upTo: number) => Math.max(0, (upTo - storedKwh) / battery.chargeEfficiency);
  const held = (downTo: number) => Math.max(0, (storedKwh - downTo) * battery.dischargeEfficiency);
  const surplus = Math.max(0, -netKwh);
  const need = Math.max(0, netKwh);
  const absorbed = Math.min(surplus, battery.chargeKw * hours, room(battery.maxKwh));
  const served = Math.min(need, battery.dischargeKw * hours, held(battery.minKwh));
  if (mode === 'auto') return [absorbed, served];
  if (mode === 'hold') return [absorbed, 0];
  if (mode === 'keep') return [0, served];
  if (mode === 'charge') return [Math.min((powerKw ?? battery.chargeKw) * hours, room(targetKwh ?? battery.maxKwh)), 0];
  return [0, Math.min((powerKw ?? battery.dischargeKw) * hours, held(targetKwh ?? battery.minKwh))];
}
