import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { NomosError } from '#src/errors.js';
import { createHttpDoor, type HttpDoor } from '#src/http/door.js';
import type { HttpRequest } from '#src/http/request.js';
import { createNomosClient, type NomosClient } from '#src/nomos/client.js';
import { json, type Loopback, type Seen, startLoopback } from '../support/nomos/loopback.js';

const envelope = (code: string, more = {}) => ({ code, message: 'No.', requestId: 'req_7', docs: '', ...more });

describe('nomos client', () => {
  let server: Loopback;
  let door: HttpDoor;
  let client: NomosClient;
  let renewed: string[];

  beforeEach(async () => {
    server = await startLoopback((_, response) => json(response, 200, { items: [] }));
    door = createHttpDoor({ maxPerSecond: 1_000 });
    renewed = [];
    const tokens = {
      accessToken: async () => 'token-1',
      renew: async (rejected: string) => {
        renewed.push(rejected);
        return 'token-2';
      },
    };
    client = createNomosClient({ door, baseUrl: server.url, tokens, now: () => Date.parse('2026-11-22T10:00:00Z') });
  });
  afterEach(async () => {
    door.close();
    await server.stop();
  });

  const failureOf = (asked: Promise<unknown>): Promise<Record<string, unknown>> =>
    asked.then(
      () => assert.fail('was answered'),
      (error) => {
        assert.ok(error instanceof NomosError, inspect(error));
        assert.ok(error.message.length > 0);
        assert.ok(!/token-[12]/.test(inspect(error, { depth: 10 }) + JSON.stringify(error)));
        return error as unknown as Record<string, unknown>;
      },
    );

  it('B8: the token goes into the header only, with the version of the API', async () => {
    await client.prices('sub_1', '2026-11-22', '2026-11-23');
    const [seen] = server.seen;
    assert.equal(seen?.url, '/subscriptions/sub_1/prices?start=2026-11-22&end=2026-11-23');
    assert.equal(seen?.headers.authorization, 'Bearer token-1');
    assert.equal(seen?.headers['x-api-version'], '2026-05-27.curie');
  });

  it('asks for the version of the API that it is told, as JSON', async () => {
    const tokens = { accessToken: async () => 'token-1', renew: async () => 'token-2' };
    await createNomosClient({ door, baseUrl: `${server.url}/`, tokens, apiVersion: '2027-01-01.x' }).subscriptions();
    const [seen] = server.seen;
    assert.equal(seen?.url, '/subscriptions?limit=100');
    assert.deepEqual([seen?.headers['x-api-version'], seen?.headers.accept], ['2027-01-01.x', 'application/json']);
  });

  it('20 s for an answer of at most 5 MiB; prices that nodes wait for are asked ahead of what people look at', async () => {
    const asked: HttpRequest[] = [];
    const spy = {
      ...door,
      send: (request: HttpRequest) => {
        asked.push(request);
        return door.send(request);
      },
    };
    const tokens = { accessToken: async () => 'token-1', renew: async () => 'token-2' };
    client = createNomosClient({ door: spy, baseUrl: server.url, tokens });
    await client.prices('sub_1', '2026-11-22', '2026-11-22', undefined, 'ahead');
    await client.prices('sub_1', '2026-11-22', '2026-11-22');
    await client.subscriptions();
    const limits = { method: 'GET', deadlineMs: 20_000, maxBytes: 5 * 1024 * 1024 };
    const known = ({ method, deadlineMs, maxBytes }: HttpRequest) => ({ method, deadlineMs, maxBytes });
    assert.deepEqual(asked.map(known), [limits, limits, limits]);
    assert.deepEqual(
      asked.map(({ order, redirects, freshConnection }) => [order, redirects, freshConnection]),
      [
        ['ahead', undefined, undefined],
        [undefined, undefined, undefined],
        [undefined, undefined, undefined],
      ],
    );
  });

  it('case 18: a wait that is written as a date counts from now', async () => {
    server.answer = (_, response) => json(response, 503, {}, { 'retry-after': 'Sun, 22 Nov 2026 10:00:45 GMT' });
    assert.equal((await failureOf(client.subscriptions())).retryAfterMs, 45_000);
  });

  it('401 once: renews the refused token, and repeats once', async () => {
    server.answer = ({ headers }: Seen, response) => {
      const isNew = headers.authorization === 'Bearer token-2';
      json(response, isNew ? 200 : 401, isNew ? { items: [] } : envelope('UNAUTHORIZED'));
    };
    await client.subscriptions();
    assert.deepEqual(renewed, ['token-1']);
  });

  it('case 20, B9: 401 for ever: one renewal, two requests, an error', async () => {
    server.answer = (_, response) => json(response, 401, envelope('UNAUTHORIZED'));
    const error = await failureOf(client.subscriptions());
    assert.deepEqual([error.name, error.code, error.requestId], ['ApiError', 'api-unauthorized', 'req_7']);
    assert.deepEqual([renewed.length, server.seen.length], [1, 2]);
  });

  const refusals: readonly [string, number, unknown, Record<string, unknown>][] = [
    ['case 22: scope', 403, envelope('FORBIDDEN'), { name: 'ApiError', code: 'api-forbidden', status: 403 }],
    ['case 23: gone', 404, envelope('NOT_FOUND'), { name: 'ApiError', code: 'api-not-found' }],
    ['case 25', 413, '', { name: 'ApiError', code: 'api-refused', status: 413 }],
    ['case 25', 422, envelope('UNPROCESSABLE_ENTITY'), { name: 'ApiError', code: 'api-refused' }],
    ['case 25', 408, '', { name: 'UnavailableError', code: 'api-unavailable', sent: true }],
    ['case 19', 500, envelope('INTERNAL_SERVER_ERROR'), { name: 'UnavailableError', code: 'api-unavailable' }],
    ['case 19: a gateway', 502, '<html>bad gateway</html>', { name: 'UnavailableError', code: 'api-unavailable' }],
    ['case 19', 503, '', { name: 'UnavailableError', code: 'api-unavailable', sent: true }],
    ['a status below 500', 499, '', { name: 'ApiError', code: 'api-refused', status: 499 }],
    [
      'case 18',
      429,
      envelope('TOO_MANY_REQUESTS', { message: 'Wait 30 seconds.' }),
      { code: 'api-busy', retryAfterMs: 30_000, sent: false },
    ],
    ['the old envelope', 400, { error: envelope('BAD_REQUEST') }, { code: 'api-refused', requestId: 'req_7' }],
    [
      'case 41: ended',
      400,
      envelope('BAD_REQUEST', { errors: [{ code: 'ended_subscription', field: '', message: '' }] }),
      { code: 'api-refused', reasons: ['ended_subscription'], params: { status: 400, reason: 'ended_subscription' } },
    ],
  ];
  for (const [what, status, body, expected] of refusals)
    it(`${what}: status ${status} -> ${expected.code}, without a renewal`, async () => {
      server.answer = (_, response) => json(response, status, body);
      const error = await failureOf(client.subscriptions());
      for (const [name, value] of Object.entries(expected)) assert.deepEqual(error[name], value, name);
      assert.deepEqual(renewed, []);
    });

  for (const [what, type, text] of [
    ['case 15: the page of a captive portal', 'text/html', '<html>please sign in</html>'],
    ['case 29: JSON under another content type', 'text/plain', '{"items":[]}'],
    ['case 29: JSON without a content type', undefined, '{"items":[]}'],
    ['truncated JSON', 'application/json', '{"items":['],
    ['NaN', 'application/json', '{"items":[{"timestamp":"2026-11-22T10:00:00Z","amount":NaN}]}'],
    ['case 26: nothing', 'application/json', ''],
  ] as const)
    it(`${what} is no answer`, async () => {
      server.answer = (_, response) =>
        response.writeHead(200, type === undefined ? {} : { 'content-type': type }).end(text);
      const { code, path } = await failureOf(client.prices('sub_1', '2026-11-22', '2026-11-22'));
      assert.deepEqual([code, path], ['answer-not-json', '']);
    });

  it('walks over all pages', async () => {
    server.answer = ({ url }, response) => {
      const cursor = new URL(url, 'http://x').searchParams.get('cursor');
      const number = cursor === null ? 0 : Number(cursor.slice(2));
      const more = number < 2 ? { has_more: true, next_page: `c=${number + 1}` } : { has_more: false };
      json(response, 200, { items: [{ id: `sub_${number}` }], ...more });
    };
    assert.deepEqual(
      (await client.subscriptions()).map(({ id }) => id),
      ['sub_0', 'sub_1', 'sub_2'],
    );
    assert.ok(server.seen.every(({ url }) => url.startsWith('/subscriptions?limit=100')));
  });

  it('case 40: a cursor that repeats', async () => {
    server.answer = (_, response) => json(response, 200, { items: [], has_more: true, next_page: 'same' });
    const { code, path } = await failureOf(client.subscriptions());
    assert.deepEqual([code, path], ['paging-endless', 'next_page']);
    assert.equal(server.seen.length, 2);
  });

  it('case 40: cursors without end', async () => {
    let count = 0;
    server.answer = (_, response) => {
      count += 1;
      json(response, 200, { items: [], has_more: true, next_page: String(count) });
    };
    assert.equal((await failureOf(client.subscriptions())).code, 'paging-endless');
    assert.equal(count, 100);
  });

  it('H12: an id cannot lead to another path or host', async () => {
    const evil = fc.oneof(
      fc.webUrl(),
      fc.string(),
      fc.constantFrom('../oauth/token', '..%2f', '//evil', 'a/b', 'a?b', '.', '..', ''),
    );
    await fc.assert(
      fc.asyncProperty(evil, async (id) => {
        fc.pre(!/^[\w-]{1,128}$/.test(id));
        return (await failureOf(client.prices(id, '2026-11-22', '2026-11-22'))).code === 'invalid-value';
      }),
    );
    assert.equal(server.seen.length, 0);
  });

  it('refuses days that are none, before asking', async () => {
    const good = '2026-11-22';
    for (const wrong of [
      '22.11.2026',
      '2026-11-22&x=1',
      ' 2026-11-22',
      '2026-11-22\n',
      '12026-11-22',
      '2026-1-22',
      '',
    ]) {
      for (const [first, last] of [
        [wrong, good],
        [good, wrong],
      ] as const) {
        const { code, params } = await failureOf(client.prices('sub_1', first, last));
        assert.equal(code, 'invalid-value', wrong);
        assert.deepEqual(params, { field: 'day', value: JSON.stringify(wrong), allowed: 'YYYY-MM-DD' });
      }
    }
    assert.equal(server.seen.length, 0);
  });

  it('an id may have 128 letters, digits, _ and -, and is asked for as it is', async () => {
    const longest = 'sub_A-9'.padEnd(128, 'x');
    await client.prices(longest, '2026-11-22', '2026-11-22');
    assert.equal(server.seen[0]?.url.split('/')[2], longest);
    const error = await failureOf(client.prices(`${longest}x`, '2026-11-22', '2026-11-22'));
    assert.deepEqual(error.params, { field: 'subscription', value: '"…"', allowed: 'sub_…' });
    assert.equal(server.seen.length, 1);
  });

  it('a cursor is asked for as it was given, whatever letters it has', async () => {
    const cursor = 'a&limit=1#b c=ü';
    server.answer = ({ url }, response) => {
      const given = new URL(url, 'http://x').searchParams.get('cursor');
      json(
        response,
        200,
        given === null ? { items: [], has_more: true, next_page: cursor } : { items: [{ id: given }] },
      );
    };
    assert.equal((await client.subscriptions())[0]?.id, cursor);
  });

  it('H11: an aborted request ends at once', async () => {
    const controller = new AbortController();
    server.answer = () => controller.abort();
    assert.equal((await failureOf(client.subscriptions(controller.signal))).code, 'request-aborted');
  });
});
