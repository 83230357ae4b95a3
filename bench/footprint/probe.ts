import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Preloaded into a Node-RED: prints the processor time it has taken until its flows have started, and the memory that it
 * holds some time later, when what begins with the flows has settled.
 */
export const probeSign = 'nomos-probe ';

const settleMs = 5_000;
const write = process.stdout.write.bind(process.stdout);
let isStarted = false;

process.stdout.write = ((chunk: string, ...rest: never[]) => {
  if (!isStarted && String(chunk).includes('Started flows')) {
    isStarted = true;
    const { user, system } = process.cpuUsage();
    setTimeout(() => {
      write(
        `${probeSign}${JSON.stringify({ cpuS: (user + system) / 1e6, residentMb: residentMb(), heldMb: heldMb() })}\n`,
      );
    }, settleMs);
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
