import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { AccountAnswer } from '#src/protocol/admin-api.js';
import { type NodeRedProcess, startNodeRed } from '../../sandbox/drive/node-red-process.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/index.js';
import { leanSettings } from '../support/nodered/lean-settings.js';
import { accountId } from './account-flow.js';
import { fastAgeing } from './fast-ageing.js';

type StartOptions = Partial<Parameters<typeof startNodeRed>[0]>;

/** A sandbox and one Node-RED after another in the same user directory. */
export interface Bench {
  readonly sandbox: Sandbox;
  /** Where Node-RED lives, a folder of its own unless one is given; wiped by `wipe`. */
  readonly userDir: string;
  /** The Node-RED that runs now. */
  readonly nodeRed: NodeRedProcess;
  start(options?: StartOptions): Promise<NodeRedProcess>;
  /** Ends the one that runs and starts the next. */
  restart(signal: 'SIGTERM' | 'SIGKILL', options?: StartOptions): Promise<NodeRedProcess>;
  wipe(): void;
  /** What `GET nomos/accounts/:id` says. */
  account(id?: string): Promise<AccountAnswer>;
  /** Requests for renewal that the sandbox has seen. */
  renewals(): number;
  stop(): Promise<void>;
}

/** Starts the sandbox, not yet a Node-RED, which will age fast; `given` settings and storage hold for every start. */
export async function startBench(options: SandboxOptions = {}, given: StartOptions = {}): Promise<Bench> {
  const sandbox = await startSandbox(options);
  const userDir = given.userDir ?? mkdtempSync(join(tmpdir(), 'nomos-bench-'));
  const ageing = fastAgeing();
  const env = { ...ageing.env, ...given.env };
  const nodeArgs = [...ageing.nodeArgs, ...(given.nodeArgs ?? [])];
  let current: NodeRedProcess | undefined;
  const running = () => {
    if (current === undefined) throw new Error('no Node-RED runs');
    return current;
  };
  async function start({ settings, ...more }: StartOptions = {}): Promise<NodeRedProcess> {
    const all = { ...leanSettings(), ...given.settings, ...settings };
    current = await startNodeRed({ ...given, ...more, env, nodeArgs, userDir, settings: all });
    return current;
  }
  return {
    sandbox,
    userDir,
    get nodeRed() {
      return running();
    },
    start,
    async restart(signal, more) {
      await running().stop(signal);
      return start(more);
    },
    wipe: () => rmSync(userDir, { recursive: true, force: true }),
    async account(id = accountId) {
      const response = await fetch(`${running().url}/nomos/accounts/${id}`);
      return (await response.json()) as AccountAnswer;
    },
    renewals: () => sandbox.ledger.entries.filter(({ grant }) => grant === 'refresh_token').length,
    async stop() {
      await current?.stop('SIGKILL');
      await sandbox.stop();
      rmSync(userDir, { recursive: true, force: true });
    },
  };
}

/** Resolves as soon as the condition holds, looked at every 20 ms; rejects after 20 s. */
export async function eventually(what: string, condition: () => Promise<boolean> | boolean): Promise<void> {
  const giveUpAt = performance.now() + 20_000;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error(`never came true: ${what}`);
    await wait(20);
  }
}
