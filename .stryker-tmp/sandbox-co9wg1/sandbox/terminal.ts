// @ts-nocheck
import { localDate, localTime } from './local-time.js';
import { allInPrice } from './prices/all-in.js';
import { spotDay } from './prices/spot.js';
import type { LedgerEntry } from './server/ledger.js';
import type { Sandbox } from './server/steered.js';

/** What a person who starts the sandbox by hand needs to know. */
export function instructions(sandbox: Sandbox): string {
  const { url, controlUrl, clients, customers, modes } = sandbox;
  const client = clients[0]!;
  return `
A simulated Nomos is running. It knows no real customer and sends no mail; everything here is made up.

  API address     ${url}
  Client id       ${client.clientId}
  Client secret   ${client.clientSecret}   (made up as well)
  Sign in as      ${customers.map(({ email }) => email).join(', ')}; the one-time code stands on the page
  Callback        any http address of this machine
${controlUrl === undefined ? '' : `  Control         ${controlUrl}\n`}
  Today           ${priceRange(sandbox)}
  Tomorrow        appears after ${modes.publishAt}

In Node-RED: drag a nomos-prices node into a flow, add an account, unfold the address, enter the three lines
above, and press Connect. Requests appear below. Ctrl-C ends the sandbox.
`;
}

/** One request in one line; no query, no body, no header, and so no secret. */
export function lineFor({ at, method, path, grant, fault, status, outcome }: LedgerEntry): string {
  const notes = [grant, fault && `fault: ${fault}`, outcome === 'cut' && 'not delivered'].filter(Boolean);
  const note = notes.length > 0 ? `  (${notes.join(', ')})` : '';
  return `${localTime(at)} ${status ?? '---'} ${method} ${path}${note}`;
}

function priceRange({ clock, customers, seed }: Sandbox): string {
  const subscription = customers[0]?.subscriptions[0];
  if (subscription === undefined) return 'no contract';
  const prices = spotDay(seed, localDate(clock.now()))
    .map((spot) => ({ start: spot.start, ct: allInPrice(subscription, spot).amount ?? 0 }))
    .toSorted((a, b) => a.ct - b.ct);
  const text = ({ start, ct }: { start: number; ct: number }) => `${ct.toFixed(2)} ct/kWh at ${localTime(start)}`;
  return `between ${text(prices.at(0)!)} and ${text(prices.at(-1)!)}`;
}
