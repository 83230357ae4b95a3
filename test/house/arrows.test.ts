import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { floors, isOneFile } from './laws.js';

const root = join(__dirname, '..', '..', '..');
const roomLimit = 16;
/** Floors of many files, with an index that says in which order to read them. */
const readInOrder = ['src/planner', 'src/storage', 'src/runs', 'src/battery'];

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => posix.relative(root, join(entry.parentPath, entry.name)));
}

/** The files of this repository that a file imports, types included. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import|require\()\s*'(\.[^']+)'/g)].map(([, name = '']) => name);
  return specifiers
    .map((name) => posix.normalize(posix.join(posix.dirname(file), name)))
    .flatMap((path) => [path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.d.ts')])
    .filter((path) => path.endsWith('.ts') && existsSync(join(root, path)));
}

function floorOf(file: string): string {
  return isOneFile({ name: file.slice(4, -3) }) ? file.slice(4, -3) : posix.dirname(file).slice(4);
}

/** One circle for each file that can come back to itself; empty when arrows only point down. */
function circlesIn(files: readonly string[]): string[][] {
  const state = new Map<string, 'open' | 'done'>();
  const circles: string[][] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      circles.push([...path.slice(path.indexOf(file)), file]);
      return;
    }
    state.set(file, 'open');
    for (const next of importsOf(file)) visit(next, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of files) visit(file, []);
  return circles;
}

describe('house: arrows', () => {
  const sources = filesUnder('src');

  it('every file of the product lies in a room of the list', () => {
    const names = new Set(floors.map(({ name }) => name));
    assert.deepEqual(
      sources.filter((file) => !names.has(floorOf(file))),
      [],
    );
  });

  it('a room stands on lower rooms of the list only', () => {
    for (const [index, { name, may = [] }] of floors.entries()) {
      const lower = floors.slice(0, index).map((floor) => floor.name);
      assert.deepEqual(
        may.filter((other) => !lower.includes(other)),
        [],
        name,
      );
    }
  });

  it('no file imports from a room that its own does not stand on, types included', () => {
    const may = new Map(floors.map((floor) => [floor.name, [floor.name, ...(floor.may ?? [])]]));
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .filter((target) => !may.get(floorOf(file))?.includes(floorOf(target)))
        .map((target) => `${file} -> ${target}`),
    );
    assert.deepEqual(wrong, []);
  });

  it('nothing of the runtime but src/clock reads the clock of the machine or sets a timer', () => {
    const runtime = [...sources, ...filesUnder('nodes')].filter(
      (file) => !/^src\/(clock|editor)\/|\.editor\.ts$/.test(file),
    );
    const wrong = runtime.filter((file) =>
      /\b(Date\.now|performance\.now|setTimeout|setInterval)\(|\bnew Date\(\)/.test(
        readFileSync(join(root, file), 'utf8'),
      ),
    );
    assert.deepEqual(wrong, []);
  });

  it('no circle of files, types included', () => {
    assert.deepEqual(circlesIn([...sources, ...filesUnder('nodes'), ...filesUnder('sandbox')]), []);
  });

  it(`no folder has more than ${roomLimit} files`, () => {
    const counts = new Map<string, number>();
    for (const file of [...sources, ...filesUnder('sandbox')]) {
      const folder = posix.dirname(file);
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    const crowded = [...counts].filter(([, count]) => count > roomLimit);
    assert.deepEqual(crowded, []);
  });

  for (const folder of readInOrder)
    it(`${folder}: the index says in which order to read every file`, () => {
      const text = readFileSync(join(root, folder, 'index.ts'), 'utf8');
      const [order = ''] = text.split('*/');
      const files = filesUnder(folder).map((file) => posix.basename(file, '.ts'));
      assert.deepEqual(
        files.filter((file) => file !== 'index' && !order.includes(`\`${file}\``)),
        [],
      );
    });

  it('what linter and compiler know follows from the list', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'tools', 'house.mjs'), '--check'], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
  });
});
