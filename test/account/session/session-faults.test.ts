import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { Session } from '#src/account/session/session.js';
import { createHttpDoor } from '#src/http/door.js';
import { hour, minute, SessionBench } from '../../support/account/session-bench.js';
import { turns } from '../../support/clock/manual-clock.js';
import { refuse } from '../../support/nomos/fake-nomos.js';
import { json } from '../../support/nomos/loopback.js';
import { freePort } from '../../support/nomos/raw-server.js';

const bench = new SessionBench();

/** The answers to the first token requests, in order; after them Nomos behaves again. */
function script(...answers: ((response: ServerResponse) => void)[]): void {
  bench.nomos.onToken = (_, response) => {
    const answer = answers.shift();
    answer?.(response);
    return answer !== undefined;
  };
}

const cut = (response: ServerResponse) => void response.destroy();
const cutAfterRotation = (response: ServerResponse) => {
  bench.nomos.rotate();
  response.destroy();
};
const status =
  (code: number, body: unknown = '', headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    json(response, code, body, headers);
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('session: faults of network and server', () => {
  beforeEach(() => bench.start());
  afterEach(() => bench.stop());

  const phaseOf = ({ connection }: Session) => [connection.phase, connection.lastError?.code];

  it('case 4: a reset before the server did anything: the same token again after half a second', async () => {
    const session = await bench.expired();
    script(cut);
    const asked = session.accessToken();
    await bench.requests(1);
    await bench.clock.advance(499);
    assert.equal(bench.nomos.presented.length, 1);
    await bench.clock.advance(1);
    assert.equal(await asked, 'access-1');
    assert.deepEqual(bench.nomos.presented, ['refresh-0', 'refresh-0']);
  });

  it('case 5, 7: the answer is lost after the rotation, the server has a grace period: nothing is lost', async () => {
    const session = await bench.expired();
    script(
      (response) => {
        bench.nomos.rotate();
        response.writeHead(200, { 'content-length': '500' }).write('{"access_token":');
        setImmediate(() => response.destroy());
      },
      (response) => json(response, 200, bench.nomos.rotate()),
    );
    assert.equal(await bench.settled(session.accessToken()), 'access-2');
    assert.deepEqual(phaseOf(session), ['connected', undefined]);
  });

  it('case 6: the answer is lost, the server is strict: asks to sign in, and says why', async () => {
    const session = await bench.expired();
    script(cutAfterRotation);
    await assert.rejects(bench.settled(session.accessToken()), { code: 'renewal-unconfirmed' });
    assert.deepEqual(phaseOf(session), ['waiting', 'renewal-unconfirmed']);
    await bench.clock.advance(31_000);
    await bench.requests(3);
    assert.deepEqual(phaseOf(session), ['signin', 'answer-lost']);
    await assert.rejects(session.accessToken(), { name: 'ConsentRequiredError', code: 'answer-lost' });
    assert.deepEqual(bench.nomos.presented, times(3, 'refresh-0'));
  });

  it('case 2, 16: while nobody answers, the access token serves until its end; then the error is about the network', async () => {
    const session = await bench.connected();
    await bench.nomos.stop();
    await bench.clock.advance(0.8 * hour);
    assert.equal(await session.accessToken(), 'access-0');
    assert.deepEqual(phaseOf(session), ['waiting', 'network-refused']);
    await bench.clock.advance(0.3 * hour);
    await assert.rejects(session.accessToken(), { name: 'UnavailableError', code: 'network-refused', sent: false });
  });

  it('case 1, 2: what was never sent is tried again after 5 s, then more and more slowly, 5 min at most', async () => {
    const door = createHttpDoor({ maxPerSecond: 1_000 });
    const attempts: number[] = [];
    const url = `http://127.0.0.1:${await freePort()}`;
    const watched = {
      ...door,
      send: (request: Parameters<typeof door.send>[0]) => {
        attempts.push(bench.clock.now());
        return door.send({ ...request, url });
      },
    };
    const session = await bench.expired({ door: watched, random: () => 1 });
    await session.accessToken().catch(() => {});
    for (let step = 0; step < 400; step += 1) {
      await bench.clock.advance(5_000);
      await turns(10);
    }
    const waits = attempts.slice(1).map((at, index) => Math.round((at - (attempts[index] ?? 0)) / 1_000));
    assert.deepEqual(waits.slice(0, 8), [5, 10, 20, 40, 80, 160, 300, 300]);
    door.close();
  });

  it('case 15: the page of a captive portal (200 HTML) is ambiguous: the same token again', async () => {
    const session = await bench.expired();
    script((response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>sign in</html>'));
    assert.equal(await bench.settled(session.accessToken()), 'access-1');
    assert.deepEqual(bench.nomos.presented, times(2, 'refresh-0'));
  });

  it('case 15: a redirect is not followed; the next try is after 5 minutes', async () => {
    const session = await bench.expired();
    script((response) => void response.writeHead(302, { location: '/elsewhere' }).end());
    await assert.rejects(session.accessToken(), { code: 'redirect-refused' });
    await bench.clock.advance(5 * minute - 1_000);
    assert.equal(bench.nomos.presented.length, 1);
    await bench.clock.advance(2_000);
    await bench.requests(2);
    assert.equal(await session.accessToken(), 'access-1');
    assert.ok(bench.nomos.seen.every(({ url }) => url !== '/elsewhere'));
  });

  for (const [what, headers, message, waitMs] of [
    ['Retry-After: 90', { 'retry-after': '90' }, '', 90_000],
    ['the message', {}, 'Wait 60 seconds before retrying.', 60_000],
    ['nothing', {}, '', 30_000],
    ['Retry-After: 86400', { 'retry-after': '86400' }, '', hour],
  ] as const)
    it(`case 18: 429 with ${what}: waits ${waitMs / 1_000} s, and up to a fifth more`, async () => {
      const session = await bench.expired();
      script(status(429, { code: 'TOO_MANY_REQUESTS', message }, headers));
      await assert.rejects(session.accessToken(), { code: 'renewal-busy' });
      await bench.clock.advance(waitMs - 1);
      assert.equal(bench.nomos.presented.length, 1);
      await bench.clock.advance(0.2 * waitMs);
      await bench.requests(2);
      assert.equal(await session.accessToken(), 'access-1');
    });

  it('case 19: one 500 is not noticed', async () => {
    const session = await bench.expired();
    script(status(500));
    assert.equal(await bench.settled(session.accessToken()), 'access-1');
  });

  for (const code of [500, 502, 503])
    it(`case 19: ten ${code}: never taken for a revocation, and healed by itself`, async () => {
      const session = await bench.expired();
      script(...times(10, status(code)));
      await assert.rejects(bench.settled(session.accessToken()), { code: 'renewal-unavailable' });
      assert.deepEqual(phaseOf(session), ['waiting', 'renewal-unavailable']);
      for (let step = 0; step < 40 && session.connection.phase !== 'connected'; step += 1) {
        await bench.clock.advance(minute);
        await turns(20);
      }
      assert.equal(await session.accessToken(), 'access-1');
      assert.deepEqual(new Set(bench.nomos.presented), new Set(['refresh-0']));
    });

  for (const code of [200, 204])
    it(`case 26: an empty ${code}: ambiguous, the same token again`, async () => {
      const session = await bench.expired();
      script((response) => void response.writeHead(code).end());
      assert.equal(await bench.settled(session.accessToken()), 'access-1');
      assert.deepEqual(bench.nomos.presented, times(2, 'refresh-0'));
    });

  for (const code of [403, 404, 405, 408, 422])
    it(`case 25: status ${code}: an error with its requestId, again after 15 minutes`, async () => {
      const session = await bench.expired();
      script(status(code, { code: 'X', message: '', requestId: 'req_9' }));
      await assert.rejects(session.accessToken(), {
        name: 'UnavailableError',
        code: 'renewal-refused',
        requestId: 'req_9',
      });
      assert.equal(session.connection.lastError?.requestId, 'req_9');
      await bench.clock.advance(15 * minute + 1);
      await bench.requests(2);
      assert.equal(await session.accessToken(), 'access-1');
    });

  it('case 30: an answer without a refresh token keeps the old one', async () => {
    const session = await bench.expired();
    script(status(200, { access_token: 'access-x', expires_in: 3600 }));
    assert.equal(await session.accessToken(), 'access-x');
    await bench.clock.advance(hour);
    assert.equal(await session.accessToken(), 'access-1');
    assert.deepEqual(bench.nomos.presented, times(2, 'refresh-0'));
  });

  it('case 32: an answer with the same refresh token', async () => {
    const session = await bench.expired();
    script(status(200, { access_token: 'access-x', expires_in: 3600, refresh_token: 'refresh-0' }));
    assert.equal(await session.accessToken(), 'access-x');
    assert.equal(session.connection.phase, 'connected');
  });

  it('case 31: a token of 7 KiB is stored and read back', async () => {
    const long = 'x'.repeat(7 * 1024);
    const session = await bench.expired();
    script(status(200, { access_token: long, expires_in: 3600, refresh_token: 'r' }));
    assert.equal(await session.accessToken(), long);
    bench.kill();
    assert.equal(await bench.session().accessToken(), long);
  });

  it('case 46: a token that ends at once does not make a loop of renewals', async () => {
    bench.nomos.expiresIn = 0;
    const session = await bench.expired();
    for (let call = 0; call < 20; call += 1) await session.accessToken();
    assert.equal(bench.nomos.tokenRequests().length, 1);
  });

  it('B5: a token of an unknown type is not used, but what was rotated is kept', async () => {
    const session = await bench.expired();
    script((response) => json(response, 200, { ...bench.nomos.rotate(), token_type: 'mac' }));
    await assert.rejects(session.accessToken(), { code: 'token-type-unknown' });
    await bench.clock.advance(15 * minute + 1);
    await bench.requests(2);
    assert.equal(await session.accessToken(), 'access-2');
    assert.deepEqual(bench.nomos.presented, ['refresh-0', 'refresh-1']);
  });

  for (const [what, accessToken] of [
    ['empty', ''],
    ['with a line break', 'a\r\nb'],
    ['with an umlaut', 'zugängig'],
    ['a number', 17],
    ['an object', { value: 'access' }],
    ['null', null],
    ['1 MB long', 'a'.repeat(1_000_000)],
  ] as const)
    it(`an access token that is ${what}: the new refresh token is kept, and the old one never presented again`, async () => {
      const session = await bench.expired();
      script((response) => json(response, 200, { ...bench.nomos.rotate(), access_token: accessToken }));
      await assert.rejects(session.accessToken(), { code: 'token-answer-unexpected' });
      assert.deepEqual(phaseOf(session), ['waiting', 'token-answer-unexpected']);
      bench.kill();
      assert.equal(await bench.session().accessToken(), 'access-2');
      assert.deepEqual(bench.nomos.presented, ['refresh-0', 'refresh-1']);
    });

  it('an access token that cannot be read: the one of before serves to its end, and the next is asked for by itself', async () => {
    const session = await bench.connected();
    await bench.clock.advance(0.8 * hour);
    script((response) => json(response, 200, { ...bench.nomos.rotate(), access_token: '' }));
    assert.equal(await session.accessToken(), 'access-0');
    assert.equal(session.connection.phase, 'waiting');
    await bench.clock.advance(30_001);
    await bench.requests(2);
    assert.equal(await session.accessToken(), 'access-2');
    assert.deepEqual(phaseOf(session), ['connected', undefined]);
  });

  it('an access token that the API refused is not given out again where only the refresh token is new', async () => {
    const session = await bench.connected();
    script((response) => json(response, 200, { ...bench.nomos.rotate(), access_token: '' }));
    await assert.rejects(session.renew('access-0'), { code: 'token-answer-unexpected' });
    await assert.rejects(session.accessToken(), { code: 'token-answer-unexpected' });
  });

  for (const [what, refreshToken, presented] of [
    ['a number', 4711, '4711'],
    ['with characters of a form', 'a b&c=%+ü\n', 'a b&c=%+ü\n'],
  ] as const)
    it(`a refresh token that is ${what} is sent back as it came`, async () => {
      const session = await bench.expired();
      script((response) => json(response, 200, { ...bench.nomos.rotate(), refresh_token: refreshToken }));
      assert.equal(await session.accessToken(), 'access-1');
      bench.nomos.current = presented;
      await bench.clock.advance(hour);
      assert.equal(await session.accessToken(), 'access-2');
    });

  for (const [what, refreshToken] of [
    ['an object', { value: 'refresh' }],
    ['true', true],
    ['a number that JSON cannot carry', Number.MAX_SAFE_INTEGER + 1],
    ['20 KB long', 'r'.repeat(20_000)],
  ] as const)
    it(`a refresh token that is ${what}: the access token serves, and a later refusal is no withdrawn consent`, async () => {
      const session = await bench.expired();
      script((response) => json(response, 200, { ...bench.nomos.rotate(), refresh_token: refreshToken }));
      assert.equal(await session.accessToken(), 'access-1');
      assert.deepEqual(phaseOf(session), ['connected', undefined]);
      await bench.clock.advance(hour);
      await assert.rejects(session.accessToken(), { code: 'renewal-unconfirmed' });
      await bench.clock.advance(31_000);
      await bench.requests(3);
      assert.deepEqual(phaseOf(session), ['signin', 'answer-lost']);
    });

  for (const expiresIn of [0.001, 5, 59, '0.5', 1e-9])
    it(`tokens that live ${JSON.stringify(expiresIn)} s: said, and renewed with growing waits, not at every use`, async () => {
      const session = await bench.expired();
      bench.nomos.expiresIn = expiresIn as number;
      await session.accessToken().catch(() => undefined);
      for (let call = 0; call < 20; call += 1) await session.accessToken().catch(() => undefined);
      assert.deepEqual(phaseOf(session), ['waiting', 'token-life-short']);
      assert.ok(Number.isInteger(session.connection.nextRenewalAt));
      assert.equal(bench.nomos.tokenRequests().length, 1);
      for (let step = 0; step < 60; step += 1) {
        await session.accessToken().catch(() => undefined);
        await bench.clock.advance(minute);
        await turns(10);
      }
      const renewals = bench.nomos.tokenRequests().length;
      assert.ok(renewals >= 5 && renewals <= 9, `${renewals} renewals in an hour`);
      bench.nomos.expiresIn = 3600;
      await bench.clock.advance(16 * minute);
      await bench.requests(renewals + 1);
      await turns(10);
      assert.deepEqual(phaseOf(session), ['connected', undefined]);
    });

  it('tokens that live 20 s are used while they live', async () => {
    const session = await bench.expired();
    bench.nomos.expiresIn = 20;
    assert.equal(await session.accessToken(), 'access-1');
    await bench.clock.advance(19_000);
    assert.equal(await session.accessToken(), 'access-1');
    await bench.clock.advance(2_000);
    await assert.rejects(session.accessToken(), { name: 'UnavailableError', code: 'token-life-short' });
  });

  it('the instants that are shown are whole milliseconds, whatever wait is asked for and whatever chance adds', async () => {
    for (const [wait, chance] of [
      ['1.2345', 0.333],
      ['7.0001', 0.777],
      ['0.1', 0.123456],
    ] as const) {
      const session = await bench.expired({ random: () => chance });
      script(status(429, '', { 'retry-after': wait }));
      await assert.rejects(session.accessToken(), { code: 'renewal-busy' });
      const { nextRenewalAt } = session.connection;
      assert.ok(Number.isInteger(nextRenewalAt), `${nextRenewalAt}`);
      await bench.stop();
      await bench.start();
    }
  });

  it('withdrawn: one refusal is not believed; the second asks to sign in', async () => {
    const session = await bench.expired();
    bench.nomos.current = 'none';
    await assert.rejects(session.accessToken(), { name: 'UnavailableError', code: 'renewal-unconfirmed' });
    await bench.clock.advance(29_000);
    assert.equal(bench.nomos.presented.length, 1);
    await bench.clock.advance(2_000);
    await bench.requests(2);
    assert.deepEqual(phaseOf(session), ['signin', 'consent-gone']);
    assert.equal(session.connection.lastError?.requestId, 'req_1');
  });

  it('a refusal by mistake heals at the confirmation', async () => {
    const session = await bench.expired();
    script(refuse);
    await assert.rejects(session.accessToken(), { code: 'renewal-unconfirmed' });
    await bench.clock.advance(31_000);
    await bench.requests(2);
    assert.equal(await session.accessToken(), 'access-1');
  });

  it('signed out: one probe a day and one at each start, nothing else; a consent that works again is noticed', async () => {
    const session = await bench.expired();
    bench.nomos.current = 'none';
    await session.accessToken().catch(() => {});
    await bench.clock.advance(31_000);
    await bench.requests(2);
    for (let call = 0; call < 10; call += 1) await assert.rejects(session.accessToken(), { code: 'consent-gone' });
    await bench.clock.advance(23 * hour);
    assert.equal(bench.nomos.presented.length, 2);
    await bench.clock.advance(hour);
    await bench.requests(3);
    assert.equal(session.connection.phase, 'signin');
    await session.stop();
    const next = bench.session();
    await next.open();
    await bench.requests(4);
    await assert.rejects(next.accessToken(), { code: 'consent-gone' });
    bench.nomos.current = 'refresh-0';
    await bench.clock.advance(24 * hour);
    await bench.requests(5);
    await turns(20);
    assert.equal(next.connection.phase, 'connected');
  });

  it('signed out: a new consent works at once', async () => {
    const session = await bench.expired();
    bench.nomos.current = 'none';
    await session.accessToken().catch(() => {});
    await bench.clock.advance(31_000);
    await bench.requests(2);
    await session.adopt({ accessToken: 'access-new', refreshToken: 'refresh-new', expiresInMs: hour });
    assert.equal(await session.accessToken(), 'access-new');
    assert.deepEqual(phaseOf(session), ['connected', undefined]);
  });

  for (const [what, answer, changed] of [
    ['invalid_client', status(401, { error: 'invalid_client' }), 'my-secret'],
    ['a bare 401 right after the secret was edited', refuse, 'edited-secret'],
  ] as const)
    it(`${what}: id or secret are wrong: the tokens stay, and the right secret heals it`, async () => {
      const session = await bench.expired();
      await session.reconfigure({ clientId: 'my-client', clientSecret: changed, baseUrl: bench.nomos.url });
      script(answer);
      await assert.rejects(session.accessToken(), { name: 'ConfigError', code: 'client-refused' });
      assert.equal(session.connection.phase, 'config');
      await bench.clock.advance(5 * hour);
      assert.equal(bench.nomos.presented.length, 1);
      await session.reconfigure({ clientId: 'my-client', clientSecret: 'right', baseUrl: bench.nomos.url });
      assert.equal(await session.accessToken(), 'access-1');
    });

  it('wrong id or secret: tried again every 6 hours', async () => {
    const session = await bench.expired();
    script(status(401, { error: 'invalid_client' }));
    await assert.rejects(session.accessToken(), { code: 'client-refused' });
    await bench.clock.advance(6 * hour + 1);
    await bench.requests(2);
    assert.equal(await session.accessToken(), 'access-1');
  });
});
