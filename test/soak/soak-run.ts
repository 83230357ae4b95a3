import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chance } from '../../sandbox/chance.js';
import { connectAccount } from '../../sandbox/drive/connect.js';
import { deployFlows } from '../../sandbox/drive/deploy.js';
import type { Sandbox } from '../../sandbox/index.js';
import type { Life } from '../kill/judge.js';
import { spoilSome } from '../support/nomos/spoil.js';
import { type SteeredLife, startLife } from './life.js';
import type { Blow, Schedule } from './schedule.js';
import { accountId, installSoakNodes, soakFlow } from './soak-flow.js';
import { faults } from './soak-sandbox.js';
import type { Report } from './steered-time.js';

/** A stretch of true time in which something was wrong, epoch ms, half-open. */
export interface Trouble {
  readonly kind: Blow['kind'];
  readonly from: number;
  readonly to: number;
}

/** What a node said, or what the meter of the house measured. */
export interface SoakEvent {
  readonly at: number;
  readonly from: string;
  // biome-ignore lint/suspicious/noExplicitAny: messages have any shape.
  readonly [other: string]: any;
}

/** All that was seen of a soak; nothing in it is the product's own account of how well it did. */
export interface SoakRecord {
  /** Up to when it lived, epoch ms. */
  readonly end: number;
  readonly events: readonly SoakEvent[];
  readonly troubles: readonly Trouble[];
  readonly lives: readonly Life[];
  readonly vitals: readonly (Report & { readonly life: number })[];
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Lives through a schedule in a real Node-RED on a disk of its own; `say` hears of every blow. */
export async function soak(
  sandbox: Sandbox,
  schedule: Schedule,
  options: {
    readonly seed: number;
    readonly spoiltShare: number;
    readonly say?: (line: string) => void;
    /** Ends it early; what was lived until then is there all the same. */
    readonly signal?: AbortSignal;
  },
): Promise<SoakRecord> {
  const house = new SoakedHouse(sandbox, options);
  try {
    await house.moveIn(schedule.start);
    for (const blow of schedule.blows) await house.suffer(blow);
    await house.goOn(schedule.end);
    await house.end();
    return house.record();
  } finally {
    await house.tearDown();
  }
}

class SoakedHouse {
  readonly #sandbox: Sandbox;
  readonly #seed: number;
  readonly #say: (line: string) => void;
  readonly #signal: AbortSignal | undefined;
  readonly #disk = mkdtempSync(join(tmpdir(), 'nomos-soak-'));
  readonly #logs = mkdtempSync(join(tmpdir(), 'nomos-soak-log-'));
  readonly #troubles: Trouble[] = [];
  readonly #lives: Life[] = [];
  readonly #vitals: (Report & { life: number })[] = [];
  readonly #unwatch: () => void;
  readonly #isMounted: boolean;
  #isSpoiling = false;
  #now = 0;
  #startedAt = 0;
  #life: SteeredLife | undefined;

  constructor(sandbox: Sandbox, { seed, spoiltShare, say = () => {}, signal }: Parameters<typeof soak>[2]) {
    this.#sandbox = sandbox;
    this.#seed = seed;
    this.#say = say;
    this.#signal = signal;
    this.#isMounted = this.#mount();
    this.#unwatch = spoilSome(sandbox, { seed, share: spoiltShare, faults, isSpoiling: () => this.#isSpoiling });
  }

