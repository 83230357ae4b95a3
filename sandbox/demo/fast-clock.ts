/**
 * Preloaded into the demo's processes (`node --require`): makes their clocks and timers run N times faster, all from the
 * same virtual beginning. Network deadlines stay real, because they do not hang on these globals.
 */
import { promisify } from 'node:util';

/** The environment variable that carries `{factor, realStart, virtualStart}` as JSON. */
const fastClockVariable = 'NOMOS_DEMO_CLOCK';

/** Where virtual time began (`virtualStart`) in real time (`realStart`), and how many times faster it runs. */
export interface FastClock {
  readonly factor: number;
  readonly realStart: number;
  readonly virtualStart: number;
}

/** The virtual instant that belongs to a real one, in ms. */
export function virtualInstant(clock: FastClock, realNow: number): number {
  return clock.virtualStart + (realNow - clock.realStart) * clock.factor;
}

/** What a process is started with whose clocks and timers run by `clock`. */
export function fastProcess(clock: FastClock): {
  readonly env: Readonly<Record<string, string>>;
  readonly nodeArgs: readonly string[];
} {
  return { env: { [fastClockVariable]: JSON.stringify(clock) }, nodeArgs: ['--require', __filename] };
}

/** Makes the clocks of this process, but not its timers, run by `clock`; cannot be undone. */
export function ageFast(clock: FastClock): void {
  const realDate = Date;
  const now = () => Math.floor(virtualInstant(clock, realDate.now()));
  globalThis.Date = new Proxy(realDate, {
    apply: () => new realDate(now()).toString(),
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    get: (target, property, receiver) => (property === 'now' ? now : Reflect.get(target, property, receiver)),
  });
  const realPerformanceNow = performance.now.bind(performance);
  performance.now = () => realPerformanceNow() * clock.factor;
}

/** Makes the clocks and timers of this process run by `clock`; cannot be undone. */
export function runFast(clock: FastClock): void {
  ageFast(clock);
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const real = globalThis[name] as (
      callback: (...args: unknown[]) => void,
      delayMs?: number,
      ...rest: unknown[]
    ) => unknown;
    const scaled = (callback: (...args: unknown[]) => void, delayMs = 0, ...rest: unknown[]) =>
      real(callback, delayMs / clock.factor, ...rest);
    Object.assign(globalThis, { [name]: scaled });
  }
  Object.defineProperty(globalThis.setTimeout, promisify.custom, {
    value: (delayMs: number, value: unknown) =>
      new Promise((resolve) => globalThis.setTimeout(resolve, delayMs, value)),
  });
}

const configured = process.env[fastClockVariable];
if (configured !== undefined) runFast(JSON.parse(configured) as FastClock);
