import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { defaultClient } from '../../sandbox/index.js';
import { Bench } from '../support/real/bench.js';
import { observedFlow, watched } from '../support/real/recorder.js';
import { allow, openCallback, startSignIn, withQuery } from '../support/real/sign-in.js';

const start = '2026-11-22T15:05:00+01:00';
/** The hash of `pass`. */
const password = '$2b$04$o4ANJf6XTMHKaseevLLecu55RTaE/MZNPnAy4stnRBbKkY4pJoMpy';
const users = [
  { username: 'owner', password, permissions: '*' },
  { username: 'viewer', password, permissions: 'read' },
];
const changing = [
  'oauth/start',
  'oauth/paste',
  'oauth/confirm',
  'accounts/account/test',
  'accounts/account/disconnect',
];
const reading = [
  'accounts/account',
  'accounts/account/prices',
  'accounts/account/subscriptions',
  'homes/house',
  'plans',
];

describe('admin routes behind adminAuth and an admin root', function () {
  this.timeout(120_000);
  let bench: Bench;
  const tokens: Record<string, string> = {};

  before(async () => {
    const settings = { httpAdminRoot: '/admin', adminAuth: { type: 'credentials', users } };
    bench = await Bench.start({ start, settings });
    for (const { username } of users) {
      const json = { client_id: 'node-red-admin', grant_type: 'password', scope: '', username, password: 'pass' };
      const { access_token } = (await (await bench.admin('auth/token', { json })).json()) as { access_token: string };
      tokens[username] = `Bearer ${access_token}`;
    }
    be('owner');
    await deploy();
  });
  after(() => bench?.stop());
  beforeEach(() => be('owner'));

  function be(user: 'owner' | 'viewer' | 'stranger'): void {
    bench.headers = user === 'stranger' ? {} : { authorization: tokens[user] ?? '' };
  }
  const deploy = (more: Record<string, unknown> = {}) =>
    bench.deploy(
      observedFlow(
        bench.account('account', more),
        watched({ id: 'prices', type: 'nomos-prices', version: 1, account: 'account' }),
      ),
    );
  const post = (path: string, json: unknown = {}, headers: Record<string, string> = {}) =>
    bench.admin(`nomos/${path}`, { json, headers });
  const phase = async () => (await bench.accountAnswer('account')).connection.phase as string;
  const attempt = async () => (await bench.accountAnswer('account')).attempt;
  const exchanges = () => bench.requests('/oauth/token').filter(({ grant }) => grant === 'authorization_code').length;
  const signIn = async () => {
    const started = await startSignIn(bench);
    return (await openCallback(await allow(started), started.cookie)).outcome;
  };

  describe('permissions', () => {
    it('a stranger gets nothing but the callback', async () => {
      be('stranger');
      for (const path of changing) assert.equal((await post(path)).status, 401, path);
      for (const path of reading) assert.equal((await bench.admin(`nomos/${path}`)).status, 401, path);
      for (const path of ['plan', 'plan/rules']) assert.equal((await post(path)).status, 401, path);
      assert.equal((await openCallback(`${bench.url}/nomos/oauth/callback?state=x`)).status, 303);
      assert.equal((await fetch(`${bench.url}/nomos/oauth/callback/connected`)).status, 200);
    });

    it('a viewer reads and changes nothing', async () => {
      be('viewer');
      for (const path of changing) assert.equal((await post(path)).status, 401, path);
      assert.equal((await bench.admin('nomos/accounts/account')).status, 200);
      assert.equal((await bench.admin('nomos/accounts/account/prices')).status, 200);
      for (const path of ['plan', 'plan/rules'])
        assert.equal((await post(path, { accountId: 'account', settings: {} })).status, 200, path);
    });

    const foreign: Record<string, Record<string, string>> = {
      'a page of another site': { 'sec-fetch-site': 'cross-site' },
      'a page of a sister site': { 'sec-fetch-site': 'same-site' },
      'a form': { 'content-type': 'application/x-www-form-urlencoded' },
      'a plain text': { 'content-type': 'text/plain' },
    };
    for (const [name, headers] of Object.entries(foreign)) {
      it(`${name} is refused, whoever is signed in`, async () => {
        for (const path of [...changing, 'plan', 'plan/rules']) {
          const response = await post(path, {}, headers);
          assert.equal(response.status, 403, path);
          assert.equal((await response.json()).error.code, 'request-refused');
        }
      });
    }

    it('a request without our header is refused', async () => {
      for (const path of changing) {
        const response = await fetch(`${bench.url}/nomos/${path}`, {
          method: 'POST',
          body: '{}',
          headers: { ...bench.headers, 'content-type': 'application/json' },
        });
        assert.equal(response.status, 403, path);
      }
    });

    for (const site of ['same-origin', 'none']) {
      it(`our editor (Sec-Fetch-Site: ${site}) is let in`, async () => {
        const response = await post(
          'oauth/confirm',
          { accountId: 'account', attemptId: 'x' },
          { 'sec-fetch-site': site },
        );
        assert.equal((await response.json()).error.code, 'attempt-unknown');
      });
    }
  });

  describe('the callback', () => {
    it('brings tokens, and its cookie belongs to its own path under the admin root', async () => {
      const started = await startSignIn(bench);
      assert.match(started.setCookie, /Path=\/admin\/nomos\/oauth\/callback;/);
      assert.match(started.setCookie, /HttpOnly/);
      assert.match(started.setCookie, /SameSite=Lax/);
      const { status, location, outcome } = await openCallback(await allow(started), started.cookie);
      assert.deepEqual([status, outcome], [303, 'connected']);
      assert.ok(!location.includes('code'), 'the clean address has no code');
      const { connection } = await bench.accountAnswer('account');
      assert.deepEqual([connection.phase, connection.scope], ['connected', 'read:*']);
    });

    for (const [name, prefix, end] of [
      ['behind a proxy with a prefix', '/api/ingress', ''],
      ['with a slash at its end', '', '/'],
      ['with doubled slashes', '', '//'],
      ['with a query', '', '?home=1'],
    ] as const)
      it(`comes back to a redirect address ${name}`, async () => {
        const { origin } = new URL(bench.url);
        const path = `${prefix}/admin${end === '//' ? '//' : '/'}nomos/oauth/callback${end.startsWith('/') ? end : ''}`;
        const query = end.startsWith('?') ? end : '';
        const started = await startSignIn(bench, { redirectUri: origin + path + query });
        assert.ok(started.setCookie.includes(`Path=${path};`), started.setCookie);
        const address = new URL(await allow(started));
        // A proxy takes its prefix away.
        const seen = new URL(address.href.replace('/api/ingress', ''));
        const { outcome, location } = await openCallback(seen.href, started.cookie);
        assert.equal(outcome, 'connected');
        const page = await fetch(new URL(location, seen));
        assert.deepEqual([page.status, /<h1>Connected/.test(await page.text())], [200, true]);
      });

    it('replayed: one exchange only, and the connection stays', async () => {
      const started = await startSignIn(bench);
      const address = await allow(started);
      const before = exchanges();
      const outcomes = await Promise.all([1, 2, 3].map(() => openCallback(address, started.cookie)));
      assert.deepEqual(
        outcomes.map(({ outcome }) => outcome),
        ['connected', 'connected', 'connected'],
      );
      assert.equal((await openCallback(address)).outcome, 'connected', 'loaded again later, elsewhere');
      assert.equal(exchanges(), before + 1);
      assert.equal(await phase(), 'connected');
      assert.ok(!bench.sandbox.ledger.findings.some(({ kind }) => kind === 'replayed-code'));
    });

    const spoilt: Record<string, (state: string) => Record<string, string | readonly string[] | undefined>> = {
      'an unknown state': () => ({ state: 'A'.repeat(43) }),
      'a truncated state': (state) => ({ state: state.slice(0, -1) }),
      'a state in the other case': (state) => ({ state: state.toLowerCase() }),
      'no state': () => ({ state: undefined }),
      'two states': (state) => ({ state: [state, state] }),
      'two codes': () => ({ code: ['a', 'b'] }),
      'a code and an error': () => ({ error: 'access_denied' }),
      'a code that is far too long': () => ({ code: 'x'.repeat(9000) }),
      'another issuer': () => ({ iss: 'https://evil.example' }),
    };
    for (const [name, changes] of Object.entries(spoilt)) {
      it(`with ${name}: no exchange, and the connection stays`, async () => {
        const started = await startSignIn(bench);
        const address = await allow(started);
        const before = exchanges();
        const state = new URL(address).searchParams.get('state') ?? '';
        const { status, outcome } = await openCallback(withQuery(address, changes(state)), started.cookie);
        assert.equal(status, 303);
        assert.ok(outcome === 'expired' || outcome === 'failed', outcome);
        assert.equal(exchanges(), before);
        assert.equal(await phase(), 'connected');
      });
    }

    it('with a code that was injected from another consent: refused, and the connection stays', async () => {
      const theirs = new URL(await allow(await startSignIn(bench), 'ben@example.com')).searchParams.get('code') ?? '';
      const started = await startSignIn(bench);
      const address = withQuery(await allow(started), { code: theirs });
      assert.equal((await openCallback(address, started.cookie)).outcome, 'failed');
      assert.equal((await attempt()).state, 'failed');
      assert.equal(await phase(), 'connected');
      assert.deepEqual(await (await post('accounts/account/test')).json(), { ok: true, subscriptions: 3 });
    });

    for (const [name, cookie] of [
      ['without a cookie', undefined],
      ['with a foreign cookie', `nomos_signin=${'A'.repeat(43)}`],
    ] as const) {
      it(`${name} is held until the signed-in editor confirms it, once`, async () => {
        const started = await startSignIn(bench);
        const before = exchanges();
        assert.equal((await openCallback(await allow(started), cookie)).outcome, 'held');
        assert.equal(exchanges(), before);
        assert.equal((await attempt()).state, 'held');
        const { attemptId } = started;
        const other = await post('oauth/confirm', { accountId: 'other', attemptId });
        assert.equal((await other.json()).error.code, 'attempt-unknown');
        const confirmed = await post('oauth/confirm', { accountId: 'account', attemptId });
        assert.equal((await confirmed.json()).attempt.state, 'done');
        assert.equal(exchanges(), before + 1);
        const again = await post('oauth/confirm', { accountId: 'account', attemptId });
        assert.equal((await again.json()).attempt.state, 'done');
        assert.equal(exchanges(), before + 1);
      });
    }

    it('says the same, byte for byte, whatever stands in its parameters', async () => {
      const nasty = [
        '<script>alert(1)</script>',
        '\u0000',
        'a\r\nSet-Cookie: x=y',
        '\u202Egnp',
        'x'.repeat(8000),
        '"><b>',
      ];
      const clean = await openCallback(`${bench.url}/nomos/oauth/callback`);
      for (const value of nasty) {
        for (const name of ['state', 'code', 'error', 'error_description', 'iss', 'next', 'returnTo']) {
          const address = withQuery(`${bench.url}/nomos/oauth/callback`, { [name]: value, next: '//evil.example' });
          const { status, location, headers } = await openCallback(address);
          assert.deepEqual([status, headers.get('set-cookie')], [303, null]);
          assert.match(location, /^callback\/(failed|expired)$/);
        }
      }
      assert.equal(clean.location, 'callback/failed');
      const pages = ['failed', '<script>', 'toString', 'failed?x=<script>'].map(async (outcome) =>
        (await fetch(`${bench.url}/nomos/oauth/callback/${outcome}`)).text(),
      );
      assert.equal(new Set(await Promise.all(pages)).size, 1);
    });

    it('has strict headers, on the redirect and on the page', async () => {
      const page = await fetch(`${bench.url}/nomos/oauth/callback/connected`, {
        headers: { 'accept-language': 'de-DE' },
      });
      const redirect = await openCallback(`${bench.url}/nomos/oauth/callback?state=x&code=y`);
      for (const headers of [page.headers, redirect.headers]) {
        assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
        assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
        assert.equal(headers.get('referrer-policy'), 'no-referrer');
        assert.equal(headers.get('cache-control'), 'no-store');
        assert.equal(headers.get('x-content-type-options'), 'nosniff');
      }
      const text = await page.text();
      assert.match(text, /lang="de"/);
      assert.doesNotMatch(text, /<script|src=|href=/);
    });

    it('is not led astray by a forged host', async () => {
      const redirectUri = `${bench.url}/nomos/oauth/callback`;
      const body = JSON.stringify({ accountId: 'account', redirectUri });
      const headers = { ...bench.headers, 'content-type': 'application/json', 'x-nomos-request': '1' };
      const text = await new Promise<string>((resolve, reject) => {
        const forged = { host: 'evil.example', 'x-forwarded-host': 'evil.example' };
        const outgoing = request(`${bench.url}/nomos/oauth/start`, {
          method: 'POST',
          headers: { ...headers, ...forged },
        });
        outgoing.on('response', (response) => {
          let received = '';
          response.setEncoding('utf8').on('data', (chunk) => {
            received += chunk;
          });
          response.on('end', () => resolve(received));
        });
        outgoing.on('error', reject).end(body);
      });
      assert.equal(new URL(JSON.parse(text).authorizeUrl).searchParams.get('redirect_uri'), redirectUri);
      assert.doesNotMatch(text, /evil/);
    });
  });

  describe('other ways', () => {
    it('takes the address that a person pastes, once', async () => {
      const address = await allow(await startSignIn(bench));
      const pasted = await post('oauth/paste', { accountId: 'account', url: `  ${address} ` });
      assert.equal((await pasted.json()).attempt.state, 'done');
      const before = exchanges();
      const again = await post('oauth/paste', { accountId: 'account', url: address });
      assert.deepEqual([(await again.json()).attempt.state, exchanges()], ['done', before]);
      const nonsense = await post('oauth/paste', { accountId: 'account', url: 'https://example.com/' });
      assert.equal((await nonsense.json()).error.code, 'callback-malformed');
    });

    it('keeps waiting for the right address when a wrong one or half of one is pasted, or its code is too old', async () => {
      const started = await startSignIn(bench);
      const address = await allow(started);
      const { search } = new URL(address);
      const wrong: [string, string][] = [
        ['https://example.com/', 'callback-malformed'],
        [started.authorizeUrl, 'callback-malformed'],
        [address.slice(0, -20), 'callback-foreign'],
        [withQuery(address, { code: undefined }), 'callback-malformed'],
        [withQuery(address, { code: new URLSearchParams(search).get('code')?.slice(0, -3) }), 'code-refused'],
      ];
      for (const [url, code] of wrong) {
        const refused = await post('oauth/paste', { accountId: 'account', url });
        assert.deepEqual([url, (await refused.json()).error.code], [url, code]);
        assert.equal((await attempt()).state, 'pending');
      }
      const pasted = await post('oauth/paste', { accountId: 'account', url: address });
      assert.equal((await pasted.json()).attempt.state, 'done');
    });

    it('tells of a code that is too old as that, not as a wrong secret', async () => {
      const started = await startSignIn(bench);
      const address = await allow(started);
      const { outcome } = await openCallback(withQuery(address, { code: 'an-old-code' }), started.cookie);
      const { state, error } = await attempt();
      assert.deepEqual([outcome, state, error.code], ['failed', 'failed', 'code-refused']);
      assert.doesNotMatch(error.text, /secret/i);
    });

    it('tests what stands in the dialog before anything is deployed, and saves nothing', async () => {
      const { clientId, clientSecret } = defaultClient;
      const given = { grant: 'client-credentials', clientId, clientSecret, baseUrl: bench.sandbox.url };
      const test = async (more: object) => (await post('accounts/fresh/test', { ...given, ...more })).json();
      const works = await test({});
      assert.deepEqual([works.ok, works.listed.subscriptions.length], [true, works.subscriptions]);
      assert.equal((await test({ clientSecret: 'wrong' })).error.code, 'client-refused');
      assert.equal((await test({ clientId: '' })).error.code, 'client-missing');
      assert.equal((await test({ clientId: '$' + '{NOMOS_ID}' })).error.code, 'deploy-first');
      assert.equal((await test({ grant: 'consent' })).error.code, 'connect-first');
      assert.equal((await bench.accountAnswer('fresh')).connection.phase, 'new');
    });

    it('refuses to begin without a client id', async () => {
      const response = await post('oauth/start', { accountId: 'fresh', redirectUri: 'http://localhost/callback' });
      assert.equal(response.status, 400);
      assert.equal((await response.json()).error.code, 'client-missing');
    });

    it('cancels an attempt when the settings change during it', async () => {
      const started = await startSignIn(bench);
      const address = await allow(started);
      const { clientId } = defaultClient;
      await deploy({ credentials: { clientId, clientSecret: 'another secret' } });
      const before = exchanges();
      assert.equal((await openCallback(address, started.cookie)).outcome, 'expired');
      assert.equal(exchanges(), before);
      assert.equal((await attempt()).error.code, 'attempt-cancelled');
      await deploy();
      assert.equal(await signIn(), 'connected');
    });

    it('keeps the tokens of the deployed client when a sign-in with another one is not deployed', async () => {
      assert.equal(await signIn(), 'connected');
      const other = { ...defaultClient, clientId: 'another-client', clientSecret: 'another-secret' };
      bench.sandbox.clients.push(other);
      const started = await startSignIn(bench, { clientId: other.clientId, clientSecret: other.clientSecret });
      assert.equal((await openCallback(await allow(started, 'ben@example.com'), started.cookie)).outcome, 'connected');
      // A redeploy reads what is stored, as a restart does.
      await deploy({ name: 'Renamed' });
      const asAnna = { ok: true, subscriptions: 3 };
      assert.deepEqual(await (await post('accounts/account/test')).json(), asAnna);
      const { clientId, clientSecret } = other;
      await deploy({ credentials: { clientId, clientSecret } });
      assert.deepEqual(await (await post('accounts/account/test')).json(), { ok: true, subscriptions: 1 });
      await deploy();
      assert.equal(await signIn(), 'connected');
    });

    it('goes with the sign-in that finishes last when there are two', async () => {
      const first = await startSignIn(bench);
      const second = await startSignIn(bench);
      const [ofFirst, ofSecond] = [await allow(first), await allow(second, 'ben@example.com')];
      assert.equal((await openCallback(ofSecond, second.cookie)).outcome, 'connected');
      assert.deepEqual(await (await post('accounts/account/test')).json(), { ok: true, subscriptions: 1 });
      assert.equal((await openCallback(ofFirst, first.cookie)).outcome, 'connected');
      assert.deepEqual(await (await post('accounts/account/test')).json(), { ok: true, subscriptions: 3 });
    });

    it('signs in before the first deploy, and the deploy finds the tokens', async () => {
      const { clientId, clientSecret = '' } = defaultClient;
      const body = { accountId: 'early', clientId, clientSecret, baseUrl: bench.sandbox.url };
      const started = await startSignIn(bench, body);
      assert.equal((await openCallback(await allow(started), started.cookie)).outcome, 'connected');
      const early = await bench.accountAnswer('early');
      assert.deepEqual([early.deployed, early.connection.phase], [false, 'connected']);
      const contracts = await bench.admin('nomos/accounts/early/subscriptions');
      assert.equal((await contracts.json()).subscriptions.length, 3);
      const before = bench.requests('/oauth/token').length;
      const seen = await bench.deploy(
        observedFlow(
          bench.account('early'),
          watched({ id: 'prices', type: 'nomos-prices', version: 1, account: 'early' }),
        ),
      );
      await bench.saw('prices-1', () => true, seen);
      assert.equal(bench.requests('/oauth/token').length, before);
      assert.equal((await bench.accountAnswer('early')).deployed, true);
    });

    it('forgets the tokens on disk when a person disconnects', async () => {
      const stored = () => JSON.parse(readFileSync(join(bench.userDir, '.config.runtime.json'), 'utf8')).nomosTokens;
      assert.match(JSON.stringify(stored()), /"early"/);
      const answer = await (await post('accounts/early/disconnect')).json();
      assert.equal(answer.connection.phase, 'new');
      assert.doesNotMatch(JSON.stringify(stored()), /"early"/);
      const refused = await post('accounts/early/test');
      assert.equal((await refused.json()).error.code, 'not-signed-in');
    });
  });
});
