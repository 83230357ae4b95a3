// @ts-nocheck
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../sandbox/drive/node-red-place.js';
import { filesUnder } from './package-files.js';

/** An entry of the list, and the tests that it names. */
interface Entry {
  readonly label: string;
  readonly tests: readonly { readonly file: string; readonly name: string }[];
}

const droppedCases = [50, 52, 56, 57, 58, 64, 65, 66];
/** One number of the list: `20`, `B9`. */
const label = '(?:case )?[ABH]?\\d+';

function read(path: string): string {
  return readFileSync(join(packageRoot, path), 'utf8');
}

/** The entries of the page: `### 20. What goes wrong`, and below it lines of the form "- `file`: name of a test". */
function entriesOf(page: string): Entry[] {
  return page
    .split(/^### /m)
    .slice(1)
    .map((section) => ({
      label: /^([ABH]?\d+)\. /.exec(section)?.[1] ?? section.slice(0, 20),
      tests: [...section.matchAll(/^- `([^`]+)`: (.+)$/gm)].map(([, file = '', name = '']) => ({ file, name })),
    }));
}

/** Numbers of the list that a source names: at the beginning of a text ("case 2, B9: …"), or in words ("fault case 55"). */
function labelsIn(source: string): string[] {
  const named = new RegExp(`['"\`]((?:case \\d+|[ABH]\\d+)(?:, ${label})*)(?:: |['"\`])|fault case (\\d+)`, 'g');
  return [...source.matchAll(named)].flatMap(([, title, inWords]) =>
    (title ?? inWords ?? '').split(', ').map((one) => one.replace('case ', '')),
  );
}

function numbered(letter: string, last: number): string[] {
  return Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
}

describe('house: the list of faults', () => {
  const entries = entriesOf(read('docs/faults.md'));
  const labels = entries.map((entry) => entry.label);

  it('has every case and every rule once, in order', () => {
    const cases = numbered('', 76).filter((number) => !droppedCases.includes(Number(number)));
    assert.deepEqual(labels, [...cases, ...numbered('A', 14), ...numbered('B', 12), ...numbered('H', 15)]);
  });

  it('names a test for each of them', () => {
    const without = entries.filter(({ tests }) => tests.length === 0);
    assert.deepEqual(
      without.map((entry) => entry.label),
      [],
    );
  });

  it('names tests that are there', () => {
    const missing = entries.flatMap((entry) =>
      entry.tests
        .filter(({ file, name }) => !existsSync(join(packageRoot, file)) || !read(file).includes(name))
        .map(({ file, name }) => `${entry.label}: ${file}: ${name}`),
    );
    assert.deepEqual(missing, []);
  });

  it('has every number that sources and tests name', () => {
    const folders = ['src', 'nodes', 'sandbox', 'test', 'bench'];
    const files = folders.flatMap(filesUnder).filter((file) => file.endsWith('.ts') && !file.startsWith('test/house/'));
    const found = files.flatMap((file) => labelsIn(read(file)).map((one) => ({ file, label: one })));
    assert.ok(found.length > 150, `only ${found.length} numbers found`);
    const unknown = found.filter((one) => !labels.includes(one.label));
    assert.deepEqual(unknown, []);
  });

  it('finds a number however it is written', () => {
    const source = "it('case 20, B9: a title', …); // fault case 55\n['case 18', 429]; 'A1: x'; 'B12, case 3: y'";
    assert.deepEqual(labelsIn(source), ['20', 'B9', '55', '18', 'A1', 'B12', '3']);
  });
});
