import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Setting } from '#src/protocol/setting.js';
import { tables } from '#src/protocol/tables.js';
import { manifest } from '../house/package-files.js';
import { allFiles } from '../house/references.js';
import { catalog, languages, packageRoot } from './catalogs.js';

const types = Object.keys(tables);
const repository = manifest().repository.url.replace(/^git\+|\.git$/g, '');
const dialogOf = (type: string) => readFileSync(join(packageRoot, 'nodes', `${type}.html`), 'utf8');
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name);

/** The settings of a dialog from top to bottom; what stands in one row with another is named by that one. */
function rowsInOrder(type: string): string[] {
  const rows = Object.entries(tables[type] ?? {}).map(([name, { row }]) => ({ name, place: row?.place }));
  const html = dialogOf(type);
  if (rows.every(({ place }) => place === undefined)) return found(html, /<label for="node-config-input-(\w+)"/g);
  return found(html, /<!-- rows ([\w-]+) -->/g).flatMap((here) =>
    rows.filter(({ place }) => place === here).map(({ name }) => name),
  );
}

/** What a choice offers; units are called the same everywhere. */
function choicesOf(setting: Setting): string[] {
  if (setting.kind === 'number-or-word') return [...setting.words, String(setting.unit)];
  return setting.kind === 'choice' ? setting.choices.map(String).filter((choice) => !choice.includes('/')) : [];
}

describe('locales: help and dialog', () => {
  for (const language of languages)
    for (const type of types) {
      const source = readFileSync(join(packageRoot, 'locales', language, `${type}.html`), 'utf8');
      const read = readFileSync(join(packageRoot, 'dist', 'nodes', 'locales', language, `${type}.html`), 'utf8');
      const texts = catalog(language, type);

      it(`${language}: ${type} explains every row of the dialog, in its order: add <dt>[[name]]</dt> to the help`, () => {
        assert.deepEqual(found(source, /<dt>\[\[(\w+)\]\]<\/dt>/g), rowsInOrder(type));
      });

      it(`${language}: ${type} says what every choice does: name it as [[name:choice]]`, () => {
        const choices = Object.entries(tables[type] ?? {}).flatMap(([name, setting]) =>
          choicesOf(setting).map((choice) => `[[${name}:${choice}]]`),
        );
        assert.deepEqual(
          choices.filter((choice) => !source.includes(choice)),
          [],
        );
      });

      it(`${language}: ${type} has the sections of the dialog, in their order`, () => {
        const inDialog = found(dialogOf(type), /data-i18n="[\w-]+\.section\.(\w+)"/g);
        assert.deepEqual(found(source, /<h4>\[\[section:(\w+)\]\]<\/h4>/g), inDialog);
      });

      it(`${language}: ${type} is read with the labels of the catalog, the property behind each`, () => {
        assert.doesNotMatch(read, /\[\[|\]\]/);
        for (const name of rowsInOrder(type)) {
          const label = texts.get(
            `${type}.label.${name === 'from' && texts.has(`${type}.label.window`) ? 'window' : name}`,
          );
          assert.ok(read.includes(`<dt>${label} (<code>${name}</code>`), `${name}: ${label}`);
        }
      });

      it(`${language}: ${type} has its messages in tables`, () => {
        // The account has none.
        if (type !== 'nomos-account') assert.ok((source.match(/<table>/g) ?? []).length > 0);
        const told = source.replace(/<table>[\s\S]*<\/table>/g, '');
        assert.doesNotMatch(
          told,
          /<p>[^<]*(<code>(command|payload|topic)<\/code>|<code>msg\.(command|topic)<\/code> <code>)/,
        );
      });

      it(`${language}: ${type} links to its page`, () => {
        assert.ok(source.includes(`<a href="${repository}/blob/main/docs/${type}.md"`));
        assert.ok(allFiles.includes(`docs/${type}.md`));
      });
    }
});

describe('locales: words of a dialog in a help', () => {
  const texts = {
    label: { tea: 'Tea', window: 'Window', from: 'from' },
    choice: { tea: { green: 'the green one', absent: 'any' } },
    section: { pot: 'The pot' },
  };
  let fillHelp: (html: string, texts: object) => string;
  before(async () => {
    ({ fillHelp } = await import(pathToFileURL(join(packageRoot, 'tools', 'help.mjs')).href));
  });

  for (const [what, written, read] of [
    ['a label has its property behind it', '[[tea]]', 'Tea (<code>tea</code>)'],
    ['a row of two times names both', '[[from]]', 'Window (<code>from</code>, <code>to</code>)'],
    ['a choice has its value behind it', '[[tea:green]]', '<i>the green one</i> (<code>green</code>)'],
    ['no choice has none', '[[tea:absent]]', '<i>any</i>'],
    ['a section is its title', '[[section:pot]]', 'The pot'],
    ['a list in a list is left alone', '<code>[[1, 2], [3]]</code>', '<code>[[1, 2], [3]]</code>'],
  ] as const)
    it(what, () => assert.equal(fillHelp(written, texts), read));

  it('a word that no dialog has stops the build', () => {
    assert.throws(() => fillHelp('[[coffee]]', texts), /no text for label\.coffee/);
    assert.throws(() => fillHelp('[[tea:black]]', texts), /no text for choice\.tea\.black/);
  });
});
