import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunSettings } from '#src/runs/index.js';
import { drawingOf, lifeOf } from './life.js';
import { live } from './simulator.js';

/**
 * Lives of devices with everything in them, as they were when they were last read: whoever changes how a device is run sees what
 * that changes. With `write` in the variable of `isWritten` they are written anew; the difference is to be read.
 */
const path = join('test', 'runs', 'lives.txt');
const always: readonly (keyof RunSettings)[][] = [
  ...Array(90).fill([]),
  ...Array(40).fill(['maxOffMinutes']),
  ...Array(12).fill(['powerKw']),
  ...Array(12).fill(['toleranceCt']),
  ...Array(12).fill(['alwaysOnBelowCt']),
];
const isWritten = process.env.LIVES === 'write';

function livedBy(settings: readonly (keyof RunSettings)[], index: number): string {
  const life = lifeOf(index + 1, settings);
  return drawingOf(life, live(life));
}

describe('runs: lives as they were', () => {
  if (isWritten) writeFileSync(path, `${always.map(livedBy).join('\n\n')}\n`);
  const known = readFileSync(path, 'utf8').trimEnd().split('\n\n');

  for (const [index, settings] of always.entries()) {
    const expected = known[index] ?? '';
    it(`${index + 1}: ${expected.slice(0, expected.indexOf('\n'))}`, () => {
      assert.equal(livedBy(settings, index), expected);
    });
  }
});
