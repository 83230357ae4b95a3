import assert from 'node:assert/strict';
import { createHttpDoor, type HttpDoor } from '#src/http/door.js';
import { createNomosClient, type NomosClient } from '#src/nomos/client.js';
import type { ListQuery } from '#src/nomos/list-query.js';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';
import { read, signIn } from '../support/nomos/sandbox-requests.js';

const lists = ['subscriptions', 'invoices', 'meter-readings', 'grid-fee-reductions'] as const;
const berlin = (date: string) => new Date(`${date}T00:00:00+02:00`).getTime();

/** The whole client against the simulated Nomos, which was written from the documentation and not from the client. */
describe('nomos: reading from the simulated Nomos', () => {
  let sandbox: Sandbox;
  let door: HttpDoor;
  let client: NomosClient;
  let accessToken: string;

  before(async () => {
    sandbox = await startSandbox();
    sandbox.clock.stopAt('2026-11-22T16:00:00Z');
    ({ accessToken } = await signIn(sandbox));
    door = createHttpDoor({ maxPerSecond: 10_000 });
    const tokens = { accessToken: async () => accessToken, renew: async () => accessToken };
    client = createNomosClient({ door, baseUrl: sandbox.url, tokens });
  });
  afterEach(() => sandbox.set({ filters: 'obeyed', largestPage: 100, readPlaces: 'by-version', forbidden: '' }));
  after(async () => {
    door.close();
    await sandbox.stop();
  });

  const home = () => sandbox.customers[0]!.subscriptions[0]!.id;
  const ask = (list: ListQuery['list'], more: Partial<ListQuery> = {}) =>
    client.list({ list, maxItems: 1000, privacy: 'no-personal-data', ...more });
  const idsOf = async (list: ListQuery['list'], more: Partial<ListQuery> = {}) =>
    (await ask(list, more)).items.map(({ id }) => id);
  // biome-ignore lint/suspicious/noExplicitAny: tests look at raw JSON of any shape.
  const wire = async (path: string): Promise<any> => (await read(sandbox, path, { accessToken })).body;
  const lineOf = (path: string) => sandbox.ledger.entries.filter((entry) => entry.path === path).length;

  for (const list of lists)
    it(`${list}: every entry once, in the order of Nomos, whatever the size of a page`, async () => {
      const { items } = await wire(`/${list}?limit=100`);
      const expected = items.map(({ id }: { id: string }) => id);
      assert.ok(expected.length > 1);
      for (const largestPage of [1, 2, 7, 100]) {
        sandbox.set({ largestPage });
        const before = lineOf(`/${list}`);
        const { items: found, truncated } = await ask(list);
        assert.deepEqual([found.map(({ id }) => id), truncated], [expected, false]);
        assert.equal(lineOf(`/${list}`) - before, Math.ceil(expected.length / largestPage));
      }
    });

  it('a cap cuts after the wanted entries, and reads no more pages than it needs', async () => {
    sandbox.set({ largestPage: 4 });
    const all = await idsOf('invoices');
    for (const maxItems of [1, 4, 5, all.length - 1, all.length, all.length + 1]) {
      const before = lineOf('/invoices');
      const { items, truncated } = await ask('invoices', { maxItems });
      assert.deepEqual([items.map(({ id }) => id), truncated], [all.slice(0, maxItems), maxItems < all.length]);
      assert.equal(lineOf('/invoices') - before, Math.ceil(Math.min(maxItems + 1, all.length) / 4));
    }
  });

  // biome-ignore lint/suspicious/noExplicitAny: tests look at raw JSON of any shape.
  type Entry = any;
  const questions: readonly [ListQuery['list'], Partial<ListQuery>, (entry: Entry) => boolean][] = [
    ['subscriptions', { status: 'active' }, ({ status }) => status === 'active'],
    ['subscriptions', { type: 'feed-in' }, ({ type }) => type === 'feed_in'],
    ['invoices', { status: 'voided' }, ({ status }) => status === 'voided'],
    ['invoices', { type: 'void' }, ({ type }) => type === 'void'],
    [
      'invoices',
      { period: { start: berlin('2026-04-01'), end: berlin('2026-07-01') }, status: 'paid' },
      ({ period_start: at, status }) => status === 'paid' && at >= '2026-03-31T22' && at < '2026-06-30T22',
    ],
    ['meter-readings', { type: 'grid-reading' }, ({ type }) => type === 'grid_reading'],
    ['meter-readings', { period: { start: berlin('2025-06-01') } }, ({ timestamp }) => timestamp >= '2025-06'],
    ['grid-fee-reductions', { status: 'ordered' }, ({ status }) => status === 'ordered'],
    ['grid-fee-reductions', { type: 'enwg-14a-module-1' }, ({ type }) => type === 'enwg-14a-module-1'],
  ];
  for (const [list, question, isWanted] of questions)
    it(`${list} ${JSON.stringify(question)}, also where Nomos ignores every filter`, async () => {
      const { items } = await wire(`/${list}?limit=100`);
      const expected = items.filter(isWanted).map(({ id }: Entry) => id);
      assert.ok(expected.length > 0);
      for (const filters of ['obeyed', 'ignored'] as const) {
        sandbox.set({ filters, largestPage: 5 });
        assert.deepEqual(await idsOf(list, question), expected);
      }
    });

  it('only entries of one contract', async () => {
    for (const list of ['invoices', 'meter-readings', 'grid-fee-reductions'] as const) {
      const { items } = await ask(list, { subscriptionId: home() });
      assert.ok(items.length > 0 && items.every(({ subscription }) => subscription === home()), list);
    }
  });

  it('invoices and readings at their older places are the same', async () => {
    const present = await Promise.all(
      (['invoices', 'meter-readings'] as const).map((list) => idsOf(list, { subscriptionId: home() })),
    );
    sandbox.set({ readPlaces: 'older', largestPage: 3 });
    for (const [index, list] of (['invoices', 'meter-readings'] as const).entries())
      assert.deepEqual(await idsOf(list, { subscriptionId: home() }), present[index]);
  });

  it('a contract, its plan, and the link to the file of an invoice', async () => {
    const contract = await client.contract(home(), 'personal-data');
    const { address, iban, email } = sandbox.customers[0]!;
    const { number, customer, paymentMethod, address: place }: Entry = contract;
    assert.deepEqual(
      [number, customer.email, paymentMethod.sepaDebit.iban, place],
      [sandbox.customers[0]!.subscriptions[0]!.number, email, iban, address],
    );
    assert.equal((await client.plan(String(contract.plan))).priceEurPerMonth, 10.99);
    const [invoice] = (await ask('invoices', { subscriptionId: home(), maxItems: 1 })).items;
    const link = await client.invoiceFile(String(invoice?.id));
    assert.match(await (await fetch(link)).text(), /^%PDF/);
  });

  for (const resolution of ['15min', 'hour', 'day', 'week', 'month'] as const)
    it(`metered values by ${resolution} follow one another without a hole, over the day of 25 hours`, async () => {
      const days = { firstDay: '2026-10-01', lastDay: '2026-10-31', resolution } as const;
      const { series, meterType } = await client.usage(home(), days);
      const quarters = (await client.usage(home(), { ...days, resolution: '15min' })).series;
      const sum = (values: typeof series) => values.reduce((total, { usageKwh }) => total + usageKwh, 0);
      assert.equal(meterType, 'smart');
      assert.ok(Math.abs(sum(series) - sum(quarters)) < 1e-6);
      assert.deepEqual(
        series.slice(1).map(({ start }) => start),
        series.slice(0, -1).map(({ end }) => end),
      );
      assert.equal(series[0]?.start, Date.parse('2026-09-30T22:00:00Z'));
      const end = resolution === 'week' ? '2026-11-01T23:00:00Z' : '2026-10-31T23:00:00Z';
      assert.equal(series.at(-1)?.end, Date.parse(end));
    });

  const day = { firstDay: '2026-11-01', lastDay: '2026-11-01', resolution: 'day' } as const;
  const reads: readonly [name: string, forbidden: string, question: () => Promise<unknown>][] = [
    ['invoices', 'invoices', () => ask('invoices')],
    ['readings', 'meter-readings', () => ask('meter-readings', { subscriptionId: home() })],
    ['a plan', 'plans', () => client.plan('pln_1')],
    ['the file of an invoice', 'invoice-file', () => client.invoiceFile('inv_1')],
    ['a contract', 'subscription', () => client.contract('sub_1', 'no-personal-data')],
    ['usage', 'usage', () => client.usage('sub_1', day)],
  ];
  for (const [name, forbidden, question] of reads) {
    it(`403 for ${name} is told as such, with the request id`, async () => {
      sandbox.set({ forbidden });
      await assert.rejects(question(), isToldAs('api-forbidden', 403));
    });
    if (!['invoices', 'readings'].includes(name))
      it(`404 for ${name} is told as such, with the request id`, () =>
        assert.rejects(question(), isToldAs('api-not-found', 404)));
  }

  it('makes no protocol mistake', () => assert.deepEqual(sandbox.ledger.findings, []));
});

function isToldAs(code: string, status: number) {
  return (error: { readonly code: string; readonly status: number; readonly requestId: string }) => {
    assert.deepEqual([error.code, error.status], [code, status]);
    assert.match(error.requestId, /^[\w-]{36}$/);
    return true;
  };
}
