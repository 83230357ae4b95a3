import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordsOf } from '#src/nodered/platform/texts.js';
import { failureText } from '#src/protocol/failure-text.js';
import { tables } from '#src/protocol/tables.js';
import { catalog, languages, packageRoot, wordsIn } from './catalogs.js';

/** Names of settings that are no words of the language. */
const settings = [...new Set(Object.values(tables).flatMap((table) => Object.keys(table)))].filter((name) =>
  /[A-Z]|^(exclude|weekdays)$/.test(name),
);

/** Each mode of a battery, and the sentence that says why it is chosen. */
const modes = { auto: 'dear', hold: 'worth-more-later', charge: 'cheap', keep: 'room-for-sun', discharge: 'sell' };

describe('locales: words of the dialog in what is said about a setting', () => {
  for (const language of languages) {
    const words = wordsIn(language);

    it(`${language}: a setting that is wrong is called as in its dialog under the node`, () => {
      const under = (field: string) => wordsOf(words, { code: 'invalid-value', params: { field } });
      for (const [type, table] of Object.entries(tables))
        for (const [field, { row }] of Object.entries(table)) {
          if (row === undefined) continue;
          const labels = Object.keys(tables).map((other) => catalog(language, other).get(`${other}.label.${field}`));
          const said = under(field).split(': ')[1];
          assert.ok(said !== undefined && labels.includes(said), `${type}: ${under(field)}`);
        }
      assert.equal(under('exclude.0.to'), under('exclude'));
      assert.match(under('payload'), /: payload$/);
    });

    it(`${language}: a text that names another setting calls it as its dialog does, the name in brackets behind`, () => {
      const named: string[] = [];
      for (const [key, text] of catalog(language, 'nomos-account')) {
        if (!/^(allowed|errors|log|status|trouble|events|battery-\w+)\./.test(key) || key.endsWith('.options'))
          continue;
        const bare = text.replace(/\{[^}]*\}/g, '');
        for (const name of settings) {
          if (!new RegExp(`(?<![\\w_])${name}(?![\\w_])`).test(bare)) continue;
          named.push(name);
          const [, said] = new RegExp(`[“„]([^“”„]+)[”“] \\(${name}\\)`).exec(bare) ?? [];
          const labels = Object.keys(tables).map((type) => catalog(language, type).get(`${type}.label.${name}`));
          assert.ok(said !== undefined && labels.includes(said), `${key}: ${text}`);
        }
      }
      assert.ok(named.length > 8, named.join());
    });

    it(`${language}: a mode of the battery has one word in status, dialog, reasons and help`, () => {
      const [shared, own] = [catalog(language, 'nomos-account'), catalog(language, 'home-battery')];
      const help = readFileSync(join(packageRoot, 'locales', language, 'home-battery.html'), 'utf8');
      for (const [mode, why] of Object.entries(modes)) {
        const word = shared.get(`battery-modes.${mode}`) ?? '?';
        assert.equal(own.get(`home-battery.mode.${mode}`), word);
        assert.match(shared.get(`battery-why.${why}`) ?? '', new RegExp(`[:(] ?${word}\\)?\\.$`));
        assert.match(help, new RegExp(`<td><code>${mode}</code></td><td><i>${word}</i>`));
      }
    });

    it(`${language}: what needs another “When” says so in the words of the dialog`, () => {
      const params = { field: 'deadline', needed: 'message', trigger: 'daily' };
      const text = failureText(words, { code: 'needs-trigger', params });
      const texts = catalog(language, 'cheapest-window');
      for (const choice of ['message', 'daily'])
        assert.ok(text.includes(texts.get(`cheapest-window.choice.trigger.${choice}`) ?? '?'), text);
      assert.ok(text.includes(texts.get('cheapest-window.label.trigger') ?? '?'), text);
    });
  }
});
