import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { deployFlows } from '../../sandbox/drive/deploy.js';
import type { Fault } from '../../sandbox/index.js';
import { spoilSome } from '../support/nomos/spoil.js';
import { accountFlow, signIn, testConnection } from './account-flow.js';
import { type Bench, eventually, startBench } from './bench.js';
import { lifeSeconds } from './fast-ageing.js';

const usage = `npm run test:tokens -- [options]
  --minutes N   how long (3)
  --kill N      kill -9 every so many seconds (60)
  --seed N      where faults come from (a new one each time)`;

/** What may happen to any request to the server; 5 % of them meet one. */
const faults: readonly Fault[] = [
  { kind: 'drop-before' },
  { kind: 'drop-after' },
  { kind: 'truncate' },
  { kind: 'delay', ms: 400 },
  { kind: 'status', status: 429, headers: { 'retry-after': '1' } },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503, shape: 'html' },
];
const share = 0.05;

interface VitalSigns {
  readonly at: number;
  readonly heapBytes: number;
  readonly resources: number;
}

/** Heap growth of one life in MiB an hour, by its second half: the first one warms up. */
function heapSlope(signs: readonly VitalSigns[]): number {
  const late = signs.slice(Math.floor(signs.length / 2));
  const [first] = late;
  if (first === undefined || late.length < 10) return 0;
  const points = late.map(({ at, heapBytes }) => ({ x: (at - first.at) / 3_600_000, y: heapBytes / 2 ** 20 }));
  const mean = (pick: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  return mean((point) => (point.x - x) * (point.y - y)) / mean((point) => (point.x - x) ** 2);
}

function vitalSigns(log: string): VitalSigns[] {
  return [...log.matchAll(/vital signs (\{.*\})/g)].map(([, json = '']) => JSON.parse(json) as VitalSigns);
}

/** Lives for a while, pressing the test button; prints what became of heap and resources. */
async function live(bench: Bench, endsAt: number): Promise<void> {
  while (Date.now() < endsAt) {
    await testConnection(bench.nodeRed.url).catch(() => undefined);
    await wait(100);
  }
  const signs = vitalSigns(bench.nodeRed.log());
  const counts = signs.slice(5).map(({ resources }) => resources);
  const { heapBytes = 0 } = signs.at(-1) ?? {};
  console.log(
    `life of ${signs.length} s: heap ${(heapBytes / 2 ** 20).toFixed(1)} MiB, ${heapSlope(signs).toFixed(1)} MiB/h,`,
    `open resources ${Math.min(...counts)} to ${Math.max(...counts)}, ${bench.renewals()} renewals so far`,
  );
}

async function main(): Promise<void> {
  const options = { minutes: { type: 'string' }, kill: { type: 'string' }, seed: { type: 'string' } } as const;
  const { minutes = '3', kill = '60', seed = String(Date.now() % 1_000_000) } = parseArgs({ options }).values;
  console.log(`seed ${seed}`);
  const nodeArgs = ['--expose-gc', '--require', join(__dirname, 'vital-signs.js')];
  const bench = await startBench(
    { rotation: 'grace', graceSeconds: 30, accessTokenTtlSeconds: lifeSeconds(2) },
    { nodeArgs },
  );
  try {
    await deployFlows(await bench.start(), accountFlow(bench.sandbox.url));
    await signIn(bench.nodeRed.url);
    spoilSome(bench.sandbox, { seed: Number(seed), share, faults });
    const endsAt = Date.now() + Number(minutes) * 60_000;
    while (Date.now() < endsAt) {
      await live(bench, Math.min(endsAt, Date.now() + Number(kill) * 1_000));
      await bench.restart('SIGKILL');
    }
    bench.sandbox.clearFaults();
    await eventually(
      'it is connected at the end',
      async () => (await testConnection(bench.nodeRed.url)).status === 200,
    );
    const { ledger, evil } = bench.sandbox;
    const spoilt = ledger.entries.filter(({ fault }) => fault !== undefined).length;
    console.log(
      `${ledger.entries.length} requests, ${spoilt} spoilt, ${bench.renewals()} renewals, connected at the end`,
    );
    console.log(`findings ${JSON.stringify(ledger.findings)}, evil ${evil.requests.length}`);
    if (ledger.findings.length + evil.requests.length > 0) process.exitCode = 1;
  } finally {
    await bench.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? `${error.message}\n${usage}` : error);
  process.exitCode = 2;
});
