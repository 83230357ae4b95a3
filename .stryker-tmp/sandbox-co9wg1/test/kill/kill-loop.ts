// @ts-nocheck
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chance } from '../../sandbox/chance.js';
import { deployFlows } from '../../sandbox/drive/deploy.js';
import type { NodeRedProcess } from '../../sandbox/drive/node-red-process.js';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';
import { accountFlow, accountId, crashFlow, signIn, testConnection } from './account-flow.js';
import { lifeSeconds } from './fast-ageing.js';
import { diedAmidRenewal, judge, type Life, type Loss } from './judge.js';
import { type Ending, Victim } from './victim.js';

/** What a kill loop does. */
export interface KillLoopOptions {
  readonly kills: number;
  /** The instants follow from it, as far as the machine keeps time. */
  readonly seed: number;
  readonly signal: Ending;
  readonly rotation: 'strict' | 'grace';
  /** How long the server takes with every answer to a token request. */
  readonly answerDelayMs: number;
  readonly onKill?: (line: string) => void;
}

/** What a kill loop saw; the losses are the server's words. */
export interface KillReport {
  readonly kills: number;
  /** Kills while a renewal was on its way, or at most 250 ms after its answer. */
  readonly amidRenewal: number;
  readonly renewals: number;
  readonly losses: readonly Loss[];
  /** Restarts after which the plugin had a consent and asked for nothing within 20 s. */
  readonly silent: number;
  /** The first and those after a loss. */
  readonly signIns: number;
  readonly findings: Readonly<Record<string, number>>;
}

const accessTokenTtlSeconds = lifeSeconds(2);
const callEveryMs = 100;
const silentMs = 20_000;
const longestBlindMs = 5_000;

/** Kills a Node-RED again and again, and asks the server afterwards whether it could always renew. */
export async function runKillLoop(options: KillLoopOptions): Promise<KillReport> {
  const userDir = mkdtempSync(join(tmpdir(), 'nomos-kill-'));
  const sandbox = await startSandbox({ rotation: options.rotation, graceSeconds: 30, accessTokenTtlSeconds });
  const loop = new KillLoop(sandbox, userDir, options);
  try {
    if (options.answerDelayMs > 0) {
      sandbox.fault({ kind: 'delay', ms: options.answerDelayMs, on: 'token', times: 'always' });
    }
    await loop.setUp();
    for (let kill = 1; kill <= options.kills; kill += 1) await loop.round(kill);
    await loop.lastRound();
    return loop.report();
  } finally {
    await loop.end();
    await sandbox.stop();
    rmSync(userDir, { recursive: true, force: true });
  }
}

class KillLoop {
  readonly #sandbox: Sandbox;
  readonly #victim: Victim;
  readonly #options: KillLoopOptions;
  readonly #lives: Life[] = [];
  #signIns = 0;
  #silent = 0;

  constructor(sandbox: Sandbox, userDir: string, options: KillLoopOptions) {
    this.#sandbox = sandbox;
    this.#victim = new Victim(userDir, options.signal);
    this.#options = options;
  }

