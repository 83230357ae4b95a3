/**
 * Preloaded into a Node-RED under test (`node --require`): its clocks run faster, its timers do not, so that tokens with a
 * life that a person may have grow old within seconds, and everything takes as long as it really does.
 */
// @ts-nocheck

import { ageFast, type FastClock } from '../../sandbox/demo/fast-clock.js';

const variable = 'NOMOS_TEST_AGEING';
const factor = 30;

/** The life of an access token, in s, of which so many seconds of real time are left of a fast-ageing Node-RED. */
export function lifeSeconds(realSeconds: number): number {
  return realSeconds * factor;
}

/** What Node-RED is started with; in all its lives the same, so that its clock goes on. */
export function fastAgeing(): { readonly env: Readonly<Record<string, string>>; readonly nodeArgs: readonly string[] } {
  const now = Date.now();
  const clock: FastClock = { factor, realStart: now, virtualStart: now };
  return { env: { [variable]: JSON.stringify(clock) }, nodeArgs: ['--require', __filename] };
}

const configured = process.env[variable];
if (configured !== undefined) ageFast(JSON.parse(configured) as FastClock);
