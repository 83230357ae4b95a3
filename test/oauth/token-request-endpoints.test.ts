import assert from 'node:assert/strict';
import { createHttpDoor } from '#src/http/door.js';
import { authorizationUrl } from '#src/oauth/authorization-request.js';
import { requestTokens } from '#src/oauth/token-request.js';
import { json, startLoopback } from '../support/nomos/loopback.js';

const elsewhere = 'https://elsewhere.example';

describe('oauth: where the endpoints are', () => {
  it('B4: no metadata is asked for, whatever the server would say in it', async () => {
    const metadata = { issuer: elsewhere, token_endpoint: `${elsewhere}/token`, authorization_endpoint: elsewhere };
    const server = await startLoopback((_seen, response) => json(response, 200, metadata));
    const door = createHttpDoor();
    const client = { baseUrl: server.url, clientId: 'id', clientSecret: 'secret' };
    try {
      const request = { ...client, redirectUri: 'http://localhost/callback', state: 'state', challenge: 'challenge' };
      assert.equal(authorizationUrl(request).split('?')[0], `${server.url}/oauth/authorize`);
      await requestTokens(door, client, { kind: 'refresh', refreshToken: 'refresh' });
      assert.deepEqual(
        server.seen.map(({ method, url }) => `${method} ${url}`),
        ['POST /oauth/token'],
      );
    } finally {
      door.close();
      await server.stop();
    }
  });
});
