import assert from 'node:assert/strict';
import { loadNode, type NodeBench, standAt, unloadNode } from '../../support/nodered/node-bench.js';
import { type FakeNomos, startFakeNomos } from '../../support/nomos/fake-nomos.js';
import { until } from '../../support/real/until.js';

describe('nomos-account in a flow', () => {
  let nomos: FakeNomos;
  beforeEach(async () => {
    standAt('2026-11-22T14:07:00+01:00');
    nomos = await startFakeNomos();
  });
  afterEach(async () => {
    await unloadNode();
    await nomos.stop();
  });

  const load = (node: { type: string }, grant: string, credentials: object): Promise<NodeBench> =>
    loadNode({
      node: { version: 1, account: 'account', ...node },
      others: [{ id: 'account', type: 'nomos-account', name: 'Home', version: 1, baseUrl: nomos.url, grant }],
      credentials: { account: credentials },
    });
  const users = ['nomos-prices', 'cheapest-window', 'nomos-query', 'nomos-usage'];

  for (const type of users)
    for (const [lacking, credentials, words] of [
      ['id and secret', {}, 'client id and secret are missing'],
      ['id and secret that are there, but empty,', { clientId: ' ', clientSecret: '' }, 'client id and secret are'],
      ['a secret', { clientId: 'id' }, 'client secret is missing'],
      [
        'a variable of the environment',
        { clientId: '$(NOMOS_NOT_SET)', clientSecret: 'secret' },
        'variable NOMOS_NOT_SET is not set',
      ],
    ] as const)
      it(`without ${lacking} the status of ${type} says that it is missing`, async () => {
        const bench = await load({ type }, 'consent', credentials);
        await until('the status', () => bench.statuses.at(-1)?.text?.includes(words));
        assert.ok(!bench.statuses.some(({ fill }) => fill === 'green'));
        assert.deepEqual(nomos.seen, []);
      });

  for (const type of ['nomos-query', 'nomos-usage'])
    it(`client credentials with ${type} alone are connected before the first question`, async () => {
      const bench = await load({ type }, 'client-credentials', { clientId: ' id\n', clientSecret: 'secret' });
      await until('the token request', () => nomos.tokenRequests().length > 0);
      await until('the status', () => /^ready/.test(bench.statuses.at(-1)?.text ?? ''));
      assert.equal(nomos.tokenRequests().length, 1);
      assert.equal(nomos.tokenRequests()[0]?.headers.authorization, `Basic ${btoa('id:secret')}`);
    });
});
