import assert from 'node:assert/strict';
import type { SandboxOptions } from '../../../sandbox/index.js';
import { type AnyMessage, type NodeBench, standAt } from '../../support/nodered/node-bench.js';
import { type SandboxFlow, startSandboxFlow } from '../../support/nodered/sandbox-flow.js';
import { personalValuesOf } from '../../support/nomos/sandbox-people.js';

const lists = ['subscriptions', 'invoices', 'meter-readings', 'grid-fee-reductions'] as const;
const singles = ['subscription', 'plan', 'invoice-file'] as const;

describe('nomos-query with the simulated Nomos', function () {
  this.timeout(120_000);
  let flow: SandboxFlow;
  afterEach(() => flow.stop());

  async function start(options: SandboxOptions = {}, customer = 'anna@example.com') {
    standAt('2026-11-22T17:00:00+01:00');
    flow = await startSandboxFlow(customer, options);
  }
  const contract = (index = 0) => flow.sandbox.customers[0]!.subscriptions[index]!;
  const load = (more: Record<string, unknown> = {}) => flow.load({ type: 'nomos-query', ...more });
  const answerTo = async (bench: NodeBench, options: Record<string, unknown>): Promise<AnyMessage> => {
    await bench.receive({ options });
    assert.deepEqual(bench.errors, []);
    return bench.sent[1].at(-1);
  };
  const idsOf = (entries: readonly { readonly id: string }[]) => entries.map(({ id }) => id);

  it('every resource: all that Nomos has of the contract, and nothing personal', async () => {
    await start();
    const bench = await load();
    for (const resource of lists) {
      const { payload, count, truncated, subscription } = await answerTo(bench, { resource });
      const isOfContract = resource !== 'subscriptions';
      const filter = isOfContract ? `&filter[subscription][eq]=${contract().id}` : '';
      const { items } = await flow.wire(`/${resource}?limit=100${filter}`);
      assert.deepEqual([idsOf(payload), count, truncated], [idsOf(items), items.length, false]);
      assert.ok(count > 1, resource);
      assert.equal(subscription, isOfContract ? contract().number : null);
    }
    const [whole, plan, file] = await answersTo(bench, singles);
    assert.deepEqual([whole.number, whole.meter], [contract().number, { type: 'smart' }]);
    assert.equal(plan.priceEurPerMonth, 10.99);
    assert.match(await (await fetch(file.url)).text(), /^%PDF/);
    const shown = JSON.stringify([bench.sent, bench.statuses]);
    assert.deepEqual(
      personalValuesOf(flow.sandbox).filter((value) => shown.includes(value)),
      [],
    );
    assert.deepEqual(flow.sandbox.ledger.findings, []);
  });

  async function answersTo(bench: NodeBench, resources: readonly string[]): Promise<AnyMessage[]> {
    const answers: AnyMessage[] = [];
    for (const resource of resources) answers.push((await answerTo(bench, { resource })).payload);
    return answers;
  }

  it('personal data where it is switched on, and only that of the customer', async () => {
    await start();
    const [whole, customer] = await answersTo(await load({ personalData: true }), ['subscription', 'customer']);
    const { email, iban, address, firstName } = flow.sandbox.customers[0]!;
    assert.deepEqual(
      [whole.address, whole.paymentMethod.sepaDebit.iban, customer.email, customer.firstName],
      [address, iban, email, firstName],
    );
  });

  it('pages to the end, or to the cap, which it tells', async () => {
    await start({ largestPage: 6 });
    const bench = await load({ resource: 'invoices' });
    const { items } = await flow.wire(`/invoices?limit=6&filter[subscription][eq]=${contract().id}`);
    const all = await answerTo(bench, {});
    assert.ok(all.count > 20 && !all.truncated);
    assert.deepEqual(idsOf(all.payload.slice(0, 6)), idsOf(items));
    const few = await answerTo(bench, { maxItems: 3 });
    assert.deepEqual([few.count, few.truncated, few.payload], [3, true, all.payload.slice(0, 3)]);
    assert.equal(bench.statuses.at(-1)?.text, 'invoices: the first 3 · 17:00');
  });

  for (const filters of ['obeyed', 'ignored'] as const)
    it(`filters, where those of Nomos are ${filters}`, async () => {
      await start({ filters });
      const bench = await load({ resource: 'invoices' });
      const of = async (options: Record<string, unknown>) =>
        (await answerTo(bench, options)).payload.map(({ month, year, status, type }: AnyMessage) =>
          [year, month, status, type].join(' '),
        );
      assert.deepEqual(await of({ from: '2026-08-01', to: '2026-09-30' }), ['2026 9 paid usage', '2026 8 paid usage']);
      assert.deepEqual(await of({ entryStatus: 'open' }), ['2026 10 open usage']);
      assert.deepEqual(await of({ kind: 'void' }), ['2024 8 paid void']);
    });

  it('a contract without invoices, and one of its own choice', async () => {
    await start();
    const bench = await load({ resource: 'invoices', subscription: contract(1).id });
    assert.equal((await answerTo(bench, {})).count, 0);
    assert.equal((await answerTo(bench, { subscription: contract(2).id })).subscription, contract(2).number);
    await bench.receive({ options: { resource: 'invoice-file' } });
    assert.match(bench.errors[0] ?? '', /no invoice/i);
  });

  it('lists at their older places', async () => {
    await start({ readPlaces: 'older' });
    const bench = await load();
    const [invoices, readings] = await answersTo(bench, ['invoices', 'meter-readings']);
    assert.ok(invoices.length > 20 && readings.length > 1);
    assert.ok([...invoices, ...readings].every(({ subscription }) => subscription === contract().id));
  });

  it('explains for each resource that it may not be read, and answers the others', async () => {
    await start({ forbidden: 'invoices,meter-readings,grid-fee-reductions,plans' });
    const bench = await load();
    const resources = ['invoices', 'meter-readings', 'grid-fee-reductions', 'plan', 'invoice-file'];
    for (const resource of resources) await bench.receive({ options: { resource } });
    assert.equal(bench.errors.length, resources.length);
    const called = ['invoices', 'meter readings', 'grid fee reductions', 'plan', 'link to an invoice'];
    for (const [index, name] of called.entries()) {
      const told = new RegExp(`^Your sign-in may not read “${name}” at Nomos\\. .*\\(request [\\w-]{36}\\)$`);
      assert.match(bench.errors[index] ?? '', told);
    }
    await bench.receive({ options: { resource: 'subscription' } });
    assert.equal(bench.sent[1].length, 1);
  });

  it('explains what Nomos does not have', async () => {
    await start();
    const bench = await load();
    await bench.receive({ options: { resource: 'invoice-file', invoice: 'inv_unknown' } });
    await bench.receive({ options: { resource: 'subscription', subscription: 'sub_unknown' } });
    assert.match(
      bench.errors[0] ?? '',
      /^Nomos has no “link to an invoice” for this contract or id.*\(request [\w-]{36}\)$/,
    );
    assert.match(bench.errors[1] ?? '', /^Nomos has no “contract” for this contract or id.*\(request [\w-]{36}\)$/);
  });
});
