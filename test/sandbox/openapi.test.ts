import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { type Sandbox, startSandbox, type UnpublishedShape } from '../../sandbox/index.js';
import { read, refreshWith, signIn } from '../support/nomos/sandbox-requests.js';

const shared = process.env.SHARED_DIR ?? join(__dirname, '..', '..', '..', '..', 'shared');
const file = join(shared, 'nomos-api', 'openapi.curie.json');

// biome-ignore lint/suspicious/noExplicitAny: a JSON schema.
type Json = any;

/** OpenAPI 3.0 to JSON schema: `nullable`, and nothing may stand in an answer that the document does not name. */
function toJsonSchema(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(toJsonSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, example: _, ...rest } = schema;
  const converted = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, toJsonSchema(value)]));
  if (nullable === true && typeof converted.type === 'string') {
    converted.type = [converted.type, 'null'];
    if (Array.isArray(converted.enum)) converted.enum.push(null);
  }
  if (converted.type === 'object' && 'properties' in converted) converted.additionalProperties ??= false;
  return converted;
}

describe("sandbox: answers validate against Nomos' OpenAPI document", () => {
  let sandbox: Sandbox;
  let accessToken: string;
  let document: Json;
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);

  before(async function () {
    if (!existsSync(file)) {
      console.log(`      skipped: ${file} is absent (set SHARED_DIR)`);
      this.skip();
    }
    document = JSON.parse(readFileSync(file, 'utf8'));
    sandbox = await startSandbox();
    sandbox.clock.stopAt('2026-11-22T09:00:00Z');
    accessToken = (await signIn(sandbox)).accessToken;
  });
  after(() => sandbox?.stop());

  function check(schema: Json, body: unknown) {
    const root = toJsonSchema({ ...schema, components: { schemas: document.components.schemas } });
    const validate = ajv.compile(root);
    assert.ok(validate(body), ajv.errorsText(validate.errors));
  }

  function success(path: string, method = 'get'): Json {
    return document.paths[path][method].responses['200'].content['application/json'].schema;
  }

  function failure(name: string): Json {
    return { $ref: `#/components/schemas/${name}` };
  }

  it('notices a wrong answer', () => {
    const schema = success('/subscriptions/{id}/prices');
    assert.throws(() => check(schema, { object: 'price' }), /must have required property/);
    assert.throws(() => check({ type: 'object', properties: {} }, { surplus: 1 }), /additional properties/);
  });

  it('POST /oauth/token', async () => {
    const { body, refreshToken } = await signIn(sandbox, 'ben@example.com');
    check(success('/oauth/token', 'post'), body);
    check(success('/oauth/token', 'post'), (await refreshWith(sandbox, refreshToken)).body);
    const refused = await refreshWith(sandbox, 'unknown');
    assert.equal(refused.status, 401);
    check(failure('ErrUnauthorized'), refused.body);
  });

  it('GET /subscriptions, and one page of it', async () => {
    for (const query of ['', '?limit=2']) {
      const { body } = await read(sandbox, `/subscriptions${query}`, { accessToken });
      check(success('/subscriptions'), body);
    }
  });

  it('GET /subscriptions/{id}', async () => {
    for (const { id } of sandbox.customers[0]!.subscriptions) {
      const { body } = await read(sandbox, `/subscriptions/${id}`, { accessToken });
      check(success('/subscriptions/{id}'), body);
    }
  });

  for (const shape of ['absent', 'null-amounts', 'empty', 'null', 'zeros', 'no-electricity'] as UnpublishedShape[])
    it(`GET /subscriptions/{id}/prices while tomorrow is shown as ${shape}`, async () => {
      sandbox.set({ unpublished: shape });
      for (const { id } of sandbox.customers[0]!.subscriptions) {
        const { body } = await read(sandbox, `/subscriptions/${id}/prices?start=2026-11-22&end=2026-11-23`, {
          accessToken,
        });
        check(success('/subscriptions/{id}/prices'), body);
      }
    });

  for (const resolution of ['auto', '15min', 'hour', 'day', 'week', 'month'])
    it(`GET /subscriptions/{id}/usage by ${resolution}`, async () => {
      const carla = (await signIn(sandbox, 'carla@example.com')).accessToken;
      for (const [customer, token] of [
        [sandbox.customers[0]!, accessToken],
        [sandbox.customers[2]!, carla],
      ] as const)
        for (const { id } of customer.subscriptions) {
          const path = `/subscriptions/${id}/usage?start=2026-10-20&end=2026-11-23&resolution=${resolution}`;
          const { body } = await read(sandbox, path, { accessToken: token });
          check(success('/subscriptions/{id}/usage'), body);
        }
    });

  for (const path of ['/invoices', '/meter-readings', '/grid-fee-reductions', '/plans', '/customers'])
    for (const email of ['anna@example.com', 'ben@example.com', 'carla@example.com'])
      it(`GET ${path}, all and one of it, as ${email}`, async () => {
        const token = (await signIn(sandbox, email)).accessToken;
        const { body } = await read(sandbox, `${path}?limit=100`, { accessToken: token });
        check(success(path), body);
        assert.ok(body.items.length > 0 || path === '/grid-fee-reductions');
        const one = `${path}/{id}`;
        if (!(one in document.paths)) return;
        for (const { id } of body.items.slice(0, 40)) {
          check(success(one), (await read(sandbox, `${path}/${id}`, { accessToken: token })).body);
        }
      });

  it('403', async () => {
    sandbox.set({ forbidden: 'plans' });
    const { status, body } = await read(sandbox, '/plans', { accessToken });
    sandbox.set({ forbidden: '' });
    assert.equal(status, 403);
    check(failure('ErrForbidden'), body);
  });

  for (const [name, status, path] of [
    ['ErrBadRequest', 400, '/subscriptions?limit=0'],
    ['ErrBadRequest', 400, '/subscriptions?cursor=tampered'],
    ['ErrNotFound', 404, '/subscriptions/sub_unknown'],
    ['ErrNotFound', 404, '/nothing'],
    ['ErrNotFound', 404, '/invoices/inv_unknown'],
    ['ErrNotFound', 404, '/invoices/inv_unknown/file'],
    ['ErrNotFound', 404, '/plans/pln_unknown'],
    ['ErrBadRequest', 400, '/invoices?filter[status]=open'],
  ] as const)
    it(`${status} ${path}`, async () => {
      const { status: seen, body } = await read(sandbox, path, { accessToken });
      assert.equal(seen, status);
      check(failure(name), body);
    });

  it('401 and 429', async () => {
    const refused = await read(sandbox, '/subscriptions', { accessToken: 'wrong' });
    assert.equal(refused.status, 401);
    check(failure('ErrUnauthorized'), refused.body);
    sandbox.set({ requestsPerSecond: 0 });
    const limited = await read(sandbox, '/subscriptions', { accessToken });
    sandbox.set({ requestsPerSecond: undefined });
    assert.equal(limited.status, 429);
    assert.equal(limited.headers.get('retry-after'), '30');
    check(failure('ErrTooManyRequests'), limited.body);
  });
});
