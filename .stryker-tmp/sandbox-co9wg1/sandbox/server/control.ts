// @ts-nocheck
import { type Answer, json } from './envelope.js';
import type { FaultPlan } from './faults.js';
import type { Modes } from './modes.js';
import type { Steered } from './steered.js';

/** Where the control interface listens, when it is switched on. */
export const controlPath = '/__control';

/** A request to the control interface. */
export interface ControlRequest {
  readonly method: string;
  readonly path: string;
  readonly contentType: string | undefined;
  readonly body: string;
}

/**
 * The control interface: what a test does by calling, a script in another process does by HTTP.
 *
 * `GET ledger`, `GET state`; `POST set`, `fault`, `clear-faults`, `clear-ledger`, `clock`, `revoke`, `subscription`, all
 * taking JSON. Answers 400 with the reason for a command that is not understood.
 */
export function control(sandbox: Steered, { method, path, contentType, body }: ControlRequest): Answer {
  const command = path.slice(controlPath.length + 1);
  try {
    if (method === 'GET') return json(200, report(sandbox, command));
    // A page of some web site can post a form to this machine, but not JSON.
    if (method !== 'POST' || !contentType?.startsWith('application/json')) throw new RangeError('POST JSON');
    obey(sandbox, command, JSON.parse(body === '' ? '{}' : body) as Record<string, unknown>);
    return json(200, { done: command });
  } catch (error) {
    return json(400, { reason: error instanceof Error ? error.message : String(error) });
  }
}

function report({ ledger, evil, clock, modes }: Steered, command: string): object {
  if (command === 'ledger') return { entries: ledger.entries, findings: ledger.findings, evil: evil.requests };
  if (command === 'state') return { now: clock.now(), modes };
  throw new RangeError(`no report ${command}`);
}

function obey(sandbox: Steered, command: string, order: Record<string, unknown>): void {
  const commands = new Map<string, () => void>([
    ['set', () => sandbox.set(knownModes(sandbox.modes, order))],
    ['fault', () => sandbox.fault(order as unknown as FaultPlan)],
    ['clear-faults', () => sandbox.clearFaults()],
    ['clear-ledger', () => sandbox.ledger.clear()],
    ['clock', () => setClock(sandbox, order)],
    ['revoke', () => sandbox.revokeConsent(String(order.email))],
    ['subscription', () => changeSubscription(sandbox, order)],
  ]);
  const obeyed = commands.get(command);
  if (obeyed === undefined) throw new RangeError(`no command ${command}`);
  obeyed();
}

function knownModes(modes: Readonly<Modes>, order: Record<string, unknown>): Partial<Modes> {
  const unknown = Object.keys(order).filter((name) => !(name in modes) || name === 'priceSource');
  if (unknown.length > 0) throw new RangeError(`no mode ${unknown.join(', ')}`);
  return order;
}

function setClock({ clock }: Steered, { moveTo, stopAt, advanceMs }: Record<string, unknown>): void {
  if (typeof moveTo === 'number' || typeof moveTo === 'string') clock.moveTo(moveTo);
  else if (typeof stopAt === 'number' || typeof stopAt === 'string') clock.stopAt(stopAt);
  else if (typeof advanceMs === 'number') clock.advance(advanceMs);
  else clock.reset();
}

function changeSubscription({ customers }: Steered, { id, ...changes }: Record<string, unknown>): void {
  const subscription = customers.flatMap(({ subscriptions }) => subscriptions).find((candidate) => candidate.id === id);
  if (subscription === undefined) throw new RangeError('no such subscription');
  Object.assign(subscription, changes);
}
