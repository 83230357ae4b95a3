import assert from 'node:assert/strict';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox/index.js';
import { curie, kindsOf, read, signIn } from '../../support/nomos/sandbox-requests.js';

// biome-ignore lint/suspicious/noExplicitAny: tests look at raw JSON of any shape.
type Entry = any;

const edison = { 'x-api-version': '2026-01-29.edison' };
const batman = { 'x-api-version': '2025-12-16.batman' };

describe('sandbox: invoices, readings, reductions, plans, customers', () => {
  let sandbox: Sandbox;
  let accessToken: string;

  async function start(now: string, options: SandboxOptions = {}, email = 'anna@example.com') {
    sandbox = await startSandbox({ accessTokenTtlSeconds: 86_400 * 60, ...options });
    sandbox.clock.stopAt(now);
    accessToken = (await signIn(sandbox, email)).accessToken;
  }

  const get = (path: string, headers: Record<string, string> = curie) => read(sandbox, path, { accessToken, headers });
  const items = async (path: string): Promise<Entry[]> => (await get(path)).body.items;
  const home = (customer = 0) => sandbox.customers[customer]!.subscriptions[0]!.id;
  /** Walks over all pages, and gives the size of each, too. */
  async function walk(path: string) {
    const [found, sizes]: [Entry[], number[]] = [[], []];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: Entry = await get(`${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`);
      sizes.push(body.items.length);
      found.push(...body.items);
      assert.equal(body.has_more, body.next_page !== null);
      cursor = body.next_page;
    }
    return { found, sizes };
  }

  describe('each in a sandbox of its own', () => {
    afterEach(() => sandbox.stop());

    it('invoices: newest first over all pages, each once', async () => {
      await start('2026-11-22T11:00:00Z');
      const { found, sizes } = await walk('/invoices');
      assert.ok(sizes.length > 3 && sizes.slice(0, -1).every((size) => size === 10), String(sizes));
      assert.equal(new Set(found.map(({ id }) => id)).size, found.length);
      const instants = found.map(({ issued_at }) => Date.parse(issued_at));
      assert.deepEqual(
        instants,
        instants.toSorted((a, b) => b - a),
      );
      const [newest] = found;
      assert.deepEqual(
        [newest.month, newest.year, newest.period_start, newest.period_end, newest.status, newest.paid_at],
        [10, 2026, '2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z', 'open', null],
      );
      assert.equal((await walk('/invoices?limit=100')).sizes.length, 1);
      sandbox.set({ largestPage: 4 });
      const small = await walk('/invoices?limit=100');
      assert.deepEqual([small.sizes[0], small.found], [4, found]);
    });

    it('an invoice bills what the meter counted, at the price of each quarter-hour', async () => {
      await start('2026-11-22T11:00:00Z');
      const [{ usage, total }] = await items(`/invoices?filter[subscription][eq]=${home()}`);
      const { data } = (await get(`/subscriptions/${home()}/usage?resolution=15min&start=2026-10-01&end=2026-11-01`))
        .body;
      const prices = await items(`/subscriptions/${home()}/prices?start=2026-10-01&end=2026-10-31`);
      const at = new Map(prices.map(({ timestamp, amount }) => [Date.parse(timestamp), amount]));
      let [kwh, ct] = [0, 0];
      for (const value of data) {
        kwh += value.usage;
        ct += value.usage * at.get(Date.parse(value.start));
      }
      assert.ok(Math.abs(usage - kwh) < 1e-6, `${usage} is ${kwh}`);
      assert.ok(Math.abs(total - (ct / 100 + 10.99)) < 0.006, `${total} is ${ct / 100 + 10.99}`);
    });

    it('an invoice appears on the 15th, is paid two weeks later, and does not change any more', async () => {
      await start('2026-11-15T06:59:59Z');
      const [older] = await items('/invoices');
      assert.deepEqual([older.month, older.status], [9, 'paid']);
      sandbox.clock.stopAt('2026-11-15T07:00:00Z');
      const [issued] = await items('/invoices');
      assert.deepEqual([issued.month, issued.status], [10, 'open']);
      sandbox.clock.stopAt('2026-11-29T07:00:00Z');
      const [paid] = await items('/invoices');
      assert.deepEqual(paid, { ...issued, status: 'paid', paid_at: '2026-11-29T07:00:00Z' });
    });

    it('a wrong invoice is voided, and written anew', async () => {
      await start('2026-11-22T11:00:00Z');
      const of = async (status: string) =>
        items(`/invoices?filter[subscription][eq]=${home()}&limit=100&filter[status][eq]=${status}`);
      const [voided] = await of('voided');
      const reversal = (await of('paid')).find(({ type }) => type === 'void');
      assert.deepEqual([reversal.voids, reversal.total], [voided.id, -voided.total]);
      const corrected = (await of('paid')).find(
        ({ type, period_start }) => type === 'usage' && period_start === voided.period_start,
      );
      assert.ok(corrected.usage < voided.usage);
    });

    it('an analog meter: prepayments, one of them uncollectible, and a bill of the year in January', async () => {
      await start('2026-11-22T11:00:00Z', {}, 'carla@example.com');
      const all = await items('/invoices?limit=100');
      const usage = all.filter(({ type }) => type === 'usage');
      assert.deepEqual(
        usage.map(({ month, year, period_start }) => [month, year, period_start]),
        [[12, 2025, '2025-03-31T22:00:00Z']],
      );
      assert.equal(all.filter(({ type }) => type === 'prepayment').length, 20);
      assert.equal((await items('/invoices?filter[status][eq]=uncollectible')).length, 1);
    });

    it('a solar roof has no invoices', async () => {
      await start('2026-11-22T11:00:00Z');
      const roof = sandbox.customers[0]!.subscriptions[1]!.id;
      assert.deepEqual(await items(`/invoices?filter[subscription][eq]=${roof}`), []);
    });

    it('the file of an invoice is a link elsewhere, good for an hour without any token', async () => {
      await start('2026-11-22T11:00:00Z');
      const [{ id }] = await items('/invoices');
      const headers = { authorization: `Bearer ${accessToken}`, ...curie };
      const answer = await fetch(`${sandbox.url}/invoices/${id}/file`, { headers, redirect: 'manual' });
      const link = answer.headers.get('location')!;
      assert.equal(answer.status, 302);
      const file = await fetch(link);
      const text = await file.text();
      assert.equal(file.headers.get('content-type'), 'application/pdf');
      assert.match(text, /^%PDF-1\.4\n/);
      assert.equal(text.slice(Number(/startxref\n(\d+)/.exec(text)?.[1])).slice(0, 4), 'xref');
      assert.equal((await fetch(link.replace('signature=sig', 'signature=big'))).status, 403);
      assert.deepEqual(kindsOf(sandbox), []);
      await fetch(link, { headers });
      assert.deepEqual(kindsOf(sandbox), ['token-at-file-host']);
      sandbox.clock.advance(3_600_000);
      assert.equal((await fetch(link)).status, 403);
    });

    it('meter readings go up with what was used; those of an analog meter come each quarter', async () => {
      await start('2026-11-22T11:00:00Z', {}, 'carla@example.com');
      const readings = await items('/meter-readings');
      assert.deepEqual(
        readings.map(({ timestamp, type }) => [timestamp, type]),
        [
          ['2026-09-30T22:00:00Z', 'customer_report'],
          ['2026-06-30T22:00:00Z', 'customer_report'],
          ['2026-03-31T22:00:00Z', 'grid_estimation'],
          ['2025-12-31T23:00:00Z', 'grid_reading'],
          ['2025-09-30T22:00:00Z', 'customer_report'],
          ['2025-06-30T22:00:00Z', 'customer_report'],
          ['2025-03-31T22:00:00Z', 'grid_reading'],
        ],
      );
      const { data } = (await get(`/subscriptions/${home(2)}/usage?start=2026-07-01&end=2026-10-01`)).body;
      const used = data.reduce((sum: number, { usage }: Entry) => sum + usage, 0);
      assert.ok(Math.abs(readings[0].value - readings[1].value - used) < 1e-6);
    });

    it('reductions, plans and the customer, one by one, too', async () => {
      await start('2026-11-22T11:00:00Z');
      const [ordered, activated] = await items('/grid-fee-reductions');
      assert.deepEqual(
        [ordered.type, ordered.status, activated.type],
        ['enwg-14a-module-3', 'ordered', 'enwg-14a-module-1'],
      );
      assert.deepEqual((await get(`/grid-fee-reductions/${ordered.id}`)).body, ordered);
      const plans = await items('/plans');
      assert.deepEqual(
        plans.map(({ type }) => type),
        ['feed_in', 'consumption'],
      );
      const { plan } = (await get(`/subscriptions/${home()}`)).body;
      assert.deepEqual((await get(`/plans/${plan}`)).body, plans[1]);
      const [customer] = await items('/customers');
      assert.equal(customer.email, 'anna@example.com');
      assert.deepEqual((await get(`/customers/${customer.id}`)).body, customer);
    });

    it('who the customer is, where they live and how they pay stands in a contract by itself only', async () => {
      await start('2026-11-22T11:00:00Z');
      const { address, iban, email, lastName } = sandbox.customers[0]!;
      const whole = JSON.stringify((await get(`/subscriptions/${home()}`)).body);
      for (const value of [address.street, address.city, iban, email, lastName])
        assert.ok(whole.includes(value), value);
      for (const path of ['/subscriptions', '/invoices', '/meter-readings', '/grid-fee-reductions', '/plans']) {
        const text = JSON.stringify((await get(path)).body);
        for (const value of [address.street, address.city, iban, email, lastName])
          assert.ok(!text.includes(value), path);
      }
    });

    it('has invoices and readings below the contract in older versions, and says so in the newest', async () => {
      await start('2026-11-22T11:00:00Z');
      const older = (await get(`/subscriptions/${home()}/invoices?limit=100`, edison)).body.items;
      const newer = await items(`/invoices?filter[subscription][eq]=${home()}&limit=100`);
      const withoutNew = newer.map(({ type, customer, subscription, ...rest }) => rest);
      assert.deepEqual(older, withoutNew);
      const readings = (await get(`/subscriptions/${home()}/meter_readings`, edison)).body.items;
      assert.deepEqual(readings, await items(`/meter-readings?filter[subscription][eq]=${home()}`));
      for (const path of ['/invoices', '/meter-readings']) assert.equal((await get(path, edison)).status, 404);
      for (const below of ['invoices', 'meter_readings']) {
        const { status, body } = await get(`/subscriptions/${home()}/${below}`);
        assert.equal(status, 404);
        assert.match(body.message, /use \/(invoices|meter-readings)\?filter/);
      }
      sandbox.set({ readPlaces: 'older' });
      assert.equal((await get('/invoices')).status, 404);
      assert.equal((await get(`/subscriptions/${home()}/invoices`)).status, 200);
    });

    it('knows reductions since edison, and plans for feed-in since curie', async () => {
      await start('2026-11-22T11:00:00Z');
      assert.equal((await get('/grid-fee-reductions', batman)).status, 404);
      assert.equal((await get('/grid-fee-reductions', edison)).status, 200);
      const plans = (await get('/plans', edison)).body.items;
      assert.deepEqual([plans.length, 'type' in plans[0]], [1, false]);
    });

    it('shows nobody anything of another customer', async () => {
      await start('2026-11-22T11:00:00Z');
      const strange = sandbox.customers[1]!;
      const contract = home(1);
      const ben = (await signIn(sandbox, strange.email)).accessToken;
      const ofBen = async (path: string) => (await read(sandbox, path, { accessToken: ben })).body.items[0].id;
      const [invoice, reduction] = [await ofBen('/invoices'), await ofBen('/grid-fee-reductions')];
      for (const path of [
        ...[`/invoices/${invoice}`, `/invoices/${invoice}/file`, `/grid-fee-reductions/${reduction}`],
        ...[`/customers/${strange.id}`, `/subscriptions/${contract}/usage`],
      ]) {
        const { status, body } = await get(path);
        assert.deepEqual([status, body.code], [404, 'NOT_FOUND'], path);
      }
      assert.deepEqual(await items(`/invoices?filter[subscription][eq]=${contract}`), []);
      assert.equal((await get(`/subscriptions/${contract}/invoices`, edison)).status, 404);
    });

    it('forbids what it is told to forbid', async () => {
      const names = ['invoices', 'invoice-file', 'meter-readings', 'grid-fee-reductions', 'plans', 'customers'];
      await start('2026-11-22T11:00:00Z');
      const [{ id }] = await items('/invoices');
      sandbox.set({ forbidden: names.join() });
      for (const name of names) {
        const { status, body } = await get(name === 'invoice-file' ? `/invoices/${id}/file` : `/${name}`);
        assert.deepEqual([status, body.code], [403, 'FORBIDDEN'], name);
      }
      assert.equal((await get('/subscriptions')).status, 200);
    });
  });

  describe('filters and refusals', () => {
    before(() => start('2026-11-22T11:00:00Z'));
    after(() => sandbox.stop());

    const filters: readonly [path: string, isWanted: (entry: Entry) => boolean][] = [
      ['/invoices?filter[status][eq]=open', ({ status }) => status === 'open'],
      ['/invoices?filter[status][ne]=paid', ({ status }) => status !== 'paid'],
      ['/invoices?filter[status][in]=open,voided', ({ status }) => ['open', 'voided'].includes(status)],
      ['/invoices?filter[type][eq]=void', ({ type }) => type === 'void'],
      [
        '/invoices?filter[period_start][gte]=2026-03-31T22:00:00Z&filter[period_start][lte]=2026-06-01T00:00:00%2B02:00',
        ({ period_start: at }) => at >= '2026-03-31T22:00:00Z' && at <= '2026-05-31T22:00:00Z',
      ],
      ['/subscriptions?filter[status][eq]=ended', ({ status }) => status === 'ended'],
      ['/subscriptions?filter[created_at][gte]=2025-01-01', ({ created_at }) => created_at >= '2025'],
      ['/grid-fee-reductions?filter[status][eq]=activated', ({ status }) => status === 'activated'],
      ['/meter-readings?filter[type][eq]=grid_reading', ({ type }) => type === 'grid_reading'],
      ['/customers?filter[email][ends_with]=@example.com', () => true],
      ['/subscriptions?filter[type][eq]=feed_in', () => true],
      ['/invoices?filter[colour][eq]=red&filter[status][like]=x', () => true],
    ];
    for (const [path, isWanted] of filters)
      it(`filters ${path}`, async () => {
        const all = await items(`${path.split('?')[0]}?limit=100`);
        const wanted = all.filter(isWanted);
        assert.ok(wanted.length > 0);
        assert.deepEqual(await items(`${path}&limit=100`), wanted);
        sandbox.set({ filters: 'ignored' });
        const ignoring = await items(`${path}&limit=100`);
        sandbox.set({ filters: 'obeyed' });
        assert.deepEqual(ignoring, all);
      });

    for (const [query, field] of [
      ['filter[status]=open', 'filter[status]'],
      ['filter=open', 'filter'],
      ['filter[period_start][gte]=yesterday', 'filter[period_start][gte]'],
      ['limit=101', 'limit'],
      ['cursor=tampered', 'cursor'],
    ] as const)
      it(`refuses ${query}`, async () => {
        const { status, body } = await get(`/invoices?${query}`);
        assert.deepEqual([status, body.errors?.[0].field], [400, field]);
      });
  });
});
