import assert from 'node:assert/strict';
import type { ResourceQuery } from '#src/account/reading/resource-query.js';
import { decodeQuerySettings, queryOf } from '#src/nodered/query/query-settings.js';
import { refusesField } from '../../support/nomos/refusals.js';

const own = (stored: Record<string, unknown>): ResourceQuery => decodeQuerySettings(stored).query;
const said = (query: ResourceQuery) =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
const fresh = { resource: 'subscriptions', subscription: '', maxItems: 1000, personalData: false };

describe('nodered: settings of nomos-query', () => {
  it('are the defaults for a fresh node', () => {
    const { query, ...others } = decodeQuerySettings({ topic: '', maxItems: '' });
    assert.deepEqual(others, { name: '', account: '', topic: 'nomos/query' });
    assert.deepEqual(said(query), fresh);
  });

  it('as the editor stores them', () => {
    const stored = { resource: 'invoices', entryStatus: 'open', kind: 'usage', from: '2026-01-01', to: '2026-12-31' };
    const query = own({ ...stored, version: 1, maxItems: '20', invoice: '', personalData: 'true' });
    assert.deepEqual(said(query), { ...stored, subscription: '', maxItems: 20, personalData: true });
  });

  it('leave aside what does not matter for the resource', () => {
    const stored = { entryStatus: 'open', kind: 'usage', from: '2026-12-31', to: '2026-01-01', invoice: 'inv_1' };
    assert.deepEqual(said(own({ ...stored, resource: 'plan' })), { ...fresh, resource: 'plan' });
    assert.deepEqual(said(own({ ...stored, resource: 'invoice-file' })), {
      ...fresh,
      resource: 'invoice-file',
      invoice: 'inv_1',
    });
    const readings = own({ resource: 'meter-readings', entryStatus: 'open', kind: 'grid-reading' });
    assert.deepEqual(said(readings), { ...fresh, resource: 'meter-readings', kind: 'grid-reading' });
  });

  for (const [stored, field, allowed] of [
    [{ resource: 'prices' }, 'resource', /^subscriptions \| subscription \| .*customer$/],
    [{ maxItems: 0 }, 'maxItems', /^1 … 10000$/],
    [{ maxItems: 10_001 }, 'maxItems', /^1 … 10000$/],
    [{ maxItems: 1.5 }, 'maxItems', /^whole-number/],
    [{ from: '1.1.2026' }, 'from', /^YYYY-MM-DD$/],
    [{ from: '2026-02-30' }, 'from', /^YYYY-MM-DD$/],
    [{ to: 20261122 }, 'to', /^YYYY-MM-DD$/],
    [{ from: '2026-11-22', to: '2026-11-21' }, 'to', /^2026-11-22 \(from\) …$/],
    [{ entryStatus: 'open or paid' }, 'entryStatus', /^word$/],
    [{ kind: ['usage'] }, 'kind', /^word$/],
    [{ resource: 'invoice-file', invoice: '../x' }, 'invoice', /^inv_…$/],
    [{ personalData: 'yes' }, 'personalData', /^true \| false$/],
    [{ subscription: {} }, 'subscription', /^short-text$/],
  ] as const)
    it(`refuse ${JSON.stringify(stored)}`, () => {
      assert.match(
        refusesField(() => decodeQuerySettings({ resource: 'invoices', ...stored }), field),
        allowed,
      );
    });

  it('a customer is personal data: refused without, allowed with', () => {
    assert.throws(() => own({ resource: 'customer' }), { code: 'personal-data-off' });
    assert.equal(own({ resource: 'customer', personalData: true }).resource, 'customer');
  });
});

describe('nodered: options of a message to nomos-query', () => {
  const invoices = own({ resource: 'invoices', entryStatus: 'open', kind: 'usage', from: '2026-01-01', maxItems: 20 });

  it('none leave the question as it is', () => {
    assert.deepEqual(queryOf(invoices, undefined), invoices);
    assert.deepEqual(said(queryOf(invoices, {})), said(invoices));
  });

  const changes: readonly [string, object, object][] = [
    ['a word', { entryStatus: 'paid' }, { ...said(invoices), entryStatus: 'paid' }],
    [
      'null takes back',
      { entryStatus: null, from: null },
      { ...fresh, resource: 'invoices', kind: 'usage', maxItems: 20 },
    ],
    [
      'an empty text, too',
      { kind: '', from: '' },
      { ...fresh, resource: 'invoices', entryStatus: 'open', maxItems: 20 },
    ],
    ['another contract', { subscription: 'sub_2' }, { ...said(invoices), subscription: 'sub_2' }],
    [
      'another resource: words of the node do not hold, days and cap do',
      { resource: 'meter-readings' },
      { ...fresh, resource: 'meter-readings', from: '2026-01-01', maxItems: 20 },
    ],
    [
      'an invoice',
      { resource: 'invoice-file', invoice: 'inv_1' },
      { ...fresh, resource: 'invoice-file', invoice: 'inv_1', maxItems: 20 },
    ],
    ['undefined is not said', { entryStatus: undefined, maxItems: undefined }, said(invoices)],
  ];
  for (const [name, options, expected] of changes)
    it(name, () => assert.deepEqual(said(queryOf(invoices, options)), expected));

  it('a contract of the node is taken back', () => {
    const ofSecond = own({ resource: 'invoices', subscription: 'sub_2' });
    assert.equal(queryOf(ofSecond, { subscription: null }).subscription, '');
    assert.equal(queryOf(ofSecond, { entryStatus: 'open' }).subscription, 'sub_2');
  });

  for (const [options, field, allowed] of [
    [5, 'options', /^options, names resource \| subscription \| invoice/],
    [null, 'options', /^options, names resource \| subscription \| invoice/],
    [{ max_items: 5 }, 'max_items', /^option-name, .*nearest maxItems$/],
    [{ pageSize: 5 }, 'pageSize', /^resource \| subscription \| invoice/],
    [{ personalData: true }, 'personalData', /^resource \| subscription \| invoice/],
    [{ resource: null }, 'resource', /^value$/],
    [{ maxItems: null }, 'maxItems', /^value$/],
    [{ maxItems: 2.5 }, 'maxItems', /^whole-number/],
    [{ to: '2025-12-31' }, 'to', /^2026-01-01 \(from\) …$/],
    [{ invoice: 'inv_1' }, 'invoice', /^only-with-resource, resources invoice-file$/],
    [
      { resource: 'meter-readings', entryStatus: 'open' },
      'entryStatus',
      /resources subscriptions \| invoices \| grid-fee/,
    ],
    [{ resource: 'plan', from: '2026-01-01' }, 'from', /^only-with-resource/],
    [{ resource: 'subscriptions', subscription: 'sub_2' }, 'subscription', /^only-with-resource/],
  ] as const)
    it(`refuse ${JSON.stringify(options)}`, () => {
      assert.match(
        refusesField(() => queryOf(invoices, options), field),
        allowed,
      );
    });

  it('no message switches personal data on', () => {
    assert.throws(() => queryOf(invoices, { resource: 'customer' }), { code: 'personal-data-off' });
  });
});
