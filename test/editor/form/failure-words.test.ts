import assert from 'node:assert/strict';
import { catalog, languages } from '../../locales/catalogs.js';
import { editorModule } from '../../support/browser/editor-module.js';

const { inEditorLanguage } = editorModule<{ inEditorLanguage(name: string, member: unknown): unknown }>(
  'form/failure-words',
);

const ofRuntime = 'As the runtime says it.';

/** What a person reads whose editor is in a language, of an answer of our routes. */
// biome-ignore lint/suspicious/noExplicitAny: tests look at raw JSON.
function readIn(language: (typeof languages)[number], answer: object): any {
  const lookUp = (key: string, params: Record<string, unknown>) => {
    const [, file = '', name = ''] = /^node-red-contrib-nomos\/([\w-]+):(.*)$/.exec(key) ?? [];
    const text = catalog(language, file).get(name) ?? name;
    return text.replace(/__(\w+)__/g, (whole, value) => (value in params ? String(params[value]) : whole));
  };
  (globalThis as { RED?: object }).RED = { _: lookUp };
  try {
    return JSON.parse(JSON.stringify(answer), inEditorLanguage);
  } finally {
    delete (globalThis as { RED?: object }).RED;
  }
}

describe('editor: failures of the runtime', () => {
  for (const language of languages)
    it(`${language}: every one is read in the language of the editor, wherever it stands in an answer`, () => {
      const texts = catalog(language, 'nomos-account');
      const codes = [...texts.keys()].flatMap((key) => /^errors\.([\w-]+)$/.exec(key)?.[1] ?? []);
      assert.ok(codes.length > 60);
      for (const code of codes) {
        const error = { code, params: {}, text: ofRuntime };
        assert.equal(readIn(language, { connection: { error } }).connection.error.text, texts.get(`errors.${code}`));
      }
    });

  it('has the values, the rule and the thing asked for in that language, too', () => {
    const text = (code: string, params: object, requestId?: string) =>
      readIn('de', { error: { code, params, text: ofRuntime, requestId } }).error.text;
    const rule = { field: 'tea', value: '7', rule: 'off-tolerance' };
    assert.equal(
      text('invalid-value', rule),
      'tea ist 7; erlaubt: 0, weil „Nie länger aus als“ (maxOffMinutes) gesetzt ist.',
    );
    const pause = { field: 'minPauseMinutes', value: '7', allowed: '0 … 5' };
    assert.equal(text('invalid-value', pause), 'Bitte „Mindestpause“ ändern. Erlaubt: 0 … 5.');
    const long = { field: 'durationMinutes', value: '900', rule: 'run-time-in-window', minutes: 660 };
    const allowed = 'eine Laufzeit von höchstens 11 h, der Länge des Fensters';
    assert.equal(text('invalid-value', long), `Bitte „Dauer“ ändern. Erlaubt: ${allowed}.`);
    const unset = { field: 'powerKw', value: 'undefined', rule: 'needed-for-energy' };
    assert.match(text('invalid-value', unset), /^Bitte „Leistung“ ändern\. Erlaubt: eine Zahl über 0, weil/);
    assert.match(text('resource-not-found', { resource: 'invoice-file' }), /nichts unter „Link zur Rechnung“/);
    assert.match(text('api-busy', {}, 'req_7'), /\(Anfrage req_7\)$/);
  });

  it('keeps the words of a runtime that is younger than the page, and all that is no failure', () => {
    const error = { code: 'not-yet-known', params: {}, text: ofRuntime };
    assert.equal(readIn('de', { error }).error.text, ofRuntime);
    for (const answer of [{ error: 'text' }, { error: null }, { code: 'api-busy', params: {} }])
      assert.deepEqual(readIn('de', answer), answer);
  });
});
