import assert from 'node:assert/strict';
import { type FaultPlan, type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox/index.js';
import {
  curie,
  kindsOf,
  lastEntry,
  read,
  refreshRaw,
  refreshWith,
  signIn,
} from '../../support/nomos/sandbox-requests.js';

describe('sandbox: faults', () => {
  let sandbox: Sandbox;
  let accessToken: string;
  let refreshToken: string;

  async function start(options: SandboxOptions = {}) {
    sandbox = await startSandbox(options);
    ({ accessToken, refreshToken } = await signIn(sandbox));
    sandbox.ledger.clear();
  }
  afterEach(() => sandbox.stop());

  const refresh = (init: RequestInit = {}) => refreshRaw(sandbox, refreshToken, init);

  async function listSubscriptions() {
    return fetch(`${sandbox.url}/subscriptions`, { headers: { authorization: `Bearer ${accessToken}`, ...curie } });
  }

  for (const [title, fault, status, type, body] of [
    ['the envelope', { status: 503 }, 503, 'application/json', /"requestId"/],
    ['the old envelope', { status: 401, shape: 'nested' }, 401, 'application/json', /^{"error":{"code":"UNAUTHORIZED"/],
    ['RFC 6749', { status: 400, shape: 'rfc' }, 400, 'application/json', /"invalid_grant"/],
    ['a gateway page', { status: 502, shape: 'html' }, 502, 'text/html', /<h1>502/],
    ['nothing', { status: 204, shape: 'empty' }, 204, null, /^$/],
  ] as const)
    it(`a status told by ${title}: once, not processed, and in the ledger`, async () => {
      await start();
      sandbox.fault({ on: 'token', kind: 'status', ...fault });
      const answer = await refresh();
      assert.equal(answer.status, status);
      assert.equal(answer.headers.get('content-type')?.split(';')[0] ?? null, type);
      assert.match(await answer.text(), body);
      const { fault: played, status: noted, issued, outcome } = await lastEntry(sandbox);
      assert.deepEqual([played, noted, issued, outcome], ['status', status, undefined, 'delivered']);
      assert.equal((await refresh()).status, 200);
    });

  it('a status with headers and entries of `errors`', async () => {
    await start();
    const errors = [{ code: 'unrecognized_keys', field: '', message: 'no' }];
    sandbox.fault({ on: 'any', kind: 'status', status: 429, headers: { 'retry-after': '7' }, errors });
    const answer = await listSubscriptions();
    assert.equal(answer.headers.get('retry-after'), '7');
    assert.deepEqual(((await answer.json()) as { errors: unknown }).errors, errors);
  });

  it('hits only its target, as often as told, in the order planned', async () => {
    await start();
    sandbox.fault({ on: 'token', kind: 'status', status: 500, times: 2 });
    sandbox.fault({ on: 'token', kind: 'status', status: 429 });
    assert.equal((await listSubscriptions()).status, 200);
    const seen = [];
    for (const _ of [1, 2, 3, 4]) seen.push((await refresh()).status);
    assert.deepEqual(seen, [500, 500, 429, 200]);
  });

  it('can last until it is cleared', async () => {
    await start();
    sandbox.fault({ on: 'subscriptions', kind: 'status', status: 401, times: 'always' });
    for (const _ of [1, 2, 3]) assert.equal((await listSubscriptions()).status, 401);
    sandbox.clearFaults();
    assert.equal((await listSubscriptions()).status, 200);
  });

  it('a status after the request was processed: the rotation happened', async () => {
    await start();
    sandbox.fault({ on: 'token', kind: 'status', status: 500, handled: true });
    await refresh();
    assert.equal((await lastEntry(sandbox)).issued, 2);
    assert.equal((await refreshWith(sandbox, refreshToken)).status, 401);
    assert.deepEqual(kindsOf(sandbox), ['replayed-refresh-token']);
  });

  it('the page of a captive portal', async () => {
    await start();
    sandbox.fault({ on: 'token', kind: 'raw', body: '<html>Welcome to the hotel</html>' });
    const answer = await refresh();
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'text/html']);
    assert.match(await answer.text(), /hotel/);
  });

  for (const status of [302, 307])
    it(`a ${status} to the evil host, which notes who comes`, async () => {
      await start();
      sandbox.fault({ on: 'token', kind: 'redirect', status, times: 2 });
      assert.equal((await refresh()).status, status);
      assert.equal(sandbox.evil.requests.length, 0);
      await refresh({ redirect: 'follow' });
      const [seen] = sandbox.evil.requests;
      assert.deepEqual(
        [seen?.method, seen?.path, seen!.bodyBytes > 0],
        status === 307 ? ['POST', '/oauth/token', true] : ['GET', '/oauth/token', false],
      );
    });

  it('members of an answer replaced, added and removed', async () => {
    await start();
    const set = { expires_in: '3600', surplus: true };
    sandbox.fault({ on: 'token', kind: 'members', set, remove: ['refresh_token', 'scope'] });
    const { body } = await refreshWith(sandbox, refreshToken);
    assert.deepEqual(Object.keys(body).sort(), ['access_token', 'expires_in', 'surplus', 'token_type']);
    assert.equal(body.expires_in, '3600');
  });

  it('prices and the consent can be hit as well', async () => {
    await start();
    sandbox.fault({ on: 'prices', kind: 'members', set: { items: null } });
    const { id } = sandbox.customers[0]!.subscriptions[0]!;
    const path = `/subscriptions/${id}/prices?start=2026-01-01&end=2026-01-01`;
    assert.equal((await read(sandbox, path, { accessToken })).body.items, null);
    sandbox.fault({ on: 'authorize', kind: 'status', status: 503, shape: 'html' });
    await assert.rejects(signIn(sandbox), /no form to fill in: 503/);
  });

  it('an unknown kind is refused', async () => {
    await start();
    assert.throws(() => sandbox.fault({ on: 'any', kind: 'typo' } as unknown as FaultPlan), RangeError);
  });
});
