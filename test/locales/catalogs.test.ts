import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtHtml, catalog, filesIn, languages, packageRoot, sources } from './catalogs.js';

const catalogs = filesIn('locales/en-US', '.json');
const nodeTypes = filesIn('nodes', '.html').filter((name) => name !== 'nomos-sidebar');

// Keys that the runtime puts together: `errors.<code>`, `events.<name>` … Their last part stands in the code by itself.
const battery = ['modes', 'reasons', 'why', 'events'].map((part) => `battery-${part}`);
const composed = [
  ...battery,
  'lacking',
  'errors',
  'resources',
  'allowed',
  'events',
  'reasons',
  'plan-reasons',
  'status',
  'log',
  'callback',
  'trouble',
  'format',
];

describe('locales', () => {
  it('has a catalog for every node and for the sidebar', () => {
    assert.deepEqual(catalogs, filesIn('nodes', '.html'));
  });

  for (const name of catalogs) {
    const english = catalog('en-US', name);
    const german = catalog('de', name);

    it(`${name}: German has exactly the keys of English`, () => {
      assert.deepEqual([...german.keys()].sort(), [...english.keys()].sort());
    });

    it(`${name}: no text is empty, and both languages have the same placeholders`, () => {
      for (const [key, text] of english) {
        assert.notEqual(text.trim(), '', key);
        assert.deepEqual(placeholders(german.get(key) ?? ''), placeholders(text), key);
      }
    });
  }

  for (const language of languages) {
    for (const type of nodeTypes) {
      it(`${language}: there is help for ${type}`, () => {
        const help = readFileSync(join(packageRoot, 'locales', language, `${type}.html`), 'utf8');
        assert.match(help, new RegExp(`^<script type="text/html" data-help-name="${type}">\\n<p>`));
        assert.ok(help.length > 500);
      });
    }
  }
});

describe('locales: keys and code', () => {
  const code = sources();
  const keys = new Set(catalogs.flatMap((name) => [...catalog('en-US', name).keys()]));
  const named = new Set([...code.values()].flatMap(namedKeys));
  const all = [...code.values()].join('\n');

  it('every key that html or code names is in a catalog', () => {
    assert.ok(named.size > 150, `only ${named.size} keys found`);
    assert.deepEqual(
      [...named].filter((key) => !keys.has(key)),
      [],
    );
  });

  it('every shared key that the runtime names is in a catalog', () => {
    const pattern = new RegExp(`translate\\(\\s*'((?:${composed.join('|')})\\.[\\w.-]+)'`, 'g');
    const shared = [...all.matchAll(pattern)].map(([, key = '']) => key);
    assert.ok(shared.length > 5, `only ${shared.length} keys found`);
    assert.deepEqual(
      shared.filter((key) => !keys.has(key)),
      [],
    );
  });

  it('every key of a catalog is named by html or code', () => {
    const isNamed = (key: string) => named.has(key) || all.includes(`'${key}'`);
    const unused = [...keys].filter((key) => !isNamed(key) && !(isComposed(key) && all.includes(`'${lastWord(key)}'`)));
    assert.deepEqual(unused, []);
  });

  it('every rule that a refusal names has a text', () => {
    const pattern = /rule: '([\w-]+)'|ruled\('([\w-]+)'\)/g;
    const rules = [...all.matchAll(pattern)].map(([, inError, inField]) => `allowed.${inError ?? inField}`);
    assert.ok(rules.length > 15, `only ${rules.length} rules found`);
    assert.deepEqual(
      rules.filter((key) => !keys.has(key)),
      [],
    );
  });

  it('every code of an error that is thrown has a text', () => {
    const codes = [...code.values()].flatMap((text) => {
      return [...text.matchAll(/new \w*Error\(\s*'([a-z]+(?:-[a-z0-9]+)+)'/g)].map(([, found]) => `errors.${found}`);
    });
    assert.ok(codes.length > 20, `only ${codes.length} codes found`);
    assert.deepEqual(
      codes.filter((key) => !keys.has(key)),
      [],
    );
  });
});

describe('nodes: html', () => {
  for (const type of nodeTypes) {
    const html = builtHtml(type);

    it(`${type}: registers with literal category, colour and icon, and the icon exists`, () => {
      const [, icon = ''] = /\n {4}icon: '([\w-]+\.svg)',/.exec(html) ?? [];
      assert.match(html, new RegExp(`RED\\.nodes\\.registerType\\('${type}', \\{`));
      assert.match(html, /\n {4}category: '(Nomos|config)',/);
      assert.match(html, /\n {4}color: '#[0-9A-F]{6}',/);
      assert.ok(existsSync(join(packageRoot, 'icons', icon)), icon);
    });

    it(`${type}: every default is a literal and has a field or a place in the dialog`, () => {
      const block = /\n {4}defaults: \{\n([\s\S]*?)\n {4}\},/.exec(html)?.[1] ?? '';
      const lines = block.split('\n').map((line) => /^ {6}(\w+): \{ value: (\[[^\]]*\]|[^,{}]+)[ ,]/.exec(line));
      assert.ok(lines.length >= 5);
      for (const match of lines) {
        assert.ok(match, block);
        const [, name = '', value = ''] = match;
        assert.doesNotThrow(() => JSON.parse(value.trim().replaceAll("'", '"')), `${name}: ${value}`);
        const isShown = html.includes(`input-${name}"`) || html.includes(`id="nomos-${name}"`) || name === 'version';
        assert.ok(isShown, `${name} has no field`);
      }
    });

    it(`${type}: every label names a field of the dialog, or is made by code`, () => {
      const made = ['node-input-durationMinutes-hours', 'node-input-maxOffMinutes-hours'];
      for (const [, target = ''] of html.matchAll(/<label for="([^"]+)"/g)) {
        assert.ok(html.includes(`id="${target}"`) || made.includes(target), target);
      }
    });
  }
});

function placeholders(text: string): string[] {
  return [...text.matchAll(/__(\w+?)__/g)].map(([, name = '']) => name).sort();
}

/** Everything that looks like a key of one of our catalogs, in code or in `data-i18n`. */
function namedKeys(text: string): string[] {
  const pattern = new RegExp(`['"\`;:\\]]((?:${catalogs.join('|')})(?:\\.[\\w-]+)+)(?=['"\`;])`, 'g');
  return [...text.matchAll(pattern)].map(([, key = '']) => key).filter((key) => !/\.(svg|json|html|js)$/.test(key));
}

function isComposed(key: string): boolean {
  return composed.includes(key.split('.')[0] ?? '');
}

/** The part that names the case: `errors.no-account` → `no-account`; `callback.held.title` → `held`. */
function lastWord(key: string): string {
  const [group, name = ''] = key.split('.');
  if (group === 'log') return name.replace(/^prices-/, '');
  return group === 'status' ? name.replace(/-until$/, '') : name;
}
