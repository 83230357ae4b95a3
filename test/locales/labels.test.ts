import assert from 'node:assert/strict';
import { failureText } from '#src/protocol/failure-text.js';
import { tables } from '#src/protocol/tables.js';
import { catalog, languages, wordsIn } from './catalogs.js';

/** Names of settings that are no words of the language. */
const settings = [...new Set(Object.values(tables).flatMap((table) => Object.keys(table)))].filter((name) =>
  /[A-Z]|^(exclude|weekdays)$/.test(name),
);

describe('locales: words of the dialog in what is said about a setting', () => {
  for (const language of languages) {
    const words = wordsIn(language);
    const refused = (params: object) => failureText(words, { code: 'invalid-value', params: { ...params } });

    it(`${language}: every setting that is wrong is called as in its dialog, its own name behind`, () => {
      for (const [type, table] of Object.entries(tables))
        for (const [field, { row }] of Object.entries(table)) {
          if (row === undefined) continue;
          const text = refused({ field, value: '7', allowed: '1' });
          const label = words(`label.${field}`);
          assert.notEqual(label, `label.${field}`, type);
          assert.match(text, /^[“„].+[”“] \(\w+\) /);
          assert.ok(text.slice(1).startsWith(label) && text.includes(`(${field})`), text);
        }
      const inside = refused({ field: 'exclude.0.to', value: '7', allowed: '1' });
      assert.ok(inside.includes(`${words('label.exclude')}`) && inside.includes('(exclude.0.to)'), inside);
      assert.match(refused({ field: 'payload', value: '7', allowed: '1' }), /^payload /);
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
