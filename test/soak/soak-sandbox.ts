import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { type Fault, type Sandbox, startSandbox } from '../../sandbox/index.js';
import type { Schedule } from './schedule.js';
import { timeHeader } from './steered-time.js';

/** What may happen to any request. */
export const faults: readonly Fault[] = [
  { kind: 'drop-before' },
  { kind: 'drop-after' },
  { kind: 'truncate' },
  { kind: 'delay', ms: 20 },
  { kind: 'status', status: 429, headers: { 'retry-after': '60' } },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503, shape: 'html' },
];

/** The simulated Nomos that a soak asks: its clock is that of the requests, and late days are late. */
export async function startSoakSandbox({ start, lateDays }: Schedule, seed: number): Promise<Sandbox> {
  const sandbox = await startSandbox({
    seed,
    rotation: 'grace',
    priceSource: (_, date) =>
      lateDays.some((late) => late.date === date && sandbox.clock.now() < late.until) ? null : undefined,
  });
  sandbox.clock.stopAt(start);
  const follow = (message: unknown) => {
    const { request } = message as { request: IncomingMessage };
    const now = Number(request.headers[timeHeader]);
    if (now > 0) sandbox.clock.stopAt(now);
  };
  subscribe('http.server.request.start', follow);
  const { stop } = sandbox;
  return Object.assign(sandbox, {
    stop: async () => {
      unsubscribe('http.server.request.start', follow);
      await stop();
    },
  });
}
