import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import { loadNode, type NodeBench, standAt, unloadNode } from '../../support/nodered/node-bench.js';
import { type FakeNomos, startFakeNomos } from '../../support/nomos/fake-nomos.js';
import { json } from '../../support/nomos/loopback.js';
import { until } from '../../support/real/until.js';

const page = '<html><body>Not here.</body></html>';

/** Answers of the token endpoint that are no tokens, and the words that every place has for them. */
const troubles: readonly (readonly [string, number, object | string, Record<string, string>, RegExp])[] = [
  ...[403, 404, 405, 409, 422].map(
    (status) => [`${status}`, status, { code: 'NO' }, {}, new RegExp(`status ${status} \\(NO\\)`)] as const,
  ),
  ['404 as a page', 404, page, { 'content-type': 'text/html' }, /status 404 \(unknown\)/],
  ['400 invalid_scope', 400, { error: 'invalid_scope' }, {}, /status 400 \(invalid_scope\)/],
  ['429 with a fraction of a wait', 429, {}, { 'retry-after': '3601.2345' }, /Nomos asks to wait/],
];

describe('a renewal that Nomos does not answer with tokens', () => {
  let nomos: FakeNomos;
  beforeEach(async () => {
    standAt('2026-11-22T14:07:00+01:00');
    nomos = await startFakeNomos();
  });
  afterEach(async () => {
    await unloadNode();
    await nomos.stop();
  });

  const load = (type: string): Promise<NodeBench> =>
    loadNode({
      node: { type, version: 1, account: 'account' },
      others: [
        {
          id: 'account',
          type: 'nomos-account',
          name: 'Home',
          version: 1,
          baseUrl: nomos.url,
          grant: 'client-credentials',
        },
      ],
      credentials: { account: { clientId: 'id', clientSecret: 'secret' } },
    });
  const shown = /^Nomos does not answer since \d\d:\d\d/;
  const renewed = /^The access could not be renewed: .*Node-RED keeps trying\./;

  for (const [what, status, body, headers, words] of troubles) {
    for (const type of ['nomos-query', 'nomos-usage'])
      it(`${what}: ${type} tells it as a renewal that failed, not as an answer to its question`, async () => {
        nomos.onToken = (_, response) => {
          if (typeof body === 'string') response.writeHead(status, headers).end(body);
          else json(response, status, body, headers);
          return true;
        };
        const bench = await load(type);
        await bench.receive({});
        const [text = ''] = bench.errors;
        assert.match(text, renewed);
        assert.match(text, words);
        await until('the status', () => shown.test(bench.statuses.at(-1)?.text ?? ''));
        assert.ok(nomos.seen.every(({ url }) => url === '/oauth/token'));
      });

    it(`${what}: account, test and contracts say the same in the editor`, async () => {
      nomos.onToken = (_, response) => {
        if (typeof body === 'string') response.writeHead(status, headers).end(body);
        else json(response, status, body, headers);
        return true;
      };
      const bench = await load('nomos-prices');
      await until('the status', () => shown.test(bench.statuses.at(-1)?.text ?? ''));
      const account = await helper.request().get('/nomos/accounts/account');
      assert.equal(account.status, 200);
      const { phase, error, nextRenewalAt } = account.body.connection;
      assert.equal(phase, 'waiting');
      assert.match(error.text, renewed);
      assert.match(nextRenewalAt, /^2026-11-22T1[45]:\d\d:\d\d\+01:00$/);
      const contracts = await helper.request().get('/nomos/accounts/account/subscriptions');
      const test = await helper.request().post('/nomos/accounts/account/test').set('x-nomos-request', '1').send({});
      for (const answer of [contracts, test]) {
        assert.match(answer.body.error?.text, renewed);
        assert.match(answer.body.error.text, words);
      }
    });
  }
});
