/**
 * Preloaded into a Node-RED (`node --expose-gc --require`, with an IPC channel): its clocks and timers are ours. Time passes only
 * when the parent says up to where, from timer to timer, and each time everything that was begun comes to its end before it goes
 * on: a year takes minutes and no answer is ever late because the machine is busy.
 */
import { openSync, promises, writeSync } from 'node:fs';
import http from 'node:http';

/** Where the time begins (`start`, epoch ms) and the files that outlive a kill: what happened, and the time of the last step. */
export interface SteeredOptions {
  readonly start: number;
  readonly eventsFile: string;
  readonly beatFile: string;
}

/** What the parent asks for; `run` is answered when the time is `to`, the others at once. */
export type Order =
  | { readonly kind: 'run'; readonly to: number }
  /** Somebody sets the wall clock to so much more than the true time. */
  | { readonly kind: 'wrong'; readonly byMs: number }
  /** The machine sleeps. */
  | { readonly kind: 'sleep'; readonly ms: number }
  | { readonly kind: 'vitals' };

/** The answer to each order. */
export interface Report {
  readonly at: number;
  readonly heapBytes?: number;
  readonly handles?: number;
  /** Looks for space on the disk since the start: one before every save. */
  readonly saves?: number;
}

/** The header in which a request carries the true time to the server, whose clock follows it. */
export const timeHeader = 'x-soak-now';
/** The environment variable with the options as JSON. */
export const steeredVariable = 'NOMOS_SOAK';

/** Waits of this length and more end on the next half or whole minute: timers are late, as on a busy machine. */
const roughMs = 20_000;
const roundMs = 30_000;
const beatEveryMs = 60_000;
/** Until the parent takes over, time passes as it really does. */
const pumpEveryMs = 20;

interface Timer {
  dueMs: number;
  readonly everyMs: number | undefined;
  readonly call: () => void;
}

const real = {
  setTimeout,
  setInterval,
  clearTimeout,
  clearInterval,
  setImmediate,
  Date,
  performanceNow: performance.now(),
};
const timers = new Map<object, Timer>();
let [passedMs, sleptMs, wrongByMs, openRequests, saves] = [0, 0, 0, 0, 0];
let options: SteeredOptions | undefined;
let events = 0;
let beat = 0;
let beatAt = 0;

/** True time, epoch ms, whatever the wall clock shows. */
export function trueNow(): number {
  return (options?.start ?? 0) + passedMs + sleptMs;
}

/** Writes down what happened, at once: it is there after a kill. */
export function note(event: object): void {
  writeSync(events, `${JSON.stringify({ at: trueNow(), ...event })}\n`);
}

class FakeTimer {
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  hasRef(): boolean {
    return true;
  }
  refresh(): this {
    const timer = timers.get(this);
    if (timer?.everyMs !== undefined) timer.dueMs = passedMs + timer.everyMs;
    return this;
  }
  close(): this {
    timers.delete(this);
    return this;
  }
}

function dueAfter(delayMs: number): number {
  const dueMs = passedMs + Math.max(1, Number.isFinite(delayMs) ? delayMs : 1);
  if (delayMs < roughMs) return dueMs;
  const start = trueNow() - passedMs;
  return Math.ceil((start + dueMs) / roundMs) * roundMs - start;
}

type Callback = (...args: unknown[]) => void;

function later(isRepeated: boolean) {
  return (callback: Callback, delayMs = 0, ...args: unknown[]) => {
    const handle = new FakeTimer();
    timers.set(handle, {
      dueMs: dueAfter(delayMs),
      everyMs: isRepeated ? Math.max(1, delayMs) : undefined,
      call: () => callback(...args),
    });
    return handle;
  };
}

function cancel(handle: unknown): void {
  if (handle instanceof FakeTimer) timers.delete(handle);
  else real.clearTimeout(handle as NodeJS.Timeout);
}