  async setUp(): Promise<void> {
    const nodeRed = await this.#victim.start();
    await deployFlows(nodeRed, [
      ...accountFlow(this.#sandbox.url),
      ...(this.#options.signal === 'crash' ? crashFlow : []),
    ]);
    await this.#signIn(nodeRed);
    await nodeRed.stop();
  }

  /** Half of the kills come at any moment from the start of the process on, half around a token request. */
  async round(kill: number): Promise<void> {
    const aim = this.#aim(kill);
    const startedAt = Date.now();
    const starting = this.#victim.start();
    const calls = new AbortController();
    const running = starting.then((nodeRed) => this.#use(nodeRed, calls.signal)).catch(() => undefined);
    if (this.#needsSignIn) await this.#signIn(await starting);
    if (aim.requests > 0) await this.#tokenRequests(startedAt, aim.requests, starting);
    await wait(aim.delayMs);
    const { killedAt, endedAt } = await this.#victim.kill(this.#options.signal);
    calls.abort();
    await running;
    const life = { startedAt, killedAt, endedAt };
    this.#lives.push(life);
    const amid = diedAmidRenewal(this.#sandbox.ledger.entries, life) ? 'amid a renewal' : '';
    const after = aim.requests === 0 ? 'the start' : `token request ${aim.requests}`;
    const line = `${kill}: ${Math.round(aim.delayMs)} ms after ${after} ${amid}`;
    this.#options.onKill?.(`${line.trimEnd()}; losses ${this.#losses.length}`);
  }

  /** The last kill is judged only once the plugin has tried to renew. */
  async lastRound(): Promise<void> {
    const startedAt = Date.now();
    const nodeRed = await this.#victim.start();
    const calls = new AbortController();
    const running = this.#use(nodeRed, calls.signal);
    await this.#tokenRequests(startedAt, 1, Promise.resolve(nodeRed));
    await wait(this.#options.answerDelayMs + 500);
    calls.abort();
    await running;
    await nodeRed.stop();
  }

  report(): KillReport {
    const { entries, findings } = this.#sandbox.ledger;
    const counts: Record<string, number> = {};
    for (const { kind } of findings) counts[kind] = (counts[kind] ?? 0) + 1;
    return {
      kills: this.#options.kills,
      amidRenewal: this.#lives.filter((life) => diedAmidRenewal(entries, life)).length,
      renewals: entries.filter(({ grant, issued }) => grant === 'refresh_token' && issued !== undefined).length,
      losses: this.#losses,
      silent: this.#silent,
      signIns: this.#signIns,
      findings: counts,
    };
  }

  async end(): Promise<void> {
    await this.#victim.kill('SIGKILL').catch(() => undefined);
  }

  get #losses(): Loss[] {
    return judge(this.#sandbox.ledger.entries, this.#lives);
  }

  get #needsSignIn(): boolean {
    return this.#losses.length + this.#silent >= this.#signIns;
  }

  #aim(kill: number): { readonly requests: number; readonly delayMs: number } {
    const { seed, answerDelayMs } = this.#options;
    const random = (what: string) => chance(seed, `${kill}/${what}`);
    if (random('kind') < 0.5) return { requests: 0, delayMs: random('delay') * longestBlindMs };
    const spreadMs = random('spread') < 0.5 ? 15 : 300;
    return { requests: 1 + Math.floor(random('request') * 2), delayMs: random('delay') * (answerDelayMs + spreadMs) };
  }

  /** Presses the test button all the time. */
  async #use(nodeRed: NodeRedProcess, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      void testConnection(nodeRed.url, { signal }).catch(() => undefined);
      await wait(callEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #signIn({ url }: NodeRedProcess): Promise<void> {
    await signIn(url);
    this.#signIns += 1;
  }

  /** Resolves when so many token requests of this life have arrived, or when the plugin asks for nothing. */
  async #tokenRequests(since: number, count: number, starting: Promise<NodeRedProcess>): Promise<void> {
    const { ledger } = this.#sandbox;
    const arrived = () =>
      ledger.entries.filter(({ path, receivedAt }) => path === '/oauth/token' && receivedAt >= since).length;
    const enough = new Promise<void>((resolve) => {
      if (arrived() >= count) return resolve();
      const unwatch = ledger.watch({
        began: () => {
          if (arrived() < count) return;
          unwatch();
          resolve();
        },
      });
    });
    const silence = starting.then(async (nodeRed) => {
      const giveUp = new AbortController();
      void enough.then(() => giveUp.abort());
      await wait(silentMs, undefined, { signal: giveUp.signal }).catch(() => undefined);
      if (arrived() === 0) await this.#noteSilence(nodeRed);
    });
    await Promise.race([enough, silence]);
  }

  /** A plugin that has a consent and asks for nothing has lost it; what it says of itself helps to find out why. */
  async #noteSilence({ url, log }: NodeRedProcess): Promise<void> {
    this.#silent += 1;
    const answer = await fetch(`${url}/nomos/accounts/${accountId}`).then((response) => response.text());
    this.#options.onKill?.(`silent: ${answer}\n${log()}`);
  }
}
