import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Preloaded into a Node-RED: prints the processor time it has taken until its flows have started, and what memory it holds
 * soon and once it has settled.
 *
 * V8 keeps up to 32 MB of young memory that a start has used, and gives them back when it has been idle for more than a minute: how
 * much of it is held before then is chance, and more than what this package takes.
 */
export const probeSign = 'nomos-probe ';

const soonMs = 5_000;
const settledMs = 120_000;
const write = process.stdout.write.bind(process.stdout);
let isStarted = false;

process.stdout.write = ((chunk: string, ...rest: never[]) => {
  if (!isStarted && String(chunk).includes('Started flows')) {
    isStarted = true;
    const { user, system } = process.cpuUsage();
    const figures = { cpuS: (user + system) / 1e6, soonMb: Number.NaN };
    setTimeout(() => {
      figures.soonMb = residentMb();
    }, soonMs);
    setTimeout(
      () => write(`${probeSign}${JSON.stringify({ ...figures, settledMb: residentMb(), heldMb: heldMb() })}\n`),
      settledMs,
    );
  }
  return write(chunk, ...rest);
}) as typeof process.stdout.write;

function heldMb(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}

function residentMb(): number {
  return process.memoryUsage().rss / 1e6;
}
