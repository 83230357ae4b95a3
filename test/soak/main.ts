import { writeFileSync } from 'node:fs';
import { dealOut, yearCounts } from './schedule.js';
import { soak, startSoakSandbox } from './soak-run.js';

async function main() {
  const days = Number(process.argv[2] ?? 3);
  const schedule = dealOut('2025-12-31', days, days > 100 ? yearCounts : { kills: 3, stops: 1, wrongs: 2, sleeps: 1, lates: 2, missings: 1, revokes: 1, fullDisks: 1 }, 7);
  const sandbox = await startSoakSandbox(schedule, 7);
  const t = performance.now();
  try {
    const record = await soak(sandbox, schedule, { seed: 7, spoiltShare: 0.05, say: console.log });
    console.log((performance.now() - t) / 1000, 's', record.events.length, sandbox.ledger.entries.length, sandbox.ledger.findings);
    writeFileSync('/tmp/soak.json', JSON.stringify({ schedule, record, ledger: sandbox.ledger.entries, findings: sandbox.ledger.findings }));
  } finally {
    await sandbox.stop();
  }
}
main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 2;
});
