import { statesPerStep } from './steps.js';

/** A place in a workspace to which what is taken later can be given back. */
export interface Mark {
  readonly numbers: number;
  readonly words: number;
}

/**
 * Room for the numbers of one plan: everything taken from it is apart from everything taken before, until it is given back.
 *
 * The next plan takes the same room again, so that planning allocates nothing but its result. A plan that is made in steps
 * keeps its own, so that two of them may be under way at once.
 */
export class Workspace {
  readonly #numbers: Float64Array[] = [];
  readonly #words: Uint32Array[] = [];
  #numbersTaken = 0;
  #wordsTaken = 0;
  #bytes = 0;
  #states = 0;
  #nextStop = statesPerStep;

  /** Room for `length` numbers or more, with whatever was left in it; never part of a result. */
  numbers(length: number): Float64Array {
    const place = this.#numbersTaken++;
    const held = this.#numbers[place];
    if (held !== undefined && held.length >= length) return held;
    const grown = new Float64Array(length);
    this.#bytes += grown.byteLength - (held?.byteLength ?? 0);
    this.#numbers[place] = grown;
    return grown;
  }

  /** The same for words of 32 bits. */
  words(length: number): Uint32Array {
    const place = this.#wordsTaken++;
    const held = this.#words[place];
    if (held !== undefined && held.length >= length) return held;
    const grown = new Uint32Array(length);
    this.#bytes += grown.byteLength - (held?.byteLength ?? 0);
    this.#words[place] = grown;
    return grown;
  }

  /** Notes that so many states of a programme have been settled; true when it is time to stop between two steps. */
  settle(states: number): boolean {
    this.#states += states;
    if (this.#states < this.#nextStop) return false;
    this.#nextStop = this.#states + statesPerStep;
    return true;
  }

  /** How many states have been settled since it was last cleared: the work of a plan. */
  get states(): number {
    return this.#states;
  }

  /** What has been taken so far, to be given back to. */
  get mark(): Mark {
    return { numbers: this.#numbersTaken, words: this.#wordsTaken };
  }

  /** Gives back what was taken since a mark: nothing of it may be used any longer. */
  giveBack(mark: Mark): void {
    this.#numbersTaken = mark.numbers;
    this.#wordsTaken = mark.words;
  }

  /** Makes all room free again. */
  clear(): void {
    this.#states = 0;
    this.#nextStop = statesPerStep;
    this.#numbersTaken = 0;
    this.#wordsTaken = 0;
  }

  /** What it holds, free or not. */
  get bytes(): number {
    return this.#bytes;
  }
}

/** What is kept between two plans at most; a long one may take more, for as long as it is made. */
const mostKeptBytes = 2 ** 21;

let idle: Workspace | undefined;

/** The room of the plan before, or a new one while that is still in use. */
export function borrowWorkspace(): Workspace {
  const space = idle ?? new Workspace();
  idle = undefined;
  return space;
}

/** Gives room back, after which nothing taken from it may be used. */
export function returnWorkspace(space: Workspace): void {
  space.clear();
  if (space.bytes <= mostKeptBytes) idle = space;
}
