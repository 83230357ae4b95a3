import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawingOf, lifeOf } from './life.js';
import { live } from './simulator.js';

/**
 * Lives of devices with everything in them, as they were when they were last read: whoever changes how a device is run sees what
 * that changes. `LIVES=write` writes them anew; the difference is to be read.
 */
const path = join('test', 'runs', 'lives.txt');
const seeds = Array.from({ length: 120 }, (_, index) => index + 1);
const isWritten = process.env.LIVES === 'write';

function livedBy(seed: number): string {
  const life = lifeOf(seed);
  return drawingOf(life, live(life));
}

describe('runs: lives as they were', () => {
  if (isWritten) writeFileSync(path, `${seeds.map(livedBy).join('\n\n')}\n`);
  const known = readFileSync(path, 'utf8').trimEnd().split('\n\n');

  for (const [index, seed] of seeds.entries()) {
    const expected = known[index] ?? '';
    it(`${seed}: ${expected.slice(0, expected.indexOf('\n'))}`, () => {
      assert.equal(livedBy(seed), expected);
    });
  }
});
