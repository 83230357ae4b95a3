import { once } from 'node:events';
import { type NodeRedProcess, startNodeRed } from '../../sandbox/drive/node-red-process.js';
import { leanSettings } from '../support/nodered/lean-settings.js';
import { soakFile } from './soak-flow.js';
import { type Order, type Report, type SteeredOptions, steeredVariable } from './steered-time.js';

/** One life of the Node-RED that soaks, from its start to its end. */
export interface SteeredLife {
  readonly nodeRed: NodeRedProcess;
  /** Resolves with the answer; rejects when the process ends before. */
  tell(order: Order): Promise<Report>;
}

/** Starts it at a virtual instant, with what is in the battery. */
export async function startLife(userDir: string, options: SteeredOptions, storedKwh: number): Promise<SteeredLife> {
  const nodeRed = await startNodeRed({
    userDir,
    ipc: true,
    // Nothing here depends on how busy the machine is.
    startTimeoutMs: 900_000,
    settings: { ...leanSettings(['25-catch.js', soakFile]), credentialSecret: 'soak' },
    env: { [steeredVariable]: JSON.stringify(options), NOMOS_SOAK_STORED: String(storedKwh) },
    nodeArgs: ['--expose-gc', '--max-semi-space-size=32', '--require', require.resolve('./steered-time.js')],
  });
  const ended = once(nodeRed.process, 'exit');
  return {
    nodeRed,
    async tell(order) {
      const answered = once(nodeRed.process, 'message') as Promise<[Report]>;
      nodeRed.process.send(order);
      const answer = await Promise.race([answered, ended.then(() => undefined)]);
      if (answer === undefined) throw new Error(`Node-RED ended before ${order.kind} was done:\n${nodeRed.log()}`);
      return answer[0];
    },
  };
}
