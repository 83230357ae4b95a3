import assert from 'node:assert/strict';
import { get as httpGet } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox/index.js';
import { curie, kindsOf, lastEntry, postToken, refreshRaw, signIn } from '../../support/nomos/sandbox-requests.js';

describe('sandbox: spoilt deliveries', () => {
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

  it('a huge answer is the right one behind white space', async () => {
    await start();
    sandbox.fault({ on: 'token', kind: 'huge', bytes: 3_000_000 });
    const text = await (await refresh()).text();
    assert.ok(text.length > 3_000_000);
    assert.equal(JSON.parse(text).token_type, 'Bearer');
    assert.equal((await lastEntry(sandbox)).issued, 2);
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
    await refresh({ signal: leave.signal });
    leave.abort();
    assert.equal((await lastEntry(sandbox)).outcome, 'cut');
  });

  it('drips one byte at a time, and stops when the client has gone', async () => {
    await start();
    sandbox.fault({ on: 'token', kind: 'drip', everyMs: 1 });
    const chunks = [];
    for await (const chunk of (await refresh()).body!) chunks.push(chunk);
    assert.ok(chunks.length > 2, `${chunks.length}`);
    assert.equal((await lastEntry(sandbox)).outcome, 'delivered');
    sandbox.fault({ on: 'token', kind: 'drip', everyMs: 60_000 });
    const leave = new AbortController();
    await refresh({ signal: leave.signal });
    leave.abort();
    assert.equal((await lastEntry(sandbox)).outcome, 'cut');
  });

  it('hangs until the client gives up', async () => {
    await start();
    sandbox.fault({ on: 'token', kind: 'hang' });
    await assert.rejects(refresh({ signal: AbortSignal.timeout(30) }), { name: 'TimeoutError' });
    const entry = await lastEntry(sandbox);
    assert.deepEqual([entry.outcome, entry.issued], ['cut', undefined]);
    assert.equal((await refresh()).status, 200);
  });

  for (const [kind, issued, next] of [
    ['drop-before', undefined, 200],
    ['drop-after', 2, 401],
    ['truncate', 2, 401],
  ] as const)
    it(`${kind}: the connection breaks, and the strict server then answers ${next}`, async () => {
      await start();
      sandbox.fault({ on: 'token', kind });
      await assert.rejects(async () => (await refresh()).text());
      const entry = await lastEntry(sandbox);
      assert.deepEqual([entry.outcome, entry.issued], ['cut', issued]);
      assert.equal((await refresh()).status, next);
    });

  it('a lost answer is forgiven within the grace', async () => {
    await start({ rotation: 'grace' });
    sandbox.fault({ on: 'token', kind: 'drop-after' });
    await assert.rejects(refresh());
    assert.equal((await refresh()).status, 200);
    assert.deepEqual(kindsOf(sandbox), []);
  });

  it('a delayed answer comes whole; its sending, not its making, is late', async () => {
    await start();
    sandbox.fault({ on: 'token', kind: 'delay', ms: 40 });
    assert.equal((await refresh()).status, 200);
    const { outcome, receivedAt, endedAt } = await lastEntry(sandbox);
    assert.equal(outcome, 'delivered');
    assert.ok(endedAt! - receivedAt >= 38, `${endedAt! - receivedAt}`);
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
