import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Segment, schedule } from '#src/planner/index.js';

/** Segments in order, some touching, some of one power. */
const segments: fc.Arbitrary<Segment[]> = fc
  .array(fc.record({ gap: fc.constantFrom(0, 0, 1, 5), length: fc.integer({ min: 1, max: 4 }), powerW: fc.nat(2) }))
  .map((parts) => {
    let from = 10;
    return parts.map(({ gap, length, powerW }) => {
      const start = from + gap;
      from = start + length;
      return { start, end: from, powerW };
    });
  });

/** On and power at an instant, as text; off is not on at 0 W. */
function stateAt(all: readonly Segment[], instant: number): string {
  const found = all.find(({ start, end }) => start <= instant && instant < end);
  return found === undefined ? 'off' : `${found.powerW} W`;
}

describe('planner: schedule', () => {
  it('██▒▒  ██ says of every instant what is on, and when that is next different: not where equal powers touch', () => {
    fc.assert(
      fc.property(segments, (all) => {
        const last = all.at(-1)?.end ?? 10;
        for (let now = 5; now <= last + 1; now++) {
          const state = stateAt(all, now);
          let next: number | null = now + 1;
          while (next <= last && stateAt(all, next) === state) next++;
          if (next > last) next = null;
          const powerW = state === 'off' ? 0 : Number.parseInt(state, 10);
          assert.deepEqual(schedule({ segments: all }, now), { on: state !== 'off', powerW, nextChange: next });
        }
      }),
    );
  });
});
