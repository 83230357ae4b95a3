import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../sandbox/drive/node-red-place.js';
import { catalog, languages } from '../locales/catalogs.js';
import { filesUnder, nodeTypes } from './package-files.js';
import { placesOf, read } from './references.js';

const pages = filesUnder('docs').filter((path) => path.endsWith('.md'));
const examples = filesUnder('examples');
const cookbook = read('docs/cookbook.md');

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

  it('lists every page for users', () => {
    const forDevelopers = ['docs/architecture.md', 'docs/faults.md', 'docs/wishes.md', 'docs/README.md'];
    const listed = placesOf('docs/README.md', /\]\(([\w-]+\.md)\)/g).map(({ text }) => `docs/${text}`);
    assert.deepEqual(
      pages.filter((page) => !forDevelopers.includes(page) && !listed.includes(page)),
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
