import assert from 'node:assert/strict';
import { hour, SessionBench } from '../../support/account/session-bench.js';

describe('session: an account that lacks its client id or secret', () => {
  const bench = new SessionBench();
  beforeEach(() => bench.start());
  afterEach(() => bench.stop());
  const without = { clientId: '', clientSecret: '' };
  const shown = ({ connection }: ReturnType<typeof bench.session>) => [connection.phase, connection.lastError?.code];

  it('is never shown as connected, and its good access token is not given out', async () => {
    await (await bench.connected()).stop();
    bench.kill();
    bench.phases.length = 0;
    const session = bench.session(without);
    await session.open();
    assert.deepEqual(shown(session), ['config', 'credentials-missing']);
    assert.deepEqual(bench.phases, ['config']);
    await assert.rejects(session.accessToken(), { name: 'ConfigError', code: 'credentials-missing' });
  });

  it('sends nothing to Nomos, also when the access token has ended', async () => {
    await (await bench.connected()).stop();
    bench.kill();
    const session = bench.session({ clientSecret: '' });
    await assert.rejects(session.accessToken(), { code: 'secret-missing' });
    await bench.clock.advance(30 * hour);
    await assert.rejects(session.renew('access-0'), { code: 'secret-missing' });
    assert.equal(bench.nomos.tokenRequests().length, 0);
  });

  it('goes on with its sign-in once they are there', async () => {
    await (await bench.connected()).stop();
    bench.kill();
    await bench.session(without).open();
    const session = bench.session();
    assert.equal(await session.accessToken(), 'access-0');
    assert.deepEqual(shown(session), ['connected', undefined]);
  });

  it('says so before the first sign-in, too', async () => {
    const session = bench.session({ clientId: '$(NOMOS_ID)' });
    await session.open();
    assert.deepEqual(shown(session), ['new', 'credentials-variable-unset']);
    await assert.rejects(session.accessToken(), { code: 'credentials-variable-unset' });
  });

  it('says so first where the stored sign-in cannot be decrypted either', async () => {
    await (await bench.connected()).stop();
    bench.secrets = ['another secret'];
    bench.kill();
    const session = bench.session(without);
    await session.open();
    assert.deepEqual(shown(session), ['new', 'credentials-missing']);
  });

  it('says so for client credentials, and asks for nothing', async () => {
    const session = bench.session({ ...without, grant: 'client-credentials' });
    await session.open();
    assert.deepEqual(shown(session), ['new', 'credentials-missing']);
    await assert.rejects(session.accessToken(), { code: 'credentials-missing' });
    assert.equal(bench.nomos.tokenRequests().length, 0);
  });
});
