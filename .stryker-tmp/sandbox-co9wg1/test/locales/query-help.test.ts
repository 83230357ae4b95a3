// @ts-nocheck
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tables from '#src/nomos/resource-fields.js';
import { type FieldTable, hyphenated } from '#src/nomos/resource-item.js';
import { lists } from '#src/nomos/resource-lists.js';
import { languages, packageRoot } from './catalogs.js';

/** Every name that a table of fields brings into a payload; personal ones stand with a star behind them. */
function namesIn(table: FieldTable, within: 'open' | 'personal' = 'open'): string[] {
  return Object.entries(table).flatMap(([name, { shape, isPersonal }]) => {
    const isInner = !('safeParse' in shape);
    const inner = isInner
      ? namesIn(shape as FieldTable, isPersonal || within === 'personal' ? 'personal' : 'open')
      : [];
    return [`<code>${name}</code>${isPersonal && within === 'open' ? '*' : ''}`, ...inner];
  });
}

describe('locales: help of nomos-query', () => {
  for (const language of languages) {
    const help = readFileSync(join(packageRoot, 'locales', language, 'nomos-query.html'), 'utf8');

    it(`${language}: names every value of every payload, and marks the personal ones`, () => {
      const names = new Set(Object.values(tables).flatMap((table) => namesIn(table)));
      assert.ok(names.size > 40, `${names.size} names`);
      assert.deepEqual(
        [...names].filter((name) => !help.includes(name)),
        [],
      );
    });

    it(`${language}: names every word that Nomos uses`, () => {
      const words = Object.values(lists).flatMap(({ words: { status, type } }) => [
        ...(status?.known ?? []),
        ...(type?.known ?? []),
      ]);
      const isNamed = (word: string) =>
        help.includes(`<code>${word}</code>`) || help.includes(`<code>${word.slice(-2)}</code>`);
      assert.deepEqual(
        words.map(hyphenated).filter((word) => !isNamed(word)),
        [],
      );
    });
  }
});
