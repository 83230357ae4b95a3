import assert from 'node:assert/strict';
import { lackingClient, lackingCodes } from '#src/account/session/lacking-client.js';

describe('account: client id and secret that nobody can ask with', () => {
  for (const [clientId, clientSecret, code, variable] of [
    ['', '', 'credentials-missing'],
    [' \n', '\t', 'credentials-missing'],
    ['', 'secret', 'client-missing'],
    ['id', ' ', 'secret-missing'],
    [`$${'{NOMOS_ID}'}`, 'secret', 'credentials-variable-unset', 'NOMOS_ID'],
    ['id', ' $(NOMOS_SECRET) ', 'credentials-variable-unset', 'NOMOS_SECRET'],
  ] as const)
    it(`${JSON.stringify([clientId, clientSecret])}: ${code}`, () => {
      const lack = lackingClient({ clientId, clientSecret });
      assert.deepEqual([lack?.code, lack?.params.variable], [code, variable]);
      assert.deepEqual([lack?.name, lack?.message === ''], ['ConfigError', false]);
      assert.ok(lackingCodes.includes(code));
    });

  for (const clientId of ['id', '$', '${', 'a$(b)', '$(a)b', '$(a'])
    it(`${clientId} is an id like any other`, () => {
      assert.equal(lackingClient({ clientId, clientSecret: '$ecret{}' }), undefined);
    });
});
