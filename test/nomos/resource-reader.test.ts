import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createHttpDoor, type HttpDoor } from '#src/http/door.js';
import { createNomosClient, type NomosClient } from '#src/nomos/client.js';
import type { ListQuery } from '#src/nomos/list-query.js';
import { type FakeReads, fakeReads } from '../support/nomos/fake-reads.js';
import { json, type Loopback, startLoopback } from '../support/nomos/loopback.js';
import { homeId, personalValues } from '../support/nomos/wire-answers.js';

const none = 'no-personal-data';
const lists = ['subscriptions', 'invoices', 'meter-readings', 'grid-fee-reductions'] as const;

describe('nomos: reading what a customer may read', () => {
  let server: Loopback;
  let door: HttpDoor;
  let client: NomosClient;
  let reads: FakeReads;

  beforeEach(async () => {
    reads = fakeReads();
    server = await startLoopback((seen, response) => reads.answer(seen, response));
    door = createHttpDoor({ maxPerSecond: 10_000 });
    const tokens = { accessToken: async () => 'token-1', renew: async () => 'token-2' };
    client = createNomosClient({ door, baseUrl: server.url, tokens });
  });
  afterEach(async () => {
    door.close();
    await server.stop();
  });

  const ask = (list: ListQuery['list'], more: Partial<ListQuery> = {}) =>
    client.list({ list, maxItems: 1000, privacy: none, ...more });
  const asked = () => server.seen.map(({ url }) => decodeURIComponent(url));
  const stretch = (start: string, end: string) => ({ start: Date.parse(start), end: Date.parse(end) });

  it('an invoice by our names: units, local times, and nothing that Nomos does not say', async () => {
    const { items, truncated } = await ask('invoices', { status: 'open' });
    assert.equal(truncated, false);
    assert.deepEqual(items, [
      {
        id: 'inv_0000000010',
        invoiceNumber: '4X44EMKX-10',
        subscription: homeId,
        month: 10,
        year: 2026,
        periodStart: '2026-10-01T00:00:00+02:00',
        periodEnd: '2026-11-01T00:00:00+01:00',
        periodNumber: 10,
        status: 'open',
        type: 'usage',
        totalEur: 40.25,
        usageKwh: 110,
        issuedAt: '2026-11-05T09:00:00+01:00',
      },
    ]);
  });

  it('a reading, a reduction and a contract by our names', async () => {
    const [reading] = (await ask('meter-readings')).items;
    assert.deepEqual(reading, {
      id: 'mr_0',
      subscription: homeId,
      valueKwh: 4711.5,
      readAt: '2026-07-01T00:00:00+02:00',
      type: 'customer-report',
      createdAt: '2026-07-02T11:00:00+02:00',
    });
    const [reduction] = (await ask('grid-fee-reductions')).items;
    assert.deepEqual(reduction, {
      id: 'gfr_1',
      subscription: homeId,
      type: 'enwg-14a-module-1',
      status: 'activated',
      validFrom: '2026-01-01T00:00:00+01:00',
      createdAt: '2024-03-14T13:00:00+01:00',
      updatedAt: '2024-03-14T13:00:00+01:00',
    });
    const roof = (await ask('subscriptions', { type: 'feed-in' })).items;
    assert.deepEqual(
      roof.map(({ number, type, estimatedUsageKwhPerYear }) => [number, type, estimatedUsageKwhPerYear]),
      [['ROOF0001', 'feed-in', 3500]],
    );
  });

  it('a contract by itself: the type of the meter, and no more of what belongs to it', async () => {
    const contract = await client.contract(homeId, none);
    assert.deepEqual(
      [contract.number, contract.plan, contract.meter],
      ['4X44EMKX', 'pln_basic0000001', { type: 'smart' }],
    );
    assert.deepEqual(await client.plan('pln_basic0000001'), {
      id: 'pln_basic0000001',
      name: 'Basic',
      description: 'Dynamic',
      type: 'consumption',
      priceEurPerMonth: 10.99,
      createdAt: '2021-01-01T01:00:00+01:00',
    });
  });

  it('personal values come only where they are asked for, unknown ones never', async () => {
    const everything = async (privacy: ListQuery['privacy']) => {
      const all = [
        ...(await Promise.all(lists.map((list) => ask(list, { privacy })))),
        await client.contract(homeId, privacy),
      ];
      return JSON.stringify(all);
    };
    const plain = await everything(none);
    assert.deepEqual(
      personalValues.filter((value) => plain.includes(value)),
      [],
    );
    const personal = await everything('personal-data');
    const withheld = ['adr_anna', 'pm_anna'];
    assert.deepEqual(
      personalValues.filter((value) => !personal.includes(value)),
      withheld,
      'ids of no use to anyone stay away',
    );
    for (const unknown of ['metadata', 'owner', 'future', 'secret']) assert.ok(!personal.includes(unknown), unknown);
    assert.doesNotMatch(personal, /"\w+_\w+":/, 'a name of the wire came through');
  });

  it('lets Nomos filter by what it can, in its words', async () => {
    await ask('invoices', { subscriptionId: homeId, status: 'paid', type: 'usage' });
    await ask('meter-readings', { type: 'grid-reading' });
    await ask('meter-readings', { type: 'grid_reading' });
    await ask('grid-fee-reductions', { status: 'activated', type: 'enwg-14a-module-1' });
    await ask('invoices', { status: 'brand_new' });
    assert.deepEqual(asked(), [
      `/invoices?limit=100&filter[status][eq]=paid&filter[type][eq]=usage&filter[subscription][eq]=${homeId}`,
      '/meter-readings?limit=100&filter[type][eq]=grid_reading',
      '/meter-readings?limit=100&filter[type][eq]=grid_reading',
      '/grid-fee-reductions?limit=100&filter[status][eq]=activated',
      '/invoices?limit=100&filter[status][eq]=brand_new',
    ]);
  });

  it('a stretch of time: the start belongs to it, the end does not; readings are filtered by their day', async () => {
    const period = stretch('2026-03-01T00:00:00+01:00', '2026-05-01T00:00:00+02:00');
    const months = (await ask('invoices', { period })).items.map(({ month }) => month);
    assert.deepEqual(months, [4, 3]);
    const [url = ''] = asked();
    assert.ok(url.includes('filter[period_start][gte]=2026-02-28T23:00:00.000Z'), url);
    assert.ok(url.includes('filter[period_start][lte]=2026-04-30T21:59:59.999Z'), url);
    const readings = await ask('meter-readings', { period: { start: Date.parse('2026-07-01T00:00:00+02:00') } });
    assert.deepEqual(
      readings.items.map(({ id }) => id),
      ['mr_0'],
    );
    const before = await ask('meter-readings', { period: { end: Date.parse('2026-01-01T00:00:00+01:00') } });
    assert.deepEqual(before.items, []);
  });

  it('filters once more, because Nomos ignores what it does not know', async () => {
    const stretches = fc.tuple(fc.integer({ min: 1, max: 11 }), fc.integer({ min: 1, max: 11 }));
    const words = fc.record({
      status: fc.constantFrom(undefined, 'open', 'paid', 'voided'),
      type: fc.constantFrom(undefined, 'usage', 'prepayment'),
      subscriptionId: fc.constantFrom(undefined, homeId, 'sub_other'),
    });
    await fc.assert(
      fc.asyncProperty(words, stretches, fc.integer({ min: 1, max: 12 }), async (filters, [from, to], pageSize) => {
        const monthStart = (month: number) => Date.UTC(2026, month - 1, 1) - 12 * 3_600_000;
        const period = { start: monthStart(from), end: monthStart(to) };
        const answers = [];
        for (const mode of ['obeyed', 'ignored'] as const) {
          Object.assign(reads, { filters: mode, pageSize });
          answers.push(await ask('invoices', { ...filters, period, maxItems: 5 }));
        }
        assert.deepEqual(answers[1], answers[0]);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps all parameters while it walks', async () => {
    reads.pageSize = 3;
    const { items } = await ask('invoices', { subscriptionId: homeId });
    assert.equal(items.length, 10);
    const bare = asked().map((url) => url.replace(/&cursor=\d+/, ''));
    assert.deepEqual([bare.length, new Set(bare).size], [4, 1]);
  });

  it('older versions: the lists below the contract, whose entries do not name it', async () => {
    reads.places = 'older';
    const { items } = await ask('invoices', { subscriptionId: homeId });
    assert.deepEqual([items.length, items[0]?.subscription], [10, homeId]);
    assert.equal((await ask('meter-readings', { subscriptionId: homeId })).items.length, 2);
    assert.deepEqual(
      server.seen.map(({ url }) => url.split('?')[0]),
      [
        ...['/invoices', `/subscriptions/${homeId}/invoices`],
        ...['/meter-readings', `/subscriptions/${homeId}/meter_readings`],
      ],
    );
  });

  it('older versions: what is in neither place is not found', async () => {
    reads.places = 'older';
    await assert.rejects(ask('invoices', { subscriptionId: 'sub_gone' }), { code: 'api-not-found', status: 404 });
    const asked = server.seen.length;
    await assert.rejects(ask('grid-fee-reductions', { subscriptionId: homeId }), { code: 'api-not-found' });
    await assert.rejects(ask('invoices'), { code: 'api-not-found' });
    assert.equal(server.seen.length, asked + 2, 'there is no older place, or nothing says which');
  });

  it('older versions: only what is not found is asked for at the older place, and what happens there is told', async () => {
    server.answer = (_, response) => json(response, 403, {});
    await assert.rejects(ask('invoices', { subscriptionId: homeId }), { code: 'api-forbidden' });
    assert.equal(server.seen.length, 1);
    server.answer = ({ url }, response) => json(response, url.startsWith('/invoices') ? 404 : 503, {});
    await assert.rejects(ask('invoices', { subscriptionId: homeId }), { code: 'api-unavailable' });
  });

  it('a part of which nothing is said is left out', async () => {
    server.answer = (_, response) => json(response, 200, { id: 'sub_1', meter: { type: null, new: 1 }, address: {} });
    assert.deepEqual(await client.contract('sub_1', 'personal-data'), { id: 'sub_1' });
  });

  it('words are hyphenated all through, numbers keep a zero', async () => {
    const items = [{ id: 'mr_1', type: 'a_b_c', value: 0 }];
    server.answer = (_, response) => json(response, 200, { items });
    assert.deepEqual((await ask('meter-readings')).items, [{ id: 'mr_1', type: 'a-b-c', valueKwh: 0 }]);
    assert.deepEqual((await ask('meter-readings', { type: 'a_b-c' })).items.length, 1);
  });

  for (const [list, field] of [
    ['subscriptions', 'created_at'],
    ['invoices', 'period_start'],
    ['meter-readings', undefined],
    ['grid-fee-reductions', 'created_at'],
  ] as const)
    it(`${list}: Nomos is asked for ${field ?? 'no'} from a start, or before an end`, async () => {
      await ask(list, { period: { start: Date.parse('2026-03-01T00:00:00Z') } });
      await ask(list, { period: { end: Date.parse('2026-03-01T00:00:00Z') } });
      const filters =
        field === undefined
          ? ['', '']
          : [`&filter[${field}][gte]=2026-03-01T00:00:00.000Z`, `&filter[${field}][lte]=2026-02-28T23:59:59.999Z`];
      assert.deepEqual(
        asked(),
        filters.map((filter) => `/${list}?limit=100${filter}`),
      );
    });

  it('the file of an invoice: its link, which is not opened', async () => {
    const elsewhere = await startLoopback((_, response) => json(response, 200, {}));
    reads.fileUrl = `${elsewhere.url}/file.pdf?signature=a%2Fb`;
    assert.equal(await client.invoiceFile('inv_10'), reads.fileUrl);
    assert.equal(elsewhere.seen.length, 0);
    await elsewhere.stop();
  });

  it('the file of an invoice: a link to any host over TLS, by any kind of redirect', async () => {
    for (const status of [300, 302, 307, 399]) {
      const link = `https://files.example.com/${status}.pdf?signature=a%2Fb`;
      server.answer = (_, response) => response.writeHead(status, { location: link }).end();
      assert.equal(await client.invoiceFile('inv_10'), link);
    }
    server.answer = (_, response) => response.writeHead(302).end();
    await assert.rejects(client.invoiceFile('inv_10'), { code: 'answer-unexpected', path: 'location' });
  });

  it('the file of an invoice: the link may be relative to the API', async () => {
    reads.fileUrl = '/files/1.pdf';
    assert.equal(await client.invoiceFile('inv_10'), `${server.url}/files/1.pdf`);
  });

  for (const location of [
    'http://files.example.com/1.pdf',
    'ftp://127.0.0.1/1.pdf',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'http://',
    '',
  ])
    it(`the file of an invoice: no link that nobody should open: ${location}`, async () => {
      reads.fileUrl = location;
      await assert.rejects(client.invoiceFile('inv_10'), { code: 'answer-unexpected', path: 'location' });
    });

  it('the file of an invoice: an answer that leads nowhere is none', async () => {
    server.answer = (_, response) => json(response, 200, { url: 'https://files.example.com' });
    await assert.rejects(client.invoiceFile('inv_10'), { code: 'answer-unexpected', path: 'location', message: /./ });
    server.answer = (_, response) => response.writeHead(200, { location: 'https://files.example.com/1.pdf' }).end();
    await assert.rejects(client.invoiceFile('inv_10'), { code: 'answer-unexpected', path: 'location' });
  });

  it('H2: a list that redirects is refused', async () => {
    server.answer = (_, response) => response.writeHead(302, { location: 'https://evil.example.com' }).end();
    await assert.rejects(ask('invoices'), { code: 'redirect-refused' });
  });

  it('H12: no id leads to another path', async () => {
    const evil = fc.oneof(fc.webUrl(), fc.string(), fc.constantFrom('../oauth/token', '..', 'a/b', 'a?b', 'a#b', ''));
    await fc.assert(
      fc.asyncProperty(evil, async (id) => {
        fc.pre(!/^[\w-]{1,128}$/.test(id));
        const refused = (field: string, allowed: string) => ({
          code: 'invalid-value',
          params: { field, value: '"…"', allowed },
        });
        await assert.rejects(client.invoiceFile(id), refused('invoice', 'inv_…'));
        await assert.rejects(client.contract(id, none), refused('subscription', 'sub_…'));
        await assert.rejects(ask('invoices', { subscriptionId: id }), refused('subscription', 'sub_…'));
        await assert.rejects(client.plan(id), { code: 'answer-unexpected', path: 'plan', message: /./ });
      }),
    );
    assert.equal(server.seen.length, 0);
  });

  it('names the path of what does not fit', async () => {
    server.answer = (_, response) => json(response, 200, { items: [{ id: 'inv_1' }, { id: 'inv_2', total: 'much' }] });
    await assert.rejects(ask('invoices'), { code: 'answer-unexpected', path: 'items.1.total' });
    server.answer = (_, response) => json(response, 200, { items: [{ total: 1 }] });
    await assert.rejects(ask('invoices'), { code: 'answer-unexpected', path: 'items.0.id' });
  });

  it('an instant that is none is left out, and lies in no stretch', async () => {
    server.answer = (_, response) =>
      json(response, 200, { items: [{ id: 'inv_1', period_start: 'soon', status: null }] });
    assert.deepEqual((await ask('invoices')).items, [{ id: 'inv_1' }]);
    assert.deepEqual((await ask('invoices', { period: { start: 0 } })).items, []);
  });

  it('H11: an aborted walk ends between two pages', async () => {
    const controller = new AbortController();
    reads.pageSize = 1;
    const { answer } = reads;
    reads.answer = (seen, response) => {
      if (server.seen.length === 3) controller.abort();
      answer(seen, response);
    };
    const walk = client.list({ list: 'invoices', maxItems: 1000, privacy: none }, controller.signal);
    await assert.rejects(walk, { code: 'request-aborted' });
    assert.equal(server.seen.length, 3);
  });
});
