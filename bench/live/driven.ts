import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { nodeRedPlace } from '../../sandbox/drive/node-red-place.js';
import { type NodeRedProcess, startNodeRed } from '../../sandbox/drive/node-red-process.js';
import { clockVariable, type Figures } from './figures.js';

/** A Node-RED with the nodes of the benchmark, and what it is asked. */
export interface Driven {
  readonly nodeRed: NodeRedProcess;
  /** The figures since the start or the last `restart`. */
  figures(): Promise<Figures>;
  restart(): Promise<void>;
  /** The figures once the condition holds, and it has had nothing to do for some looks since; throws after five minutes. */
  settled(isDone: (figures: Figures) => boolean): Promise<Figures>;
  /** Moves its wall clock. */
  jump(ms: number): Promise<void>;
  /** Sends so many messages in a row into the flow. */
  storm(count: number): Promise<void>;
}

/** Hundreds of nodes, and a machine that has other work. */
const longestMs = 300_000;
const lookEveryMs = 500;
/** Looking itself costs some. */
const idleMs = 150;
const idleLooks = 3;

/** Processes that have been started; whatever goes wrong, none stays. */
const processes: NodeRedProcess[] = [];

/** Ends every Node-RED that still runs. */
export function endAll(): void {
  for (const { process } of processes.splice(0)) process.kill('SIGKILL');
}

/** A user directory with the nodes of the benchmark. */
export function benchDir(): string {
  const path = mkdtempSync(join(tmpdir(), 'nomos-bench-'));
  mkdirSync(join(path, 'nodes'));
  const nodes = JSON.stringify(join(__dirname, 'flow-nodes.js'));
  writeFileSync(join(path, 'nodes', 'bench.js'), `module.exports = require(${nodes}).register;`);
  writeFileSync(join(path, 'nodes', 'bench.html'), '');
  return path;
}

/** Starts Node-RED at an instant with a build of the package in some folder, or without one. */
export async function drive(userDir: string, at: number, packageFolder: string | 'bare'): Promise<Driven> {
  install(userDir, packageFolder);
  const nodeRed = await startNodeRed({ userDir, env: { [clockVariable]: String(at) }, startTimeoutMs: longestMs });
  processes.push(nodeRed);
  // Not kept alive: a Node-RED that stalls for seconds cuts such connections.
  const headers = { connection: 'close' };
  const ask = async (path: string) => (await fetch(`${nodeRed.url}/bench/${path}`, { headers })).json();
  const figures = () => ask('figures') as Promise<Figures>;
  return {
    nodeRed,
    figures,
    restart: () => ask('restart') as Promise<void>,
    jump: (ms) => ask(`jump?ms=${ms}`) as Promise<void>,
    storm: (count) => ask(`storm?count=${count}`) as Promise<void>,
    async settled(isDone) {
      const giveUp = AbortSignal.timeout(longestMs);
      let last = await figures();
      for (let idle = 0; idle < idleLooks; ) {
        if (giveUp.aborted) throw new Error(`it did not settle: ${JSON.stringify(last)}\n${nodeRed.log()}`);
        await wait(lookEveryMs);
        const next = await figures();
        idle = isDone(next) && next.cpuMs - last.cpuMs < idleMs ? idle + 1 : 0;
        last = next;
      }
      return last;
    },
  };
}

/** The folder must be there in any case: `startNodeRed` puts this build where there is none. */
function install(userDir: string, packageFolder: string | 'bare'): void {
  const modules = join(userDir, 'node_modules');
  const installed = join(modules, 'node-red-contrib-nomos');
  rmSync(installed, { recursive: true, force: true });
  mkdirSync(modules, { recursive: true });
  if (packageFolder === 'bare') mkdirSync(installed);
  else symlinkSync(packageFolder, installed, 'dir');
}

/** The folder of this build. */
export const thisBuild = nodeRedPlace.package;
