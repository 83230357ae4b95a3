import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../sandbox/drive/node-red-place.js';

const folder = join(packageRoot, 'test');
const rows = readFileSync(join(folder, 'README.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, label = '', cell = ''] = /^\| ([ABH]?\d+) +\| (.*?) *\|$/.exec(line) ?? [];
    return label === '' ? [] : [{ label, cell }];
  });

describe('house: the table of fault cases', () => {
  it('has a row for every case and rule', () => {
    const skipped = [50, 52, 56, 57, 58, 64, 65, 66];
    const cases = Array.from({ length: 76 }, (_, index) => index + 1).filter((number) => !skipped.includes(number));
    const count = (letter: string, last: number) => Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
    const expected = [...cases.map(String), ...count('A', 14), ...count('B', 12), ...count('H', 15)];
    assert.deepEqual(
      rows.map(({ label }) => label),
      expected,
    );
  });

  it('names tests that are there', () => {
    const missing: string[] = [];
    for (const { label, cell } of rows) {
      for (const [, file = '', names = ''] of cell.matchAll(/`([\w/-]+)`: (.*?)(?=; `|$)/g)) {
        const path = join(folder, `${file}.test.ts`);
        const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
        for (const name of names.replaceAll('\\|', '|').split(' / ')) {
          if (!text.includes(name)) missing.push(`${label}: ${file}: ${name}`);
        }
      }
    }
    assert.deepEqual(missing, []);
  });
});
