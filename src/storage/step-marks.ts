import { msPerHour } from '../time/index.js';
import type { Battery, Step } from './battery.js';
import { absorb, buy, type Pieces, sell, serve } from './pieces.js';
import { levelAbove, type Worth } from './worth.js';

const never = Number.POSITIVE_INFINITY;

/**
 * What to do in one step: four levels of what is stored (kWh), found when they are asked for, and the slope behind each (ct for a
 * stored kWh). A slope that is infinite is never reached: there the thing is not allowed.
 */
export class StepMarks {
  chargeCt = 0;
  serveCt = 0;
  absorbCt = 0;
  sellCt = 0;
  hours = 0;
  /** What is stored is worth at the end of the step. */
  worth!: Worth;
  /** And at its start: `costAt` of it is the least cost of this step and all later ones. */
  before!: Worth;

  /** Takes over a step that has been laid in pieces. */
  set(battery: Battery, step: Step, { slope, isIdle }: Pieces): void {
    this.chargeCt = battery.chargeFromGrid && !isIdle ? (slope[buy] as number) : never;
    this.sellCt = battery.feedFromBattery && !isIdle ? (slope[sell] as number) : -never;
    this.serveCt = isIdle ? never : (slope[serve] as number);
    this.absorbCt = isIdle ? -never : (slope[absorb] as number);
    this.hours = Math.max(0, step.end - step.start) / msPerHour;
  }

  /** Below it: charge up to it, from the grid too; -Infinity where that is not allowed. */
  get chargeBelow(): number {
    return this.chargeCt === never ? -never : levelAbove(this.worth, this.chargeCt);
  }

  /** Above it: serve the house down to it. */
  get serveAbove(): number {
    return levelAbove(this.worth, this.serveCt);
  }

  /** Below it: store a surplus up to it. */
  get absorbBelow(): number {
    return levelAbove(this.worth, this.absorbCt);
  }

  /** Above it: feed in down to it; Infinity where that is not allowed. */
  get sellAbove(): number {
    return this.sellCt === -never ? never : levelAbove(this.worth, this.sellCt);
  }
}
