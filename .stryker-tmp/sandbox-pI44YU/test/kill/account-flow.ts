// @ts-nocheck
import { connectAccount, editorHeaders } from '../../sandbox/drive/connect.js';
import { defaultClient } from '../../sandbox/index.js';

/** The account that the tests of this folder kill, wipe and deploy. */
export const accountId = 'kill-account';

/** An account and a node that follows its prices, as a deploy takes them. */
export function accountFlow(baseUrl: string): Record<string, unknown>[] {
  const { clientId, clientSecret } = defaultClient;
  return [
    { id: 'kill-tab', type: 'tab', label: 'Kill' },
    {
      id: accountId,
      type: 'nomos-account',
      name: 'Kill',
      version: 1,
      baseUrl,
      grant: 'consent',
      credentials: { clientId, clientSecret },
    },
    { id: 'kill-prices', type: 'nomos-prices', z: 'kill-tab', version: 1, account: accountId, x: 9, y: 9, wires: [[]] },
  ];
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

/** Flow nodes of somebody else: whenever the first one is injected, the second one brings Node-RED down. */
export const crashFlow: readonly Record<string, unknown>[] = [
  {
    id: 'crash',
    type: 'inject',
    z: 'kill-tab',
    props: [{ p: 'payload' }],
    once: false,
    x: 9,
    y: 9,
    wires: [['throw']],
  },
  {
    id: 'throw',
    type: 'function',
    z: 'kill-tab',
    outputs: 1,
    libs: [],
    x: 9,
    y: 9,
    wires: [[]],
    func: "Promise.reject(new Error('a mistake of another node'));",
  },
];

/** The files of Node-RED's own nodes that `crashFlow` needs. */
export const crashFiles = ['20-inject.js', '10-function.js'];

/** Asks a Node-RED with `crashFlow` to come down; `refused` while it does not run its flows. */
export async function crash(nodeRedUrl: string): Promise<'taken' | 'refused'> {
  const headers = { 'content-type': 'application/json' };
  try {
    const response = await fetch(`${nodeRedUrl}/inject/crash`, { method: 'POST', headers, body: '{}' });
    return response.ok ? 'taken' : 'refused';
  } catch (error) {
    // The exception may come before the answer.
    const { code } = (error as { cause?: { code?: string } }).cause ?? {};
    return code === 'ECONNREFUSED' ? 'refused' : 'taken';
  }
}
