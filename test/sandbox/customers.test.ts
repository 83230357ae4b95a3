import assert from 'node:assert/strict';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/index.js';
import { kindsOf, read, signIn } from '../support/nomos/sandbox-requests.js';

describe('sandbox: contracts', () => {
  let sandbox: Sandbox;
  let accessToken: string;

  async function start(now: string, options: SandboxOptions = {}) {
    sandbox = await startSandbox(options);
    sandbox.clock.stopAt(now);
    accessToken = (await signIn(sandbox)).accessToken;
  }
  afterEach(() => sandbox.stop());

  it('pages through contracts, newest first, each once', async () => {
    const many = Array.from({ length: 25 }, (_, day) => ({
      createdAt: new Date(Date.UTC(2026, 0, 1 + day)).toISOString(),
    }));
    await start('2026-11-22T11:00:00Z', { customers: [{ email: 'anna@example.com', subscriptions: many }] });
    const seen: string[] = [];
    const sizes: number[] = [];
    let cursor: string | null = null;
    do {
      const path: string = `/subscriptions${cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`}`;
      const { body } = await read(sandbox, path, { accessToken });
      sizes.push(body.items.length);
      seen.push(...body.items.map((listed: { created_at: string }) => listed.created_at));
      assert.equal(body.has_more, body.next_page !== null);
      cursor = body.next_page;
    } while (cursor !== null);
    assert.deepEqual(sizes, [10, 10, 5]);
    assert.deepEqual(seen, many.map(({ createdAt }) => createdAt).toReversed());
  });

  it('shows nobody the contracts of another customer', async () => {
    await start('2026-11-22T11:00:00Z');
    const { id } = sandbox.customers[1]!.subscriptions[0]!;
    assert.equal((await read(sandbox, `/subscriptions/${id}`, { accessToken })).status, 404);
    assert.equal((await read(sandbox, `/subscriptions/${id}/prices`, { accessToken })).status, 404);
  });

  it('echoes the version, and notes a request without one', async () => {
    await start('2026-11-22T11:00:00Z');
    const asked = await read(sandbox, '/subscriptions', { accessToken });
    assert.equal(asked.headers.get('x-api-version'), '2026-05-27.curie');
    assert.deepEqual(kindsOf(sandbox), []);
    const unasked = await read(sandbox, '/subscriptions', { accessToken, headers: {} });
    assert.equal(unasked.headers.get('x-api-version'), '2025-12-16.batman');
    assert.equal('type' in unasked.body.items[0], false);
    assert.deepEqual(kindsOf(sandbox), ['missing-api-version']);
    const first = await read(sandbox, '/subscriptions', {
      accessToken,
      headers: { 'x-api-version': '2025-12-01.chucky' },
    });
    assert.deepEqual(Object.keys(first.body), ['object', 'items']);
  });
});