/** Resolves when nothing is under way any more: no request, no file, no message between nodes. */
async function settle(): Promise<void> {
  for (;;) {
    await new Promise<void>((resolve) => void real.setImmediate(resolve));
    const under = process.getActiveResourcesInfo();
    // Others need the processor meanwhile, the server for one.
    if (openRequests > 0 || under.some((name) => name.includes('Req')))
      await new Promise<void>((resolve) => void real.setTimeout(resolve, 1));
    else if (!under.includes('Immediate')) return;
  }
}

async function runUntil(endMs: number): Promise<void> {
  await settle();
  for (;;) {
    let dueMs = Number.POSITIVE_INFINITY;
    for (const timer of timers.values()) if (timer.dueMs < dueMs) dueMs = timer.dueMs;
    if (dueMs > endMs) break;
    passedMs = Math.max(passedMs, dueMs);
    for (const [handle, timer] of [...timers]) {
      if (timer.dueMs > passedMs || timers.get(handle) !== timer) continue;
      if (timer.everyMs === undefined) timers.delete(handle);
      else timer.dueMs = dueAfter(timer.everyMs);
      timer.call();
    }
    if (trueNow() >= beatAt) {
      beatAt = trueNow() + beatEveryMs;
      writeSync(beat, String(trueNow()).padEnd(20), 0);
    }
    await settle();
  }
  passedMs = Math.max(passedMs, endMs);
}

async function obey(order: Order): Promise<Report> {
  if (order.kind === 'run') await runUntil(order.to - trueNow() + passedMs);
  if (order.kind === 'wrong') wrongByMs = order.byMs;
  if (order.kind === 'sleep') sleptMs += order.ms;
  if (order.kind !== 'vitals') return { at: trueNow() };
  globalThis.gc?.();
  // What comes and goes with every request is no handle that stays.
  const handles = process.getActiveResourcesInfo().filter((name) => !/Wrap|Req|Immediate/.test(name)).length;
  return { at: trueNow(), heapBytes: process.memoryUsage().heapUsed, handles: handles + timers.size, saves };
}

function takeClocks(): void {
  const wallNow = () => trueNow() + wrongByMs;
  globalThis.Date = new Proxy(real.Date, {
    apply: () => new real.Date(wallNow()).toString(),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [wallNow()] : args, newTarget),
    get: (target, property, receiver) => (property === 'now' ? wallNow : Reflect.get(target, property, receiver)),
  });
  performance.now = () => 1_000 + passedMs;
  Object.assign(globalThis, {
    setTimeout: later(false),
    setInterval: later(true),
    clearTimeout: cancel,
    clearInterval: cancel,
  });
}

/** Requests carry the true time, and are counted until they are over. */
function watchRequests(): void {
  const { request } = http;
  http.request = ((...args: Parameters<typeof request>) => {
    const sent = request(...args);
    openRequests += 1;
    sent.once('close', () => {
      openRequests -= 1;
    });
    sent.setHeader(timeHeader, String(trueNow()));
    return sent;
  }) as typeof request;
}

/** Every save of ours looks for space before. */
function countSaves(): void {
  const { statfs } = promises;
  promises.statfs = ((...args: Parameters<typeof statfs>) => {
    saves += 1;
    return statfs(...args);
  }) as typeof statfs;
}

function begin(given: SteeredOptions): void {
  options = given;
  events = openSync(given.eventsFile, 'a');
  beat = openSync(given.beatFile, 'w');
  takeClocks();
  watchRequests();
  countSaves();
  const startedAt = process.hrtime.bigint();
  let work = Promise.resolve();
  const pump = real.setInterval(() => {
    const elapsedMs = Number(process.hrtime.bigint() - startedAt) / 1e6;
    work = work.then(() => runUntil(elapsedMs));
  }, pumpEveryMs);
  process.on('message', (order: Order) => {
    real.clearInterval(pump);
    work = work.then(async () => void process.send?.(await obey(order)));
  });
}

const configured = process.env[steeredVariable];
if (configured !== undefined) begin(JSON.parse(configured) as SteeredOptions);
