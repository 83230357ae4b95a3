import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../sandbox/drive/node-red-place.js';
import { catalog, languages } from '../locales/catalogs.js';
import { filesUnder, manifest, nodeTypes } from './package-files.js';
import { placesOf, read } from './references.js';

const pages = filesUnder('docs').filter((path) => path.endsWith('.md'));
const examples = filesUnder('examples');
const cookbook = read('docs/cookbook.md');

const forDevelopers = ['docs/architecture.md', 'docs/faults.md', 'docs/wishes.md'];
const forUsers = pages.filter((page) => !forDevelopers.includes(page));
/** The README in German. */
const inGerman = 'docs/deutsch.md';
const germanNames = [
  ...[
    'palette verwalten → installieren → node-red-contrib-nomos',
    'menü → import → beispiele → node-red-contrib-nomos',
  ],
  ...['deploy', '2 stunden', 'bevor'],
];
/** What is written like a word of a dialog and is none: menus of Node-RED, nodes and states of others, columns, stress. */
const otherNames = [
  ...['manage palette → install → node-red-contrib-nomos', 'menu → import → examples → node-red-contrib-nomos'],
  ...[
    'manage palette',
    'palette',
    'home-assistant',
    'iobroker out',
    'action',
    'state',
    'switch',
    'catch',
    'unavailable',
  ],
  ...['usual rule', 'share', 'worst month', '2 hours', 'before'],
];

/** A text as it is compared: in small letters, without the mark at its end. */
const plain = (text: string) => text.toLowerCase().replace(/[.,?…]$/, '');

/** Every text of every catalog of a language. */
function wordsOfTheEditor(language: (typeof languages)[number]): string[] {
  const catalogs = filesUnder(`locales/${language}`).filter((path) => path.endsWith('.json'));
  const rooms = catalogs.map((path) => path.replace(/^.*\/|\.json$/g, ''));
  return rooms.flatMap((room) => [...catalog(language, room)].map(([, text]) => plain(text)));
}

/** What pages set in italics and no dialog of the language calls so. */
function unknownWords(files: readonly string[], language: (typeof languages)[number], others: readonly string[]) {
  const known = new Set([...wordsOfTheEditor(language), ...others]);
  const isKnown = (part: string) => known.has(plain(part)) || /^\d/.test(part);
  const told = files.flatMap(emphasised);
  const unknown = told.filter(({ text }) => !known.has(plain(text)) && !text.split(': ').every(isKnown));
  return { count: told.length, unknown: unknown.map(({ file, text }) => `${file}: ${text}`) };
}

/** The parts of the README that its German page tells, too. */
const forGermans = [
  ...['Install', 'Three steps to the first switch', 'What is in it', 'Change it by message', 'See what it saves'],
  ...['Home Assistant', 'Data and privacy', 'Removal'],
];

/** What a page sets in italics, without what is made from the help. */
function emphasised(file: string): { readonly file: string; readonly text: string }[] {
  const made = /<!-- settings -->[\s\S]*?<!-- \/settings -->|```[\s\S]*?```/g;
  const prose = read(file)
    .replace(made, '')
    .replace(/`[^`]*`/g, '`')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/\s+/g, ' ');
  return [...prose.matchAll(/(?<![\w*])_([^_]+)_(?!\w)/g)].map(([, text = '']) => ({ file, text }));
}

