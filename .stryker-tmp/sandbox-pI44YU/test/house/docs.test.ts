// @ts-nocheck
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../sandbox/drive/node-red-place.js';
import { catalog } from '../locales/catalogs.js';
import { filesUnder, nodeTypes } from './package-files.js';
import { placesOf, read, written } from './references.js';

const pages = filesUnder('docs').filter((path) => path.endsWith('.md'));
const examples = filesUnder('examples');
const cookbook = read('docs/cookbook.md');

/** The parts of a page under its headings of the second rank. */
const chapters = (text: string) => text.split(/^## /m).slice(1);

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
    assert.deepEqual(
      without.map((chapter) => chapter.split('\n')[0]),
      ['FlowFuse'],
    );
    assert.deepEqual([...new Set(named(cookbook))].sort(), examples);
    const told = placesOf('README.md', /\]\((examples\/[\w-]+\.json)\)/g).map(({ text }) => text);
    assert.deepEqual(told.sort(), examples);
  });

  it('lists every page for users', () => {
    const forDevelopers = ['docs/architecture.md', 'docs/faults.md', 'docs/wishes.md', 'docs/README.md'];
    const listed = placesOf('docs/README.md', /\]\(([\w-]+\.md)\)/g).map(({ text }) => `docs/${text}`);
    assert.deepEqual(
      pages.filter((page) => !forDevelopers.includes(page) && !listed.includes(page)),
      [],
    );
  });

  it('explains only statuses that there are', () => {
    const ofStatuses = /^(status|reasons|plan-reasons|lacking|trouble)\./;
    const texts = [...catalog('en-US', 'nomos-account')].flatMap(([key, text]) => (ofStatuses.test(key) ? [text] : []));
    const explained = placesOf('docs/troubleshooting.md', /^\| _([^_]+)_ +\|/g);
    assert.ok(explained.length > 30, `only ${explained.length} statuses found`);
    assert.deepEqual(written(explained.filter(({ text }) => !texts.some((known) => known.includes(text)))), []);
  });
});
