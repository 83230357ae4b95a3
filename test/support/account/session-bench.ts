import { randomUUID } from 'node:crypto';
import type { Connection } from '#src/account/session/connection.js';
import { Session, type SessionOptions } from '#src/account/session/session.js';
import type { Marks } from '#src/account/tokens/installation.js';
import { TokenVault } from '#src/account/tokens/token-vault.js';
import { createHttpDoor, type HttpDoor } from '#src/http/door.js';
import { ManualClock, turns, until } from '../clock/manual-clock.js';
import { type FakeNomos, startFakeNomos } from '../nomos/fake-nomos.js';
import { FlakyStore } from './flaky-store.js';

export const minute = 60_000;
export const hour = 60 * minute;

/** One account with everything around it: a fake Nomos, a store, a clock, and as many sessions as a test wants. */
export class SessionBench {
  nomos!: FakeNomos;
  door!: HttpDoor;
  store!: FlakyStore;
  clock!: ManualClock;
  vault!: TokenVault;
  accountId = '';
  secrets: readonly string[] = [];
  /** The marks of the installation. */
  marks: Marks = {};
  readonly phases: string[] = [];
  readonly #sessions: Session[] = [];

  async start(): Promise<void> {
    this.nomos = await startFakeNomos();
    this.door = createHttpDoor({ maxPerSecond: 1_000 });
    this.store = new FlakyStore();
    this.clock = new ManualClock();
    this.accountId = randomUUID();
    this.secrets = ['a secret of Node-RED'];
    this.marks = { machine: 'this one', folder: '17' };
    this.phases.length = 0;
    this.#newVault();
  }

  async stop(): Promise<void> {
    this.door.close();
    await this.nomos.stop();
    await Promise.all(this.#sessions.splice(0).map((session) => session.stop()));
  }

  /** A session of the account, as a deploy makes it; not yet opened. */
  session(options: Partial<SessionOptions> = {}): Session {
    const client = { clientId: 'my-client', clientSecret: 'my-secret', baseUrl: this.nomos.url };
    const { accountId, vault, door, clock } = this;
    const onChange = ({ phase }: Connection) => {
      if (this.phases.at(-1) !== phase) this.phases.push(phase);
    };
    const fixed = { accountId, grant: 'consent', vault, door, clock, onChange, random: () => 0.5 } as const;
    const session = new Session({ ...client, ...fixed, ...options });
    this.#sessions.push(session);
    return session;
  }

  /** A session whose consent was given this moment: `access-0` and `refresh-0`. */
  async connected(options: Partial<SessionOptions> = {}): Promise<Session> {
    const session = this.session(options);
    await session.open();
    await session.adopt({ accessToken: 'access-0', refreshToken: 'refresh-0', expiresInMs: hour });
    this.nomos.live.add('access-0');
    return session;
  }

  /** A connected session whose access token has ended, so that the next use renews. */
  async expired(options: Partial<SessionOptions> = {}): Promise<Session> {
    const session = await this.connected(options);
    await this.clock.advance(hour + 1);
    return session;
  }

  /** What a power cut leaves: only what was written. The next session is of a new process. */
  kill(): void {
    this.store = this.store.afterKill();
    this.accountId = String(this.accountId);
    this.#newVault();
  }

  /** Waits until Nomos has got this many token requests. */
  async requests(count: number): Promise<void> {
    await until(() => this.nomos.tokenRequests().length >= count, `${count} token requests`);
    await turns();
  }

  /** Lets time pass in small steps until the promise has settled. */
  async settled<T>(promise: Promise<T>, stepMs = 100): Promise<T> {
    let isDone = false;
    const mark = () => {
      isDone = true;
    };
    promise.then(mark, mark);
    const giveUpAt = performance.now() + 30_000;
    while (!isDone && performance.now() < giveUpAt) {
      await turns();
      if (!isDone && this.nomos.open() === 0) await this.clock.advance(stepMs);
    }
    return promise;
  }

  #newVault(): void {
    this.vault = new TokenVault({
      store: this.store,
      secrets: () => this.secrets,
      marks: async () => this.marks,
      now: () => this.clock.now(),
    });
  }
}
