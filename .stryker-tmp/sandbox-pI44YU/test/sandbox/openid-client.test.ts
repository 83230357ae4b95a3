// @ts-nocheck
import assert from 'node:assert/strict';
import { type Sandbox, startSandbox, walkConsent } from '../../sandbox/index.js';

const redirectUri = 'http://localhost:1880/nomos/oauth/callback';
const email = 'anna@example.com';

type OpenIdClient = typeof import('openid-client');

/** A certified client proves that the sandbox speaks OAuth, and not merely what we believe it to be. */
describe('sandbox: the certified client openid-client', () => {
  let oauth: OpenIdClient;
  let sandbox: Sandbox;

  before(async () => {
    oauth = await import('openid-client');
  });

  afterEach(() => sandbox.stop());

  async function discover() {
    const { clientId, clientSecret } = sandbox.clients[0]!;
    return oauth.discovery(new URL(sandbox.url), clientId, clientSecret, oauth.ClientSecretBasic(clientSecret), {
      algorithm: 'oauth2',
      execute: [oauth.allowInsecureRequests],
    });
  }

  async function signIn(config: Awaited<ReturnType<typeof discover>>, decision: 'allow' | 'deny' = 'allow') {
    const pkceCodeVerifier = oauth.randomPKCECodeVerifier();
    const expectedState = oauth.randomState();
    const authorizeUrl = oauth.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      state: expectedState,
      code_challenge: await oauth.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    const callback = await walkConsent(authorizeUrl.href, { email, decision });
    return oauth.authorizationCodeGrant(config, new URL(callback), { pkceCodeVerifier, expectedState });
  }

  it('discovers, signs in with PKCE, refreshes, and is refused a replay that ends the family', async () => {
    sandbox = await startSandbox({ tokenErrors: 'rfc' });
    const config = await discover();
    const first = await signIn(config);
    assert.equal(first.expires_in, 3600);
    const second = await oauth.refreshTokenGrant(config, first.refresh_token!);
    assert.notEqual(second.refresh_token, first.refresh_token);
    const isInvalidGrant = { name: 'ResponseBodyError', error: 'invalid_grant' };
    await assert.rejects(oauth.refreshTokenGrant(config, first.refresh_token!), isInvalidGrant);
    await assert.rejects(oauth.refreshTokenGrant(config, second.refresh_token!), isInvalidGrant);
    const kinds = sandbox.ledger.findings.map(({ kind }) => kind);
    assert.ok(kinds.includes('replayed-refresh-token'));
    assert.deepEqual(
      kinds.filter((kind) => !['missing-api-version', 'replayed-refresh-token'].includes(kind)),
      [],
    );
  });

  it("is refused in Nomos' own words too", async () => {
    sandbox = await startSandbox();
    const config = await discover();
    const { refresh_token } = await signIn(config);
    await oauth.refreshTokenGrant(config, refresh_token!);
    await assert.rejects(oauth.refreshTokenGrant(config, refresh_token!));
  });

  it('learns of a denial', async () => {
    sandbox = await startSandbox();
    const config = await discover();
    await assert.rejects(signIn(config, 'deny'), { name: 'AuthorizationResponseError', error: 'access_denied' });
  });

  it('accepts `iss` when it is right and refuses it when it is wrong', async () => {
    sandbox = await startSandbox({ iss: 'on' });
    const config = await discover();
    assert.equal(config.serverMetadata().authorization_response_iss_parameter_supported, true);
    await signIn(config);
    sandbox.set({ iss: 'wrong' });
    await assert.rejects(signIn(config), { name: 'ClientError' });
  });

  it('uses client credentials, and a secret that has to be encoded', async () => {
    const client = { clientId: 'id+1', clientSecret: 'a+b/c= p%41x', customer: email };
    sandbox = await startSandbox({ clients: [client] });
    const config = await discover();
    const tokens = await oauth.clientCredentialsGrant(config);
    const answer = await oauth.fetchProtectedResource(
      config,
      tokens.access_token,
      new URL(`${sandbox.url}/subscriptions`),
      'GET',
    );
    assert.equal(answer.status, 200);
  });
});
