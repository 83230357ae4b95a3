import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Session } from '#src/account/session/session.js';
import { TokenVault } from '#src/account/tokens/token-vault.js';
import { chance } from '../../../sandbox/chance.js';
import { FlakyStore } from '../../support/account/flaky-store.js';
import { ManualClock, until } from '../../support/clock/manual-clock.js';
import { type GraceFault, GraceServer } from '../../support/nomos/grace-server.js';

const second = 1_000;
const hour = 3_600_000;

/** One for all: making the key of a vault takes long. */
const vault = new TokenVault({ store: new FlakyStore(), secrets: () => ['secret'] });
const accountIds: string[] = [];

/** Every save writes all accounts that are left in the vault. */
async function emptyVault(): Promise<void> {
  for (const accountId of accountIds.splice(0)) await vault.remove(accountId);
}

interface Home {
  readonly server: GraceServer;
  readonly session: Session;
  /** Another session of the account, as a deploy makes it. */
  readonly again: () => Session;
}

/** An account at a server with this grace period, whose access token has just ended. */
async function expired(clock: ManualClock, graceMs: number): Promise<Home> {
  const server = new GraceServer(clock, graceMs);
  const client = { clientId: 'id', clientSecret: 'secret', baseUrl: 'https://nomos.example' };
  const accountId = randomUUID();
  accountIds.push(accountId);
  const fixed = { accountId, grant: 'consent', vault, clock, door: server.door } as const;
  const again = () => new Session({ ...client, ...fixed, random: () => 0.5 });
  const session = again();
  await session.open();
  await session.adopt({ accessToken: 'a0', refreshToken: 'r0', expiresInMs: hour });
  await clock.advance(hour + 1);
  return { server, session, again };
}

/** Uses the account whose renewal is due, and lets time pass by seconds from the first request on. */
async function use({ server, session }: Home, clock: ManualClock, seconds: number): Promise<void> {
  session.accessToken().catch(() => undefined);
  await until(() => server.requestedAt.length > 0, 'a token request');
  for (let passed = 0; passed < seconds; passed += 1) await clock.advance(second);
}

/** How long after the first token request an instant is, in ms. */
const sinceFirst = (server: GraceServer) => (at: number) => at - (server.requestedAt[0] ?? at);

describe('session: an answer that is lost, and an outage after it', () => {
  afterEach(emptyVault);

  const kinds = [
    'gateway 502',
    'refused',
    'dropped before',
    'gateway page 404',
    'portal page 200',
    'busy 429',
  ] as const;
  const lengths = [0.4, 2, 5, 8.5, 12, 20, 27.5, 40, 57, 70];
  for (const [graceSeconds, longestKept] of [
    [10, 8.5],
    [30, 27.5],
    [60, 57],
  ] as const)
    for (const kind of kinds)
      it(`grace of ${graceSeconds} s: ${kind} for up to ${longestKept} s is survived`, async () => {
        for (const length of lengths) {
          const clock = new ManualClock();
          const home = await expired(clock, graceSeconds * second);
          const { server, session } = home;
          const since = sinceFirst(server);
          server.fault = (at) => (since(at) === 0 ? 'dropped after' : since(at) < length * second ? kind : undefined);
          await use(home, clock, 75);
          await clock.advance(20 * 60 * second);
          const outcome = server.isRevoked ? 'lost' : session.connection.phase;
          assert.equal(outcome, length <= longestKept ? 'connected' : 'lost', `after ${length} s`);
          await session.stop();
        }
      });

  it('the tries are few: 8 in the first 25 s, 11 in the first minute, then a handful every 15 minutes', async () => {
    const clock = new ManualClock();
    const home = await expired(clock, 30 * second);
    const { server, session } = home;
    server.fault = () => 'gateway 502';
    await use(home, clock, 60);
    const within = (seconds: number) =>
      server.requestedAt.filter((at) => sinceFirst(server)(at) < seconds * second).length;
    assert.deepEqual([within(25), within(60)], [8, 11]);
    await clock.advance(2 * hour);
    const before = server.requestedAt.length;
    await clock.advance(hour);
    assert.ok(server.requestedAt.length - before <= 36, `${server.requestedAt.length - before} in an hour`);
    await session.stop();
  });

  for (const [kind, status] of [
    ['gateway 502', 'a server out of order'],
    ['busy 429', 'a busy server'],
  ] as const)
    it(`what ${status} asks for comes first: no request for 20 s, and the sign-in is kept`, async () => {
      const clock = new ManualClock();
      const home = await expired(clock, 30 * second);
      const { server, session } = home;
      server.headers = { 'retry-after': '20' };
      const since = sinceFirst(server);
      server.fault = (at) => (since(at) === 0 ? 'dropped after' : since(at) < second ? kind : undefined);
      await use(home, clock, 40);
      const [, before = 0, third = 0] = server.requestedAt;
      assert.ok(third - before >= 20 * second && third - before < 21 * second, `${third - before} ms`);
      assert.equal(session.connection.phase, 'connected');
      await session.stop();
    });

  it('a session that begins amid a renewal tries as soon and as often, also where nothing can be sent at first', async () => {
    const clock = new ManualClock();
    const home = await expired(clock, 30 * second);
    const { server, session } = home;
    const since = sinceFirst(server);
    server.fault = (at) => (since(at) === 0 ? 'dropped after' : since(at) < 24 * second ? 'refused' : undefined);
    session.accessToken().catch(() => undefined);
    await until(() => server.requestedAt.length > 0, 'a token request');
    await clock.advance(100);
    await session.stop();
    const next = home.again();
    await next.open();
    for (let passed = 0; passed < 30; passed += 1) await clock.advance(second);
    assert.equal(server.isRevoked, false);
    assert.equal(next.connection.phase, 'connected');
    await next.stop();
  });
});

