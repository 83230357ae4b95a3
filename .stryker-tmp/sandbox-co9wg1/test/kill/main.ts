// @ts-nocheck
import { parseArgs } from 'node:util';
import { isByUs } from './judge.js';
import { type KillLoopOptions, type KillReport, runKillLoop } from './kill-loop.js';

const usage = `npm run test:kill -- [options]
  --only strict|grace|term|crash   one of the loops; all when absent
  --kills N     kills of each loop with kill -9 (200); a quarter of them with SIGTERM and by a crash
  --seed N      where the instants come from (a new one each time)`;

type Loop = Pick<KillLoopOptions, 'signal' | 'rotation' | 'answerDelayMs'>;

const loops: Readonly<Record<string, Loop>> = {
  strict: { signal: 'SIGKILL', rotation: 'strict', answerDelayMs: 0 },
  grace: { signal: 'SIGKILL', rotation: 'grace', answerDelayMs: 300 },
  term: { signal: 'SIGTERM', rotation: 'strict', answerDelayMs: 0 },
  crash: { signal: 'crash', rotation: 'strict', answerDelayMs: 0 },
};

/** An orderly end waits for the answer, so that nothing at all may be lost by it. */
function losses(name: string, { losses: all, silent }: KillReport): number {
  return silent + (name === 'term' ? all : all.filter(isByUs)).length;
}

async function main(): Promise<void> {
  const options = { only: { type: 'string' }, kills: { type: 'string' }, seed: { type: 'string' } } as const;
  const { only, kills = '200', seed = String(Date.now() % 1_000_000) } = parseArgs({ options }).values;
  if (only !== undefined && !(only in loops)) throw new Error(usage);
  console.log(`seed ${seed}`);
  for (const [name, loop] of Object.entries(loops)) {
    if (only !== undefined && only !== name) continue;
    const count = Math.ceil(Number(kills) / (name === 'term' || name === 'crash' ? 4 : 1));
    const began = performance.now();
    const report = await runKillLoop({
      ...loop,
      kills: count,
      seed: Number(seed),
      onKill: (line) => console.log(`${name} ${line}`),
    });
    const lost = losses(name, report);
    const minutes = ((performance.now() - began) / 60_000).toFixed(1);
    console.log(
      `${name}: ${count} kills in ${minutes} min, ${lost} lost by us, ${report.losses.length} lost in all`,
      JSON.stringify(report),
    );
    if (lost > 0) process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
