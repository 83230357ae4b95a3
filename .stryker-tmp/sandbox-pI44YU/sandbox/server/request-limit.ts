// @ts-nocheck
import type { Exchange, World } from '../world.js';
import { Refusal } from './envelope.js';

/** The headers that tell a client how much it may still ask. Throws 429, and notes it, when it asked too much. */
export function checkLimit(world: World, { entry }: Exchange): Record<string, string> {
  const { requestsPerSecond, retryAfterSeconds } = world.modes;
  if (requestsPerSecond === undefined) return {};
  const { receivedAt } = entry;
  const recent = world.recent.filter((instant) => instant > receivedAt - 1000 && instant <= receivedAt);
  const isOver = recent.length >= requestsPerSecond;
  if (!isOver) recent.push(receivedAt);
  world.recent.splice(0, world.recent.length, ...recent);
  const headers = {
    'ratelimit-limit': String(requestsPerSecond),
    'ratelimit-remaining': String(requestsPerSecond - recent.length),
    'ratelimit-reset': '1',
  };
  if (!isOver) return headers;
  world.ledger.find('over-limit', entry);
  throw new Refusal(429, `Wait ${retryAfterSeconds} seconds before retrying.`, {
    headers: { ...headers, 'retry-after': String(retryAfterSeconds) },
  });
}