describe('session: a soak of twelve accounts under random faults', () => {
  afterEach(emptyVault);

  const faults: readonly GraceFault[] = [
    'refused',
    'dropped before',
    'dropped after',
    'gateway 502',
    'gateway 504 after',
    'gateway page 404',
    'portal page 200',
    'cut answer',
    'busy 429',
    'slow answer',
  ];
  const troubleMs = 25 * second;

  /** Half of the renewals meet trouble, of up to 25 s, in which four requests of five are spoilt. */
  function spoil(server: GraceServer, seed: number): () => number {
    let spoilt = 0;
    let troubleSince = Number.NEGATIVE_INFINITY;
    server.fault = (at) => {
      const random = (what: string) => chance(seed, `${server.requestedAt.length}/${what}`);
      const isCalm = at - troubleSince > troubleMs;
      if (isCalm && (at - troubleSince < 2 * 60 * second || random('begins') < 0.5)) return undefined;
      if (isCalm) troubleSince = at;
      else if (random('spoils') > 0.8) return undefined;
      spoilt += 1;
      return faults[Math.floor(random('kind') * faults.length)];
    };
    return () => spoilt;
  }

  for (const seed of [1, 2])
    it(`seed ${seed}: trouble of up to 25 s, whatever it is, loses no sign-in that a grace of 30 s keeps`, async function () {
      this.timeout(120_000);
      const clock = new ManualClock();
      const homes = await Promise.all(Array.from({ length: 12 }, () => expired(clock, 30 * second)));
      const counts = homes.map(({ server }, index) => spoil(server, seed * 100 + index));
      for (let used = 0; used < 60; used += 1) {
        for (const { session } of homes) session.accessToken().catch(() => undefined);
        await clock.advance(4 * 60 * second);
      }
      for (const { server, session } of homes) {
        server.fault = () => undefined;
        session.accessToken().catch(() => undefined);
      }
      await clock.advance(20 * 60 * second);
      assert.deepEqual(
        homes.filter(({ server }) => server.isRevoked),
        [],
      );
      for (const { session } of homes) assert.equal(session.connection.phase, 'connected');
      const spoilt = counts.reduce((sum, count) => sum + count(), 0);
      assert.ok(spoilt >= 250, `only ${spoilt} requests were spoilt`);
      await Promise.all(homes.map(({ session }) => session.stop()));
    });
});
