import { defaultClient, type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox/index.js';
import { read, signIn } from '../nomos/sandbox-requests.js';
import { loadNode, type NodeBench, unloadNode } from './node-bench.js';

/** A simulated Nomos, and a node in the test helper's Node-RED that reads from it as one of its customers. */
export interface SandboxFlow {
  readonly sandbox: Sandbox;
  /** Loads the node under test beside an account (`account`) that is signed in. */
  load(node: Readonly<Record<string, unknown>> & { readonly type: string }): Promise<NodeBench>;
  /** What the sandbox answers to another, careful client of the customer: the JSON of a path. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at raw JSON of any shape.
  wire(path: string): Promise<any>;
  /** Queries of the product's requests so far, whose path ends like this. */
  paths(pathEnd: string): string[];
  /** Unloads the node, forgets what it stored, and ends the sandbox. */
  stop(): Promise<void>;
}

/** Starts it for a customer, by e-mail; the clock is that of this process, which `standAt` stops. */
export async function startSandboxFlow(customer: string, options: SandboxOptions = {}): Promise<SandboxFlow> {
  const client = { ...defaultClient, customer };
  const { clientId, clientSecret } = client;
  const sandbox = await startSandbox({ clients: [client], ...options });
  const own = { id: 'account', type: 'nomos-account', name: 'Home', version: 1, grant: 'client-credentials' };
  return {
    sandbox,
    load: (node) =>
      loadNode({
        node: { version: 1, account: 'account', ...node },
        others: [{ ...own, baseUrl: sandbox.url }],
        credentials: { account: { clientId, clientSecret } },
      }),
    async wire(path) {
      const { accessToken } = await signIn(sandbox, customer);
      return (await read(sandbox, path, { accessToken })).body;
    },
    paths: (pathEnd) => sandbox.ledger.entries.map(({ path }) => path).filter((path) => path.endsWith(pathEnd)),
    async stop() {
      await unloadNode();
      await sandbox.stop();
    },
  };
}
