import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { Account } from '#src/account/account.js';
import type { AccountPorts, AccountSettings } from '#src/account/account-options.js';
import type { FeedLogEntry } from '#src/account/feed/feed-state.js';
import type { Connection } from '#src/account/session/connection.js';
import { TokenVault } from '#src/account/tokens/token-vault.js';
import { memoryStore } from '../support/account/memory-store.js';
import { ManualClock, until } from '../support/clock/manual-clock.js';
import { json, type Loopback, type Seen, startLoopback } from '../support/nomos/loopback.js';
import { dayPoints } from '../support/nomos/nomos-days.js';
import { homeId, listedContracts, roofId } from '../support/nomos/wire-answers.js';

const hour = 3_600_000;
const minute = 60_000;
const tokens = { accessToken: 'access-0', refreshToken: 'refresh-0', expiresInMs: hour };

describe('account: its parts together', () => {
  let nomos: Loopback;
  let clock: ManualClock;
  let store: ReturnType<typeof memoryStore>;
  let vault: TokenVault;
  let settings: AccountSettings;
  let shown: Connection[];
  let logs: FeedLogEntry[];
  let onToken: (response: ServerResponse) => void;
  let prepared: number;
  const accounts: Account[] = [];

  beforeEach(async () => {
    nomos = await startLoopback(answer);
    clock = new ManualClock();
    store = memoryStore();
    vault = new TokenVault({ store, secrets: () => ['secret'] });
    const client = { clientId: 'id', clientSecret: 'secret', baseUrl: nomos.url };
    settings = { ...client, accountId: 'account-1', grant: 'consent', subscription: '' };
    [shown, logs, prepared] = [[], [], 0];
    onToken = (response) => json(response, 200, { access_token: 'a', token_type: 'Bearer', expires_in: 3600 });
  });
  afterEach(async () => {
    await Promise.all(accounts.splice(0).map((account) => account.stop()));
    await nomos.stop();
  });

  function answer({ url }: Seen, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(url, nomos.url);
    if (pathname === '/oauth/token') onToken(response);
    else if (pathname === '/subscriptions') json(response, 200, { object: 'list', items: listedContracts });
    else if (pathname.endsWith('/prices')) json(response, 200, pricesOf(searchParams.get('start') ?? ''));
    else json(response, 404, {});
  }
  const pricesOf = (date: string) => ({
    resolution: '15min',
    items: dayPoints(date).map(({ start, priceCt }) => ({ timestamp: new Date(start).toISOString(), amount: priceCt })),
  });
  const paths = () => nomos.seen.map(({ url }) => new URL(url, nomos.url).pathname.replace(/^\/subscriptions\//, ''));

  function make(more: Partial<AccountSettings> = {}, ports: Partial<AccountPorts> = {}): Account {
    const prepare = async () => {
      prepared += 1;
    };
    const account = new Account(
      { ...settings, ...more },
      {
        ...{ store, vault, clock, tokens: { key: 'tokens-1', prepare } },
        onConnection: (connection) => shown.push(connection),
        onFeedLog: (entry) => logs.push(entry),
        ...ports,
      },
    );
    accounts.push(account);
    return account;
  }
  async function connected(more: Partial<AccountSettings> = {}): Promise<Account> {
    const account = make(more);
    await account.open();
    await account.adopt(tokens, settings);
    return account;
  }

  it('where it stands is known and told as soon as the stored tokens were read, and at every change, until nobody listens', async () => {
    const account = make();
    let told = 0;
    const leave = account.watchConnection(() => {
      told += 1;
    });
    assert.deepEqual([account.knownConnection, account.connection.phase], [undefined, 'new']);
    await account.open();
    assert.deepEqual([account.knownConnection?.phase, told, prepared], ['new', 1, 1]);
    await account.adopt(tokens, settings);
    assert.deepEqual([account.knownConnection?.phase, told], ['connected', 2]);
    assert.deepEqual(shown, [account.connection]);
    assert.ok(await vault.load('tokens-1'));
    leave();
    await account.disconnect();
    assert.deepEqual([account.knownConnection?.phase, told, shown.length], ['new', 2, 2]);
    assert.equal(await vault.load('tokens-1'), undefined);
  });

  it('goes on where one of the same settings stood', async () => {
    const before: Connection = { phase: 'new', since: 5, saved: true };
    const account = make({}, { before });
    await account.open();
    assert.equal(account.connection.since, 5);
  });

  it('a start waits for what is stored, and not for ever', async () => {
    const load = vault.load.bind(vault);
    const slow = Object.assign(vault, { load: () => new Promise(() => {}) });
    const account = make({}, { vault: slow });
    let isKnown = false;
    const known = account.known(3_000).then(() => {
      isKnown = true;
    });
    await clock.advance(2_999);
    assert.equal(isKnown, false);
    await clock.advance(1);
    await known;
    Object.assign(vault, { load });
    accounts.splice(0);
    clock = new ManualClock();
    await make().known(3_000);
    assert.equal(clock.nextTimerMs, 30_000, 'what is known leaves no timer of its own');
  });

  for (const [what, own, other, isSame, isServed] of [
    ['the same settings', {}, {}, true, true],
    ['another id', {}, { clientId: 'x' }, false, false],
    ['another secret', {}, { clientSecret: 'x' }, false, false],
    ['another address', {}, { baseUrl: 'https://x.example.com' }, false, false],
    ['another way of signing in', {}, { grant: 'client-credentials' }, true, false],
    ['a contract of its own', {}, { subscription: 'sub_2' }, true, true],
    ['another contract', { subscription: 'sub_1' }, { subscription: 'sub_2' }, true, true],
    ['the only active contract, where this one names one', { subscription: 'sub_1' }, {}, true, false],
  ] as const)
    it(`one sign-in ${isServed ? 'serves' : 'does not serve'} ${what}`, () => {
      const account = make(own as Partial<AccountSettings>);
      const asked = { ...settings, ...(other as Partial<AccountSettings>) };
      assert.deepEqual([account.hasClient(asked), account.isFor(asked)], [isSame, isServed]);
    });

  it('says what it was made with', () => {
    const { accountId, grant, subscription, client } = make({ subscription: 'sub_1' });
    const { clientId, clientSecret, baseUrl } = settings;
    assert.deepEqual([accountId, grant, subscription], ['account-1', 'consent', 'sub_1']);
    assert.deepEqual(client, { clientId, clientSecret, baseUrl });
  });

  it('an address that tokens must not go to is refused', () => {
    assert.throws(() => make({ baseUrl: 'http://example.com' }), { name: 'ConfigError', code: 'invalid-base-url' });
  });

  it('the contracts are listed once for all, and anew after another sign-in', async () => {
    const account = await connected();
    const [one, other] = await Promise.all([account.subscriptions(), account.subscriptions()]);
    assert.deepEqual([one.map(({ id }) => id), other], [[homeId, roofId], one]);
    assert.equal(await account.automaticContract(), homeId);
    assert.deepEqual(paths(), ['/subscriptions']);
    await account.adopt({ ...tokens, accessToken: 'access-1' }, settings);
    await account.subscriptions();
    assert.equal(nomos.seen.at(-1)?.headers.authorization, 'Bearer access-1');
    assert.deepEqual(paths(), ['/subscriptions', '/subscriptions']);
  });

  it('prices that wait for a sign-in come at once when there is one, and the sign-in is told to whoever watches them', async () => {
    const account = make({ subscription: roofId });
    await account.open();
    const told: string[] = [];
    const watch = account.watchPrices('', ({ type }) => told.push(type));
    await until(() => watch.state.lastError?.code === 'not-signed-in');
    assert.deepEqual(paths(), []);
    told.length = 0;
    await account.adopt(tokens, settings);
    await until(() => watch.series.length > 0);
    assert.deepEqual([told.includes('state'), told.includes('series')], [true, true]);
    assert.ok(paths().includes(`${roofId}/prices`));
    assert.deepEqual(
      logs.map(({ event }) => event),
      ['unavailable', 'available'],
    );
    const look = account.pricesOf('');
    await until(() => look.series.length > 0);
    assert.equal(look.series, watch.series);
    await account.stop();
    const { entries } = JSON.parse(store.saved.get('nomosPrices') ?? '{}');
    assert.deepEqual(Object.keys(JSON.parse(entries)), [`account-1/${roofId}`]);
  });

  it('prices of what nobody uses and Nomos has not listed are not looked at', () => {
    assert.throws(() => make().pricesOf(homeId), { name: 'ConfigError', code: 'unknown-subscription' });
  });

  it('tokens that end soon are the time to ask for what waited', async () => {
    onToken = (response) => void response.writeHead(302, { location: '/elsewhere' }).end();
    const account = make({ grant: 'client-credentials' });
    await account.open();
    const watch = account.watchPrices('', () => {});
    await until(() => watch.state.lastError?.code === 'redirect-refused');
    onToken = (response) => json(response, 200, { access_token: 'a', token_type: 'Bearer', expires_in: 20 });
    await clock.advance(5 * minute + 1_000);
    await until(() => account.connection.lastError?.code === 'token-life-short');
    await until(() => paths().includes('/subscriptions'));
  });

  for (const [id, direction, number] of [
    [homeId, 'consumption', '4X44EMKX'],
    [roofId, 'feed-in', 'ROOF0001'],
    ['sub_other0000001', 'consumption', undefined],
  ] as const)
    it(`the days of ${id}: ${direction}, number ${number}`, async () => {
      const account = await connected();
      const progress: string[] = [];
      const days = { firstDay: '2026-11-20', lastDay: '2026-11-20' };
      const { signal } = new AbortController();
      const read = await account.usage({ subscription: id, ...days, what: 'prices' }, signal, (done, of) =>
        progress.push(`${done}/${of}`),
      );
      const { prices, metered, ...facts } = read;
      assert.deepEqual(facts, { ...days, direction, subscriptionNumber: number, meterType: 'unknown' });
      assert.deepEqual([prices.length, metered.length, progress], [96, 0, ['1/1']]);
    });

  it('days before the contract began are left out, and where none is left that is said', async () => {
    const account = await connected({ subscription: homeId });
    const { signal } = new AbortController();
    const read = (firstDay: string, lastDay: string) =>
      account.usage({ subscription: '', firstDay, lastDay, what: 'prices' }, signal);
    const { firstDay, lastDay } = await read('2024-06-29', '2024-07-01');
    assert.deepEqual([firstDay, lastDay], ['2024-07-01', '2024-07-01']);
    await assert.rejects(read('2024-06-29', '2024-06-30'), { code: 'outside-contract' });
  });

  it('prices that a feed knows are not asked for once more', async () => {
    const account = await connected({ subscription: homeId });
    const watch = account.watchPrices('', () => {});
    await until(() => watch.series.length > 0);
    const days = { firstDay: '2026-11-22', lastDay: '2026-11-22' };
    await account.usage({ subscription: '', ...days, what: 'prices' }, new AbortController().signal);
    assert.equal(paths().filter((path) => path.endsWith('/prices')).length, 1);
  });

  it('something else than prices is read for the contract that is meant, with its number', async () => {
    const account = await connected({ subscription: homeId });
    const query = { resource: 'subscriptions', subscription: '', maxItems: 1, personalData: false } as const;
    const { payload, truncated } = await account.read(query, new AbortController().signal);
    assert.deepEqual([(payload as { id: string }[]).map(({ id }) => id), truncated], [[homeId], true]);
    const invoices = { ...query, resource: 'invoices' } as const;
    await assert.rejects(account.read(invoices, new AbortController().signal), { code: 'resource-not-found' });
  });

  it('the end cuts off what is under way, closes the door and leaves no timer', async () => {
    const account = await connected({ subscription: homeId });
    nomos.answer = () => {};
    account.watchPrices('', () => assert.fail('told after the end'));
    const asked = assert.rejects(account.subscriptions(), { name: 'UnavailableError' });
    await until(() => nomos.seen.length === 2);
    await account.stop();
    await asked;
    assert.equal(clock.nextTimerMs, undefined);
    await assert.rejects(account.subscriptions(), { name: 'UnavailableError' });
    assert.equal(nomos.seen.length, 2);
  });
});
