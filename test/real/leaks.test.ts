import assert from 'node:assert/strict';
import { personalValuesOf } from '../support/nomos/sandbox-people.js';
import { Bench } from '../support/real/bench.js';
import { filesIn, findLeaks } from '../support/real/leak-search.js';
import { injector, observedFlow, watched } from '../support/real/recorder.js';
import { plantSpy, type SpyReport, spyFile, spyPath } from '../support/real/spy.js';
import { until } from '../support/real/until.js';

const start = '2026-11-22T15:05:00+01:00';
const client = { clientId: 'client for/leaks', clientSecret: 'hush+hush/äö=%41&secret', customer: 'anna@example.com' };
const battery = { type: 'home-battery', version: 1, capacityKwh: 10, chargeKw: 5, dischargeKw: 5, solar: 'yes' };
const wrongSecret = 'a-wrong-but-still-secret-secret';
const { clientId, clientSecret } = client;

/** Every address of the admin API that shows something of nodes, settings or context. */
const addresses = [
  ...['flows', 'flow/tab', 'flow/global', 'flows/state', 'nodes', 'nodes/node-red-contrib-nomos', 'plugins'],
  ...['settings', 'settings/user', 'diagnostics', 'credentials/nomos-account/account', 'library/local/flows'],
  ...['context/global', 'context/flow/tab', 'context/node/account', 'context/node/prices', 'context/node/window'],
  ...['nomos/accounts/account', 'nomos/accounts/account/subscriptions', 'nomos/accounts/account/prices'],
  ...['context/node/battery', 'nomos/accounts/nobody', 'nomos/accounts/nobody/prices', 'nomos/oauth/callback/failed'],
  ...['nomos/plans', 'nomos/homes/house'],
];

