import assert from 'node:assert/strict';
import { type Sandbox, type SandboxOptions, startSandbox, walkConsent } from '../../../sandbox/index.js';
import { authorization, kindsOf } from '../../support/nomos/sandbox-requests.js';

const anna = { email: 'anna@example.com', decision: 'allow' } as const;

describe('sandbox: consent', () => {
  let sandbox: Sandbox;
  async function start(options: SandboxOptions = {}) {
    sandbox = await startSandbox(options);
  }
  afterEach(() => sandbox.stop());

  function open(url: string) {
    return fetch(url, { redirect: 'manual' });
  }

  async function walk(more: Record<string, string | undefined>, decision: 'allow' | 'deny' = 'allow') {
    const { url, state } = authorization(sandbox, more);
    return { callback: new URL(await walkConsent(url, { ...anna, decision })), state };
  }

  it('ends at the redirect_uri with a code and the state as it came', async () => {
    await start();
    const odd = 'a b&c=d%20ü+/'.padEnd(22, '.');
    const { callback } = await walk({ state: odd, redirect_uri: 'http://127.0.0.1:1880/red/cb?keep=1' });
    assert.equal(`${callback.origin}${callback.pathname}`, 'http://127.0.0.1:1880/red/cb');
    assert.equal(callback.searchParams.get('keep'), '1');
    assert.equal(callback.searchParams.get('state'), odd);
    assert.ok(callback.searchParams.get('code'));
    assert.equal(callback.searchParams.get('iss'), null);
    assert.deepEqual(kindsOf(sandbox), []);
  });

  it('a denial is access_denied, a bare redirect, or a page that leads nowhere', async () => {
    await start();
    const { callback, state } = await walk({}, 'deny');
    assert.equal(callback.searchParams.get('error'), 'access_denied');
    assert.equal(callback.searchParams.get('state'), state);
    sandbox.set({ denial: 'bare' });
    assert.deepEqual([...(await walk({}, 'deny')).callback.searchParams.keys()], ['state']);
    sandbox.set({ denial: 'page' });
    await assert.rejects(walk({}, 'deny'), /led nowhere/);
  });

  it('asks again for an unknown e-mail and a wrong code, five times at most', async () => {
    await start();
    await assert.rejects(
      walkConsent(authorization(sandbox).url, { ...anna, email: 'x@example.com' }),
      /no one-time code/,
    );
    const first = await open(authorization(sandbox).url);
    const cookie = first.headers.get('set-cookie')!.split(';')[0]!;
    const attempt = /name="attempt" value="(\w+)"/.exec(await first.text())![1]!;
    const post = (step: string, field: Record<string, string>) =>
      fetch(`${sandbox.url}/oauth/consent/${step}`, {
        method: 'POST',
        headers: { cookie },
        body: new URLSearchParams({ attempt, ...field }),
        redirect: 'manual',
      });
    assert.equal((await post('decision', { decision: 'allow' })).status, 400);
    await post('email', { email: anna.email });
    for (const _ of [1, 2, 3, 4])
      assert.match(await (await post('code', { one_time_code: 'no' })).text(), /not the code/);
    assert.equal((await post('code', { one_time_code: 'no' })).status, 400);
    assert.equal((await post('email', { email: anna.email })).status, 400);
  });

  it('goes on only in the browser that began', async () => {
    await start();
    const html = await (await open(authorization(sandbox).url)).text();
    const attempt = /name="attempt" value="(\w+)"/.exec(html)![1]!;
    const body = new URLSearchParams({ attempt, email: anna.email });
    const stranger = await fetch(`${sandbox.url}/oauth/consent/email`, { method: 'POST', body });
    assert.equal(stranger.status, 400);
  });

  it('flow_type=login leaves out the third screen', async () => {
    await start();
    assert.ok((await walk({ flow_type: 'login' }, 'deny')).callback.searchParams.get('code'));
  });

  it('shows what it was told only escaped', async () => {
    await start({ clients: [{ clientId: '<script>x</script>' }], customers: [{ email: 'a"><script>@example.com' }] });
    const html = await (await open(authorization(sandbox).url)).text();
    assert.equal(html.includes('<script'), false);
  });

  for (const [mistake, more] of [
    ['unknown client', { client_id: 'unknown' }],
    ['no redirect_uri', { redirect_uri: undefined }],
    ['a foreign origin', { redirect_uri: 'https://evil.example/cb' }],
    ['a fragment', { redirect_uri: 'http://localhost:1880/cb#x' }],
    ['https of this machine', { redirect_uri: 'https://localhost/cb' }],
  ] as const)
    it(`${mistake}: a page, no redirect`, async () => {
      await start();
      const answer = await open(authorization(sandbox, more).url);
      assert.equal(answer.status, 400);
      assert.equal(answer.headers.get('location'), null);
    });

  it('a registered origin covers its subpaths, and nothing else', async () => {
    await start({ clients: [{ clientId: 'c', redirectUris: ['https://red.example:1880/'] }] });
    for (const [redirect_uri, status] of [
      ['https://red.example:1880/admin/nomos/oauth/callback', 200],
      ['https://red.example/admin/nomos/oauth/callback', 400],
      ['http://localhost:1880/nomos/oauth/callback', 400],
    ] as const)
      assert.equal((await open(authorization(sandbox, { redirect_uri }).url)).status, status, redirect_uri);
  });

  for (const [error, more] of [
    ['unsupported_response_type', { response_type: 'token' }],
    ['invalid_request', { code_challenge_method: 'S512' }],
    ['invalid_request', { code_challenge: 'short' }],
  ] as const)
    it(`${JSON.stringify(more)}: the client learns ${error}`, async () => {
      await start();
      const { callback, state } = await walk(more);
      assert.equal(callback.searchParams.get('error'), error);
      assert.equal(callback.searchParams.get('state'), state);
    });

  for (const [kind, more] of [
    ['missing-pkce', { code_challenge: undefined, code_challenge_method: undefined }],
    ['plain-pkce', { code_challenge_method: 'plain' }],
    ['missing-state', { state: undefined }],
    ['short-state', { state: 'short' }],
    ['secret-in-query', { client_secret: 'x' }],
  ] as const)
    it(`finding: ${kind}`, async () => {
      await start();
      assert.equal((await open(authorization(sandbox, more).url)).status, 200);
      assert.deepEqual(kindsOf(sandbox), [kind]);
    });

  it('finding: the same state and challenge again, a parameter twice', async () => {
    await start();
    const { url } = authorization(sandbox);
    await open(url);
    await open(url);
    assert.equal((await open(`${url}&state=again`)).status, 400);
    assert.deepEqual(kindsOf(sandbox), ['reused-challenge', 'reused-state', 'duplicate-parameter']);
  });
});