/** The parts of a page under its headings of the second rank. */
const chapters = (text: string) => text.split(/^## /m).slice(1);

/** What a status may say, or a part of it, as the page writes it: what is filled in is an ellipsis. */
function statusesIn(language: (typeof languages)[number]): string[] {
  const ofStatuses = /^(status|reasons|plan-reasons|lacking|trouble|battery-modes|battery-reasons)\./;
  const texts = [...catalog(language, 'nomos-account')].filter(([key]) => ofStatuses.test(key));
  return texts.map(([, text]) => text.replace(/__\w+__/g, '…'));
}

describe('house: what people read', () => {
  it('has a page for each node, with its settings as the help explains them', () => {
    assert.deepEqual(
      nodeTypes.filter((type) => !pages.includes(`docs/${type}.md`)),
      [],
    );
    const { status, stderr } = spawnSync(process.execPath, [join(packageRoot, 'tools', 'pages.mjs'), '--check']);
    assert.equal(status, 0, stderr.toString());
    for (const type of nodeTypes) assert.match(read(`docs/${type}.md`), /<!-- settings -->\n\n- \*\*/, type);
  });

  it('has three recipes on the page of each node', () => {
    for (const type of nodeTypes) {
      const recipes = chapters(read(`docs/${type}.md`)).find((chapter) => chapter.startsWith('Three ')) ?? '';
      assert.equal(recipes.match(/^- /gm)?.length, 3, type);
    }
  });

  it('has an example for every recipe, and a recipe for every example', () => {
    const named = (text: string) => [...text.matchAll(/\]\(\.\.\/(examples\/[\w-]+\.json)\)/g)].map(([, path]) => path);
    const without = chapters(cookbook).filter((chapter) => named(chapter).length === 0);
    assert.deepEqual(without, []);
    assert.deepEqual([...new Set(named(cookbook))].sort(), examples);
    const told = placesOf('README.md', /\]\((examples\/[\w-]+\.json)\)/g).map(({ text }) => text);
    assert.deepEqual(told.sort(), examples);
  });

  it('shows a picture of each node, and all that it names are made by the script', () => {
    const script = read('test/screenshots/main.ts');
    for (const type of nodeTypes) {
      const shown = [...read(`docs/${type}.md`).matchAll(/!\[[^\]]+\]\(images\/([\w-]+)\.png\)/g)].map(
        ([, name]) => name,
      );
      assert.ok(shown.includes(type), type);
    }
    const made = filesUnder('docs/images').map((path) => path.replace(/^docs\/images\/|(-dark|-de)?\.png$/g, ''));
    assert.deepEqual(
      [...new Set(made)].filter((name) => !new RegExp(`'${name}'|\`${name}\\$`).test(script)),
      [],
    );
  });

  it('calls what stands in the dialogs by the words that stand there', () => {
    const inEnglish = forUsers.filter((page) => page !== 'docs/troubleshooting.md' && page !== inGerman);
    const { count, unknown } = unknownWords(['README.md', ...inEnglish], 'en-US', otherNames);
    assert.ok(count > 60, `only ${count} found`);
    assert.deepEqual(unknown, []);
    const german = unknownWords([inGerman], 'de', germanNames);
    assert.ok(german.count > 10, `only ${german.count} found`);
    assert.deepEqual(german.unknown, []);
  });

  it('says in German what the README says: the same nodes, commands, properties and pages', () => {
    const german = read(inGerman);
    for (const chapter of chapters(read('README.md')).filter((one) =>
      forGermans.some((it) => one.startsWith(`${it}\n`)),
    )) {
      const codes = [...chapter.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code.replace('Sun', 'So'));
      const links = [...chapter.matchAll(/\]\(docs\/([\w-]+\.md)\)/g)].map(([, link = '']) => `](${link})`);
      const lacking = [...codes.map((code) => `\`${code}\``), ...links].filter((part) => !german.includes(part));
      assert.deepEqual(lacking, [], chapter.split('\n')[0]);
    }
    for (const type of nodeTypes)
      assert.ok(german.includes(`[${catalog('de', type).get(`${type}.paletteLabel`)}](${type}.md)`), type);
  });

  it('has figures of every benchmark of the table, with the command that prints each', () => {
    const rows = read('docs/figures.md')
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) =>
        line
          .slice(2, -2)
          .split(' | ')
          .map((cell) => cell.trim()),
      );
    assert.deepEqual(rows[0], ['what', 'here', 'beside it', 'npm run']);
    const commands = rows.slice(2).map(([, figure, , command = '']) => {
      assert.match(figure ?? '', /\d/);
      return command.replaceAll('`', '');
    });
    const benchmarks = [...read('bench/all.ts').matchAll(/^ {2}\w+: '(bench[\w:]*)',$/gm)].map(([, name]) => name);
    assert.ok(benchmarks.length > 5);
    assert.deepEqual([...new Set(commands)], benchmarks);
    for (const command of commands) assert.ok(manifest().scripts[command] !== undefined, command);
  });

  it('answers wishes with what there is, and names the tests of it', () => {
    const wishes = read('docs/wishes.md');
    const answering = [
      'maxOffMinutes',
      'maxStarts',
      'exclude',
      'weekdays',
      'toleranceCt',
      'maxPriceFrom',
      'oneAtATime',
      'limitKw',
    ];
    assert.deepEqual(
      answering.filter((setting) => !wishes.includes(`\`${setting}\``)),
      [],
    );
    const rows = wishes.split('\n').filter((line) => /^\| \d/.test(line));
    assert.equal(rows.length, 18);
    const tests = filesUnder('test');
    for (const row of rows) {
      const named = [...(row.split(' | ')[3] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) =>
        name.replace(/\*$/, ''),
      );
      assert.ok(named.length > 0, row);
      for (const name of named)
        assert.ok(
          tests.some((path) => path.startsWith(`test/${name}`)),
          name,
        );
    }
  });

  it('lists every page for users', () => {
    const listed = placesOf('docs/README.md', /\]\(([\w-]+\.md)\)/g).map(({ text }) => `docs/${text}`);
    assert.deepEqual(
      forUsers.filter((page) => page !== 'docs/README.md' && !listed.includes(page)),
      [],
    );
  });

  for (const [column, language] of languages.entries())
    it(`${language}: explains every status that there is, and no other`, () => {
      const explained = read('docs/troubleshooting.md')
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .flatMap((line) => [...(line.split(' | ')[column] ?? '').matchAll(/_([^_]+)_/g)].map(([, text]) => text));
      assert.deepEqual([...new Set(explained)].sort(), [...new Set(statusesIn(language))].sort());
    });
});
