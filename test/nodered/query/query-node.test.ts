import assert from 'node:assert/strict';
import {
  type AnyMessage,
  countTimers,
  loadNode,
  type NodeBench,
  standAt,
  unloadNode,
} from '../../support/nodered/node-bench.js';
import { type FakeNomos, startFakeNomos } from '../../support/nomos/fake-nomos.js';
import { type FakeReads, fakeReads } from '../../support/nomos/fake-reads.js';
import { json } from '../../support/nomos/loopback.js';
import { homeId, personalValues, roofId } from '../../support/nomos/wire-answers.js';
import { until } from '../../support/real/until.js';

describe('nomos-query in a flow', () => {
  let nomos: FakeNomos;
  let reads: FakeReads;
  /** Paths of everything but tokens, oldest first. */
  const paths = () => nomos.seen.map(({ url }) => url.split('?')[0]).filter((path) => path !== '/oauth/token');

  beforeEach(async () => {
    standAt('2026-11-22T14:07:00+01:00');
    reads = fakeReads();
    nomos = await startFakeNomos();
    const { answer } = nomos;
    nomos.answer = (seen, response) => {
      if (seen.url === '/oauth/token') answer(seen, response);
      else reads.answer(seen, response);
    };
  });
  afterEach(async () => {
    await unloadNode();
    await nomos.stop();
  });

  const load = (more: Record<string, unknown> = {}): Promise<NodeBench> =>
    loadNode({
      node: { type: 'nomos-query', version: 1, account: 'account', ...more },
      others: [
        {
          id: 'account',
          type: 'nomos-account',
          name: 'Home',
          version: 1,
          baseUrl: nomos.url,
          grant: 'client-credentials',
        },
      ],
      credentials: { account: { clientId: 'id', clientSecret: 'secret' } },
    });
  const refusing = (status: number, more: object = {}, headers: Record<string, string> = {}) => {
    reads.answer = (_, response) =>
      json(response, status, { code: 'NO', message: 'No.', requestId: 'req_7', docs: '', ...more }, headers);
  };

  it('answers with the documented properties, the others passing', async () => {
    const bench = await load({ resource: 'invoices', entryStatus: 'open' });
    await bench.receive({ _msgid: 'm1', payload: 'lost', topic: 'lost', room: 'kitchen' });
    assert.equal(bench.sent[1].length, 1);
    const { payload, ...properties } = bench.sent[1][0];
    assert.deepEqual(properties, {
      _msgid: 'm1',
      room: 'kitchen',
      topic: 'nomos/query',
      resource: 'invoices',
      count: 1,
      truncated: false,
      account: 'Home',
      subscription: '4X44EMKX',
    });
    assert.deepEqual([payload.length, payload[0].id, payload[0].totalEur], [1, 'inv_0000000010', 40.25]);
    assert.deepEqual(bench.errors, []);
    assert.deepEqual(bench.statuses.at(-1), { fill: 'green', shape: 'dot', text: 'invoices: 1 · 14:07' });
  });

  it('asks for no type where none is chosen: that of the node is another thing', async () => {
    const bench = await load({ resource: 'invoices' });
    await bench.receive({});
    assert.ok(bench.sent[1][0].count > 1);
    assert.ok(nomos.seen.every(({ url }) => !decodeURIComponent(url).includes('filter[type]')));
  });

  it('a cap cuts, and says so', async () => {
    const bench = await load({ resource: 'invoices', maxItems: 3, topic: 'home/bills' });
    await bench.receive({});
    const { count, truncated, topic, payload } = bench.sent[1][0];
    assert.deepEqual([count, truncated, topic, payload.length], [3, true, 'home/bills', 3]);
    assert.equal(bench.statuses.at(-1)?.text, 'invoices: the first 3 · 14:07');
  });

  const resources: readonly [string, (payload: AnyMessage) => unknown, unknown][] = [
    ['subscriptions', (payload) => payload.map(({ number }: AnyMessage) => number), ['4X44EMKX', 'ROOF0001']],
    ['subscription', ({ number, meter }) => [number, meter], ['4X44EMKX', { type: 'smart' }]],
    ['meter-readings', (payload) => payload.map(({ valueKwh }: AnyMessage) => valueKwh), [4711.5, 3000]],
    ['grid-fee-reductions', (payload) => payload.map(({ type }: AnyMessage) => type), ['enwg-14a-module-1']],
    ['plan', ({ name, priceEurPerMonth }) => [name, priceEurPerMonth], ['Basic', 10.99]],
    [
      'invoice-file',
      ({ invoiceNumber, url, validUntil }) => [invoiceNumber, url, validUntil],
      ['4X44EMKX-10', 'https://files.example.com/invoice.pdf?signature=abc', '2026-11-22T15:07:00+01:00'],
    ],
  ];
  for (const [resource, look, expected] of resources)
    it(`reads ${resource}, and nothing personal`, async () => {
      const bench = await load({ resource });
      // Two contracts, of which one is for consumption: so nobody has to choose.
      await bench.receive({});
      assert.deepEqual(bench.errors, []);
      const message = bench.sent[1][0];
      assert.deepEqual(look(message.payload), expected);
      assert.equal(message.subscription, resource === 'subscriptions' ? null : '4X44EMKX');
      const text = JSON.stringify(message);
      assert.deepEqual(
        personalValues.filter((value) => text.includes(value)),
        [],
      );
    });

  it('reads the customer where personal data is switched on', async () => {
    const bench = await load({ resource: 'customer', personalData: true });
    await bench.receive({});
    const { firstName, email, id } = bench.sent[1][0].payload;
    assert.deepEqual([firstName, email, id], ['Annegret', 'annegret@example.com', 'cus_anna00000001']);
  });

  it('a message chooses what is read, and of which contract', async () => {
    const bench = await load({ resource: 'invoices', entryStatus: 'open' });
    await bench.receive({ options: { resource: 'grid-fee-reductions' } });
    await bench.receive({ options: { subscription: roofId } });
    const [reductions, none] = bench.sent[1];
    assert.deepEqual(
      [reductions.resource, reductions.count, reductions.options],
      [...['grid-fee-reductions', 1], { resource: 'grid-fee-reductions' }],
    );
    assert.deepEqual([none.resource, none.count, none.subscription], ['invoices', 0, 'ROOF0001']);
  });

  it('answers in the order of the questions, whatever each of them takes', async () => {
    const bench = await load({ resource: 'invoices' });
    const { answer } = reads;
    reads.answer = (seen, response) => {
      // The first one needs many pages, the others one.
      reads.pageSize = /open/.test(seen.url) ? 100 : 2;
      answer(seen, response);
    };
    const questions = [{}, { entryStatus: 'open' }, { entryStatus: 'sideways', maxItems: 0 }, { entryStatus: 'open' }];
    for (const [number, options] of questions.entries()) void bench.receive({ number, options });
    await until('three answers', () => bench.sent[1].length === 3);
    assert.deepEqual(
      bench.sent[1].map(({ number, count }) => [number, count]),
      [
        [0, 10],
        [1, 1],
        [3, 1],
      ],
    );
  });

  it('a wrong option is told with its name, its value and what is allowed; the next message is answered', async () => {
    const bench = await load({ resource: 'invoices' });
    await bench.receive({ options: { from: 'yesterday' } });
    await bench.receive({ options: { resource: 'plan', entryStatus: 'open' } });
    assert.deepEqual(bench.errors, [
      'from is "yesterday"; allowed: YYYY-MM-DD.',
      'entryStatus is "open"; allowed: nothing, unless “Read” (resource) is subscriptions | invoices | grid-fee-reductions.',
    ]);
    assert.equal(bench.statuses.at(-1)?.fill, 'red');
    await bench.receive({});
    assert.deepEqual([bench.errors.length, bench.sent[1].length], [2, 1]);
    assert.equal(bench.statuses.at(-1)?.fill, 'green');
  });

  const refusals: readonly [string, number, object, RegExp][] = [
    ['403', 403, {}, /^Your sign-in may not read “meter readings” at Nomos\. Customers may read .*\(request req_7\)$/],
    ['404', 404, {}, /^Nomos has no “meter readings” for this contract or id.*\(request req_7\)$/],
    [
      '400, with reasons',
      400,
      { errors: [{ code: 'invalid_enum_value', field: 'filter.type.eq', message: '<b>token</b>' }] },
      /^Nomos refused the question for “meter readings” \(status 400: invalid_enum_value, filter\.type\.eq\)\. \(request req_7\)$/,
    ],
    ['503', 503, {}, /^Nomos cannot answer at the moment \(status 503\)\./],
    ['429 without a wait', 429, {}, /^Nomos cannot answer at the moment \(status 429\)\./],
  ];
  for (const [name, status, more, text] of refusals)
    it(`explains ${name}, and asks once`, async () => {
      refusing(status, more);
      const bench = await load({ resource: 'meter-readings', subscription: homeId });
      await bench.receive({});
      assert.match(bench.errors[0] ?? '', text);
      assert.match(bench.statuses.at(-1)?.text ?? '', / · 14:07$/);
      const asked = paths().filter((path) => path === '/meter-readings');
      assert.deepEqual([asked.length, bench.sent[1]], [1, []]);
    });

  it('a list without end is an error', async () => {
    reads.answer = (_, response) => json(response, 200, { items: [], has_more: true, next_page: 'same' });
    const bench = await load({ resource: 'invoices', subscription: homeId });
    await bench.receive({});
    assert.match(bench.errors[0] ?? '', /^A list from Nomos does not end/);
  });

  it('asks for the number of a contract once', async () => {
    const bench = await load({ resource: 'invoices', subscription: homeId });
    for (const _ of [1, 2, 3]) await bench.receive({});
    assert.deepEqual(
      bench.sent[1].map(({ subscription }) => subscription),
      ['4X44EMKX', '4X44EMKX', '4X44EMKX'],
    );
    assert.equal(paths().filter((path) => path === '/subscriptions').length, 1);
  });

  const wrong: Record<string, { node: Record<string, unknown>; names: RegExp }> = {
    'no account': { node: { account: '' }, names: /^This node has no usable Nomos account/ },
    'a resource that does not exist': { node: { resource: 'prices' }, names: /^resource is "prices"; allowed: subsc/ },
    'a customer without personal data': { node: { resource: 'customer' }, names: /switch on “Personal data”/ },
    'a cap that is too high': { node: { resource: 'invoices', maxItems: 1e6 }, names: /^maxItems is 1000000/ },
    'a version from the future': { node: { version: 99 }, names: /^This node was saved by a newer version/ },
  };
  for (const [name, { node, names }] of Object.entries(wrong))
    it(`says under the node and to every message that there is ${name}`, async () => {
      const bench = await load(node);
      await bench.receive({});
      assert.match(bench.errors[0] ?? '', names);
      assert.match(
        bench.statuses.at(-1)?.text ?? '',
        /^(no account|wrong setting: [\w ]+|failed|needs a newer version|personal data is off)$/,
      );
      assert.deepEqual(bench.sent[1], []);
    });

  it('more than a hundred waiting messages are refused', async () => {
    reads.answer = () => {};
    const bench = await load({ resource: 'invoices', subscription: homeId });
    const first = bench.receive({});
    for (let count = 0; count < 99; count += 1) void bench.receive({});
    await bench.receive({});
    assert.match(bench.errors[0] ?? '', /^100 messages are already waiting for their answers/);
    void first;
  });

  it('is silent once it is unloaded in the middle of a request', async () => {
    reads.answer = () => {};
    const timers = countTimers();
    const bench = await load({ resource: 'invoices', subscription: homeId });
    const handled = bench.receive({});
    await until('the request', () => paths().length > 0);
    await unloadNode();
    await handled;
    await until('the request to be cut off', () => nomos.open() === 0);
    assert.deepEqual([bench.sent[1], bench.errors, timers.pending()], [[], [], 0]);
    timers.end();
  });

  it('is silent once it is unloaded in the middle of a wait that Nomos asked for', async () => {
    refusing(429, {}, { 'retry-after': '20' });
    const timers = countTimers();
    const bench = await load({ resource: 'invoices', subscription: homeId });
    const handled = bench.receive({});
    await until('the refusal', () => paths().length > 0 && nomos.open() === 0 && timers.pending() > 0);
    await unloadNode();
    await handled;
    assert.deepEqual([bench.sent[1], bench.errors, timers.pending(), paths().length], [[], [], 0, 1]);
    timers.end();
  });
});
