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
      write(`${probeSign}${JSON.stringify({ cpuS: (user + system) / 1e6, residentMb: residentMb() })}\n`);
    }, settleMs);
  }
  return write(chunk, ...rest);
}) as typeof process.stdout.write;

function residentMb(): number {
  return process.memoryUsage().rss / 1e6;
}
