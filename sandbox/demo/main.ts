import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAccount } from '../drive/connect.js';
import { deployFlows } from '../drive/deploy.js';
import { type NodeRedProcess, startNodeRed } from '../drive/node-red-process.js';
import { defaultClient, type Sandbox, startSandbox } from '../index.js';
import { cheapestDemoStart } from './demo-day.js';
import { demoFlow } from './demo-flow.js';
import { type FastClock, fastProcess, runFast } from './fast-clock.js';
import { type DemoOptions, parseOptions, usage } from './options.js';
import { printToday } from './print-today.js';
import { demoPrefix } from './printed-line.js';

const accountId = 'demo-account';
const seed = 1;
/** From the first sign of life to the deployed flow; the device goes on a little after that. */
const startUpMs = 12_000;

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options === undefined) {
    console.error(`usage: ${usage}`);
    process.exitCode = 2;
    return;
  }
  const userDir = mkdtempSync(join(tmpdir(), 'nomos-demo-'));
  const ends: (() => Promise<void> | void)[] = [() => endUserDir(userDir, options)];
  endOnSignals(ends);
  try {
    await run(options, userDir, ends);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    await endAll(ends);
    process.exitCode = 1;
  }
}

async function run(options: DemoOptions, userDir: string, ends: (() => Promise<void> | void)[]): Promise<void> {
  const sandbox = await startSandbox({ seed });
  ends.push(() => sandbox.stop());
  const clock = options.fast === 1 ? undefined : fastClock(sandbox, options.fast);
  if (clock !== undefined) runFast(clock);
  console.log('Starting Node-RED …');
  const nodeRed = await startNodeRed({ userDir, ...(clock && fastProcess(clock)), onLine: printDemoLine });
  ends.push(() => nodeRed.stop());
  nodeRed.process.once('exit', () => void endAll(ends));
  console.log(
    `\n  Node-RED editor   ${nodeRed.url}\n  simulated Nomos   ${sandbox.url}\n  user directory    ${userDir}`,
  );
  if (clock !== undefined) console.log(`  time              ${options.fast} times faster than real`);
  await deploy(nodeRed, sandbox);
  const outcome = await connectAccount({
    nodeRedUrl: nodeRed.url,
    accountId,
    email: 'anna@example.com',
    decision: 'allow',
  });
  if (outcome !== 'connected') throw new Error(`signing in ended with "${outcome}"`);
  console.log('  account           signed in through the consent screens\n');
  await printToday(nodeRed.url, accountId);
  console.log('\nCtrl-C ends the demo.\n');
}

function fastClock(sandbox: Sandbox, factor: number): FastClock {
  const [subscription] = sandbox.customers[0]?.subscriptions ?? [];
  if (subscription === undefined) throw new Error('the sandbox has no customer');
  const start = cheapestDemoStart(seed, subscription, Date.now());
  return { factor, realStart: Date.now(), virtualStart: start - startUpMs * factor };
}

async function deploy(nodeRed: NodeRedProcess, sandbox: Sandbox): Promise<void> {
  const { clientId, clientSecret = '' } = defaultClient;
  await deployFlows(nodeRed, demoFlow({ accountId, baseUrl: sandbox.url, clientId, clientSecret }));
}

const clockTime = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/Berlin' });

function printDemoLine(line: string): void {
  const [, text] = line.split(`[debug:${demoPrefix}] `);
  if (text !== undefined) console.log(`${clockTime.format(new Date())}  ${text}`);
  else if (/\[error\]|\[nomos\]/.test(line)) console.log(line);
}

function endUserDir(userDir: string, { keep }: DemoOptions): void {
  if (keep) console.log(`The user directory is kept: ${userDir}`);
  else rmSync(userDir, { recursive: true, force: true });
}

function endOnSignals(ends: (() => Promise<void> | void)[]): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void endAll(ends));
}

/** Ends everything in the opposite order of its beginning; each end happens once. */
async function endAll(ends: (() => Promise<void> | void)[]): Promise<void> {
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
}

void main();
