// @ts-nocheck
import { setTimeout as wait } from 'node:timers/promises';
import type { NodeRedProcess } from './node-red-process.js';

/** How Node-RED restarts on a deploy. */
export type DeploymentType = 'full' | 'nodes' | 'flows';

const longestMs = 30_000;

/**
 * Deploys by Node-RED's admin API and waits until the flows have started, for which Node-RED's own answer does not wait.
 *
 * Credentials may stand inline in a node. One deploy at a time; throws when it is refused.
 */
export async function deployFlows(
  nodeRed: NodeRedProcess,
  flows: readonly object[],
  type: DeploymentType = 'full',
): Promise<void> {
  const starts = () => nodeRed.log().match(/Started (flows|modified)/g)?.length ?? 0;
  const before = starts();
  const response = await fetch(`${nodeRed.url}/flows`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'Node-RED-API-Version': 'v2', 'Node-RED-Deployment-Type': type },
    body: JSON.stringify({ flows }),
  });
  if (!response.ok) throw new Error(`deploying failed: ${response.status} ${await response.text()}`);
  // Not setTimeout: the demo makes that one run faster.
  const giveUp = AbortSignal.timeout(longestMs);
  while (starts() === before) {
    if (giveUp.aborted) throw new Error(`the flows did not start:\n${nodeRed.log()}`);
    await wait(5);
  }
}
