import { rmSync } from 'node:fs';
import { connectAccount } from '../../sandbox/drive/connect.js';
import { deployFlows } from '../../sandbox/drive/deploy.js';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';
import { benchDir, type Driven, drive, endAll } from './driven.js';
import type { Figures } from './figures.js';
import { doorbell, house, houses, plainHouse } from './houses.js';

/** A package folder, or none. */
export type Build = string | 'bare';

/** What is measured with one build. */
export interface Scenes {
  /** 1,000 messages in a row to one node. */
  readonly storm: Figures;
  /** 500 nodes of one account whose alarms have all come due at once, because the clock leapt. */
  readonly alarms: Figures;
  /** Tomorrow's prices, with them. */
  readonly prices: Figures;
  /** A restart with them. */
  readonly start: Figures;
  /** Tomorrow's prices, 50 accounts with four nodes each. */
  readonly round: Figures;
  /** A restart with them. */
  readonly roundStart: Figures;
}

export const counts = { messages: 1_000, nodes: 500, accounts: 50 };

const morning = Date.parse('2026-11-24T09:00:00+01:00');
const hourMs = 3_600_000;
const toAfternoonMs = 6.5 * hourMs;
/** Before tomorrow's prices are out. */
const toNoonMs = 3 * hourMs;
/** So long it is watched with nothing to do: what that costs is not counted. */
const quietMs = 10_000;
/** Within this time every alarm has seen that the clock leapt. */
const alarmsSeeMs = 31_000;

/** Measures all scenes with one build; the bare ones know no prices, so that two of them are empty. */
export async function measure(build: Build): Promise<Partial<Scenes>> {
  if (build === 'bare') {
    return {
      storm: await stormOf(build),
      ...(await bareStart(counts.nodes)),
      roundStart: (await bareStart(200)).start,
    };
  }
  const storm = await stormOf(build);
  const home = await homes(build, 1, (url) => house(url, counts.nodes), counts.nodes);
  const many = await homes(build, counts.accounts, (url) => houses(url, counts.accounts), 3 * counts.accounts);
  return { storm, ...home, round: many.prices, roundStart: many.start };
}

async function stormOf(build: Build): Promise<Figures> {
  return withSandbox(async (sandbox, userDir) => {
    const at = morning + toAfternoonMs;
    sandbox.clock.moveTo(at);
    const driven = await drive(userDir, at, build);
    await deployFlows(driven.nodeRed, doorbell(sandbox.url, build === 'bare' ? 'bench-plain' : 'cheapest-window'));
    if (build !== 'bare') await connect(driven, 1);
    await driven.settled(({ received }) => received >= 1);
    await warm(driven);
    await driven.restart();
    await driven.storm(counts.messages);
    const figures = await driven.settled(({ received }) => received >= 2 * counts.messages);
    await driven.nodeRed.stop();
    return figures;
  });
}

/** A Node-RED of days, not of seconds: V8 has compiled what runs often. */
async function warm(driven: Driven): Promise<void> {
  for (let storms = 0; storms < 4; storms += 1) {
    await driven.restart();
    await driven.storm(counts.messages);
    await driven.settled(({ received }) => received >= 2 * counts.messages);
  }
}

async function homes(
  build: Build,
  accounts: number,
  flow: (url: string) => object[],
  devices: number,
): Promise<Pick<Scenes, 'alarms' | 'prices' | 'start'>> {
  return withSandbox(async (sandbox, userDir) => {
    sandbox.clock.moveTo(morning);
    const before = await drive(userDir, morning, build);
    await deployFlows(before.nodeRed, flow(sandbox.url));
    await connect(before, accounts);
    await before.settled(({ received }) => received >= devices);
    await before.restart();
    const quiet = await before.settled(({ ageMs }) => ageMs > quietMs);
    const leap = async (ms: number, isDone: (figures: Figures) => boolean) => {
      await before.restart();
      sandbox.clock.advance(ms);
      await before.jump(ms);
      return without(quiet, await before.settled(isDone));
    };
    const alarms = await leap(toNoonMs, ({ ageMs }) => ageMs > alarmsSeeMs);
    const prices = await leap(toAfternoonMs - toNoonMs, ({ drawn }) => drawn >= devices);
    await before.nodeRed.stop();
    const after = await drive(userDir, morning + toAfternoonMs + hourMs, build);
    const start = await after.settled(({ received }) => received >= devices);
    await after.nodeRed.stop();
    return { alarms, prices, start };
  });
}

/** What it took beside the cost of watching it, and of being there at all. */
function without(quiet: Figures, figures: Figures): Figures {
  return { ...figures, cpuMs: figures.cpuMs - (quiet.cpuMs / quiet.ageMs) * figures.ageMs };
}

async function bareStart(nodes: number): Promise<{ readonly start: Figures }> {
  const userDir = benchDir();
  const before = await drive(userDir, morning, 'bare');
  await deployFlows(before.nodeRed, plainHouse(nodes));
  await before.nodeRed.stop();
  const after = await drive(userDir, morning, 'bare');
  const start = await after.settled(({ received }) => received >= nodes);
  await after.nodeRed.stop();
  rmSync(userDir, { recursive: true, force: true });
  return { start };
}

async function connect({ nodeRed }: Driven, accounts: number): Promise<void> {
  for (let index = 0; index < accounts; index += 1) {
    const walk = { email: 'anna@example.com', decision: 'allow' } as const;
    const outcome = await connectAccount({ nodeRedUrl: nodeRed.url, accountId: `account-${index}`, ...walk });
    if (outcome !== 'connected') throw new Error(`signing in ended with ${outcome}`);
  }
}

async function withSandbox<Result>(work: (sandbox: Sandbox, userDir: string) => Promise<Result>): Promise<Result> {
  const sandbox = await startSandbox();
  const userDir = benchDir();
  try {
    return await work(sandbox, userDir);
  } finally {
    endAll();
    await sandbox.stop();
    rmSync(userDir, { recursive: true, force: true });
  }
}
