import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { resourceFailure } from '#src/account/reading/resource-failure.js';
import type { ResourceQuery } from '#src/account/reading/resource-query.js';
import { readResource } from '#src/account/reading/resource-reading.js';
import { ApiError, ConfigError, DecodeError, UnavailableError } from '#src/errors.js';
import type { NomosClient } from '#src/nomos/client.js';
import type { ListQuery } from '#src/nomos/list-query.js';
import { ManualClock, until } from '../../support/clock/manual-clock.js';

const own: ResourceQuery = { resource: 'invoices', subscription: '', maxItems: 1000, personalData: false };
const busy = (retryAfterMs?: number) =>
  new UnavailableError('api-busy', 'busy', { params: { status: 429 }, retryAfterMs, sent: false });
const refused = (status: number, reasons: string[] = [], fields: string[] = []) =>
  new ApiError(`api-${status}`, 'no', { status, reasons, fields, requestId: 'req_7', params: { status, reason: 'x' } });

describe('account: reading something for a customer', () => {
  const clock = new ManualClock(Date.parse('2026-11-22T10:00:00Z'));
  const lists: ListQuery[] = [];
  const files: string[] = [];
  let failures: Error[];
  beforeEach(() => {
    failures = [];
    lists.length = 0;
    files.length = 0;
  });

  const client = {
    async list(query: ListQuery) {
      lists.push(query);
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      return { items: [{ id: 'inv_2', invoiceNumber: 'N-2' }], truncated: query.maxItems === 1 };
    },
    async contract(id: string, privacy: string) {
      return {
        id,
        number: 'N1',
        plan: 'pln_1',
        ...(privacy === 'personal-data' && { customer: { firstName: 'Anna' } }),
      };
    },
    plan: async (id: string) => ({ id, name: 'Basic' }),
    async invoiceFile(id: string) {
      files.push(id);
      return `https://files.example.com/${id}`;
    },
  } as unknown as NomosClient;
  const ports = {
    client,
    clock,
    contractId: async (choice: string) => choice || 'sub_own',
    numberOf: async (id: string) => `number of ${id}`,
  };
  const read = (more: Partial<ResourceQuery> = {}, signal = new AbortController().signal) =>
    readResource(ports, { ...own, ...more }, signal);

  it('a list: of the account’s own contract, or of the chosen one', async () => {
    assert.equal((await read()).subscriptionNumber, 'number of sub_own');
    assert.equal((await read({ subscription: 'sub_2' })).subscriptionNumber, 'number of sub_2');
    assert.deepEqual(
      lists.map(({ subscriptionId }) => subscriptionId),
      ['sub_own', 'sub_2'],
    );
  });

  it('all contracts are of no single one', async () => {
    assert.equal((await read({ resource: 'subscriptions', subscription: 'sub_2' })).subscriptionNumber, undefined);
    assert.equal(lists[0]?.subscriptionId, undefined);
  });

  for (const [name, from, to, start, end] of [
    ['spring, 23 hours', '2026-03-29', '2026-03-29', '2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00'],
    ['autumn, 25 hours', '2026-10-25', '2026-10-25', '2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00'],
    ['from a day on', '2026-01-01', undefined, '2026-01-01T00:00:00+01:00', undefined],
    ['until a day', undefined, '2026-12-31', undefined, '2027-01-01T00:00:00+01:00'],
  ] as const)
    it(`local days, both included: ${name}`, async () => {
      await read({ from, to });
      const { period } = lists[0] ?? {};
      assert.deepEqual(
        [period?.start, period?.end],
        [start, end].map((text) => (text === undefined ? undefined : Date.parse(text))),
      );
    });

  it('single things are those of the contract', async () => {
    assert.deepEqual((await read({ resource: 'plan' })).payload, { id: 'pln_1', name: 'Basic' });
    const { payload, subscriptionNumber } = await read({ resource: 'customer', personalData: true });
    assert.deepEqual([payload, subscriptionNumber], [{ firstName: 'Anna' }, 'N1']);
    await assert.rejects(read({ resource: 'customer' }), { code: 'answer-unexpected', path: 'customer', message: /./ });
    const all = await read({ resource: 'subscription', subscription: 'sub_2' });
    assert.deepEqual(all, {
      payload: { id: 'sub_2', number: 'N1', plan: 'pln_1' },
      truncated: false,
      subscriptionNumber: 'N1',
    });
  });

  it('the file of an invoice: the one that is named, or the newest; for an hour', async () => {
    const link = { validUntil: '2026-11-22T12:00:00+01:00', validMinutes: 60 };
    const named = await read({ resource: 'invoice-file', invoice: 'inv_1' });
    assert.deepEqual(named.payload, { invoice: 'inv_1', url: 'https://files.example.com/inv_1', ...link });
    assert.deepEqual([named.subscriptionNumber, lists.length], [undefined, 0]);
    const newest = await read({ resource: 'invoice-file' });
    const expected = { invoice: 'inv_2', invoiceNumber: 'N-2', url: 'https://files.example.com/inv_2', ...link };
    assert.deepEqual([newest.payload, newest.subscriptionNumber], [expected, 'number of sub_own']);
    assert.deepEqual([named.truncated, newest.truncated], [false, false]);
    assert.deepEqual(lists, [
      { list: 'invoices', subscriptionId: 'sub_own', maxItems: 1, privacy: 'no-personal-data' },
    ]);
  });

  it('there may be no invoice yet', async () => {
    const none = { ...client, list: async () => ({ items: [], truncated: false }) };
    const asked = readResource(
      { ...ports, client: none },
      { ...own, resource: 'invoice-file' },
      new AbortController().signal,
    );
    await assert.rejects(asked, { code: 'no-invoice', message: /./ });
  });

  it('an invoice without a number has none, and a contract whose number and plan are no words has neither', async () => {
    const plans: string[] = [];
    const odd = {
      ...client,
      list: async () => ({ items: [{ id: 'inv_3' }], truncated: false }),
      contract: async () => ({ number: 17, plan: 4 }),
      plan: async (id: string) => {
        plans.push(id);
        return {};
      },
    } as unknown as NomosClient;
    const of = (resource: 'invoice-file' | 'plan') =>
      readResource({ ...ports, client: odd }, { ...own, resource }, new AbortController().signal);
    assert.equal('invoiceNumber' in (await of('invoice-file')).payload, false);
    assert.deepEqual([(await of('plan')).subscriptionNumber, plans], [undefined, ['']]);
  });

  it('values that say who somebody is are read only where they are wanted', async () => {
    await read({ personalData: true });
    await read({ personalData: false });
    assert.deepEqual(
      lists.map(({ privacy }) => privacy),
      ['personal-data', 'no-personal-data'],
    );
  });

  for (const [what, failure, code, params] of [
    ['403', refused(403), 'resource-forbidden', { resource: 'invoices' }],
    ['404', refused(404), 'resource-not-found', { resource: 'invoices' }],
    [
      '400 with reasons',
      refused(400, ['invalid_enum_value', 'invalid_enum_value'], ['filter.status.eq']),
      'resource-refused',
      { status: 400, words: 'invalid_enum_value, filter.status.eq' },
    ],
    ['422 without', refused(422), 'resource-refused', { status: 422, words: '–' }],
    ['429 without a wait', busy(), 'resource-unavailable', { status: 429 }],
    ['429 with a long one', busy(31_000), 'resource-unavailable', { status: 429 }],
    [
      'no connection',
      new UnavailableError('network-reset', 'x', { sent: true, params: { host: 'h' } }),
      'resource-unreachable',
      { host: 'h', code: 'network-reset' },
    ],
  ] as const)
    it(`in words: ${what} -> ${code}, asked once`, async () => {
      failures = [failure];
      await assert.rejects(read(), (error: ApiError) => {
        assert.equal(error.code, code);
        for (const [name, value] of Object.entries(params)) assert.equal(error.params[name], value, name);
        if (failure instanceof ApiError) assert.equal(error.requestId, 'req_7');
        return true;
      });
      assert.equal(lists.length, 1);
    });

  for (const failure of [
    refused(401),
    new ConfigError('several-subscriptions', 'x'),
    new DecodeError('answer-unexpected', 'x', { path: 'items' }),
    new UnavailableError('network-dns', 'x', { sent: false }),
  ])
    it(`in words: ${failure.code} speaks for itself`, async () => {
      failures = [failure];
      await assert.rejects(read(), failure);
    });

  it('a short wait that Nomos asks for is kept, and then the question is put once more', async () => {
    failures = [busy(30_000)];
    const asked = read();
    await until(() => clock.nextTimerMs === 30_000);
    await clock.advance(29_999);
    assert.equal(lists.length, 1);
    await clock.advance(1);
    assert.equal((await asked).truncated, false);
    assert.equal(lists.length, 2);
  });

  it('and no more than once', async () => {
    failures = [busy(1_000), busy(1_000), busy(1_000)];
    const asked = assert.rejects(read(), { code: 'resource-unavailable' });
    await until(() => clock.nextTimerMs === 1_000);
    await clock.advance(1_000);
    await asked;
    assert.deepEqual([lists.length, clock.nextTimerMs], [2, undefined]);
  });

  it('a wait ends at once when nobody wants the answer any more', async () => {
    failures = [busy(30_000)];
    const controller = new AbortController();
    const asked = assert.rejects(read({}, controller.signal), { code: 'request-aborted' });
    await until(() => clock.nextTimerMs === 30_000);
    controller.abort();
    await asked;
    assert.deepEqual([lists.length, clock.nextTimerMs], [1, undefined]);
  });

  it('nor does it begin where nobody wants the answer before', async () => {
    failures = [busy(30_000)];
    const error = { code: 'request-aborted', sent: false, message: /./ };
    await assert.rejects(read({}, AbortSignal.abort()), error);
    assert.deepEqual([lists.length, clock.nextTimerMs], [1, undefined]);
  });

  it('a wait that is over leaves nothing behind at a signal that lasts', async () => {
    failures = [busy(1_000)];
    const { signal } = new AbortController();
    const asked = read({}, signal);
    await until(() => clock.nextTimerMs === 1_000);
    assert.equal(getEventListeners(signal, 'abort').length, 1);
    await clock.advance(1_000);
    await asked;
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('whatever is no failure of a request is given back as it is', () => {
    for (const thrown of [undefined, null, 'text', new ConfigError('api-busy', 'x'), new TypeError('x')])
      assert.equal(resourceFailure(thrown, 'plan'), thrown);
  });
});
