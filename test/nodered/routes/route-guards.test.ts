import assert from 'node:assert/strict';
import { ApiError, ConfigError } from '#src/errors.js';
import type { AdminRequest, AdminResponse } from '#src/nodered/platform/red.js';
import { answer, type RouteWork, refuseForeign, sendPass } from '#src/nodered/routes/route-guards.js';
import { keysOnly } from '../../support/nomos/refusals.js';

/** What a route did with its response. */
interface Sent {
  status: number;
  headers: Record<string, string>;
  body?: unknown;
}

function recordingResponse(headersSent = false): { sent: Sent; response: AdminResponse } {
  const sent: Sent = { status: 200, headers: {} };
  const response = {
    headersSent,
    status(code: number) {
      sent.status = code;
      return response;
    },
    set(headers: Record<string, string>) {
      Object.assign(sent.headers, headers);
      return response;
    },
    json(body: unknown) {
      sent.body = body;
    },
  };
  return { sent, response: response as unknown as AdminResponse };
}

const request = (headers: Record<string, string>, type = 'application/json') =>
  ({ headers, is: (wanted: string) => (wanted === type ? type : false) }) as unknown as AdminRequest;

async function answered(work: RouteWork): Promise<Sent> {
  const { sent, response } = recordingResponse();
  answer(keysOnly, work)(request({}), response, assert.fail);
  await new Promise((resolve) => setImmediate(resolve));
  return sent;
}

describe('nodered: answers of routes', () => {
  const headers = { 'Cache-Control': 'no-store' };

  it('are JSON that nobody keeps', async () => {
    assert.deepEqual(await answered(async () => ({ ok: true })), { status: 200, headers, body: { ok: true } });
  });

  for (const [name, error, status, shown] of [
    [
      'what a person has to change',
      new ConfigError('invalid-value', 'x', { params: { field: 'from' } }),
      400,
      { code: 'invalid-value', params: { field: 'from' }, text: 'errors.invalid-value{field=from}' },
    ],
    [
      'an unknown account',
      new ConfigError('unknown-account', 'x'),
      404,
      { code: 'unknown-account', params: {}, text: 'errors.unknown-account' },
    ],
    [
      'what Nomos refused, with its request id',
      new ApiError('api-refused', 'x', { status: 422, requestId: 'req_1' }),
      400,
      { code: 'api-refused', params: {}, text: 'errors.api-refused (errors.request-id req_1)', requestId: 'req_1' },
    ],
    [
      'a fault of ours',
      new TypeError('boom'),
      500,
      { code: 'internal-error', params: { message: 'boom' }, text: 'errors.internal-error{message=boom}' },
    ],
    [
      'what is no error at all',
      'boom',
      500,
      { code: 'internal-error', params: { message: 'boom' }, text: 'errors.internal-error{message=boom}' },
    ],
  ] as const)
    it(`tell ${name}`, async () => {
      const throwing = await answered(() => {
        throw error;
      });
      assert.deepEqual(throwing, { status, headers, body: { error: shown } });
      assert.deepEqual(await answered(() => Promise.reject(error)), throwing);
    });

  it('say nothing more when the answer has begun, and never reject', async () => {
    const { sent, response } = recordingResponse(true);
    answer(keysOnly, () => {
      throw new Error('late');
    })(request({}), response, assert.fail);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(sent.body, undefined);
  });
});

