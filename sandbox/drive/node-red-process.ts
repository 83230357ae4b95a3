import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type NodeRedPlace, nodeRedPlace } from './node-red-place.js';

interface NodeRedOptions {
  /** An existing directory, used as Node-RED's user directory. */
  readonly userDir: string;
  /** Where Node-RED and this package come from; `nodeRedPlace` when absent. */
  readonly place?: NodeRedPlace;
  /** Members of Node-RED's settings file beside the usual ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Path of a module that stores for Node-RED in place of its own files. */
  readonly storageModule?: string;
  /** How the environment differs from that of this process; undefined: without that variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The user and group that Node-RED runs as; those of this process when absent. */
  readonly uid?: number;
  /** Arguments for node itself, e.g. `--require`. */
  readonly nodeArgs?: readonly string[];
  /** The port to listen on; a free one when absent. */
  readonly port?: number;
  /** With a channel for `process.send`. */
  readonly ipc?: true;
  /** Sees every line that Node-RED prints. */
  readonly onLine?: (line: string) => void;
  /** How long the start may take, ms; 60 s when absent. */
  readonly startTimeoutMs?: number;
  /** Gets the process as soon as there is one, long before its flows run. */
  readonly onSpawn?: (process: ChildProcess) => void;
}

/** A real Node-RED in a process of its own, with this package installed. */
export interface NodeRedProcess {
  readonly url: string;
  readonly port: number;
  readonly process: ChildProcess;
  /** Everything printed so far. */
  log(): string;
  /** Ends it with a signal (SIGTERM when absent) and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Below the ports that systems give to outgoing connections, so that none takes it before it is used. */
const ports = { first: 10_000, count: 20_000 };

/** A loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const port = ports.first + Math.floor(Math.random() * ports.count);
  const isFree = await new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
  return isFree ? port : freePort();
}

const usualStartMs = 60_000;

/** Nodes that lie beside Node-RED for tests that link them under their own name; others would only start later for them. */
const unlinked = ['flowfuse-dashboard'];

/** Starts Node-RED on loopback and waits until its flows run; rejects with its output when it ends or takes too long. */
export async function startNodeRed(options: NodeRedOptions): Promise<NodeRedProcess> {
  const { startTimeoutMs = usualStartMs } = options;
  const port = options.port ?? (await freePort());
  const { place = nodeRedPlace } = options;
  prepareUserDir(options, place);
  const script = join(place.nodeRed, 'red.js');
  const child = spawn(place.node, [...(options.nodeArgs ?? []), script, '-u', options.userDir, '-p', String(port)], {
    env: { ...process.env, ...options.env },
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    stdio: ['ignore', 'pipe', 'pipe', ...(options.ipc ? ['ipc' as const] : [])],
  });
  options.onSpawn?.(child);
  const lines: string[] = [];
  // In either order: a read-only Node-RED starts its flows before it listens.
  const missing = new Set([/Started flows|Flows sind gestartet/, /Server now running|Server wird jetzt/]);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => {
      child.kill('SIGKILL');
      reject(new Error(`Node-RED ${why}:\n${lines.join('\n')}`));
    };
    // Not setTimeout: the demo makes that one run faster. It cannot be stopped, so it must find that the start is over.
    AbortSignal.timeout(startTimeoutMs).addEventListener('abort', () => {
      if (missing.size > 0) fail(`did not start within ${startTimeoutMs / 1000} s`);
    });
    child.once('exit', (code) => fail(`ended with ${code}`));
    forEachLine(child, (line) => {
      lines.push(line);
      options.onLine?.(line);
      for (const sign of missing) if (sign.test(line)) missing.delete(sign);
      if (missing.size === 0) resolve();
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    process: child,
    log: () => lines.join('\n'),
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await ended;
    },
  };
}

function prepareUserDir({ userDir, settings, storageModule }: NodeRedOptions, place: NodeRedPlace): void {
  mkdirSync(join(userDir, 'node_modules'), { recursive: true });
  if (place.package !== undefined) linkPackage(place.package, userDir);
  const all = {
    flowFile: 'flows.json',
    uiHost: '127.0.0.1',
    telemetry: { enabled: false, updateNotification: false },
    editorTheme: { tours: false },
    ...settings,
    nodesExcludes: [...((settings?.nodesExcludes as string[] | undefined) ?? []), ...unlinked],
  };
  const storage =
    storageModule === undefined ? '' : `module.exports.storageModule = require(${JSON.stringify(storageModule)});\n`;
  writeFileSync(join(userDir, 'settings.js'), `module.exports = ${JSON.stringify(all, undefined, 2)};\n${storage}`);
}

/** Leaves a package alone that is installed there. */
function linkPackage(folder: string, userDir: string): void {
  try {
    symlinkSync(folder, join(userDir, 'node_modules', 'node-red-contrib-nomos'), 'dir');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function forEachLine(child: ChildProcess, use: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) use(line);
    });
  }
}