  async moveIn(at: number): Promise<void> {
    installSoakNodes(this.#disk);
    await this.#begin(at);
    await deployFlows(this.#living.nodeRed, soakFlow(this.#sandbox.url));
    await this.#signIn();
    this.#isSpoiling = true;
  }

  /** Lets time pass up to an instant, with a look at heap and handles every day. */
  async goOn(to: number): Promise<void> {
    while (this.#now < to && !this.#signal?.aborted) {
      this.#now = Math.min(to, this.#now + dayMs);
      await this.#living.tell({ kind: 'run', to: this.#now });
      const vitals = await this.#living.tell({ kind: 'vitals' });
      this.#vitals.push({ ...vitals, life: this.#lives.length });
    }
  }

  async suffer(blow: Blow): Promise<void> {
    await this.goOn(blow.at);
    if (this.#signal?.aborted) return;
    const from = this.#now;
    this.#say(`${new Date(from).toISOString()} ${blow.kind}`);
    if (blow.kind === 'kill') await this.#kill(blow.downMs, blow.isAmidWork);
    if (blow.kind === 'stop') await this.#stop(blow.downMs);
    if (blow.kind === 'wrong') {
      await this.#living.tell({ kind: 'wrong', byMs: blow.byMs });
      await this.goOn(from + blow.forMs);
      await this.#living.tell({ kind: 'wrong', byMs: 0 });
    }
    if (blow.kind === 'sleep') {
      await this.#living.tell({ kind: 'sleep', ms: blow.forMs });
      this.#now += blow.forMs;
    }
    if (blow.kind === 'revoke') {
      this.#sandbox.revokeConsent('anna@example.com');
      await this.goOn(from + blow.forMs);
      await this.#signIn();
    }
    if (blow.kind === 'disk-full') {
      this.#fill();
      await this.goOn(from + blow.forMs / 2);
      await this.#kill(minuteMs, false);
      await this.goOn(from + blow.forMs);
      rmSync(join(this.#disk, 'filler'), { recursive: true, force: true });
    }
    this.#troubles.push({ kind: blow.kind, from: Math.min(from, this.#diedAt ?? from), to: this.#now });
    this.#diedAt = undefined;
  }

  async end(): Promise<void> {
    this.#isSpoiling = false;
    this.#sandbox.clearFaults();
    await this.#kill(minuteMs, false);
    await this.goOn(this.#now + hourMs);
  }

  record(): SoakRecord {
    return {
      end: Math.floor(this.#now),
      events: this.#events(),
      troubles: this.#troubles,
      lives: this.#lives,
      vitals: this.#vitals,
    };
  }

  async tearDown(): Promise<void> {
    this.#unwatch();
    await this.#life?.nodeRed.stop('SIGKILL');
    if (this.#isMounted) execFileSync('umount', ['-l', this.#disk]);
    for (const folder of [this.#disk, this.#logs]) rmSync(folder, { recursive: true, force: true });
  }

  #diedAt: number | undefined;

  get #living(): SteeredLife {
    if (this.#life === undefined) throw new Error('nobody lives');
    return this.#life;
  }

  get #files(): { eventsFile: string; beatFile: string } {
    return { eventsFile: join(this.#logs, 'events'), beatFile: join(this.#logs, 'beat') };
  }

  #events(): SoakEvent[] {
    const lines = readFileSync(this.#files.eventsFile, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as SoakEvent);
  }

  async #begin(at: number): Promise<void> {
    const stored =
      this.#lives.length === 0 ? 5 : (this.#events().findLast(({ from }) => from === 'meter')?.storedKwh ?? 5);
    this.#startedAt = Date.now();
    this.#life = await startLife(this.#disk, { start: at, ...this.#files }, stored);
    this.#now = at;
    this.#now = (await this.#life.tell({ kind: 'vitals' })).at;
  }

  async #kill(downMs: number, isAmidWork: boolean): Promise<void> {
    const { nodeRed } = this.#living;
    if (isAmidWork) {
      // The promise never ends well: that is what is wanted.
      void this.#living.tell({ kind: 'run', to: this.#now + dayMs }).catch(() => undefined);
      await wait(5 + chance(this.#seed, `amid/${this.#lives.length}`) * 300);
    }
    const killedAt = Date.now();
    await nodeRed.stop('SIGKILL');
    this.#lives.push({ startedAt: this.#startedAt, killedAt, endedAt: killedAt });
    if (isAmidWork) {
      const beat = Number(readFileSync(this.#files.beatFile, 'utf8'));
      this.#now = Math.max(this.#now, beat, this.#events().at(-1)?.at ?? 0);
    }
    await this.#begin(this.#now + downMs);
  }

  /** Ends it as a person does. */
  async #stop(downMs: number): Promise<void> {
    const { nodeRed } = this.#living;
    await nodeRed.stop('SIGTERM');
    const endedAt = Date.now();
    this.#lives.push({ startedAt: this.#startedAt, killedAt: endedAt, endedAt });
    await this.#begin(this.#now + downMs);
  }

  /** Time passes meanwhile, second by second. */
  async #signIn(): Promise<void> {
    const wasSpoiling = this.#isSpoiling;
    this.#isSpoiling = false;
    this.#sandbox.clock.stopAt(this.#now);
    let outcome: string | undefined;
    const signing = connectAccount({
      nodeRedUrl: this.#living.nodeRed.url,
      accountId,
      email: 'anna@example.com',
      decision: 'allow',
    }).then(
      (came) => {
        outcome = came;
      },
      (error: unknown) => {
        outcome = String(error);
      },
    );
    while (outcome === undefined) {
      this.#now += 1_000;
      await this.#living.tell({ kind: 'run', to: this.#now });
      await wait(2);
    }
    await signing;
    if (outcome !== 'connected') throw new Error(`signing in ended with ${outcome}`);
    this.#isSpoiling = wasSpoiling;
  }

  /** A small disk, where one can be had. */
  #mount(): boolean {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', this.#disk], { stdio: 'pipe' });
      return true;
    } catch {
      return false;
    }
  }

  #fill(): void {
    if (!this.#isMounted) throw new Error('no small disk can be mounted here: run it as root, or without a full disk');
    const { bavail, bsize } = statfsSync(this.#disk);
    mkdirSync(join(this.#disk, 'filler'));
    writeFileSync(join(this.#disk, 'filler', 'film'), Buffer.alloc(bavail * bsize));
  }
}
