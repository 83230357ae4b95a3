import { createPieces, kinds } from './pieces.js';
import { StepMarks } from './step-marks.js';
import type { Draft, Worth } from './worth.js';

const numbersInChunk = 2_048;
/** The place before the first chunk. */
const noChunk = -1;

interface Chunk {
  readonly levels: Float64Array;
  readonly values: Float64Array;
}

function createChunk(length: number): Chunk {
  return { levels: new Float64Array(length), values: new Float64Array(length) };
}

/**
 * The memory of one plan. Who plans often hands the same room in again: then a plan allocates nothing but its list of marks, and the
 * marks of the plan before are no longer valid.
 */
export class Room {
  readonly pieces = createPieces();
  readonly #chunks: Chunk[] = [];
  readonly #worths: Draft[] = [];
  readonly #marks: StepMarks[] = [];
  #chunk = noChunk;
  #used = 0;
  #taken = 0;
  #marksTaken = 0;

  /** Makes all of it free again. */
  clear(): void {
    this.#chunk = noChunk;
    this.#used = 0;
    this.#taken = 0;
    this.#marksTaken = 0;
  }

  /** A worth to be written one step before another one, or the first of all. */
  draft(after?: Worth): Draft {
    if (after !== undefined) this.#used += after.count;
    const most = (after?.count ?? 0) + kinds + 1;
    if (this.#used + most > (this.#chunks[this.#chunk]?.levels.length ?? 0)) this.#nextChunk(most);
    const { levels, values } = this.#chunks[this.#chunk] as Chunk;
    const place = this.#taken++;
    const draft = this.#worths[place] ?? { levels, values, from: 0, count: 0, bottomKwh: 0, bottomCt: 0 };
    this.#worths[place] = draft;
    draft.levels = levels;
    draft.values = values;
    draft.from = this.#used;
    return draft;
  }

  /** Marks to be set, with what is stored is worth at both ends of their step. */
  marks(): StepMarks {
    const place = this.#marksTaken++;
    const marks = this.#marks[place] ?? new StepMarks();
    this.#marks[place] = marks;
    return marks;
  }

  /** The bytes of its numbers. */
  get bytes(): number {
    return this.#chunks.reduce((sum, { levels }) => sum + 2 * levels.byteLength, 0);
  }

  #nextChunk(most: number): void {
    this.#chunk += 1;
    this.#used = 0;
    const held = this.#chunks[this.#chunk];
    if (held === undefined || held.levels.length < most)
      this.#chunks[this.#chunk] = createChunk(Math.max(numbersInChunk, most));
  }
}
