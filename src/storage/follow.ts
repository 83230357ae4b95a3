import { type Battery, isUsable, type Mode, type Step, soundBattery } from './battery.js';
import type { Marks } from './marks.js';
import { absorb, buy, lack, sell, serve } from './pieces.js';
import { steadyMode } from './steady.js';
import { createWalk, type Policy, takeStep, type Walk } from './walk.js';
import { costAt, valueAt } from './worth.js';

/** What is expected of one step. Energies are kWh on the AC side, but for what is stored. */
export interface PathStep {
  readonly mode: Mode;
  readonly chargeKwh: number;
  readonly dischargeKwh: number;
  /** Bought to be stored, a part of `chargeKwh`. */
  readonly boughtKwh: number;
  /** Drawn from the grid; negative when fed in. */
  readonly gridKwh: number;
  /** Stored at the end of the step. */
  readonly storedKwh: number;
  /** What another stored kWh is worth at its end. */
  readonly storedValueCt: number;
  /** The bill: what is bought minus what is paid for what is fed in. */
  readonly costCt: number;
  readonly wearCt: number;
  /** Drain that nothing covered, stored kWh. */
  readonly lackKwh: number;
}

/** What is expected of all steps; sums are of all steps. */
export interface Path {
  readonly steps: readonly PathStep[];
  readonly costCt: number;
  readonly wearCt: number;
  readonly lackKwh: number;
}

/**
 * Walks forward from `storedKwh`, by the marks that `marks` found for the same battery and these steps or more. Walking all costs what
 * `costAt(marks[0].before, storedKwh)` says, wear and the value of what is left included, where the inverter may leave room.
 *
 * In a pool (`pieces.ts`) a step charges and discharges, one after the other. No step gives an empty path; throws nothing.
 */
export function follow(battery: Battery, steps: readonly Step[], by: By): Path {
  const path = new Way(battery, steps, by).whole();
  const sum = (of: (step: PathStep) => number) => path.reduce((total, step) => total + of(step), 0);
  return {
    steps: path,
    costCt: sum(({ costCt }) => costCt),
    wearCt: sum(({ wearCt }) => wearCt),
    lackKwh: sum(({ lackKwh }) => lackKwh),
  };
}

/** What a path goes by. */
export interface By {
  readonly marks: readonly Marks[];
  readonly storedKwh: number;
  readonly policy?: Policy;
  /** The mode that is on before the first step. */
  readonly previous?: Mode | undefined;
}

/** The same path, walked no further than somebody asks for: valid as long as the marks are. */
export class Way {
  readonly #steps: readonly Step[];
  readonly #marks: readonly Marks[];
  readonly #walk: Walk;
  readonly #path: PathStep[] = [];
  readonly #previous: Mode | undefined;
  #storedKwh: number;

  constructor(battery: Battery, steps: readonly Step[], { marks, storedKwh, policy = 'plan', previous }: By) {
    const sound = soundBattery(battery);
    this.#steps = steps;
    this.#marks = marks;
    this.#walk = createWalk(sound, policy);
    this.#previous = previous;
    this.#storedKwh = isUsable(storedKwh) ? storedKwh : sound.minKwh;
  }

  /** What is expected of a step; undefined after the last one. */
  at(index: number): PathStep | undefined {
    for (let next = this.#path.length; next <= index; next += 1) {
      const step = this.#steps[next];
      if (step === undefined) return undefined;
      const place: Place = { step, mark: this.#marks[next] as Marks, storedKwh: this.#storedKwh };
      const mode = this.#modeAt(next, place);
      const walked = { mode, ...walkStep(this.#walk, place) };
      this.#path.push(walked);
      this.#storedKwh = walked.storedKwh;
    }
    return this.#path[index];
  }

  #modeAt(at: number, { step, storedKwh }: Place): Mode {
    const { battery, policy } = this.#walk;
    if (policy !== 'plan') return policy === 'none' ? 'hold' : 'auto';
    const previous = this.#path.at(-1)?.mode ?? this.#previous;
    const standing = { storedKwh, netKwh: step.netKwh, previous };
    return steadyMode(battery, { steps: this.#steps, marks: this.#marks, at }, standing);
  }

  /** What is expected of all steps. */
  whole(): readonly PathStep[] {
    this.at(this.#steps.length);
    return this.#path;
  }
}

/**
 * What the first `count` steps of a path cost, wear included, less what is left in the battery then is worth: by it a plan is
 * compared with other ways of using the same battery. Ct; 0 steps cost nothing.
 */
export function costOfFirst(path: Pick<Path, 'steps'>, marks: readonly Marks[], count: number): number {
  let [cost, i] = [0, 0];
  for (; i < Math.min(count, path.steps.length); i += 1) {
    const { costCt, wearCt } = path.steps[i] as PathStep;
    cost += costCt + wearCt;
  }
  const last = path.steps[i - 1];
  return last ? cost + costAt((marks[i - 1] as Marks).worth, last.storedKwh) : cost;
}

interface Place {
  readonly step: Step;
  readonly mark: Marks;
  readonly storedKwh: number;
}

function walkStep(walk: Walk, { step, mark, storedKwh }: Place): Omit<PathStep, 'mode'> {
  const { battery, amounts, pieces } = walk;
  const end = takeStep(walk, step, { mark, storedKwh });
  const of = (place: number) => amounts[place] as number;
  const boughtKwh = of(buy) / battery.chargeEfficiency;
  const absorbedKwh = of(absorb) / battery.chargeEfficiency;
  const servedKwh = of(serve) * battery.dischargeEfficiency;
  const soldKwh = of(sell) * battery.dischargeEfficiency;
  const { buyCt, feedInCt, netKwh } = step;
  return {
    chargeKwh: boughtKwh + absorbedKwh,
    dischargeKwh: servedKwh + soldKwh,
    boughtKwh,
    gridKwh: netKwh + boughtKwh + absorbedKwh - servedKwh - soldKwh,
    storedKwh: end,
    storedValueCt: valueAt(mark.worth, end),
    costCt: pieces.isIdle ? 0 : pieces.idleCt + (boughtKwh - servedKwh) * buyCt + (absorbedKwh - soldKwh) * feedInCt,
    wearCt: (servedKwh + soldKwh) * battery.wearCt,
    lackKwh: of(lack),
  };
}
