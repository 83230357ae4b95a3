import assert from 'node:assert/strict';
import { floors, isOneFile } from './laws.js';
import { filesUnder, manifest } from './package-files.js';
import {
  allFiles,
  fileEnding,
  isThere,
  leadsSomewhere,
  looksLikePath,
  type Place,
  placesOf,
  pointersOut,
  read,
  written,
} from './references.js';

const codeFolders = ['src', 'nodes', 'sandbox', 'test', 'bench', 'tools'];
/** Code that reads real data from beside the checkout, and says so where it is not there. */
const readersOfSharedData = [
  'test/support/nomos/shared-data.ts',
  'test/planner/peers/cases.ts',
  'test/real-data/market-days.test.ts',
  'test/sandbox/openapi.test.ts',
];
/** What `npm` does without a script of ours. */
const npmCommands = ['audit', 'ci', 'install', 'publish', 'version', 'pack', 'update'];
/** Scripts that are only parts of others. */
const innerScripts = ['publishable'];

const pages = allFiles.filter((file) => file.endsWith('.md'));
const workflows = filesUnder('.github').filter((file) => file.endsWith('.yml'));
const scripts = Object.keys(manifest().scripts);

/** In prose "npm" is a registry: a command stands in code, or behind the `run` of a workflow. */
function isCommand({ file, line, text }: Place): boolean {
  const lines = read(file).split('\n');
  const own = lines[line - 1] ?? '';
  if (workflows.includes(file)) return own.includes('run:');
  const isFenced = lines.slice(0, line).filter((one) => one.startsWith('```')).length % 2 === 1;
  return isFenced || new RegExp(`\`npm [^\`]*\\b${text}\\b`).test(own);
}

describe('house: the pages', () => {
  it('are there', () => {
    const beginnings = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'];
    const wanted = [...beginnings, 'docs/architecture.md', 'docs/faults.md', 'test/README.md', 'sandbox/README.md'];
    assert.deepEqual(
      wanted.filter((page) => !pages.includes(page)),
      [],
    );
    assert.ok(workflows.length >= 3);
  });

  it('name paths that exist', () => {
    const named = pages.flatMap((page) => placesOf(page, /`([^`\s]+)`/g)).filter(looksLikePath);
    assert.ok(named.length > 300, `only ${named.length} paths found`);
    assert.deepEqual(written(named.filter((place) => !isThere(place))), []);
  });

  it('name npm scripts that exist', () => {
    const pattern = /\bnpm (?:run )?(?:--?\w+ )*([a-z][\w:]*)/g;
    const named = [...pages, ...workflows].flatMap((page) => placesOf(page, pattern)).filter(isCommand);
    assert.ok(named.length > 30, `only ${named.length} scripts found`);
    const unknown = named.filter(({ text }) => !scripts.includes(text) && !npmCommands.includes(text));
    assert.deepEqual(written(unknown), []);
  });

  it('link to pages and headings that exist', () => {
    const links = pages.flatMap((page) => placesOf(page, /\]\(([^)\s]+)\)/g));
    assert.ok(links.length > 5, `only ${links.length} links found`);
    assert.deepEqual(written(links.filter((link) => !leadsSomewhere(link))), []);
  });

  it('have a row for every floor and room, in the order of the list', () => {
    const [, table = ''] = read('docs/architecture.md').split(/^## Rooms$/m);
    const [rooms = ''] = table.split('Outside of');
    assert.deepEqual(
      placesOf('docs/architecture.md', /^\| `([^`]*)` +\|/g, rooms).map(({ text }) => text),
      floors.map((floor) => `src/${floor.name}${isOneFile(floor) ? '.ts' : ''}`),
    );
  });

  it('tell of every script of the package', () => {
    const told = ['README.md', 'CONTRIBUTING.md', 'test/README.md'].map(read).join('\n');
    const isTold = (name: string) => new RegExp(`npm (run )?${name}(?![\\w:])`).test(told);
    assert.deepEqual(
      scripts.filter((name) => !innerScripts.includes(name) && !isTold(name)),
      [],
    );
  });
});

describe('house: what the sources point to', () => {
  const own = ['test/house/pages.test.ts', 'test/house/references.ts'];
  const code = codeFolders.flatMap(filesUnder).filter((file) => fileEnding.test(file) && !own.includes(file));

  it('is in the repository', () => {
    assert.deepEqual(written(code.flatMap((file) => pointersOut(file))), []);
  });

  it('lies beside the checkout only for real data', () => {
    const outside = code.flatMap((file) => placesOf(file, /((?:\.\.\/)+shared\b|\bSHARED_DIR\b)/g));
    assert.deepEqual([...new Set(outside.map(({ file }) => file))].sort(), [...readersOfSharedData].sort());
  });

  it('exists where a comment names a path', () => {
    const commented = /(?:^\s*\/?\*+|\/\/|^#)[^\n]*?`([^`\s]+)`/g;
    const named = code.flatMap((file) => placesOf(file, commented)).filter(({ text }) => text.includes('/'));
    assert.deepEqual(written(named.filter((place) => looksLikePath(place) && !isThere(place))), []);
  });

  it('is found in each of its forms', () => {
    const forms = [
      ['// see DESIGN 2', 'DESIGN 2', 'DESIGN'],
      [' * As in STYLE 17.', 'STYLE 17.', 'STYLE'],
      ["it('keeps SECURITY section 4', …)", 'SECURITY section 4'],
      ['/** The rooms of HOUSE. */', 'HOUSE'],
      [' * (PLANNER, lemma G)', 'PLANNER, lemma G', 'PLANNER', 'lemma G'],
      ['by a rule of the design', 'of the design'],
      ['read notes/LOADS.md', 'notes/LOADS.md'],
    ];
    for (const [line = '', ...found] of forms) {
      const texts = pointersOut('src/errors.ts', line).map(({ text }) => text);
      assert.deepEqual(texts, found, line);
    }
    const fine = '// RFC 9700 4.7, ISO 8601, ENOSPC after SIGTERM; see docs/faults.md, README.md\n * Node-RED 4.1';
    assert.deepEqual(pointersOut('src/errors.ts', fine), []);
  });
});
