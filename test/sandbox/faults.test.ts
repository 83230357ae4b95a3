import { strict as assert } from 'node:assert';
import { get as httpGet } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { type FaultPlan, type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/index.js';
import { basic, curie, kindsOf, postToken, read, refreshWith, signIn } from './requests.js';

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

  /** A refresh whose body is not looked into. */
  function refreshRaw(init: RequestInit = {}) {
    return fetch(`${sandbox.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
      headers: { authorization: basic(sandbox), ...curie },
      redirect: 'manual',
      ...init,
    });
  }

  /** The ledger's last entry once its outcome is known: a cut connection is noticed a moment later. */
  async function lastEntry() {
    const entry = sandbox.ledger.entries.at(-1)!;
    if (entry.outcome === 'pending') {
      await new Promise<void>((resolve) => {
        const forget = sandbox.ledger.watch({
          ended(ended) {
            if (ended !== entry) return;
            forget();
            resolve();
          },
        });
      });
    }
    return entry;
  }

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
      const answer = await refreshRaw();
      assert.equal(answer.status, status);
      assert.equal(answer.headers.get('content-type')?.split(';')[0] ?? null, type);
      assert.match(await answer.text(), body);
      const { fault: played, status: noted, issued, outcome } = await lastEntry();
      assert.deepEqual([played, noted, issued, outcome], ['status', status, undefined, 'delivered']);
      assert.equal((await refreshRaw()).status, 200);
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
    for (const _ of [1, 2, 3, 4]) seen.push((await refreshRaw()).status);
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
    await refreshRaw();
    assert.equal((await lastEntry()).issued, 2);
    assert.equal((await refreshWith(sandbox, refreshToken)).status, 401);
    assert.deepEqual(kindsOf(sandbox), ['replayed-refresh-token']);
  });

  it('the page of a captive portal', async () => {
    await start();
    sandbox.fault({ on: 'token', kind: 'raw', body: '<html>Welcome to the hotel</html>' });
    const answer = await refreshRaw();
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'text/html']);
    assert.match(await answer.text(), /hotel/);
  });

  for (const status of [302, 307])
    it(`a ${status} to the evil host, which notes who comes`, async () => {
      await start();
      sandbox.fault({ on: 'token', kind: 'redirect', status, times: 2 });
      assert.equal((await refreshRaw()).status, status);
      assert.equal(sandbox.evil.requests.length, 0);
      await refreshRaw({ redirect: 'follow' });
      const [seen] = sandbox.evil.requests;
      assert.deepEqual(
        [seen?.method, seen?.path, seen!.bodyBytes > 0],
        status === 307 ? ['POST', '/oauth/token', true] : ['GET', '/oauth/token', false],
      );
    });

  it('a huge answer is the right one behind white space', async () => {
    await start();
    sandbox.fault({ on: 'token', kind: 'huge', bytes: 3_000_000 });
    const text = await (await refreshRaw()).text();
    assert.ok(text.length > 3_000_000);
    assert.equal(JSON.parse(text).token_type, 'Bearer');
    assert.equal((await lastEntry()).issued, 2);
  });

  it('a gzip bomb is small on the wire', async () => {
    await start();
    sandbox.fault({ on: 'subscriptions', kind: 'gzip-bomb', bytes: 8_000_000 });
    const headers = { authorization: `Bearer ${accessToken}`, ...curie };
    const wire = await new Promise<Buffer>((resolve, reject) => {
      httpGet(`${sandbox.url}/subscriptions`, { headers }, async (answer) => {
        assert.equal(answer.headers['content-encoding'], 'gzip');
        resolve(Buffer.concat(await answer.toArray()));
      }).on('error', reject);
    });
    assert.ok(wire.length < 20_000, `${wire.length}`);
    assert.equal(JSON.parse(gunzipSync(wire).toString()).object, 'list');
  });

  it('stops a flood when the client has gone', async () => {
    await start();
    sandbox.fault({ on: 'token', kind: 'huge', bytes: 10_000_000_000 });
    const leave = new AbortController();
    await refreshRaw({ signal: leave.signal });
    leave.abort();
    assert.equal((await lastEntry()).outcome, 'cut');
  });

  it('drips one byte at a time, and stops when the client has gone', async () => {
    await start();
    sandbox.fault({ on: 'token', kind: 'drip', everyMs: 1 });
    const chunks = [];
    for await (const chunk of (await refreshRaw()).body!) chunks.push(chunk);
    assert.ok(chunks.length > 2, `${chunks.length}`);
    assert.equal((await lastEntry()).outcome, 'delivered');
    sandbox.fault({ on: 'token', kind: 'drip', everyMs: 60_000 });
    const leave = new AbortController();
    await refreshRaw({ signal: leave.signal });
    leave.abort();
    assert.equal((await lastEntry()).outcome, 'cut');
  });

  it('hangs until the client gives up', async () => {
    await start();
    sandbox.fault({ on: 'token', kind: 'hang' });
    await assert.rejects(refreshRaw({ signal: AbortSignal.timeout(30) }), { name: 'TimeoutError' });
    const entry = await lastEntry();
    assert.deepEqual([entry.outcome, entry.issued], ['cut', undefined]);
    assert.equal((await refreshRaw()).status, 200);
  });

  for (const [kind, issued, next] of [
    ['drop-before', undefined, 200],
    ['drop-after', 2, 401],
    ['truncate', 2, 401],
  ] as const)
    it(`${kind}: the connection breaks, and the strict server then answers ${next}`, async () => {
      await start();
      sandbox.fault({ on: 'token', kind });
      await assert.rejects(async () => (await refreshRaw()).text());
      const entry = await lastEntry();
      assert.deepEqual([entry.outcome, entry.issued], ['cut', issued]);
      assert.equal((await refreshRaw()).status, next);
    });

  it('a lost answer is forgiven within the grace', async () => {
    await start({ rotation: 'grace' });
    sandbox.fault({ on: 'token', kind: 'drop-after' });
    await assert.rejects(refreshRaw());
    assert.equal((await refreshRaw()).status, 200);
    assert.deepEqual(kindsOf(sandbox), []);
  });

  it('a delayed answer comes whole; its sending, not its making, is late', async () => {
    await start();
    sandbox.fault({ on: 'token', kind: 'delay', ms: 40 });
    assert.equal((await refreshRaw()).status, 200);
    const { outcome, receivedAt, endedAt } = await lastEntry();
    assert.equal(outcome, 'delivered');
    assert.ok(endedAt! - receivedAt >= 38, `${endedAt! - receivedAt}`);
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

  it('stops while answers hang, drip and wait', async () => {
    await start();
    sandbox.fault({ on: 'token', kind: 'hang' });
    sandbox.fault({ on: 'token', kind: 'drip', everyMs: 60_000 });
    sandbox.fault({ on: 'token', kind: 'delay', ms: 60_000 });
    const lost = [1, 2, 3].map(() => postToken(sandbox, { grant_type: 'refresh_token' }).catch(() => 'lost'));
    while (sandbox.ledger.entries.length < 3) await new Promise((resolve) => setImmediate(resolve));
    await sandbox.stop();
    assert.deepEqual(await Promise.all(lost), ['lost', 'lost', 'lost']);
  });
});
