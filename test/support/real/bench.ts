import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FastClock, virtualInstant } from '../../../sandbox/demo/fast-clock.js';
import { connectAccount, editorHeaders } from '../../../sandbox/drive/connect.js';
import { type NodeRedProcess, startNodeRed } from '../../../sandbox/drive/node-red-process.js';
import { defaultClient, type Sandbox, type SandboxOptions, startSandbox, type Walk } from '../../../sandbox/index.js';
import { leanSettings } from '../nodered/lean-settings.js';
import { type Seen, seenInLine } from './recorder.js';
import { clockLine, steeredClockVariable } from './steered-clock.js';
import { until } from './until.js';

interface BenchOptions extends SandboxOptions {
  /** ISO 8601: where the clock of Node-RED begins and that of the sandbox stands. */
  readonly start: string;
  /** How many times faster than real Node-RED's clock runs; 60. */
  readonly factor?: number;
  /** Settings of Node-RED beside those of every test. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** With all nodes of Node-RED's own, not only those that watch a flow and trigger it. */
  readonly allNodes?: true;
  /** Files of further nodes that Node-RED loads. */
  readonly nodes?: readonly string[];
  /** How Node-RED's environment differs from that of the tests; undefined: without that variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The user and group that Node-RED runs as; they must own the user directory then. */
  readonly uid?: number;
  /** Puts more into the user directory before Node-RED starts. */
  readonly prepare?: (userDir: string) => void;
}

const anna: Walk = { email: 'anna@example.com', decision: 'allow' };

const watching = ['20-inject.js', '21-debug.js', '10-function.js', '25-status.js', '25-catch.js'];

/** On the fast clock: Node-RED's own 15 s would be over before a file is written. */
const closeTimeoutMs = 3_600_000;

/** A sandbox and a spawned Node-RED whose flow tells what it does; everything it makes on disk is gone after `stop`. */
export class Bench {
  readonly sandbox: Sandbox;
  readonly userDir = mkdtempSync(join(tmpdir(), 'nomos-real-'));
  /** What the flow did so far, in all lives of Node-RED. */
  readonly seen: Seen[] = [];
  /** Sent with every admin request, e.g. an `authorization`. */
  headers: Readonly<Record<string, string>> = {};
  /** Every line that Node-RED printed, in all its lives. */
  readonly lines: string[] = [];
  readonly #clockFile = join(this.userDir, 'test-clock.json');
  readonly #settings: Readonly<Record<string, unknown>>;
  readonly #as: Pick<BenchOptions, 'env' | 'uid'>;
  #clock: FastClock;
  /** What Node-RED will print once its clock has moved; undefined where it has. */
  #awaitedLine: string | undefined;
  #nodeRed: NodeRedProcess | undefined;

  private constructor(sandbox: Sandbox, options: BenchOptions) {
    const { start, factor = 60, settings = {}, allNodes, nodes = [], env = {}, uid } = options;
    this.sandbox = sandbox;
    this.#as = { env, ...(uid === undefined ? {} : { uid }) };
    this.#settings = { ...(allNodes ? {} : leanSettings([...watching, ...nodes])), ...settings };
    this.#clock = { factor, realStart: Date.now(), virtualStart: Date.parse(start) };
  }

  /** Starts both; ends what was started when that fails. */
  static async start(options: BenchOptions): Promise<Bench> {
    const bench = new Bench(await startSandbox(options), options);
    bench.sandbox.clock.stopAt(options.start);
    options.prepare?.(bench.userDir);
    try {
      await bench.boot();
      return bench;
    } catch (error) {
      await bench.stop();
      throw error;
    }
  }

  /** Time of Node-RED, epoch ms. */
  get now(): number {
    return virtualInstant(this.#clock, Date.now());
  }

  /** The address of Node-RED's admin side. */
  get url(): string {
    return this.#running.url + String(this.#settings.httpAdminRoot ?? '');
  }

  /** Requests for prices that the sandbox saw. */
  get priceCalls(): number {
    return this.requests('/prices').length;
  }

  /** Requests that the sandbox saw, whose path ends like this. */
  requests(pathEnd: string) {
    return this.sandbox.ledger.entries.filter(({ path }) => path.endsWith(pathEnd));
  }

  /** Starts Node-RED where it was left; the port stays. */
  async boot(): Promise<void> {
    this.#writeClock();
    this.#awaitedLine = undefined;
    const port = this.#nodeRed?.port;
    this.#nodeRed = await startNodeRed({
      userDir: this.userDir,
      settings: { nodeCloseTimeout: closeTimeoutMs, ...this.#settings },
      ...this.#as,
      env: { ...this.#as.env, [steeredClockVariable]: this.#clockFile },
      nodeArgs: ['--require', join(__dirname, 'steered-clock.js')],
      ...(port === undefined ? {} : { port }),
      onLine: (line) => this.#read(line),
    });
  }

  /** Ends Node-RED with the signal and starts it again, its clock from `from` on if given; gives how many things were seen before. */
  async restart(signal: NodeJS.Signals, from?: Date): Promise<number> {
    await this.#running.stop(signal);
    if (from !== undefined) this.#clock = { ...this.#clock, realStart: Date.now(), virtualStart: from.getTime() };
    const before = this.seen.length;
    await this.boot();
    return before;
  }

  /** Moves Node-RED's clock forward to an instant (ISO 8601), as if the machine had slept. */
  moveTo(instant: string): void {
    this.#steer({ ...this.#clock, realStart: Date.now(), virtualStart: Date.parse(instant) });
  }

  /** Moves Node-RED's clock forward by minutes, as if the machine had slept. */
  skip(minutes: number): void {
    this.moveTo(new Date(this.now + minutes * 60_000).toISOString());
  }

  /** From now on Node-RED's clock, and each timer that begins after this, runs so many times faster than real ones. */
  runAt(factor: number): void {
    this.#steer({ factor, realStart: Date.now(), virtualStart: this.now });
  }

  /** An admin request as the editor makes it, on a clock that has moved where it was moved before. */
  async admin(path: string, { json, headers, ...init }: RequestInit & { json?: unknown } = {}): Promise<Response> {
    await until('the clock to move', () => this.#awaitedLine === undefined);
    const own = { ...editorHeaders, 'Node-RED-API-Version': 'v2', ...this.headers };
    const body = json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) };
    return fetch(`${this.url}/${path}`, { ...body, ...init, headers: { ...own, ...headers } });
  }

