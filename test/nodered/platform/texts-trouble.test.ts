import assert from 'node:assert/strict';
import { NomosError } from '#src/errors.js';
import { troubleWords } from '#src/nodered/platform/texts.js';
import { catalog } from '../../locales/catalogs.js';
import { keysOnly } from '../../support/nomos/refusals.js';

describe('nodered: trouble in few words', () => {
  for (const [code, key] of [
    ['network-reset', 'no-connection'],
    ['renewal-unreachable', 'no-connection'],
    ['tls-expired', 'not-secure'],
    ['consent-gone', 'sign-in-again'],
    ['not-signed-in', 'sign-in-again'],
    ['several-subscriptions', 'no-contract'],
    ['subscription-inactive', 'contract-inactive'],
    ['no-account', 'no-account'],
    ['api-busy', 'no-answer'],
    ['api-unauthorized', 'sign-in-again'],
    ['internal-error', 'failed'],
  ] as const)
    it(code, () => assert.equal(troubleWords(keysOnly, new NomosError(code, '')), `trouble.${key}`));

  for (const language of ['en-US', 'de'] as const) {
    it(`${language}: no error at all is called by more than five words, and none shows an id`, () => {
      const texts = catalog(language, 'nomos-account');
      const codes = [...texts.keys()].flatMap((key) => (key.startsWith('errors.') ? [key.slice(7)] : []));
      assert.ok(codes.length > 50);
      for (const code of codes) {
        const error = new NomosError(code, '', { params: { field: 'maxPriceCt' }, requestId: 'req_1' });
        const key = troubleWords((asked) => asked, error);
        const said = texts.get(key) ?? assert.fail(`${key} has no text`);
        assert.ok(said.split(' ').length <= 5 && said.length <= 36, said);
        assert.doesNotMatch(
          troubleWords((asked, params = {}) => `${asked} ${Object.values(params)}`, error),
          /req_1/,
        );
      }
    });
  }
});
