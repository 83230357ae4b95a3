import assert from 'node:assert/strict';
import { hour, SessionBench } from '../../support/account/session-bench.js';
import { turns, until } from '../../support/clock/manual-clock.js';
import { refuse } from '../../support/nomos/fake-nomos.js';
import { json } from '../../support/nomos/loopback.js';

describe('session: client credentials', () => {
  const bench = new SessionBench();
  beforeEach(() => bench.start());
  afterEach(() => bench.stop());
  const make = (more = {}) => bench.session({ grant: 'client-credentials', ...more });
  const grants = () => bench.nomos.tokenRequests().map(({ body }) => body);

  it('asks for a token when one is needed, and keeps it over a restart', async () => {
    const session = make();
    assert.equal(await session.accessToken(), 'access-1');
    assert.equal(await session.accessToken(), 'access-1');
    await session.stop();
    bench.kill();
    assert.equal(await make().accessToken(), 'access-1');
    assert.deepEqual(grants(), ['grant_type=client_credentials']);
  });

  it('is connected as soon as it is opened, before anybody asks for anything', async () => {
    const session = make();
    await session.open();
    await bench.requests(1);
    assert.equal(await session.accessToken(), 'access-1');
    await session.stop();
    bench.kill();
    const next = make();
    await next.open();
    assert.equal(next.connection.phase, 'connected');
    assert.equal(grants().length, 1);
  });

  it('shows a secret that is refused as soon as it is opened', async () => {
    bench.nomos.onToken = (_, response) => {
      refuse(response);
      return true;
    };
    const session = make();
    await session.open();
    await until(() => session.connection.phase === 'config');
    assert.equal(session.connection.lastError?.code, 'client-refused');
  });

  it('is connected again by itself when Nomos was away at the start', async () => {
    bench.nomos.onToken = (_, response) => {
      json(response, 503, {});
      return true;
    };
    const session = make();
    await session.open();
    const becomes = async (phase: string) => {
      for (let seconds = 0; seconds < 3600 && session.connection.phase !== phase; seconds += 10) {
        await bench.clock.advance(10_000);
        await turns();
      }
      await until(() => session.connection.phase === phase);
    };
    await becomes('waiting');
    bench.nomos.onToken = () => false;
    await becomes('connected');
  });

  it('asks again with the secret before the token ends, and never presents a refresh token', async () => {
    const session = make();
    await session.accessToken();
    await bench.clock.advance(0.8 * hour);
    assert.equal(await session.accessToken(), 'access-2');
    assert.deepEqual(bench.nomos.presented, []);
  });

  it('asks for nothing while nobody needs a token', async () => {
    await make().accessToken();
    await bench.clock.advance(48 * hour);
    assert.equal(grants().length, 1);
  });

  it('a refused secret is a matter of configuration, and heals with the right one', async () => {
    bench.nomos.onToken = (_, response) => {
      refuse(response);
      return true;
    };
    const session = make();
    await assert.rejects(session.accessToken(), { name: 'ConfigError', code: 'client-refused' });
    await assert.rejects(session.accessToken(), { code: 'client-refused' });
    assert.equal(grants().length, 1);
    bench.nomos.onToken = () => false;
    await session.reconfigure({ clientId: 'other', clientSecret: 'right', baseUrl: bench.nomos.url });
    assert.equal(await session.accessToken(), 'access-1');
  });

  it('other credentials mean another token', async () => {
    const session = make();
    await session.accessToken();
    await session.reconfigure({ clientId: 'other', clientSecret: 'other', baseUrl: bench.nomos.url });
    assert.equal(await session.accessToken(), 'access-2');
  });

  it('B7, B8: a token of one server is not used at another, also while that one gives none', async () => {
    const session = make();
    await session.accessToken();
    await session.reconfigure({ clientId: 'my-client', clientSecret: 'my-secret', baseUrl: 'http://127.0.0.1:9' });
    await assert.rejects(session.accessToken(), { code: 'network-refused' });
  });

  it('an answer that was lost does no harm', async () => {
    let requests = 0;
    bench.nomos.onToken = (_, response) => {
      requests += 1;
      if (requests === 1) response.destroy();
      return requests === 1;
    };
    assert.equal(await bench.settled(make().accessToken()), 'access-1');
  });

  it('a record that cannot be opened is replaced, because the secret always gives another', async () => {
    await make().accessToken();
    bench.secrets = ['another secret'];
    bench.kill();
    assert.equal(await make().accessToken(), 'access-2');
  });
});