  /** Deploys a whole flow and waits until it runs; gives how many things were seen before. */
  async deploy(flows: readonly object[], type: 'full' | 'nodes' = 'full'): Promise<number> {
    const before = this.seen.length;
    const lines = this.lines.length;
    const response = await this.admin('flows', { json: { flows }, headers: { 'Node-RED-Deployment-Type': type } });
    if (!response.ok) throw new Error(`the deploy was refused: ${response.status} ${await response.text()}`);
    await until('the flows to start', () =>
      this.lines.slice(lines).some((line) => /Started |sind gestartet/.test(line)),
    );
    return before;
  }

  /** Signs an account in through the consent screens; Anna allows, unless told otherwise. */
  connect(accountId: string, walk: Partial<Walk> = {}): Promise<string> {
    return connectAccount({ nodeRedUrl: this.url, accountId, ...anna, ...walk });
  }

  /** What the admin route tells of an account. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at raw JSON.
  async accountAnswer(accountId: string): Promise<any> {
    return (await this.admin(`nomos/accounts/${accountId}`)).json();
  }

  /** The stored account node that this sandbox knows, with its credentials. */
  account(id: string, more: Record<string, unknown> = {}): object {
    const { clientId, clientSecret } = defaultClient;
    const credentials = { clientId, clientSecret };
    const own = { type: 'nomos-account', name: `Home ${id}`, version: 1, baseUrl: this.sandbox.url, grant: 'consent' };
    return { id, ...own, credentials, ...more };
  }

  /** Sends a message through an inject node. */
  async send(injectId: string, message: Readonly<Record<string, unknown>>): Promise<void> {
    const props = Object.entries(message).map(([p, value]) => ({ p, v: JSON.stringify(value), vt: 'json' }));
    const response = await this.admin(`inject/${injectId}`, { json: { __user_inject_props__: props } });
    if (!response.ok) throw new Error(`inject answered ${response.status}`);
  }

  /** Waits for something that a recorder saw, `after` so many others; rejects with what was seen instead. */
  async saw(from: string, matches: (msg: Seen['msg']) => boolean = () => true, after = 0): Promise<Seen> {
    const find = () => this.seen.slice(after).find((seen) => seen.from === from && matches(seen.msg));
    return until(`${from} ${matches}`, find).catch((error: Error) => {
      const own = this.seen.slice(after).filter((seen) => seen.from === from);
      throw new Error(`${error.message}; seen: ${JSON.stringify(own.slice(-5)).slice(0, 2000)}`);
    });
  }

  /** Waits for a status of a node whose text matches. */
  async status(nodeId: string, text: RegExp, after = 0) {
    const isIt = ({ status }: Seen['msg']) => status.source.id === nodeId && text.test(status.text ?? '');
    return (await this.saw('status', isIt, after)).msg.status as { fill: string; shape: string; text: string };
  }

  /** Ends everything and leaves nothing behind. */
  async stop(): Promise<void> {
    await this.#nodeRed?.stop('SIGKILL');
    await this.sandbox.stop();
    rmSync(this.userDir, { recursive: true, force: true });
  }

  get #running(): NodeRedProcess {
    if (this.#nodeRed === undefined) throw new Error('Node-RED does not run');
    return this.#nodeRed;
  }

  #steer(clock: FastClock): void {
    this.#clock = clock;
    this.#awaitedLine = clockLine(clock);
    this.#writeClock();
    this.#running.process.kill('SIGCONT');
  }

  #writeClock(): void {
    // In one step: Node-RED may be reading it because of the move before.
    writeFileSync(`${this.#clockFile}.new`, JSON.stringify(this.#clock));
    renameSync(`${this.#clockFile}.new`, this.#clockFile);
  }

  #read(line: string): void {
    if (line === this.#awaitedLine) this.#awaitedLine = undefined;
    this.lines.push(line);
    const seen = seenInLine(line, this.now);
    if (seen !== undefined) this.seen.push(seen);
  }
}
