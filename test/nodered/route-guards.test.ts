import { strict as assert } from 'node:assert';
import { ApiError, ConfigError } from '#src/errors.js';
import type { AdminRequest, AdminResponse } from '#src/nodered/red.js';
import { answer, type RouteWork, refuseForeign } from '#src/nodered/route-guards.js';
import { keysOnly } from './refusals.js';

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
      { code: 'invalid-value', text: 'errors.invalid-value{field=from}' },
    ],
    [
      'an unknown account',
      new ConfigError('unknown-account', 'x'),
      404,
      { code: 'unknown-account', text: 'errors.unknown-account' },
    ],
    [
      'what Nomos refused, with its request id',
      new ApiError('api-refused', 'x', { status: 422, requestId: 'req_1' }),
      400,
      { code: 'api-refused', text: 'errors.api-refused (errors.request-id req_1)', requestId: 'req_1' },
    ],
    [
      'a fault of ours',
      new TypeError('boom'),
      500,
      { code: 'internal-error', text: 'errors.internal-error{message=boom}' },
    ],
    ['what is no error at all', 'boom', 500, { code: 'internal-error', text: 'errors.internal-error{message=boom}' }],
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

  for (const [name, headers] of [
    ['a browser that says nothing about its site', own],
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
});
