import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connectAccount, editorHeaders } from '../../sandbox/connect.js';
import { defaultClient } from '../../sandbox/index.js';
import { type NodeRedProcess, packageRoot } from '../../sandbox/node-red-process.js';

/** The account that the tests of this folder kill, wipe and deploy. */
const accountId = 'kill-account';

/** An account and a node that follows its prices, as a deploy takes them. */
export function accountFlow(baseUrl: string): Record<string, unknown>[] {
  const { clientId, clientSecret } = defaultClient;
  return [
    { id: 'kill-tab', type: 'tab', label: 'Kill' },
    {
      ...{ id: accountId, type: 'nomos-account', name: 'Kill', version: 1, baseUrl, grant: 'consent' },
      credentials: { clientId, clientSecret },
    },
    { id: 'kill-prices', type: 'nomos-prices', z: 'kill-tab', version: 1, account: accountId, x: 9, y: 9, wires: [[]] },
  ];
}

/** How Node-RED restarts on a deploy. */
export type DeploymentType = 'full' | 'nodes' | 'flows';

/**
 * Deploys by Node-RED's admin API and waits until the flows have started, which Node-RED's answer does not; throws when it
 * is refused. One deploy at a time.
 */
export async function deploy(
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
  if (!response.ok) throw new Error(`deploy refused: ${response.status} ${await response.text()}`);
  const giveUpAt = performance.now() + 30_000;
  while (starts() === before) {
    if (performance.now() > giveUpAt) throw new Error(`the flows never started:\n${nodeRed.log()}`);
    await wait(5);
  }
}

/** Signs Anna in to the account. */
export async function signIn(nodeRedUrl: string, id = accountId): Promise<void> {
  const outcome = await connectAccount({ nodeRedUrl, accountId: id, email: 'anna@example.com', decision: 'allow' });
  if (outcome !== 'connected') throw new Error(`signing in ended with ${outcome}`);
}

/** Presses the test button of the account; gives the status of the answer and the code of an error. */
export async function testConnection(
  nodeRedUrl: string,
  { id = accountId, signal }: { readonly id?: string; readonly signal?: AbortSignal } = {},
): Promise<{ status: number; code: string | undefined }> {
  const response = await fetch(`${nodeRedUrl}/nomos/accounts/${id}/test`, {
    method: 'POST',
    headers: editorHeaders,
    body: '{}',
    ...(signal === undefined ? {} : { signal }),
  });
  const answer = (await response.json()) as { error?: { code: string } };
  return { status: response.status, code: answer.error?.code };
}

/** Settings with which Node-RED starts sooner: none of its own nodes, which these tests do not need. */
export function leanSettings(): { nodesExcludes: string[] } {
  const core = join(packageRoot, 'node_modules', '@node-red', 'nodes', 'core');
  const files = readdirSync(core).flatMap((folder) => readdirSync(join(core, folder)));
  return { nodesExcludes: files.filter((file) => file.endsWith('.js')) };
}
