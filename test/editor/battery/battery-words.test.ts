import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { editorModule } from '../../support/browser/editor-module.js';

const { batteryLines } = editorModule<{ batteryLines(answer: object): string[] }>('battery/battery-words');

const languages = ['en-US', 'de'] as const;
type Language = (typeof languages)[number];

function catalog(language: Language, name: string) {
  return JSON.parse(readFileSync(join(__dirname, '..', '..', '..', '..', 'locales', language, `${name}.json`), 'utf8'));
}

/** The first line of a preview, as an editor in this language shows it. */
function whyIn(language: Language, why: object): string {
  const words = (key: string, params: Record<string, string | number> = {}) => {
    const [set = '', path = ''] = key.split(':');
    let found = catalog(language, set.split('/')[1] ?? '');
    for (const part of path.split('.')) found = found?.[part];
    return String(found ?? key).replaceAll(/__(\w+)__/g, (_, name) => String(params[name]));
  };
  Object.assign(globalThis, { RED: { _: words, i18n: { lang: () => language } } });
  try {
    return batteryLines({ why: { ...known, ...why }, plan: { feasible: false } })[0] ?? '';
  } finally {
    Reflect.deleteProperty(globalThis, 'RED');
  }
}

const known = { mode: 'charge', priceCt: 21.34, storedValueCt: 27.41, minimumPercent: 64.2 };

describe('editor: why a battery does what it does', () => {
  it('is said in the language of the editor, whatever the runtime speaks', () => {
    assert.equal(
      whyIn('de', { code: 'cheap' }),
      'Eine gespeicherte kWh ist 27,4 ct wert; Strom kostet jetzt 21,3 ct: laden.',
    );
    assert.equal(whyIn('en-US', { code: 'cheap' }), 'A stored kWh is worth 27.4 ct; power costs 21.3 ct now: charge.');
    assert.equal(whyIn('de', { code: 'override', mode: 'keep' }), 'Von Hand eingestellt: Platz lassen.');
    assert.equal(whyIn('de', { code: 'empty' }), 'Über der Reserve von 64 % ist nichts gespeichert.');
  });

  it('a battery that waits while power costs more than what is stored is worth says why: losses and wear', () => {
    const waits = { code: 'worth-more-later', mode: 'hold', priceCt: 21.7, storedValueCt: 19.3 };
    assert.equal(
      whyIn('en-US', waits),
      'A stored kWh is worth 19.3 ct later, more than it saves now (power for 21.7 ct, less losses and wear): hold.',
    );
    assert.match(whyIn('de', waits), /mehr als sie jetzt spart .*abzüglich Verlust und Verschleiß/);
  });

  for (const language of languages)
    it(`${language}: every reason has its sentence, also where nothing is known`, () => {
      const sentences = Object.keys(catalog(language, 'nomos-account')['battery-why']).map((code) =>
        whyIn(language, { code, priceCt: null, storedValueCt: null }),
      );
      assert.ok(sentences.length >= 13);
      assert.equal(new Set(sentences).size, sentences.length);
      for (const sentence of sentences) assert.match(sentence, /^\p{Lu}[^_]*\.$/u);
    });
});
