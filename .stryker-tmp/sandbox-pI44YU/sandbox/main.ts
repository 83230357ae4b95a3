// @ts-nocheck
import { type CommandLine, readCommandLine } from './command-line.js';
import { startSandbox } from './sandbox.js';
import { instructions, lineFor } from './terminal.js';

const usage = `npm run sandbox -- [options]
  --port N          port on 127.0.0.1 (8899; 0 = any free one)
  --seed N          other prices, identifiers and publication times
  --at INSTANT      let the clock begin at an ISO 8601 instant
  --set MODE=VALUE  lasting behaviour, repeatable, e.g. --set rotation=grace --set iss=wrong --set requestsPerSecond=10
  --control         let other processes steer the sandbox by HTTP (POST /__control/...)
  --tls-key FILE --tls-cert FILE   speak HTTPS
  --help            this text`;

async function run(options: CommandLine): Promise<void> {
  const sandbox = await startSandbox(options);
  if (options.startAt !== undefined) sandbox.clock.moveTo(options.startAt);
  sandbox.ledger.watch({
    ended: (entry) => console.log(lineFor(entry)),
    found: ({ kind, request }) => console.log(`      ! request ${request}: ${kind}`),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      console.log('The sandbox has ended.');
      void sandbox.stop();
    });
  }
  console.log(instructions(sandbox));
}

function fail(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  console.error(isTaken ? 'The port is taken: end the other sandbox or choose another with --port N.' : reason);
  process.exitCode = 2;
}

try {
  const options = readCommandLine(process.argv.slice(2));
  if (options === 'help') console.log(usage);
  else run(options).catch(fail);
} catch (error) {
  fail(error);
}