describe('secrets', function () {
  this.timeout(180_000);
  this.bail(true);
  let bench: Bench;
  const answers = new Map<string, string>();

  const flow = (secret: string, planted = '', ...more: readonly (object | readonly object[])[]) =>
    observedFlow(
      bench.account('account', { credentials: { clientId, clientSecret: secret } }),
      watched({ id: 'prices', type: 'nomos-prices', version: 1, account: 'account', name: planted }),
      watched({ id: 'window', type: 'cheapest-window', version: 1, account: 'account', durationMinutes: 60 }),
      watched({ id: 'query', type: 'nomos-query', version: 1, account: 'account', resource: 'subscription' }),
      watched({ ...battery, id: 'battery', account: 'account' }),
      watched({ id: 'usage', type: 'nomos-usage', version: 1, account: 'account', automatic: true }),
      ...more,
      injector('to-window', 'window'),
      injector('to-query', 'query'),
      injector('to-usage', 'usage'),
      injector('to-battery', 'battery'),
      injector('to-debug', 'sidebar'),
      { id: 'sidebar', type: 'debug', z: 'tab', active: true, tosidebar: true, console: true, complete: 'true' },
    );
  const ask = async (path: string, json?: unknown) => {
    const response = await bench.admin(path, json === undefined ? {} : { json });
    const text = `${[...response.headers].join('\n')}\n${await response.text()}`;
    answers.set(`${answers.size} ${path}`, text);
    return text;
  };
  const fail = async (message?: string) => {
    const errors = message === undefined ? {} : { message };
    bench.sandbox.fault({ on: 'any', kind: 'status', status: 500, shape: 'envelope', ...errors });
    await ask('nomos/accounts/account/test', {});
    await question();
    bench.sandbox.fault({ on: 'usage', kind: 'status', status: 400, shape: 'envelope', ...errors });
    await question('usage', { options: { date: '2026-11-18' } });
    bench.sandbox.clearFaults();
  };
  /** Asks once, and waits for the answer or the error. */
  const question = async (node = 'query', message = {}) => {
    const before = bench.seen.length;
    await bench.send(`to-${node}`, message);
    await until(`an answer of ${node}`, () =>
      bench.seen
        .slice(before)
        .some(({ from, msg }) => from === `${node}-1` || (from === 'caught' && msg.error?.source?.id === node)),
    );
  };
  /** Asks for everything that there is of a customer, without what is personal. */
  const everything = async () => {
    for (const resource of [
      'subscriptions',
      'invoices',
      'meter-readings',
      'grid-fee-reductions',
      'plan',
      'invoice-file',
    ])
      await question('query', { options: { resource } });
    await question('usage', { options: { from: '2026-11-17', to: '2026-11-20' } });
    await question('usage', { command: 'backtest', days: 2 });
  };

  before(async () => {
    const trace = { logging: { console: { level: 'trace', metrics: true, audit: true } } };
    const settings = { ...trace, diagnostics: { enabled: true, ui: true } };
    bench = await Bench.start({ start, factor: 120, settings, clients: [client], prepare: plantSpy, nodes: [spyFile] });
  });
  after(() => bench?.stop());

  it('are used in a scenario with every kind of error', async () => {
    const { sandbox } = bench;
    await bench.deploy(flow(wrongSecret));
    assert.equal(await bench.connect('account'), 'failed');
    await ask('nomos/accounts/account');
    await bench.deploy(flow(clientSecret));
    assert.equal(await bench.connect('account', { decision: 'deny' }), 'denied');
    assert.equal(await bench.connect('account'), 'connected');
    await bench.saw('prices-1');
    await question();
    await everything();
    assert.ok(bench.seen.some(({ from, msg }) => from === 'usage-1' && msg.payload.usageKwh > 0));
    assert.ok(bench.seen.some(({ from, msg }) => from === 'query-1' && msg.resource === 'invoices' && msg.count > 20));
    for (const kind of ['drop-before', 'drop-after', 'truncate'] as const) {
      sandbox.fault({ on: 'any', kind, times: 3 });
      await ask('nomos/accounts/account/test', {});
      sandbox.clearFaults();
    }
    const echoed = [...sandbox.secrets].at(-2) ?? '';
    await fail();
    await fail(
      `your token ${echoed} is broken, Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
    );
    sandbox.fault({ on: 'any', kind: 'raw', body: `<html>${clientSecret} ${echoed}</html>` });
    await ask('nomos/accounts/account/test', {});
    sandbox.clearFaults();
    for (const payload of [7, 'text', null, [{}]]) await bench.send('to-window', { payload, topic: 'nomos/price' });
    await bench.send('to-window', { options: { durationMinutes: -1 } });
    for (const payload of [{ socPercent: 40, houseW: 500, solarW: 0 }, { socPercent: 'full' }, 'text'])
      await bench.send('to-battery', { payload });
    // Whether the prices have come by now is another matter.
    await bench.saw('battery-1', ({ text }) => /is not known/.test(text));
    await bench.saw('caught', ({ error }) => error?.source?.id === 'battery');
    await bench.send('to-debug', { payload: 'seen in the debug sidebar' });
    await bench.saw('caught');
  });

  it('are renewed, refused and withdrawn', async () => {
    const renewals = () => bench.requests('/oauth/token').filter(({ grant }) => grant === 'refresh_token').length;
    bench.skip(120);
    await until('a renewal', () => renewals() > 0);
    bench.sandbox.fault({ on: 'token', kind: 'redirect' });
    bench.skip(120);
    await until('a renewal that is led astray', () =>
      bench.requests('/token').some(({ fault }) => fault === 'redirect'),
    );
    bench.sandbox.clearFaults();
    bench.skip(20);
    await until('the next renewal', () => renewals() > 1);
    await bench.deploy(flow(wrongSecret));
    bench.skip(120);
    await bench.status('prices', /client id or secret refused/);
    const refused = renewals();
    const corrected = await bench.deploy(flow(clientSecret));
    await until('the renewal with the right secret', () => renewals() > refused);
    await bench.status('prices', /^(?!.*since).*ct\/kWh/, corrected);
    bench.sandbox.revokeConsent('anna@example.com');
    bench.skip(120);
    await bench.status('prices', /sign in again$/);
    assert.deepEqual(bench.sandbox.evil.requests, []);
  });

  it('are nowhere to be found', async () => {
    for (const path of addresses) await ask(path);
    await ask('nomos/plan', { accountId: 'account', settings: { durationMinutes: 60 } });
    const planned = { accountId: 'account', nodeId: 'battery', socPercent: 50, settings: battery };
    assert.match(await ask('nomos/battery', planned), /"why"/);
    await ask('nomos/battery', { ...planned, settings: { ...battery, capacityKwh: 'huge' } });
    await ask('nomos/oauth/paste', { accountId: 'account', url: `?code=${[...bench.sandbox.secrets][0]}&state=x` });
    await ask('nomos/oauth/confirm', { accountId: 'account', attemptId: 'x' });
    assert.deepEqual(findLeaks(await everyPlace(), allSecrets()), []);
  });

  it('nor is who the customers are, and where and how they live or pay', async () => {
    assert.deepEqual(findLeaks(await everyPlace(), personalData()), []);
  });

  it('would be found, were they anywhere', async () => {
    const planted = 'planted+secret/for the searcher';
    const before = bench.lines.length;
    await bench.deploy(flow(clientSecret, planted));
    await ask('flows');
    await bench.send('to-debug', { payload: `see ${encodeURIComponent(planted)}` });
    await until('the debug line', () => bench.lines.slice(before).some((line) => line.includes('for%20the')));
    const places = findLeaks(await everyPlace(), new Map([['planted', planted]])).map(({ place }) => place);
    for (const place of ['file flows.json', 'log', 'heard', 'node nomos-prices prices']) {
      assert.ok(places.includes(place), `${place} should be among ${places}`);
    }
    assert.ok(places.some((place) => place.endsWith(' flows')));
    const inBase64 = new Map([['somewhere', `{"a":"${Buffer.from(`id:${planted}.`).toString('base64')}"}`]]);
    assert.equal(findLeaks(inBase64, new Map([['planted', planted]])).length, 1);
  });

  it('only who asks for personal data gets it, in the message', async () => {
    const open = { id: 'open', type: 'nomos-query', version: 1, account: 'account', resource: 'subscription' };
    const asking = [watched({ ...open, personalData: true }), injector('to-open', 'open')];
    await bench.deploy(flow(clientSecret, '', ...asking));
    assert.equal(await bench.connect('account'), 'connected');
    await question('open');
    const { msg } = await bench.saw('open-1');
    assert.equal(msg.payload.customer.lastName, bench.sandbox.customers[0]?.lastName);
    const found = findLeaks(await everyPlace(), personalData());
    // The recorder of this test writes messages into the log.
    assert.deepEqual([...new Set(found.map(({ place }) => place))].sort(), ['heard', 'log']);
  });

  async function everyPlace(): Promise<Map<string, string>> {
    const spied = (await (await bench.admin(spyPath)).json()) as SpyReport;
    assert.ok(spied.nodes['nomos-account account'] !== undefined, 'the spy inspected the account');
    assert.ok(spied.heard.length > 20, 'the spy heard something');
    return new Map([
      ...[...answers].map(([name, text]) => [`answer ${name}`, text] as const),
      ...Object.entries(spied.nodes).map(([name, text]) => [`node ${name}`, text] as const),
      ['heard', spied.heard.join('\n')],
      ['log', bench.lines.join('\n')],
      ...[...filesIn(bench.userDir)].map(([name, text]) => [`file ${name}`, text] as const),
    ]);
  }

  function personalData(): Map<string, string> {
    const values = personalValuesOf(bench.sandbox);
    assert.ok(values.length > 20, `${values.length} personal values`);
    return new Map(values.map((value) => [value, value]));
  }

  function allSecrets(): Map<string, string> {
    const basics = [clientSecret, wrongSecret].flatMap((secret) => [
      Buffer.from(`${clientId}:${secret}`).toString('base64'),
      Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64'),
    ]);
    const issued = [...bench.sandbox.secrets];
    assert.ok(issued.length >= 10, `${issued.length} secrets were issued`);
    return new Map(
      [clientSecret, wrongSecret, ...basics, ...issued].map((secret, index) => [`secret ${index}`, secret] as const),
    );
  }
});
