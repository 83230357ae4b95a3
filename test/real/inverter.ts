import { msPerHour } from '#src/time/index.js';

/** What output 1 of `home-battery` tells an inverter. */
export interface Order {
  readonly payload: string;
  readonly powerKw?: number;
  readonly targetPercent?: number;
}

interface Kind {
  readonly capacityKwh: number;
  readonly powerKw: number;
  readonly minPercent: number;
}

const oneWay = Math.sqrt(0.9);

/** A battery and its inverter, which do what they are told: the loop of a test is closed by it. */
export class Inverter {
  readonly #kind: Kind;
  #kwh: number;
  #at: number;
  #order: Order = { payload: 'auto' };
  /** The most that was fed in and bought by the battery, kW, as far as it was told to. */
  readonly did = { boughtKw: 0, soldKw: 0 };

  constructor(kind: Kind, percent: number, at: number) {
    this.#kind = kind;
    this.#kwh = (kind.capacityKwh * percent) / 100;
    this.#at = at;
  }

  get socPercent(): number {
    return (100 * this.#kwh) / this.#kind.capacityKwh;
  }

  obey(order: Order): void {
    this.#order = order;
  }

  /** Lives on to an instant (ms), while the house uses so many kW more than the sun gives. */
  liveTo(at: number, netKw: number): void {
    const hours = (at - this.#at) / msPerHour;
    this.#at = at;
    if (hours <= 0) return;
    const [taken, given] = this.#flows(hours, netKw);
    this.#kwh += taken * oneWay - given / oneWay;
    this.did.boughtKw = Math.max(this.did.boughtKw, (taken - Math.max(0, -netKw * hours)) / hours);
    this.did.soldKw = Math.max(this.did.soldKw, (given - Math.max(0, netKw * hours)) / hours);
  }

  /** AC kWh taken and given. */
  #flows(hours: number, netKw: number): [number, number] {
    const { capacityKwh, powerKw, minPercent } = this.#kind;
    const { payload, powerKw: told = powerKw, targetPercent } = this.#order;
    const room = (percent = 100) => Math.max(0, ((percent / 100) * capacityKwh - this.#kwh) / oneWay);
    const held = (percent = minPercent) => Math.max(0, (this.#kwh - (percent / 100) * capacityKwh) * oneWay);
    const absorbed = Math.min(Math.max(0, -netKw) * hours, powerKw * hours, room());
    const served = Math.min(Math.max(0, netKw) * hours, powerKw * hours, held());
    if (payload === 'charge') return [Math.min(told * hours, room(targetPercent)), 0];
    if (payload === 'discharge') return [0, Math.min(told * hours, held(targetPercent))];
    return [payload === 'keep' ? 0 : absorbed, payload === 'hold' ? 0 : served];
  }
}