describe('nodered: requests of others', () => {
  const own = { 'x-nomos-request': '1' };

  const { response: passes, sent: given } = recordingResponse();
  sendPass(request({}), passes, () => {});
  const { pass } = given.body as { pass: string };
  const lan = { ...own, host: 'red.lan:1880' };
  const proxied = { ...own, host: '127.0.0.1:1880' };

  for (const [name, headers] of [
    ['what is no browser', own],
    ['the editor on a plain-http name', { ...lan, origin: 'http://red.lan:1880' }],
    ['the editor on a name in capitals', { ...lan, host: 'Red.LAN:1880', origin: 'http://red.lan:1880' }],
    ['the editor on the default port', { ...own, host: 'red.lan:80', origin: 'http://red.lan' }],
    ['the editor behind a proxy that ends TLS', { ...own, host: 'red.lan', origin: 'https://red.lan' }],
    ['the editor on an IPv6 address', { ...own, host: '[fe80::1]:1880', origin: 'http://[fe80::1]:1880' }],
    [
      'the editor behind a proxy that rewrites Host',
      { ...proxied, origin: 'http://home.lan', 'x-nomos-request': pass },
    ],
    [
      'the editor behind a proxy that drops the port',
      { host: 'home.lan', origin: 'http://home.lan:8080', 'x-nomos-request': pass },
    ],
    ['the editor in a frame without an origin', { ...proxied, origin: 'null', 'x-nomos-request': pass }],
    [
      'the editor behind a proxy over https',
      { ...proxied, origin: 'https://home.lan', 'sec-fetch-site': 'same-origin' },
    ],
    ['the editor itself', { ...own, 'sec-fetch-site': 'same-origin' }],
    ['a person who typed the address', { ...own, 'sec-fetch-site': 'none' }],
  ] as const)
    it(`lets ${name} pass`, () => {
      let passed = 0;
      refuseForeign(request(headers), recordingResponse().response, () => {
        passed += 1;
      });
      assert.equal(passed, 1);
    });

  for (const [name, headers, type] of [
    ['a page of another host', { ...lan, origin: 'http://evil.lan' }, 'application/json'],
    ['a page of another port of this host', { ...lan, origin: 'http://red.lan:8080' }, 'application/json'],
    ['a page of the default port of this host', { ...lan, origin: 'http://red.lan' }, 'application/json'],
    ['a page of a name that begins alike', { ...lan, origin: 'http://red.lan:1880.evil.lan' }, 'application/json'],
    ['a page of a name that ends alike', { ...lan, origin: 'http://evil-red.lan:1880' }, 'application/json'],
    ['a page without an origin', { ...lan, origin: 'null' }, 'application/json'],
    ['an origin that is none', { ...lan, origin: 'red.lan:1880' }, 'application/json'],
    ['an empty origin', { ...lan, origin: '' }, 'application/json'],
    ['an app on the page of another scheme', { ...lan, origin: 'chrome-extension://red.lan:1880' }, 'application/json'],
    [
      'a foreign page that claims to be behind a proxy',
      { ...lan, origin: 'http://evil.lan', 'x-forwarded-host': 'evil.lan', forwarded: 'host=evil.lan' },
      'application/json',
    ],
    [
      'a foreign page with a made-up pass',
      { ...lan, origin: 'http://evil.lan', 'x-nomos-request': 'x'.repeat(43) },
      'application/json',
    ],
    [
      'a cross-site page with the pass',
      { 'x-nomos-request': pass, 'sec-fetch-site': 'cross-site' },
      'application/json',
    ],
    ['a form with the pass', { 'x-nomos-request': pass }, 'text/plain'],
    ['another site', { ...own, 'sec-fetch-site': 'cross-site' }, 'application/json'],
    ['a sister site', { ...own, 'sec-fetch-site': 'same-site' }, 'application/json'],
    ['a plain form', {}, 'application/x-www-form-urlencoded'],
    ['a form that is sent as text', own, 'text/plain'],
    ['JSON without our header', {}, 'application/json'],
  ] as const)
    it(`refuses ${name}`, () => {
      const { sent, response } = recordingResponse();
      refuseForeign(request(headers, type), response, () => assert.fail('it passed'));
      assert.equal(sent.status, 403);
      assert.equal((sent.body as { error: { code: string } }).error.code, 'request-refused');
    });

  for (const [name, headers] of [
    ['another host', { origin: 'http://evil.lan' }],
    ['this very host, asked across origins', { host: 'red.lan', origin: 'http://red.lan' }],
    ['no origin', { origin: 'null' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sister site', { 'sec-fetch-site': 'same-site' }],
  ] as const)
    it(`give no pass to a page of ${name}`, () => {
      const { sent, response } = recordingResponse();
      sendPass(request(headers), response, assert.fail);
      assert.deepEqual([sent.status, JSON.stringify(sent).includes(pass)], [403, false]);
    });

  it('give the pass as something that nobody keeps or runs', () => {
    assert.match(pass, /^[\w-]{43}$/);
    assert.deepEqual(given.headers, { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
  });
});
