import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connectAccount } from '../../sandbox/drive/connect.js';
import { deployFlows } from '../../sandbox/drive/deploy.js';
import type { NodeRedPlace } from '../../sandbox/drive/node-red-place.js';
import { startNodeRed } from '../../sandbox/drive/node-red-process.js';
import { defaultClient, type Sandbox } from '../../sandbox/index.js';
import { probeSign } from './probe.js';

/** What one start of a Node-RED took. */
export interface Footprint {
  /** Processor time until its flows have started. */
  readonly cpuS: number;
  /** Resident memory some seconds later. */
  readonly soonMb: number;
  /** The same once V8 has given back what only the start needed. */
  readonly settledMb: number;
  /** Of that, what is still used after all garbage is collected: it scatters less. */
  readonly heldMb: number;
}

const longestMs = 240_000;

/** A new, empty user directory; the caller removes it. */
export function emptyHome(): string {
  return mkdtempSync(join(tmpdir(), 'nomos-footprint-'));
}

/** A user directory with an account that is signed in, and five nodes that use it; the caller removes it. */
export async function signedInHome(sandbox: Sandbox, place: NodeRedPlace): Promise<string> {
  const userDir = emptyHome();
  const nodeRed = await startNodeRed({ userDir, place });
  const { clientId, clientSecret } = defaultClient;
  const common = { z: 'tab', version: 1, account: 'account', wires: [[], [], []] };
  const daily = { type: 'cheapest-window', ...common, trigger: 'daily', powerKw: 2, durationMinutes: 120 };
  await deployFlows(nodeRed, [
    { id: 'tab', type: 'tab', label: 'home' },
    {
      id: 'account',
      type: 'nomos-account',
      version: 1,
      baseUrl: sandbox.url,
      grant: 'consent',
      credentials: { clientId, clientSecret },
    },
    { id: 'prices', type: 'nomos-prices', ...common },
    { id: 'boiler', ...daily, mode: 'contiguous' },
    { id: 'car', ...daily, mode: 'interruptible' },
    { id: 'usage', type: 'nomos-usage', ...common },
    { id: 'query', type: 'nomos-query', ...common },
  ]);
  const walk = { nodeRedUrl: nodeRed.url, accountId: 'account', email: 'anna@example.com', decision: 'allow' } as const;
  const outcome = await connectAccount(walk);
  if (outcome !== 'connected') throw new Error(`signing in ended with "${outcome}"`);
  await wait(3_000);
  await nodeRed.stop();
  return userDir;
}

/** Starts a Node-RED; resolves when its flows run, to what resolves when it has told its footprint and has stopped. */
export async function measure(userDir: string, place: NodeRedPlace): Promise<() => Promise<Footprint>> {
  const probe = join(__dirname, 'probe.js');
  let say: (footprint: Footprint) => void = () => undefined;
  const said = new Promise<Footprint>((resolve) => {
    say = resolve;
  });
  const onLine = (line: string) => {
    if (line.startsWith(probeSign)) say(JSON.parse(line.slice(probeSign.length)));
  };
  const nodeRed = await startNodeRed({ userDir, place, nodeArgs: ['--require', probe], onLine });
  return async () => {
    const late = wait(longestMs, undefined, { ref: false }).then(() => {
      throw new Error(`the probe said nothing:\n${nodeRed.log()}`);
    });
    try {
      return await Promise.race([said, late]);
    } finally {
      await nodeRed.stop();
    }
  };
}
