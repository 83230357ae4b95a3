import { parseArgs } from 'node:util';
import { linesOf, reportOf } from './report.js';
import { dealOut, yearCounts } from './schedule.js';
import { soak } from './soak-run.js';
import { startSoakSandbox } from './soak-sandbox.js';
import { truePrices } from './true-prices.js';

const usage = `npm run test:soak -- [options]
  --from DATE   the first day (2025-12-31)
  --days N      how long (365); fewer days have as many blows a day
  --minutes N   ends after so many minutes, and judges what was lived until then
  --seed N      where blows and faults come from (1)`;

async function main(): Promise<void> {
  const options = {
    minutes: { type: 'string' },
    from: { type: 'string' },
    days: { type: 'string' },
    seed: { type: 'string' },
  } as const;
  const { minutes, from = '2025-12-31', days = '365', seed: given = '1' } = parseArgs({ options }).values;
  const seed = Number(given);
  const share = Number(days) / 365;
  const counts = Object.fromEntries(
    Object.entries(yearCounts).map(([kind, count]) => [kind, Math.ceil(count * share)]),
  ) as unknown as typeof yearCounts;
  const dealt = dealOut(from, Number(days), counts, seed);
  const sandbox = await startSoakSandbox(dealt, seed);
  const begun = performance.now();
  try {
    const limit = minutes === undefined ? {} : { signal: AbortSignal.timeout(Number(minutes) * 60_000) };
    const record = await soak(sandbox, dealt, { seed, spoiltShare: 0.05, say: console.log, ...limit });
    const schedule = { ...dealt, end: record.end };
    const { findings } = sandbox.ledger;
    const report = reportOf(record, schedule, await truePrices(sandbox, schedule), sandbox);
    console.log(linesOf(report).join('\n'));
    console.log(
      `mistakes of protocol: ${JSON.stringify(findings)}; requests elsewhere: ${sandbox.evil.requests.length}`,
    );
    console.log(
      `seed ${seed}, ${((schedule.end - schedule.start) / 86_400_000).toFixed(1)} of ${days} days from ${from} in ${((performance.now() - begun) / 60_000).toFixed(1)} min`,
    );
    const { wrong, pricesWrong, lost, errors } = report;
    if (wrong.length + pricesWrong.length + lost + errors.length + findings.length > 0) process.exitCode = 1;
  } finally {
    await sandbox.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? `${error.stack}\n${usage}` : error);
  process.exitCode = 2;
});
